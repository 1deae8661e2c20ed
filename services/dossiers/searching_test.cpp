#include "dossiers/searching.hpp"

#include <gtest/gtest.h>

#include "dossiers/office_examples.hpp"
#include "dossiers/rekeying.hpp"

namespace motcua::dossiers {
namespace {

using examples::Office;
using nlohmann::json;

const char* const number = "031190001234";
const char* const other_number = "031190009999";
const char* const first_key = "the first key of the tests' numbers";
const char* const second_key = "the second key of the tests' numbers";

class ASearch : public ::testing::TestWithParam<std::string> {
 protected:
  DossierId taken_in(const ApplicantDetails& applicant) {
    Registration asked = office.registration();
    asked.applicant = applicant;
    const http::Response response = office.desk.take_in(office.clerk(), office.once(), asked, std::nullopt);
    EXPECT_EQ(response.status, 201) << response.body;
    office.pass(std::chrono::minutes{1});
    return Office::id_of(http::read_json(response.body));
  }
  DossierId of_citizen(const char* identity) {
    return taken_in({ApplicantKind::citizen, {"Nguyễn Thị Bích", identity, std::nullopt}, std::nullopt});
  }
  DossierId represented_by(const char* identity) {
    return taken_in({ApplicantKind::enterprise,
                     {"Công ty Thử Nghiệm", "0201234567-001", std::nullopt},
                     PersonDetails{"Nguyễn Thị Bích", identity, std::nullopt}});
  }
  http::Response asked(const SearchQuery& query, const Caller& who) {
    return office.searching.by_identity_number(who, query, "handling");
  }
  static std::vector<DossierId> ids_in(const http::Response& response) {
    EXPECT_EQ(response.status, 200) << response.body;
    std::vector<DossierId> ids;
    const json body = http::read_json(response.body);
    for (const json& one : body["items"]) ids.push_back(Office::id_of(one));
    return ids;
  }
  std::vector<DossierId> found(const char* identity) { return ids_in(asked({identity}, office.clerk())); }
  Caller neighbour() const { return office.caller({auth::Role::officer}, office.ward(1).id); }

  std::vector<std::string> logged() {
    return office.database->in_read([](store::Transaction& tx) {
      std::vector<std::string> lines;
      for (const auto& [dossier, fields] : tx.query<std::string, std::string>(
               "SELECT dossier_id, fields FROM access_log WHERE fields LIKE 'search%' ORDER BY dossier_id"))
        lines.push_back(dossier);
      return lines;
    });
  }

