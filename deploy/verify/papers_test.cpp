#include "verify/papers.hpp"

#include <gtest/gtest.h>

#include <filesystem>
#include <fstream>
#include <sstream>

#include "content/examples_for_tests.hpp"
#include "dossiers/office_examples.hpp"
#include "dossiers/papers.hpp"
#include "verify/verify.hpp"

namespace motcua::verify {
namespace {

using dossiers::examples::Office;
namespace files = content::examples;

class PapersInAFolder : public ::testing::TestWithParam<std::string> {
 protected:
  PapersInAFolder() {
    for (const std::string& bytes : {files::pdf(), files::pdf() + "\n"}) {
      const core::File content = files::file_of(bytes);
      EXPECT_EQ(papers
                    .add(office.clerk(), office.once(), id, std::nullopt,
                         {"đơn.pdf", "application/pdf", std::nullopt, dossiers::PaperKind::copy}, content,
                         blobs::digest_of(content))
                    .status,
                201);
    }
  }

  std::string verified() {
    std::ostringstream out;
    findings = verify({.dossiers = office.place().url, .papers = place}, out);
    return out.str();
  }
  void change_row(const std::string& sql) {
    office.database->transaction([&](store::Transaction& tx) { tx.run("UPDATE papers SET " + sql); });
  }
  std::vector<std::filesystem::path> contents() const {
    std::vector<std::filesystem::path> found;
    for (const auto& entry : std::filesystem::recursive_directory_iterator{folder.path()}) {
      if (entry.is_regular_file()) found.push_back(entry.path());
    }
    return found;
  }

  Office office{GetParam()};
  motcua::testing::TemporaryFolder folder;
  blobs::Settings place{.place = "directory:" + folder.path(), .folder = folder.path()};
  std::unique_ptr<blobs::Store> kept = blobs::open(place);
  content::Inspector inspector;
  dossiers::Papers papers{*office.database,
                          office.source,
                          office.scopes,
                          [this] { return office.clock(); },
                          *kept,
                          inspector,
                          {std::chrono::minutes{60}, std::chrono::seconds{30}},
                          office.registry};
  dossiers::DossierId id = Office::id_of(office.registered());
  std::int64_t findings = 0;
};

INSTANTIATE_TEST_SUITE_P(Databases, PapersInAFolder, ::testing::ValuesIn(motcua::testing::database_kinds()),
                         [](const auto& one) { return one.param; });

TEST_P(PapersInAFolder, AreFoundGoodAsTheyAreWritten) {
  EXPECT_NE(verified().find("2 contents"), std::string::npos) << verified();
}

TEST_P(PapersInAFolder, MissingAndDamagedOnesAreNamed) {
  std::filesystem::remove(contents().front());
  EXPECT_NE(verified().find("the content is missing"), std::string::npos);
  std::ofstream{contents().front(), std::ios::app} << "x";
  const std::string said = verified();
  EXPECT_NE(said.find("the content is damaged"), std::string::npos) << said;
  EXPECT_NE(said.find(id.str()), std::string::npos);
  EXPECT_EQ(said.find("đơn"), std::string::npos) << "no names";
}

TEST_P(PapersInAFolder, ARowThatSomebodyChangedIsNamed) {
  change_row("size = size + 1");
  EXPECT_NE(verified().find("something else than history"), std::string::npos);
  EXPECT_EQ(findings, 2);
  change_row("size = size - 1, salt = 'x'");
  EXPECT_NE(verified().find("the checksum is not the one in history"), std::string::npos);
}

}  // namespace
}  // namespace motcua::verify
