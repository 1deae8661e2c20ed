#include "dossiers/erasing.hpp"

#include <gtest/gtest.h>

#include <algorithm>
#include <filesystem>
#include <fstream>
#include <iterator>

#include "dossiers/office_examples.hpp"

namespace motcua::dossiers {
namespace {

using examples::at;
using examples::Office;
using examples::on;
using nlohmann::json;

const char* const decision = "12/QĐ-UBND";

/// The real catalogue with a policy for one field.
class WithAPolicy {
 public:
  explicit WithAPolicy(const std::string& field) {
    std::filesystem::copy(CATALOGUE_FOLDER, folder_.path(), std::filesystem::copy_options::recursive);
    std::ofstream{folder_.path() + "/retention.json"} << json{
        {"policies",
         {{{"code", "a-year"}, {"field", field}, {"keep_years", 1}, {"knowledge", "invented"}, {"source", "a test"}}}}};
  }
  const std::string& path() const { return folder_.path(); }

 private:
  testing::TemporaryFolder folder_;
};

class ErasingPeople : public ::testing::TestWithParam<std::string> {
 protected:
  json closed() {
    json dossier = office.registered();
    EXPECT_EQ(office.order(dossier, WithdrawOrder{}).status, 200);
    return dossier;
  }
  http::Response erase(const json& dossier) { return office.order(dossier, ErasePeopleOrder{decision}); }

  ErasedPage all(bool dry_run, std::int64_t limit = 2) {
    ErasedPage whole;
    std::optional<rows::ClosedPosition> after;
    do {
      ErasedPage page = dry_run ? erasing.rehearse(after, limit) : erasing.carry_out(decision, "", after, limit);
      EXPECT_LE(page.looked_at, limit);
      whole.looked_at += page.looked_at;
      std::ranges::move(page.erased, std::back_inserter(whole.erased));
      after = page.next;
    } while (after);
    return whole;
  }

  /// `table.column` wherever the text stands.
  std::vector<std::string> places_of(const std::string& text) {
    return office.database->in_read([&](store::Transaction& tx) {
      const bool sqlite = tx.dialect() == store::Dialect::sqlite;
      std::vector<std::string> places;
      for (const auto& [table, column] : tx.query<std::string, std::string>(
               sqlite ? "SELECT tables.name, columns.name FROM sqlite_master AS tables JOIN "
                        "pragma_table_info(tables.name) AS columns WHERE tables.type = 'table'"
                      : "SELECT table_name, column_name FROM information_schema.columns WHERE table_schema = "
                        "'public'")) {
        const auto found = tx.first<std::int64_t>(
            "SELECT COUNT(*) FROM " + table + " WHERE CAST(" + column + " AS TEXT) LIKE :text", "%" + text + "%");
        if (std::get<0>(*found) > 0) places.push_back(std::string{table}.append(".").append(column));
      }
      std::ranges::sort(places);
      return places;
    });
  }

