#include "catalogue/papers.hpp"

#include <gtest/gtest.h>

#include <stdexcept>

#include "catalogue/examples.hpp"

namespace motcua::catalogue {
namespace {

using examples::on;
using examples::Spoiled;

TEST(TheSetOfUploadTypes, IsTheOneInForceOnTheDay) {
  const auto catalogue = load(examples::SmallFolder{}.path()).value();
  const UploadSet& before = catalogue->papers.on(on("2025-06-30"));
  const UploadSet& after = catalogue->papers.on(on("2025-07-01"));
  EXPECT_EQ(before.find("application/pdf")->most_bytes, 1024 * 1024);
  EXPECT_EQ(before.find("image/jpeg"), nullptr);
  EXPECT_EQ(after.find("application/pdf")->most_bytes, 2048 * 1024);
  EXPECT_TRUE(after.find("image/jpeg")->has_extension("jpeg"));
  EXPECT_FALSE(after.find("image/jpeg")->has_extension("pdf"));
  EXPECT_EQ(after.most_unpacked_bytes, 10 * 1024 * 1024);
  EXPECT_EQ(catalogue->papers.most_bytes(), 2048 * 1024);
}

UploadSet beginning(std::optional<core::Date> day) {
  UploadSet set{};
  set.valid_from = day;
  return set;
}

TEST(TheSetsOfUploadTypes, NeedOneWithoutABeginningAndAscend) {
  const UploadSet open = beginning(std::nullopt);
  EXPECT_THROW(Papers{{}}, std::invalid_argument);
  EXPECT_THROW((Papers{{beginning(on("2020-01-01"))}}), std::invalid_argument);
  EXPECT_THROW((Papers{{open, beginning(on("2020-01-02")), beginning(on("2020-01-01"))}}), std::invalid_argument);
  EXPECT_NO_THROW((Papers{{open, beginning(on("2020-01-01"))}}));
}

TEST(TheRealFolder, TakesWhatScannersAndOfficesMake) {
  const UploadSet& today = examples::real().papers.on(on("2026-11-30"));
  for (const char* type : {"application/pdf", "image/jpeg", "image/png", "image/tiff",
                           "application/vnd.openxmlformats-officedocument.wordprocessingml.document",
                           "application/vnd.oasis.opendocument.text"}) {
    EXPECT_NE(today.find(type), nullptr) << type;
  }
  EXPECT_EQ(today.find("application/zip"), nullptr);
  EXPECT_EQ(today.find("text/html"), nullptr);
}

class AMistakeInPapers : public testing::TestWithParam<Spoiled> {};

TEST_P(AMistakeInPapers, IsTheOnlyOneTold) {
  EXPECT_EQ(examples::told_of(GetParam()), std::string{GetParam().mistake} + "\n");
}

INSTANTIATE_TEST_SUITE_P(
    Sets, AMistakeInPapers,
    testing::Values(
        Spoiled{"NotJson", "papers.json", "{\"sets\"", "{sets", "papers.json:1: is not JSON"},
        Spoiled{"AnUnknownKey", "papers.json", "\"most_papers\": 3", "\"most_papers\": 3, \"colour\": 1",
                "papers.json:1: set without valid_from: unknown key colour"},
        Spoiled{"AFirstSetThatBegins", "papers.json", "\"valid_from\": null", "\"valid_from\": \"2018-01-01\"",
                "papers.json:1: set 2018-01-01: the first set must have no beginning: a paper of any day has a type"},
        Spoiled{"TwoSetsAtOnce", "papers.json", "\"valid_from\": \"2025-07-01\"", "\"valid_from\": null",
                "papers.json:1: set without valid_from: valid_from must ascend, or two sets hold at once"},
        Spoiled{"NoTypeAtAll", "papers.json", "\"image/jpeg\"", "\"picture\"",
                "papers.json:1: set 2025-07-01 picture: type must be a media type in lower case"},
        Spoiled{"ATypeTwice", "papers.json", "\"image/jpeg\"", "\"application/pdf\"",
                "papers.json:1: set 2025-07-01 application/pdf: is listed twice"},
        Spoiled{"AnExtensionOfTwo", "papers.json", "\"jpeg\"]", "\"pdf\"]",
                "papers.json:1: set 2025-07-01 image/jpeg: the extension is another type's: pdf"},
        Spoiled{"ADottedExtension", "papers.json", "\"jpeg\"]", "\".jpeg\"]",
                "papers.json:1: set 2025-07-01 image/jpeg: an extension is of a-z and 0-9: .jpeg"},
        Spoiled{"NoExtensions", "papers.json", "[\"jpg\", \"jpeg\"]", "\"jpg\"",
                "papers.json:1: set 2025-07-01 image/jpeg: extensions must be a list\n"
                "papers.json:1: set 2025-07-01 image/jpeg: extensions must list at least one"},
        Spoiled{"TooLarge", "papers.json", "\"most_kib\": 512", "\"most_kib\": 2000000",
                "papers.json:1: set 2025-07-01 image/jpeg: most_kib must be a whole number from 1 to 1048576"}),
    examples::name_of);

}  // namespace
}  // namespace motcua::catalogue