  Office office{GetParam()};
  Rekeying rekeying{*office.database, office.keys};
};

INSTANTIATE_TEST_SUITE_P(Databases, ASearch, ::testing::ValuesIn(motcua::testing::database_kinds()),
                         [](const auto& one) { return one.param; });

TEST_P(ASearch, FindsApplicantsAndRepresentativesTheLastEnteredFirst) {
  const DossierId one = of_citizen("031 190 001 234");
  of_citizen(other_number);
  const DossierId another = represented_by(number);
  EXPECT_EQ(found("031.190.001.234"), (std::vector{another, one}));
  EXPECT_EQ(found("0201234567001"), std::vector{another}) << "a branch's tax code, with or without its hyphen";
  EXPECT_TRUE(found("031190000000").empty());
}

TEST_P(ASearch, AnswersMaskedAndToThoseAloneWhoSeeThePeopleWhole) {
  of_citizen(number);
  const http::Response here = asked({number}, office.clerk());
  EXPECT_EQ(here.body.find(number), std::string::npos);
  EXPECT_EQ(here.body.find("Nguyễn"), std::string::npos);
  EXPECT_EQ(http::read_json(here.body)["items"][0]["applicant"]["identity_number"], "***234");
  const http::Response elsewhere = asked({number}, neighbour());
  const http::Response nobodys = asked({"031190000000"}, neighbour());
  EXPECT_EQ(elsewhere.body, nobodys.body) << "whether somebody is known elsewhere is not told";
  for (const auth::Role role : {auth::Role::importer, auth::Role::auditor, auth::Role::city_reader})
    EXPECT_EQ(asked({number}, office.caller({role}, office.ward().id)).status, 403);
}

TEST_P(ASearch, IsInTheAccessLogWhateverItFinds) {
  const DossierId one = of_citizen(number);
  found(number);
  EXPECT_EQ(logged(), (std::vector<std::string>{"", one.str()}));
  found("031190000000");
  EXPECT_EQ(logged(), (std::vector<std::string>{"", "", one.str()}));
}

TEST_P(ASearch, GoesOnPageByPageWithTheSameNumberOnly) {
  std::vector<DossierId> all;
  for (int count = 0; count < 3; ++count) all.insert(all.begin(), of_citizen(number));
  std::vector<DossierId> walked;
  SearchQuery query{.identity_number = number, .limit = 1};
  for (int page = 0; page < 3; ++page) {
    const http::Response response = asked(query, office.clerk());
    for (const DossierId& id : ids_in(response)) walked.push_back(id);
    const json next = http::read_json(response.body)["next"];
    if (page == 2) {
      EXPECT_TRUE(next.is_null());
      break;
    }
    query.cursor = next.get<std::string>();
    // A key that becomes the current one in between changes nothing.
    office.keys.replace(IdentityKeys{{second_key, first_key}});
  }
  EXPECT_EQ(walked, all);
  query.identity_number = other_number;
  EXPECT_EQ(asked(query, office.clerk()).status, 400);
  query.cursor = "made-up";
  EXPECT_EQ(asked(query, office.clerk()).status, 400);
}

TEST_P(ASearch, RefusesWhatIsNoNumberWithoutRepeatingIt) {
  const http::Response response = asked({"0311900012"}, office.clerk());
  EXPECT_EQ(response.status, 200) << "ten digits are a tax code";
  const http::Response wrong = asked({"03119000123"}, office.clerk());
  EXPECT_EQ(wrong.status, 422);
  EXPECT_EQ(http::read_json(wrong.body)["errors"][0]["pointer"], "/identity_number");
  EXPECT_EQ(wrong.body.find("03119000123"), std::string::npos);
}

TEST_P(ASearch, NeedsAKeyAndFindsWhoWasThereBeforeItOncePeopleAreHashed) {
  office.keys.replace(IdentityKeys{});
  const DossierId one = of_citizen(number);
  of_citizen("12");  // no identity number; nobody can look for it
  EXPECT_EQ(asked({number}, office.clerk()).status, 503);
  EXPECT_FALSE(rekeying.has_key());

  office.keys.replace(IdentityKeys{{first_key}});
  EXPECT_TRUE(found(number).empty());
  const RekeyedPage told = rekeying.rehearse(std::nullopt, 10);
  EXPECT_EQ(std::tuple(told.looked_at, told.rehashed, told.unsearchable, told.unhashed), std::tuple(2, 1, 1, 2));
  EXPECT_TRUE(found(number).empty()) << "a rehearsal changes nothing";
  const RekeyedPage done = rekeying.carry_out(std::nullopt, 10);
  EXPECT_EQ(std::tuple(done.rehashed, done.unhashed, done.next.has_value()), std::tuple(1, 1, false));
  EXPECT_EQ(found(number), std::vector{one});
}

TEST_P(ASearch, FindsEverybodyBeforeInTheMiddleOfAndAfterARotation) {
  const DossierId oldest = of_citizen(number);
  const DossierId old = represented_by(number);
  office.keys.replace(IdentityKeys{{second_key, first_key}});
  const DossierId fresh = of_citizen(number);
  const std::vector all{fresh, old, oldest};
  EXPECT_EQ(found(number), all);

  std::optional<PersonRef> after;
  std::int64_t rehashed = 0;
  RekeyedPage page;
  do {
    page = rekeying.carry_out(after, 1);
    rehashed += page.rehashed;
    after = page.next;
    EXPECT_EQ(found(number), all);
  } while (after);
  EXPECT_EQ(rehashed, 3) << "of four people one was under the new key";
  using enum KeyInUse::Use;
  ASSERT_EQ(page.keys.size(), 2U);
  EXPECT_EQ(std::tuple(page.keys[0].use, page.keys[0].people), std::tuple(current, 4));
  EXPECT_EQ(std::tuple(page.keys[1].use, page.keys[1].people), std::tuple(former, 0)) << "it can be removed";
  EXPECT_EQ(rekeying.carry_out(std::nullopt, 10).rehashed, 0) << "twice is once";

  office.keys.replace(IdentityKeys{{second_key}});
  EXPECT_EQ(found(number), all);
}

TEST_P(ASearch, IsToldWhenAKeyWasRemovedTooEarly) {
  const DossierId one = of_citizen(number);
  office.keys.replace(IdentityKeys{{second_key}});
  EXPECT_TRUE(found(number).empty());
  const RekeyedPage told = rekeying.rehearse(std::nullopt, 10);
  ASSERT_EQ(told.keys.size(), 2U);
  EXPECT_EQ(std::tuple(told.keys[1].use, told.keys[1].people), std::tuple(KeyInUse::Use::unknown, 1));
  EXPECT_EQ(rekeying.carry_out(std::nullopt, 10).rehashed, 1);
  EXPECT_EQ(found(number), std::vector{one});
}

}  // namespace
}  // namespace motcua::dossiers