  Office office{GetParam()};
  WithAPolicy folder{office.procedure(on("2026-11-23")).field};
  catalogue::Source with_policy{folder.path()};
  int commits = 0;
  Erasing erasing{*office.database, with_policy, [this] { return office.clock(); }, [this] { ++commits; }};
};

INSTANTIATE_TEST_SUITE_P(Databases, ErasingPeople, ::testing::ValuesIn(motcua::testing::database_kinds()),
                         [](const auto& one) { return one.param; });

TEST_P(ErasingPeople, LeavesNothingOfThemInTheDatabase) {
  Registration asked = office.registration(Channel::online);
  asked.applicant.person = {"Vũ Thị Nhận Dạng", "031190777001", "0912777001"};
  asked.applicant.representative = PersonDetails{"Vũ Văn Đại Diện", "031190777002", "0912777002"};
  asked.components = {{"Giấy của bà Nhận Dạng", PaperKind::copy, 1}};
  const json dossier = http::read_json(office.desk.take_in(office.clerk(), office.once(), asked, std::nullopt).body);
  ASSERT_EQ(office.order(dossier, RefuseOrder{{"Bà Nhận Dạng thiếu giấy"}}).status, 200);
  EXPECT_EQ(places_of("Nhận Dạng"), (std::vector<std::string>{"notes.text", "persons.name"}));
  EXPECT_EQ(places_of("0311907770").size(), 1U);

  const http::Response response = erase(dossier);
  ASSERT_EQ(response.status, 200) << response.body;
  const json shown = http::read_json(response.body)["applicant"];
  EXPECT_EQ(shown["erased"], true);
  EXPECT_EQ(shown["name"], "");
  EXPECT_TRUE(shown["identity_number"].is_null());
  EXPECT_EQ(shown["representative"]["name"], "");
  for (const char* word : {"Nhận Dạng", "Đại Diện", "0311907770", "0912777"})
    EXPECT_EQ(places_of(word), std::vector<std::string>{}) << word;
  EXPECT_EQ(office.count("persons WHERE salt IS NOT NULL OR identity_hash IS NOT NULL OR identity_key IS NOT NULL"), 0);
  EXPECT_EQ(office.count("notes WHERE text IS NOT NULL OR salt IS NOT NULL"), 0);
  EXPECT_EQ(office.count("answers WHERE body IS NOT NULL"), 1) << "that of the erasure, which shows nobody";
  EXPECT_TRUE(office.is_as_its_history_folds(Office::id_of(dossier)));

  if (GetParam() != "sqlite") return;
  // Nor in the file, once the log is written back into it.
  const std::string file = office.place().url.substr(std::string{"sqlite:"}.size());
  office.database.reset();
  std::ifstream in{file, std::ios::binary};
  const std::string bytes{std::istreambuf_iterator<char>{in}, {}};
  ASSERT_GT(bytes.size(), 4096U);
  for (const char* word : {"Nhận Dạng", "Đại Diện", "0311907770", "0912777"})
    EXPECT_EQ(bytes.find(word), std::string::npos) << word;
}

TEST_P(ErasingPeople, IsSeenEverywhereAfterwards) {
  const json dossier = closed();
  const DossierId id = Office::id_of(dossier);
  ASSERT_EQ(erase(dossier).status, 200);
  const json whole = http::read_json(office.reading.dossier(office.clerk(), id, "handling", std::nullopt).body);
  EXPECT_EQ(whole["applicant"]["erased"], true);
  EXPECT_TRUE(whole["components"].is_null());
  const json listed = http::read_json(office.reading.list(office.city_reader(), {}).body)["items"][0];
  EXPECT_EQ(listed["applicant"]["erased"], true);
  const auto found = office.searching.by_identity_number(office.clerk(), {"031190001234"}, "handling");
  EXPECT_TRUE(http::read_json(found.body)["items"].empty());
  EXPECT_EQ(office.reading.look_up(office.clerk(), dossier["number"], dossier["slip_code"]).status, 404);
  const json told = http::read_json(office.history(id).back().event.data);
  EXPECT_EQ(told["decision"], decision);
  EXPECT_FALSE(told.contains("policy"));
}

TEST_P(ErasingPeople, AtRequestIsALeadersOfAClosedDossierOnce) {
  const json open = office.registered();
  EXPECT_EQ(http::read_json(erase(open).body)["rule"], "erasure-needs-closed");
  const json dossier = closed();
  const auto as = [&](auth::Role role) {
    const auto who = office.caller({role}, office.ward().id);
    return office.desk
        .handle(who, office.once(), Office::id_of(dossier), std::nullopt, ErasePeopleOrder{decision}, std::nullopt)
        .status;
  };
  EXPECT_EQ(as(auth::Role::officer), 403);
  EXPECT_EQ(as(auth::Role::handler), 403);
  EXPECT_EQ(as(auth::Role::leader), 200);
  EXPECT_EQ(http::read_json(erase(dossier).body)["rule"], "people-erased-once");
}

TEST_P(ErasingPeople, LeavesARepeatOfAnOldRequestWithoutItsAnswerAndWithoutEffect) {
  const auto once = Office::once("an old key");
  const auto again = [&] { return office.desk.take_in(office.clerk(), once, office.registration(), std::nullopt); };
  const json dossier = http::read_json(again().body);
  ASSERT_EQ(office.order(dossier, WithdrawOrder{}).status, 200);
  EXPECT_EQ(again().status, 201);
  ASSERT_EQ(erase(dossier).status, 200);
  const http::Response repeat = again();
  EXPECT_EQ(repeat.status, 410);
  EXPECT_EQ(repeat.body.find("Bích"), std::string::npos);
  EXPECT_EQ(office.count("dossiers"), 1) << "nobody is registered a second time";
}

TEST_P(ErasingPeople, ByPolicyWaitsForItsDayAndTakesThoseAlone) {
  const json first = closed();
  office.pass(std::chrono::hours{24});
  const json second = closed();
  const json third = closed();
  const json open = office.registered();
  office.set_clock(at("2027-11-23 23:00"));
  EXPECT_TRUE(all(true).erased.empty()) << "kept to the end of the day";

  office.set_clock(at("2027-11-24 00:30"));
  const ErasedPage told = all(true);
  EXPECT_EQ(told.looked_at, 3);
  ASSERT_EQ(told.erased.size(), 1U);
  EXPECT_EQ(told.erased[0].id, Office::id_of(first));
  EXPECT_EQ(told.erased[0].policy, "a-year");
  EXPECT_EQ(told.erased[0].closed_on, on("2026-11-23"));
  EXPECT_EQ(told.erased[0].kept_until, on("2027-11-23"));
  EXPECT_EQ(office.count("persons WHERE name IS NULL"), 0) << "a rehearsal erases nobody";
  EXPECT_EQ(commits, 0);

  EXPECT_EQ(all(false).erased.size(), 1U);
  EXPECT_EQ(commits, 1);
  EXPECT_TRUE(all(false).erased.empty()) << "twice is once";
  EXPECT_EQ(http::read_json(office.history(Office::id_of(first)).back().event.data)["policy"], "a-year");
  office.pass(std::chrono::hours{24});
  EXPECT_EQ(all(false).erased.size(), 2U);
  EXPECT_EQ(office.count("persons WHERE name IS NOT NULL"), 1) << "of the open one";
  for (const json& one : {first, second, third, open}) EXPECT_TRUE(office.is_as_its_history_folds(Office::id_of(one)));
}

TEST_P(ErasingPeople, WithoutAPolicyErasesNobody) {
  closed();
  office.set_clock(at("2126-11-24 00:30"));
  Erasing without{*office.database, office.source, [this] { return office.clock(); }};
  EXPECT_TRUE(without.carry_out(decision, "", std::nullopt, 10).erased.empty());
}

TEST_P(ErasingPeople, IsNotUndoneByAnImportThatTellsThemAgain) {
  const core::Date day = on("2020-03-02");
  json line{{"source_id", "s-1"},
            {"procedure_code", office.procedure(day, catalogue::Level::district).code},
            {"unit_code", "307"},
            {"channel", "direct"},
            {"applicant", {{"kind", "citizen"}, {"name", "Trần Văn Cường"}, {"identity_number", "031200004567"}}},
            {"submitted_at", "2020-03-02T08:10:00+07:00"},
            {"accepted_at", "2020-03-02T08:20:00+07:00"},
            {"withdrawn_at", "2020-03-04T15:00:00+07:00"}};
  const auto city = office.caller({auth::Role::importer, auth::Role::leader}, office.unit("31", on("2020-06-01")).id);
  const auto totals = [&] {
    const std::string body = office.import.take_over(city, line.dump() + "\n").body;
    return http::read_json(body.substr(body.rfind('{')));
  };
  EXPECT_EQ(totals()["imported"], 1);
  const DossierId id = office.database->in_read(
      [](store::Transaction& tx) { return std::get<0>(*tx.first<DossierId>("SELECT id FROM dossiers")); });
  ASSERT_EQ(office.desk.handle(city, office.once(), id, std::nullopt, ErasePeopleOrder{decision}, std::nullopt).status,
            200);
  EXPECT_EQ(totals()["unchanged"], 1);
  EXPECT_EQ(places_of("Cường"), std::vector<std::string>{});
}

}  // namespace
}  // namespace motcua::dossiers
