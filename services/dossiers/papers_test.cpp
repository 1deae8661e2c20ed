// Papers as files, on both databases: who may, what is refused, and that rows and contents never part.
#include "dossiers/papers.hpp"

#include <gtest/gtest.h>

#include <filesystem>
#include <fstream>

#include "content/examples_for_tests.hpp"
#include "dossiers/office_examples.hpp"

namespace motcua::dossiers {
namespace {

using examples::Office;
using nlohmann::json;
namespace files = content::examples;
namespace fs = std::filesystem;

/// A store that does what the test says before it does what it is asked.
class Watched : public blobs::Store {
 public:
  explicit Watched(blobs::Store& inner) : inner_{inner} {}
  void put(const std::string& key, const core::File& content) override {
    if (before_put) before_put();
    inner_.put(key, content);
  }
  std::optional<core::File> get(const std::string& key) override { return inner_.get(key); }
  void remove(const std::string& key) override {
    if (before_remove) before_remove();
    inner_.remove(key);
  }

  std::function<void()> before_put;
  std::function<void()> before_remove;

 private:
  blobs::Store& inner_;
};

class PapersOfADossier : public ::testing::TestWithParam<std::string> {
 protected:
  http::Response add(const Caller& caller, const Once& once, const DossierId& where, const std::string& bytes,
                     const PaperWords& words = pdf_words()) {
    const core::File content = files::file_of(bytes);
    return papers.add(caller, once, where, std::nullopt, words, content, blobs::digest_of(content));
  }
  json added(const DossierId& where, const std::string& bytes = files::pdf()) {
    const http::Response response = add(office.clerk(), office.once(), where, bytes);
    if (response.status != 201) throw std::logic_error{response.body};
    return http::read_json(response.body);
  }
  http::Response withdraw(const DossierId& where, const json& paper,
                          const std::vector<std::string>& reasons = {"nhầm"}) {
    return papers.withdraw(office.clerk(), office.once(), where, std::nullopt,
                           PaperId{paper.at("id").get<std::string>()}, reasons);
  }
  http::Response read(const Caller& caller, const DossierId& where, const json& paper) {
    return papers.content(caller, where, PaperId{paper.at("id").get<std::string>()}, "handling");
  }
  json listed(const Caller& caller, const DossierId& where) {
    return http::read_json(papers.list(caller, where).body)["items"];
  }
  static std::string code_of(const http::Response& response) {
    const auto type = http::read_json(response.body).at("type").get<std::string>();
    return type.substr(type.rfind('/') + 1);
  }
  static PaperWords pdf_words() { return {"đơn.pdf", "application/pdf", std::nullopt, PaperKind::copy}; }
  static std::string bytes_of(const http::Response& response) { return response.file->read(0, 1'000'000); }

  int contents() const {
    int count = 0;
    for (const auto& entry : fs::recursive_directory_iterator{folder.path()}) count += entry.is_regular_file() ? 1 : 0;
    return count;
  }
  void damage_all() const {
    for (const auto& entry : fs::recursive_directory_iterator{folder.path()}) {
      if (entry.is_regular_file()) std::ofstream{entry.path(), std::ios::app} << "x";
    }
  }

