// Wrong facts put right at the desk and on the databases: who may, what is stored, and where it shows.
#include "dossiers/correcting.hpp"

#include <gtest/gtest.h>

#include "dossiers/notices.hpp"
#include "dossiers/office_examples.hpp"
#include "dossiers/store/register_rows.hpp"

namespace motcua::dossiers {
namespace {

using examples::at;
using examples::Office;
using nlohmann::json;

class CorrectingDossiers : public ::testing::TestWithParam<std::string> {
 protected:
  Caller leader_of(const char* code) const {
    return office.caller({auth::Role::leader}, office.unit(code, core::vietnam_date(office.clock())).id);
  }
  Caller city() const { return leader_of("31"); }

  http::Response ordered(const Caller& who, const json& dossier, const Order& order, const Once& once,
                         std::optional<std::int64_t> expected = std::nullopt) {
    return office.desk.handle(who, once, Office::id_of(dossier), expected, order, std::nullopt);
  }
  http::Response ordered(const Caller& who, const json& dossier, const Order& order) {
    return ordered(who, dossier, order, office.once());
  }
  json done(const Caller& who, const json& dossier, const Order& order) {
    const http::Response response = ordered(who, dossier, order);
    EXPECT_EQ(response.status, 200) << response.body;
    return http::read_json(response.body);
  }
  static std::string rule_in(const http::Response& response) {
    return http::read_json(response.body).value("rule", "");
  }
  json read(const json& dossier) {
    return http::read_json(office.reading.dossier(city(), Office::id_of(dossier), "handling", std::nullopt).body);
  }
  json read_at(const http::Response& response) { return http::read_json(response.body); }
  std::vector<std::string> listed(const Caller& who, const ListQuery& query = {}) {
    std::vector<std::string> numbers;
    const json page = http::read_json(office.reading.list(who, query).body);
    for (const json& one : page["items"]) numbers.push_back(one["number"].get<std::string>());
    return numbers;
  }
  static CorrectAcceptanceOrder accepted_at(const char* moment, bool result_stays = false) {
    return {at(moment), {{"Gõ nhầm ngày"}, result_stays}};
  }

