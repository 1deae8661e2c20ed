#include "dossiers/paper_name.hpp"

#include <gtest/gtest.h>

namespace motcua::dossiers {
namespace {

std::optional<std::string> name_in(const std::string& header) {
  http::Request request;
  request.headers.emplace_back("content-disposition", header);
  const auto name = paper_name_from(request);
  return name ? std::optional{*name} : std::nullopt;
}

TEST(APapersName, StandsInItsHeader) {
  EXPECT_EQ(name_in("attachment; filename=\"don.pdf\""), "don.pdf");
  EXPECT_EQ(name_in("Attachment;filename=don.pdf"), "don.pdf");
  EXPECT_EQ(name_in("attachment; filename*=UTF-8''%C4%91%C6%A1n%20xin.pdf"), "đơn xin.pdf");
  EXPECT_EQ(name_in("attachment; filename=\"a.pdf\"; filename*=utf-8''b.pdf"), "b.pdf");
  EXPECT_EQ(name_in("attachment; filename*=UTF-8''b.pdf; filename=\"a.pdf\""), "b.pdf");
  EXPECT_EQ(name_in("attachment; filename=\"giấy \\\"A\\\".tar.pdf\""), "giấy \"A\".tar.pdf");
}

TEST(APapersName, IsNoPathAndHidesNothing) {
  for (const char* header : {"",
                             "attachment",
                             "inline; filename=\"a.pdf\"",
                             "attachment; filename=",
                             "attachment; filename=\"\"",
                             "attachment; filename=\"a.pdf",
                             "attachment; filename=\"../a.pdf\"",
                             "attachment; filename=\"/etc/a.pdf\"",
                             "attachment; filename=\"..\\\\a.pdf\"",
                             "attachment; filename=\"C:a.pdf\"",
                             "attachment; filename=\".pdf\"",
                             "attachment; filename=\"pdf\"",
                             "attachment; filename=\"a.\"",
                             "attachment; filename=\" a.pdf\"",
                             "attachment; filename*=UTF-8''..%2Fa.pdf",
                             "attachment; filename*=UTF-8''a%00.pdf",
                             "attachment; filename*=UTF-8''a%0d%0ab.pdf",
                             "attachment; filename*=UTF-8''a%",
                             "attachment; filename*=UTF-8''a%zz.pdf",
                             "attachment; filename*=UTF-8''%ff.pdf",
                             "attachment; filename*=ISO-8859-1''a.pdf",
                             "attachment; filename*=UTF-8''%E2%80%AEfdp.exe.pdf",
                             "attachment; filename=a.pdf; filename=b.pdf",
                             "attachment filename=a.pdf",
                             "attachment; a.pdf"}) {
    EXPECT_FALSE(name_in(header)) << header;
  }
  EXPECT_TRUE(name_in("attachment; filename=" + std::string(196, 'a') + ".pdf"));
  EXPECT_FALSE(name_in("attachment; filename=" + std::string(197, 'a') + ".pdf"));
}

TEST(ADisposition, GivesTheNameBackEscaped) {
  const std::string header = disposition_of("đơn \"A\".pdf", "paper.pdf");
  EXPECT_EQ(header, "attachment; filename=\"paper.pdf\"; filename*=UTF-8''%c4%91%c6%a1n%20%22A%22.pdf");
  EXPECT_EQ(name_in(header), "đơn \"A\".pdf");
  EXPECT_EQ(disposition_of(std::nullopt, "paper.pdf"), "attachment; filename=\"paper.pdf\"");
}

}  // namespace
}  // namespace motcua::dossiers