  Office office{GetParam()};
  testing::TemporaryFolder folder;
  std::unique_ptr<blobs::Store> kept = blobs::open({.place = "directory:" + folder.path(), .folder = folder.path()});
  Watched watched{*kept};
  content::Inspector inspector;
  Papers papers{*office.database,
                office.source,
                office.scopes,
                [this] { return office.clock(); },
                watched,
                inspector,
                {std::chrono::minutes{60}, std::chrono::seconds{30}},
                office.registry};
  DossierId id = Office::id_of(office.registered());
};

INSTANTIATE_TEST_SUITE_P(Databases, PapersOfADossier, ::testing::ValuesIn(motcua::testing::database_kinds()),
                         [](const auto& one) { return one.param; });

TEST_P(PapersOfADossier, AreTakenInToldOfAndGivenOut) {
  const json paper = added(id);
  EXPECT_EQ(paper["media_type"], "application/pdf");
  EXPECT_EQ(paper["size"], files::pdf().size());
  EXPECT_EQ(paper["sha256"], blobs::digest_of(files::file_of(files::pdf())));
  EXPECT_EQ(paper.dump().find("đơn"), std::string::npos) << "names are in the download alone";

  const auto told = office.history(id).back();
  EXPECT_EQ(told.event.type, "dossier.paper_added.v1");
  EXPECT_EQ(told.event.data.find(paper["sha256"].get<std::string>()), std::string::npos);
  EXPECT_EQ(told.event.data.find("đơn"), std::string::npos);
  EXPECT_TRUE(office.is_as_its_history_folds(id));
  EXPECT_EQ(office.count("paper_blobs"), 0);

  const std::int64_t before = office.count("access_log");
  const http::Response given = read(office.clerk(), id, paper);
  ASSERT_EQ(given.status, 200) << given.body;
  EXPECT_EQ(bytes_of(given), files::pdf());
  EXPECT_EQ(given.content_type, "application/pdf");
  EXPECT_EQ(given.headers.at(0).second, '"' + paper["sha256"].get<std::string>() + '"');
  EXPECT_EQ(given.headers.at(1).second, "attachment; filename=\"paper.pdf\"; filename*=UTF-8''%c4%91%c6%a1n.pdf");
  EXPECT_EQ(office.count("access_log"), before + 1);
}

TEST_P(PapersOfADossier, TheSameTwiceIsOneContentAndTheSameKeyOnePaper) {
  const Once once = office.once();
  const http::Response first = add(office.clerk(), once, id, files::pdf());
  const http::Response again = add(office.clerk(), once, id, files::pdf());
  EXPECT_EQ(again.body, first.body);
  EXPECT_EQ(office.count("papers"), 1);
  const Once other{once.key, store::sha256_hex("another body")};
  EXPECT_EQ(code_of(add(office.clerk(), other, id, files::pdf())), "idempotency-key-reused");
  added(id);
  EXPECT_EQ(office.count("papers"), 2);
  EXPECT_EQ(contents(), 1);
  added(Office::id_of(office.registered()));
  EXPECT_EQ(contents(), 2) << "of another dossier it is another one";
}

struct Refused {
  const char* code;
  PaperWords words;
  std::string bytes;
};

TEST_P(PapersOfADossier, RefusesWhatIsNotWhatItSaysAndKeepsNothing) {
  const auto words = [](const char* name, const char* type) {
    return PaperWords{name, type, std::nullopt, PaperKind::copy};
  };
  const std::string docx = "application/vnd.openxmlformats-officedocument.wordprocessingml.document";
  const std::string cut = files::pdf().substr(0, 200);
  const std::vector<Refused> all{
      {"paper-type-not-allowed", words("a.exe", "application/x-executable"),
       "\x7f"
       "ELF"},
      {"paper-type-not-allowed", words("a.zip", "application/zip"), files::zip({{"a", "x"}})},
      {"paper-extension-false", words("a.jpg", "application/pdf"), files::pdf()},
      {"paper-content-false", words("a.pdf", "application/pdf"), "<html>not a pdf</html>"},
      {"paper-content-false", words("a.pdf", "application/pdf"), files::jpeg()},
      {"paper-content-false", words("a.docx", docx.c_str()), files::zip({{"a", "x"}})},
      {"paper-broken", words("a.pdf", "application/pdf"), cut},
      {"paper-encrypted", words("a.docx", docx.c_str()), files::encrypted_zip()},
      {"paper-unpacks-too-far", words("a.docx", docx.c_str()), files::zip_bomb(30'000'000)},
      {"paper-nested", words("a.docx", docx.c_str()), files::zip({{"word/x.bin", files::docx()}})},
      {"paper-empty", words("a.pdf", "application/pdf"), ""},
      {"paper-too-large", words("a.png", "image/png"), std::string(20 * 1024 * 1024 + 1, 'x')}};
  for (const Refused& one : all)
    EXPECT_EQ(code_of(add(office.clerk(), office.once(), id, one.bytes, one.words)), one.code);
  PaperWords component = pdf_words();
  component.component = 2;
  EXPECT_EQ(code_of(add(office.clerk(), office.once(), id, files::pdf(), component)), "paper-component-unknown");
  EXPECT_EQ(contents(), 0);
  EXPECT_EQ(office.count("papers"), 0);
  EXPECT_EQ(office.count("paper_blobs"), 0);
  EXPECT_EQ(office.kept(id)->dossier.version, office.history(id).back().version);
}

TEST_P(PapersOfADossier, AreForThoseWhoWorkOnItAndSeePeople) {
  const json paper = added(id);
  const auto& ward = office.ward().id;
  const Caller auditor = office.caller({auth::Role::auditor}, ward);
  const Caller stranger = office.caller({auth::Role::officer}, office.ward(1).id);
  for (const Caller& caller : {auditor, office.city_reader()}) {
    EXPECT_EQ(add(caller, office.once(), id, files::pdf()).status, 403);
    EXPECT_EQ(read(caller, id, paper).status, 403);
    EXPECT_EQ(listed(caller, id).size(), 1U);
    EXPECT_FALSE(listed(caller, id)[0].contains("sha256")) << "a content that one has could be recognised by it";
    EXPECT_EQ(papers.refuse(caller.actor, id, pdf_words(), std::nullopt)->status, 403);
  }
  EXPECT_EQ(add(stranger, office.once(), id, files::pdf()).status, 404);
  EXPECT_EQ(read(stranger, id, paper).status, 404);
  EXPECT_EQ(papers.list(stranger, id).status, 404);
  EXPECT_EQ(papers.refuse(stranger.actor, id, pdf_words(), std::nullopt)->status, 404);
  EXPECT_EQ(papers.refuse(office.clerk().actor, DossierId{"none"}, pdf_words(), std::nullopt)->status, 404);
  EXPECT_FALSE(papers.refuse(office.clerk().actor, id, pdf_words(), 1000));
  EXPECT_EQ(papers.refuse(office.clerk().actor, id, pdf_words(), 60'000'000)->status, 413);
  EXPECT_EQ(read(office.clerk(), Office::id_of(office.registered()), paper).status, 404) << "another dossier's";
}

TEST_P(PapersOfADossier, WithdrawnOnceTheirContentGoesAndTheFactStays) {
  const json paper = added(id);
  EXPECT_EQ(code_of(withdraw(id, paper, {})), "paper-withdrawal-needs-reasons");
  const http::Response done = withdraw(id, paper);
  ASSERT_EQ(done.status, 200) << done.body;
  EXPECT_EQ(code_of(withdraw(id, paper)), "paper-withdrawn-once");
  EXPECT_EQ(code_of(read(office.clerk(), id, paper)), "paper-gone");
  const json row = listed(office.clerk(), id)[0];
  EXPECT_EQ(row["withdrawn_by"], "staff-1");
  EXPECT_FALSE(row["has_content"].get<bool>());
  EXPECT_EQ(contents(), 1);
  EXPECT_EQ(papers.tidy(), 1);
  EXPECT_EQ(contents(), 0);
  EXPECT_EQ(papers.tidy(), 0);
  EXPECT_TRUE(office.is_as_its_history_folds(id));
}

TEST_P(PapersOfADossier, AContentStaysWhileAnotherPaperHasIt) {
  const json first = added(id);
  const json second = added(id);
  ASSERT_EQ(withdraw(id, first).status, 200);
  EXPECT_EQ(papers.tidy(), 0);
  EXPECT_EQ(read(office.clerk(), id, second).status, 200);
  ASSERT_EQ(withdraw(id, second).status, 200);
  EXPECT_EQ(papers.tidy(), 1);
  EXPECT_EQ(contents(), 0);
}

TEST_P(PapersOfADossier, AStoreThatTakesNothingLeavesNothing) {
  watched.before_put = [] { throw blobs::Unavailable{"no room"}; };
  const Once once = office.once();
  EXPECT_THROW(add(office.clerk(), once, id, files::pdf()), blobs::Unavailable);
  EXPECT_EQ(office.count("papers"), 0);
  watched.before_put = nullptr;
  EXPECT_EQ(add(office.clerk(), once, id, files::pdf()).status, 201) << "the same key may be tried again";
  office.pass(std::chrono::hours{2});
  papers.tidy();
  EXPECT_EQ(office.count("paper_blobs"), 0);
  EXPECT_EQ(contents(), 1) << "what a paper has is not given up";
}

// As if the process had been killed between the content and its paper.
TEST_P(PapersOfADossier, AContentThatNoPaperCameOfIsRemovedLater) {
  const std::string checksum = blobs::digest_of(files::file_of(files::pdf()));
  const std::string key = rows::blob_key(id, checksum);
  office.database->transaction(
      [&](store::Transaction& tx) { rows::expect_blob(tx, "attempt-1", key, id, office.clock()); });
  kept->put(key, files::file_of(files::pdf()));
  EXPECT_EQ(papers.tidy(), 0) << "it may still be on its way";
  office.pass(std::chrono::minutes{61});
  EXPECT_EQ(papers.tidy(), 1);
  EXPECT_EQ(contents(), 0);
  EXPECT_EQ(office.count("paper_blobs"), 0);
}

// The sweep comes between the content and its paper: the paper must not begin to exist without it.
TEST_P(PapersOfADossier, NoPaperBeginsToExistWhoseContentWasGivenUp) {
  watched.before_put = [&] {
    office.pass(std::chrono::minutes{61});
    papers.tidy();
  };
  EXPECT_EQ(code_of(add(office.clerk(), office.once(), id, files::pdf())), "paper-being-removed");
  EXPECT_EQ(office.count("papers"), 0);
  EXPECT_EQ(contents(), 1) << "it came after it had been given up";
  EXPECT_EQ(papers.tidy(), 1);
  EXPECT_EQ(contents(), 0);
}

TEST_P(PapersOfADossier, AContentGivenUpThatCouldNotGoYetGoesLater) {
  watched.before_remove = [] { throw blobs::Unavailable{"it is locked"}; };
  watched.before_put = [&] {
    office.pass(std::chrono::minutes{61});
    EXPECT_THROW(papers.tidy(), blobs::Unavailable);
  };
  EXPECT_EQ(code_of(add(office.clerk(), office.once(), id, files::pdf())), "paper-being-removed");
  EXPECT_EQ(contents(), 1);
  watched.before_remove = nullptr;
  EXPECT_EQ(papers.tidy(), 1);
  EXPECT_EQ(contents(), 0);
}

TEST_P(PapersOfADossier, AContentThatCannotGoHoldsUpNobody) {
  const json first = added(id);
  const json second = added(id, files::pdf() + "\n");
  ASSERT_EQ(withdraw(id, first).status, 200);
  office.pass(std::chrono::minutes{1});
  ASSERT_EQ(withdraw(id, second).status, 200);
  bool once = true;
  watched.before_remove = [&] {
    if (std::exchange(once, false)) throw blobs::Unavailable{"it is locked"};
  };
  office.pass(std::chrono::minutes{1});
  EXPECT_THROW(papers.tidy(), blobs::Unavailable);
  watched.before_remove = [&] { watched.before_remove = [] { throw blobs::Unavailable{"it is locked"}; }; };
  EXPECT_THROW(papers.tidy(), blobs::Unavailable);
  EXPECT_EQ(contents(), 1) << "the one behind it has gone";
}

TEST_P(PapersOfADossier, AllOfThemGoHoweverManyCameBefore) {
  added(id);
  office.database->transaction([&](store::Transaction& tx) {
    for (int number = 0; number < 1'001; ++number)
      tx.run(
          "INSERT INTO papers (id, dossier_id, kind, media_type, size, name, added_at, added_by, added_unit_id, "
          "withdrawn_at) VALUES (:id, :dossier, 1, 'image/png', 1, 'x', 0, 'staff-1', 'u', 1)",
          "0-" + std::to_string(number), id);
  });
  const auto count = office.database->in_transaction(
      [&](store::Transaction& tx) { return rows::let_go_of_papers(tx, id, office.clock()); });
  EXPECT_EQ(count, 1);
  EXPECT_EQ(office.count("papers WHERE name IS NOT NULL"), 0);
  EXPECT_EQ(papers.tidy(), 1);
}

// Another paper with the same content is withdrawn while this one's content is being stored.
TEST_P(PapersOfADossier, AContentThatSomebodyCountsOnIsNotRemoved) {
  const json first = added(id);
  watched.before_put = [&] {
    watched.before_put = nullptr;
    ASSERT_EQ(withdraw(id, first).status, 200);
    papers.tidy();
  };
  const http::Response second = add(office.clerk(), office.once(), id, files::pdf());
  ASSERT_EQ(second.status, 201) << second.body;
  papers.tidy();
  EXPECT_EQ(read(office.clerk(), id, http::read_json(second.body)).status, 200);
}

TEST_P(PapersOfADossier, WhileAContentIsBeingRemovedItIsNotTakenInAgain) {
  const json paper = added(id);
  ASSERT_EQ(withdraw(id, paper).status, 200);
  EXPECT_EQ(code_of(add(office.clerk(), office.once(), id, files::pdf())), "paper-being-removed");
  papers.tidy();
  EXPECT_EQ(read(office.clerk(), id, added(id)).status, 200);
}

TEST_P(PapersOfADossier, DamageIsToldAndNothingDamagedIsGiven) {
  const json paper = added(id);
  const std::int64_t before = office.count("access_log");
  damage_all();
  const http::Response changed = read(office.clerk(), id, paper);
  EXPECT_EQ(changed.status, 500);
  EXPECT_EQ(code_of(changed), "paper-damaged");
  fs::remove_all(folder.path());
  EXPECT_EQ(code_of(read(office.clerk(), id, paper)), "paper-damaged");
  EXPECT_EQ(office.count("access_log"), before);
  EXPECT_NE(office.registry.text().find("motcua_dossiers_papers_damaged_total 2"), std::string::npos);
}

TEST_P(PapersOfADossier, GoWithThePeople) {
  const Once once = office.once();
  const json first = http::read_json(add(office.clerk(), once, id, files::pdf()).body);
  const json second = added(id, files::pdf() + "\n");
  const json other = added(Office::id_of(office.registered()));
  const json dossier{{"id", id.str()}};
  ASSERT_EQ(office.order(dossier, WithdrawOrder{}).status, 200);
  const http::Response erased = office.order(dossier, ErasePeopleOrder{"12/QĐ-UBND"});
  ASSERT_EQ(erased.status, 200) << erased.body;
  EXPECT_EQ(papers.tidy(), 2);
  EXPECT_EQ(contents(), 1);
  for (const json& row : listed(office.clerk(), id)) {
    EXPECT_FALSE(row["has_content"].get<bool>());
    EXPECT_TRUE(row["sha256"].is_null());
  }
  EXPECT_EQ(office.count("papers WHERE name IS NOT NULL"), 1);
  EXPECT_EQ(code_of(read(office.clerk(), id, second)), "paper-gone");
  EXPECT_EQ(http::read_json(withdraw(id, first).body)["rule"], "people-erased-once");
  EXPECT_EQ(code_of(add(office.clerk(), once, id, files::pdf())), "answer-erased");
  EXPECT_TRUE(office.is_as_its_history_folds(id));
}

TEST_P(PapersOfADossier, AreNotManyMoreThanTheCatalogueSays) {
  const std::int64_t most = office.source.current()->papers.on(core::vietnam_date(office.clock())).most_papers;
  for (std::int64_t at = 0; at < most; ++at) added(id);
  EXPECT_EQ(code_of(add(office.clerk(), office.once(), id, files::pdf())), "paper-limit-reached");
}

}  // namespace
}  // namespace motcua::dossiers