  Office office{GetParam()};
};

INSTANTIATE_TEST_SUITE_P(Databases, CorrectingDossiers, ::testing::ValuesIn(motcua::testing::database_kinds()),
                         [](const auto& one) { return one.param; });

TEST_P(CorrectingDossiers, CountsTheDueDateFromTheAcceptanceThatIsRight) {
  json dossier = office.registered();
  office.order(dossier, AssignOrder{office.ward().code, "staff-7"});
  office.pass(std::chrono::hours{24});
  const auto& ward = office.ward().code;
  const json corrected = done(leader_of(ward.c_str()), dossier, accepted_at("2026-11-20 09:00"));

  // The same dossier entered rightly in the first place.
  const http::Response rightly = office.desk.take_in(office.clerk(), office.once(), office.registration(),
                                                     StatedMoment{at("2026-11-20 09:00"), "Nhập sau"});
  ASSERT_EQ(rightly.status, 201) << rightly.body;
  const json right = http::read_json(rightly.body);
  for (const char* member : {"due_date", "due_at", "due_original", "accepted_at", "submitted_at", "clock", "procedure"})
    EXPECT_EQ(corrected[member], right[member]) << member;
  EXPECT_NE(corrected["due_date"], dossier["due_date"]);
  EXPECT_EQ(corrected["number"], dossier["number"]) << "given once";
  EXPECT_EQ(corrected["status"], "processing");
  ASSERT_EQ(corrected["corrections"].size(), 1U);
  const json& told = corrected["corrections"][0];
  EXPECT_EQ(told["corrected"], "acceptance");
  EXPECT_EQ(told["supersedes"], 2);
  EXPECT_EQ(told["before"], "2026-11-23T09:00:00+07:00");
  EXPECT_EQ(told["after"], "2026-11-20T09:00:00+07:00");
  EXPECT_EQ(told["role"], "leader");
  EXPECT_TRUE(office.is_as_its_history_folds(Office::id_of(dossier)));

  const json whole = http::read_json(
      office.reading.dossier(leader_of(ward.c_str()), Office::id_of(dossier), "handling", std::nullopt).body);
  EXPECT_EQ(whole["notes"][0]["kind"], "correction_reasons");
  EXPECT_EQ(whole["notes"][0]["ref"], told["reason_ref"]);
  const std::string data = office.history(Office::id_of(dossier)).back().event.data;
  EXPECT_EQ(data.find("nhầm"), std::string::npos) << "officers' words stay out of history";
}

TEST_P(CorrectingDossiers, ShowsItInLedgerStatusesTripsAndTheFeed) {
  const json dossier = office.registered();
  office.order(dossier, AssignOrder{office.ward().code, "staff-7"});
  office.order(dossier, RequestSupplementOrder{{"Bản sao"}, {}});
  office.pass(std::chrono::hours{48});
  office.order(dossier, ReceiveSupplementOrder{});
  const json corrected = done(city(), dossier, accepted_at("2026-11-20 10:00"));
  const DossierId id = Office::id_of(dossier);
  EXPECT_TRUE(office.is_as_its_history_folds(id));

  const json deadline = read_at(office.reading.deadline(city(), id));
  EXPECT_EQ(deadline["due_date"], corrected["due_date"]);
  std::vector<std::string> entries;
  for (const json& entry : deadline["ledger"]) entries.push_back(entry["entry"]);
  const auto again = std::find(entries.begin(), entries.end(), "corrected");
  ASSERT_NE(again, entries.end());
  EXPECT_EQ(*(again + 1), "started");
  EXPECT_EQ(deadline["ledger"].back()["due_date"], corrected["due_date"]);
  EXPECT_EQ(deadline["days"], deadline["ledger"].back()["days"]) << "explained by the stretch that runs";

  const json statuses = read_at(office.reading.status_history(city(), id))["items"];
  for (std::size_t step : {0U, 1U}) {
    EXPECT_EQ(statuses[step]["occurred_at"], "2026-11-20T10:00:00+07:00");
    EXPECT_EQ(statuses[step]["corrected_by"], corrected["version"]);
  }
  EXPECT_TRUE(statuses[2]["corrected_by"].is_null());
  const json trips = read_at(office.reading.trips(city(), id))["items"];
  EXPECT_EQ(trips[0]["occurred_at"], "2026-11-20T10:00:00+07:00");
  EXPECT_EQ(trips.size(), 2U);
}

TEST_P(CorrectingDossiers, LeavesAResultAndSaysSo) {
  const json dossier = office.registered();
  office.order(dossier, AssignOrder{office.ward().code, "staff-7"});
  office.pass(std::chrono::hours{2});
  const json resolved = http::read_json(office.order(dossier, ResolveOrder{Outcome::granted, {}}).body);
  const http::Response silently = ordered(city(), dossier, accepted_at("2026-10-01 09:00"));
  EXPECT_EQ(silently.status, 422);
  EXPECT_EQ(rule_in(silently), "correction-leaves-result");
  const json corrected = done(city(), dossier, accepted_at("2026-10-01 09:00", true));
  EXPECT_EQ(corrected["resolved_at"], resolved["resolved_at"]);
  EXPECT_EQ(corrected["outcome"], "granted");
  const json event = http::read_json(office.history(Office::id_of(dossier)).back().event.data);
  EXPECT_EQ(event["timeliness_before"], "early");
  EXPECT_EQ(event["course"]["ended"]["as"], "overdue");
  const http::Response undone =
      ordered(city(), dossier, AnnulOrder{office.registered()["number"].get<std::string>(), {{"Nhập trùng"}}});
  EXPECT_EQ(undone.status, 409);
  EXPECT_EQ(rule_in(undone), "annulment-needs-no-result");
}

TEST_P(CorrectingDossiers, MovesItToTheUnitThatReceivedItInTruth) {
  const json dossier = office.registered();
  const std::string other = office.ward(1).code;
  const CorrectUnitOrder order{other, {{"Nộp tại phường bên"}}};
  EXPECT_EQ(ordered(leader_of(office.ward().code.c_str()), dossier, order).status, 403) << "who sees one of them only";
  EXPECT_EQ(ordered(leader_of(other.c_str()), dossier, order).status, 404);
  const http::Response nowhere = ordered(city(), dossier, CorrectUnitOrder{"99999", {{"x"}}});
  EXPECT_EQ(nowhere.status, 422);
  EXPECT_EQ(rule_in(nowhere), "unit-unknown");

  const json corrected = done(city(), dossier, order);
  EXPECT_EQ(corrected["receiving_unit"]["code"], other);
  EXPECT_EQ(corrected["responsible_unit"]["code"], other);
  EXPECT_EQ(corrected["number"], dossier["number"]);
  EXPECT_EQ(corrected["due_at"], dossier["due_at"]);
  EXPECT_EQ(corrected["corrections"][0]["before"]["code"], office.ward().code);
  EXPECT_TRUE(office.is_as_its_history_folds(Office::id_of(dossier)));
  const std::string number = dossier["number"].get<std::string>();
  EXPECT_EQ(listed(leader_of(other.c_str())), std::vector{number});
  EXPECT_TRUE(listed(leader_of(office.ward().code.c_str())).empty());
  const auto in_register = [&](const core::UnitId& unit) {
    return office.database
        ->in_read([&](store::Transaction& tx) {
          return rows::received_by(tx, unit, at("2026-11-01 00:00"), at("2026-12-01 00:00"), 10);
        })
        .size();
  };
  EXPECT_EQ(in_register(office.ward().id), 0U);
  EXPECT_EQ(in_register(office.ward(1).id), 1U);
}

TEST_P(CorrectingDossiers, AnnulsASecondEntry) {
  const json first = office.registered();
  const json second = office.registered();
  const std::string number = second["number"].get<std::string>();
  const AnnulOrder order{first["number"].get<std::string>(), {{"Nhập hai lần"}}};
  const auto naming = [&](const json& dossier, const std::string& other) {
    return rule_in(ordered(city(), dossier, AnnulOrder{other, {{"x"}}}));
  };
  EXPECT_EQ(naming(second, "H24.07-261123-9999"), "annulment-needs-other-entry");
  EXPECT_EQ(naming(second, number), "annulment-needs-another-dossier");
  const json annulled = done(leader_of(office.ward().code.c_str()), second, order);
  EXPECT_EQ(annulled["doubles"], first["number"]);
  EXPECT_EQ(annulled["status"], second["status"]) << "no status of its own";
  EXPECT_EQ(naming(first, number), "annulment-needs-entry-that-counts") << "not both of them";
  EXPECT_TRUE(office.is_as_its_history_folds(Office::id_of(second)));

  EXPECT_EQ(listed(city()), std::vector{first["number"].get<std::string>()});
  ListQuery by_number;
  by_number.number = number;
  EXPECT_EQ(listed(city(), by_number), std::vector{number});
  EXPECT_EQ(rule_in(office.order(second, AssignOrder{office.ward().code, "staff-7"})), "annulled-takes-no-command");
  EXPECT_EQ(rule_in(ordered(city(), second, CorrectUnitOrder{office.ward(1).code, {{"x"}}})),
            "annulled-takes-no-command");
  EXPECT_TRUE(read_at(office.reading.trips(city(), Office::id_of(second)))["items"].empty());
  const json looked_up =
      http::read_json(office.reading.look_up(city(), number, second["slip_code"].get<std::string>()).body);
  EXPECT_EQ(looked_up["doubles"], first["number"]) << "the citizen learns which one counts";
}

TEST_P(CorrectingDossiers, NamesNoDossierThatTheActorDoesNotSee) {
  const json own = office.registered();
  Registration elsewhere = office.registration();
  elsewhere.unit_code = office.ward(1).code;
  const auto clerk_there = office.caller({auth::Role::officer}, office.ward(1).id);
  const json theirs = http::read_json(office.desk.take_in(clerk_there, office.once(), elsewhere, std::nullopt).body);
  const AnnulOrder order{theirs["number"].get<std::string>(), {{"x"}}};
  EXPECT_EQ(rule_in(ordered(leader_of(office.ward().code.c_str()), own, order)), "annulment-needs-other-entry");
  EXPECT_EQ(done(city(), own, order)["doubles"], theirs["number"]);
}

TEST_P(CorrectingDossiers, IsNoBusinessOfAUnitThatOnlyHandlesThem) {
  const json dossier = office.registered();
  const json other = office.registered();
  ASSERT_EQ(office.order(dossier, AssignOrder{office.ward(1).code, std::nullopt}).status, 200);
  const auto there = leader_of(office.ward(1).code.c_str());
  EXPECT_EQ(office.reading.dossier(there, Office::id_of(dossier), "handling", std::nullopt).status, 200);
  for (const Order& order :
       {Order{accepted_at("2026-11-20 09:00")}, Order{AnnulOrder{other["number"].get<std::string>(), {{"x"}}}},
        Order{ErasePeopleOrder{"12/QĐ-UBND"}}})
    EXPECT_EQ(ordered(there, dossier, order).status, 403);
}

TEST_P(CorrectingDossiers, NamesNoEntryThatCountsNoMore) {
  const json withdrawn = office.registered();
  const json second = office.registered();
  done(office.clerk(), withdrawn, WithdrawOrder{});
  EXPECT_EQ(rule_in(ordered(city(), second, AnnulOrder{withdrawn["number"].get<std::string>(), {{"x"}}})),
            "annulment-needs-entry-that-counts");
}

TEST_P(CorrectingDossiers, IsALeadersAndOnce) {
  const json dossier = office.registered();
  const auto officer = office.caller({auth::Role::officer, auth::Role::handler}, office.ward().id);
  EXPECT_EQ(ordered(officer, dossier, accepted_at("2026-11-20 09:00")).status, 403);
  EXPECT_EQ(ordered(city(), dossier, accepted_at("2026-11-20 09:00"), office.once(), 7).status, 412);
  const Once once = office.once("correct-once");
  const http::Response answer = ordered(city(), dossier, accepted_at("2026-11-20 09:00"), once);
  EXPECT_EQ(ordered(city(), dossier, accepted_at("2026-11-20 09:00"), once).body, answer.body);
  EXPECT_EQ(office.history(Office::id_of(dossier)).size(), 3U);
  EXPECT_EQ(rule_in(ordered(city(), dossier, accepted_at("2026-11-20 09:00"))), "correction-changes-nothing");
  EXPECT_EQ(rule_in(ordered(city(), dossier, accepted_at("2026-11-23 09:01"))), "acceptance-in-future");
  EXPECT_EQ(rule_in(ordered(city(), dossier, accepted_at("2025-06-30 09:01"))), "unit-unknown")
      << "there was no such unit";
}

}  // namespace
}  // namespace motcua::dossiers
