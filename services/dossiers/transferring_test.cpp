// Kiến An on 2025-06-30 and the day after: Ngọc Sơn became a part of Phù Liễn, Trần Thành Ngọ was split between Kiến An
// and Phù Liễn, and the district ended.
#include "dossiers/transferring.hpp"

#include <gtest/gtest.h>

#include <algorithm>

#include "dossiers/notices.hpp"
#include "dossiers/office_examples.hpp"

namespace motcua::dossiers {
namespace {

using examples::at;
using examples::Office;
using examples::on;
using nlohmann::json;

const char* const decision = "1669/NQ-UBTVQH15";
const char* const merged = "11440";  // Ngọc Sơn
const char* const split = "11443";   // Trần Thành Ngọ; the same code is Kiến An's now
const core::Date last_day = on("2025-06-30");
const core::Date first_day = on("2025-07-01");

class UnitsThatEnd : public ::testing::TestWithParam<std::string> {
 protected:
  UnitsThatEnd() { office.set_clock(at("2025-06-30 09:00")); }
  void next_morning() { office.set_clock(at("2025-07-01 09:00")); }

  core::UnitId unit(const char* code, core::Date day) const { return office.unit(code, day).id; }
  core::UnitId past(const char* code) const { return unit(code, last_day); }
  core::UnitId present(const char* code) const { return unit(code, first_day); }

  Caller people_of(const core::UnitId& where) const {
    return office.caller({auth::Role::officer, auth::Role::handler, auth::Role::leader}, where);
  }
  Caller city() const { return people_of(present("31")); }

  DossierId taken_in(const char* code, const std::optional<std::string>& procedure = std::nullopt) {
    Registration asked = office.registration();
    asked.unit_code = code;
    if (procedure) asked.procedure_code = *procedure;
    const core::UnitId where = unit(code, core::vietnam_date(office.clock()));
    const http::Response response = office.desk.take_in(people_of(where), office.once(), asked, std::nullopt);
    EXPECT_EQ(response.status, 201) << response.body;
    return Office::id_of(http::read_json(response.body));
  }
  http::Response ordered(const Caller& who, const DossierId& id, const Order& order) {
    return office.desk.handle(who, office.once(), id, std::nullopt, order, std::nullopt);
  }
  http::Response given_to(const char* code, const DossierId& id) {
    return ordered(city(), id, TransferOrder{code, decision});
  }
  static std::string rule_in(const http::Response& response) {
    return http::read_json(response.body).value("rule", "");
  }

  int sight(const core::UnitId& where, const DossierId& id) {
    return office.reading.dossier(people_of(where), id, "handling", std::nullopt).status;
  }
  std::vector<DossierId> listed(const core::UnitId& where, const ListQuery& query = {}) {
    std::vector<DossierId> ids;
    const json page = http::read_json(office.reading.list(people_of(where), query).body);
    for (const json& one : page["items"]) ids.push_back(Office::id_of(one));
    return ids;
  }
  Dossier now(const DossierId& id) { return office.kept(id)->dossier; }

  /// The plan from its first page to its last.
  TransferPage all(bool dry_run, core::Date ended_on = first_day, std::int64_t limit = 10) {
    TransferPage whole;
    std::optional<rows::InHandPosition> after;
    do {
      TransferPage page =
          dry_run ? plan.rehearse(ended_on, after, limit) : plan.carry_out(ended_on, decision, "", after, limit);
      EXPECT_LE(page.looked_at, limit);
      whole.looked_at += page.looked_at;
      std::ranges::move(page.transferred, std::back_inserter(whole.transferred));
      std::ranges::move(page.undecided, std::back_inserter(whole.undecided));
      after = page.next;
    } while (after);
    return whole;
  }

  Office office{GetParam()};
  int commits = 0;
  Transferring plan{*office.database, office.source, [this] { return office.clock(); }, [this] { ++commits; }};
};

INSTANTIATE_TEST_SUITE_P(Databases, UnitsThatEnd, ::testing::ValuesIn(motcua::testing::database_kinds()),
                         [](const auto& one) { return one.param; });

TEST_P(UnitsThatEnd, HaveTheirPlanToldBeforeAnythingMoves) {
  const DossierId goes = taken_in(merged);
  const DossierId waits = taken_in(split);
  taken_in("11411");  // Đông Hải 2, split too
  const DossierId closed = taken_in(merged);
  EXPECT_EQ(ordered(people_of(past(merged)), closed, WithdrawOrder{}).status, 200);
  EXPECT_TRUE(all(true).transferred.empty()) << "the unit is in force to the end of the day";
  EXPECT_TRUE(all(true).undecided.empty());

  next_morning();
  const TransferPage told = all(true);
  EXPECT_EQ(told.looked_at, 3);
  ASSERT_EQ(told.transferred.size(), 1U);
  EXPECT_EQ(told.transferred[0].id, goes);
  EXPECT_EQ(told.transferred[0].from, past(merged));
  EXPECT_EQ(told.transferred[0].to, present("11446"));
  ASSERT_EQ(told.undecided.size(), 2U);
  const auto its_own = std::ranges::find(told.undecided, waits, &UndecidedTransfer::id);
  ASSERT_NE(its_own, told.undecided.end());
  EXPECT_EQ(its_own->successors, (std::vector<core::UnitId>{present("11443"), present("11446")}));
  EXPECT_EQ(now(goes).version, 2);
  EXPECT_EQ(now(goes).responsible_unit, past(merged));
  EXPECT_EQ(commits, 0);
}

TEST_P(UnitsThatEnd, GoOnPageByPageAndOnce) {
  std::vector<DossierId> dossiers;
  dossiers.reserve(25);
  for (int number = 0; number < 25; ++number) dossiers.push_back(taken_in(merged));
  const Dossier before = now(dossiers[3]);
  next_morning();
  EXPECT_EQ(all(false).transferred.size(), 25U);
  EXPECT_EQ(commits, 3) << "a transaction for each page of ten";
  EXPECT_EQ(all(false).looked_at, 0) << "twice is once";

  const Dossier after = now(dossiers[3]);
  EXPECT_EQ(after.responsible_unit, present("11446"));
  EXPECT_EQ(after.receiving_unit, past(merged));
  EXPECT_EQ(after.number, before.number);
  EXPECT_EQ(after.deadline, before.deadline);
  EXPECT_EQ(after.status, before.status);
  EXPECT_EQ(after.version, before.version + 1);
  const outbox::HistoryRow told = office.history(dossiers[3]).back();
  EXPECT_EQ(told.event.type, "dossier.transferred.v1");
  const json data = http::read_json(told.event.data);
  EXPECT_EQ(data["about"]["receiving_unit_id"], past(merged).str()) << "reports count by it";
  EXPECT_EQ(data["decision"], decision);
  for (const DossierId& id : dossiers) EXPECT_TRUE(office.is_as_its_history_folds(id));
}

TEST_P(UnitsThatEnd, GoOnWhereAPassWasCutShort) {
  std::vector<DossierId> dossiers;
  dossiers.reserve(5);
  for (int number = 0; number < 5; ++number) dossiers.push_back(taken_in(merged));
  next_morning();
  std::optional<rows::InHandPosition> after;
  while (commits == 0) after = plan.carry_out(first_day, decision, "", after, 2).next;
  const auto moved = [&] {
    return std::ranges::count(dossiers, present("11446"),
                              [&](const DossierId& id) { return now(id).responsible_unit; });
  };
  EXPECT_EQ(moved(), 2);
  EXPECT_EQ(all(false).transferred.size(), 3U);
  EXPECT_EQ(moved(), 5);
}

TEST_P(UnitsThatEnd, LeaveTheirWorkToTheirSuccessorsPeopleAndToNobodyElse) {
  const DossierId id = taken_in(split);
  const std::string number = now(id).number;
  next_morning();
  for (const char* part : {"11443", "11446"}) EXPECT_EQ(sight(present(part), id), 404);
  const http::Response answer = given_to("11443", id);
  ASSERT_EQ(answer.status, 200) << answer.body;
  EXPECT_EQ(http::read_json(answer.body)["responsible_unit"]["name"], "Kiến An");
  EXPECT_EQ(http::read_json(answer.body)["receiving_unit"]["name"], "Trần Thành Ngọ");

  const core::UnitId successor = present("11443");
  EXPECT_EQ(sight(past(split), id), 404) << "a token that outlived its unit";
  EXPECT_EQ(ordered(people_of(past(split)), id, WithdrawOrder{}).status, 404);
  EXPECT_EQ(sight(present("11446"), id), 404);
  EXPECT_EQ(listed(successor), std::vector<DossierId>{id});
  EXPECT_EQ(listed(successor, {.due_before = on("2025-12-31")}), std::vector<DossierId>{id});
  EXPECT_TRUE(listed(past(split)).empty());
  const core::UnitId whole_city = present("31");
  EXPECT_EQ(listed(whole_city, {.unit = successor.str()}), std::vector<DossierId>{id});
  EXPECT_TRUE(listed(whole_city, {.unit = past(split).str()}).empty());

  const Caller people = people_of(successor);
  EXPECT_EQ(ordered(people, id, AssignOrder{"11443", "staff-7"}).status, 200);
  EXPECT_EQ(ordered(people, id, ResolveOrder{Outcome::granted, {}}).status, 200);
  EXPECT_EQ(ordered(people, id, ReturnOrder{}).status, 200);
  EXPECT_EQ(now(id).number, number);
  EXPECT_TRUE(office.is_as_its_history_folds(id));
}

TEST_P(UnitsThatEnd, LeaveResultsToBeHandedOutAndNothingThatIsClosed) {
  const auto at_work = [&](const char* code) {
    DossierId id = taken_in(code);
    EXPECT_EQ(ordered(people_of(past(code)), id, AssignOrder{code, "staff-7"}).status, 200);
    return id;
  };
  const DossierId resolved = at_work(merged);
  const DossierId returned = at_work(merged);
  for (const DossierId& id : {resolved, returned})
    EXPECT_EQ(ordered(people_of(past(merged)), id, ResolveOrder{Outcome::granted, {}}).status, 200);
  EXPECT_EQ(ordered(people_of(past(merged)), returned, ReturnOrder{}).status, 200);
  const DossierId at_hand = at_work(merged);
  next_morning();
  EXPECT_EQ(all(false).transferred.size(), 2U);
  EXPECT_EQ(now(returned).responsible_unit, past(merged));
  EXPECT_EQ(now(at_hand).handling_unit, present("11446"));
  EXPECT_EQ(now(at_hand).officer, OfficerId{"staff-7"});
  EXPECT_EQ(sight(past(merged), at_hand), 404);
  EXPECT_EQ(ordered(people_of(present("11446")), resolved, ReturnOrder{}).status, 200);
  EXPECT_EQ(rule_in(ordered(city(), returned, TransferOrder{"11446", decision})), "transfer-needs-open");
}

TEST_P(UnitsThatEnd, AreFollowedThroughOneMergerAfterTheOther) {
  office.set_clock(at("2024-12-31 09:00"));
  const DossierId id = taken_in("11449");  // Phù Liễn of then
  office.set_clock(at("2025-01-02 09:00"));
  EXPECT_EQ(all(false, on("2025-01-01")).transferred.size(), 1U);
  EXPECT_EQ(now(id).responsible_unit, unit("11449", on("2025-01-02"))) << "Bắc Hà";
  office.set_clock(at("2025-07-02 09:00"));
  EXPECT_EQ(all(false).transferred.size(), 1U);
  EXPECT_EQ(now(id).responsible_unit, present("11446"));
  EXPECT_EQ(now(id).receiving_unit, unit("11449", on("2024-12-31")));
  EXPECT_EQ(listed(present("11446")), std::vector<DossierId>{id});
  EXPECT_TRUE(office.is_as_its_history_folds(id));
}

TEST_P(UnitsThatEnd, AreDecidedAboutByWhoAnswersForBothSides) {
  const DossierId id = taken_in(split);
  next_morning();
  const auto asked_by = [&](const Caller& who, const char* code) {
    return ordered(who, id, TransferOrder{code, decision});
  };
  EXPECT_EQ(asked_by(people_of(past(split)), "11443").status, 403) << "it has ended and gives nothing away";
  EXPECT_EQ(asked_by(people_of(present("11443")), "11443").status, 404) << "nor does a part of it take";
  EXPECT_EQ(asked_by(office.caller({auth::Role::officer}, present("31")), "11443").status, 403);
  EXPECT_EQ(now(id).version, 2);
  ASSERT_EQ(ordered(city(), id, AssignOrder{"11443", std::nullopt}).status, 200);
  EXPECT_EQ(asked_by(people_of(present("11443")), "11443").status, 403) << "nor one that handles it";
  EXPECT_EQ(asked_by(city(), "11443").status, 200);
}

TEST_P(UnitsThatEnd, GoToNobodyWhoDoesNotContinueThem) {
  const DossierId waits = taken_in(split);
  const DossierId elsewhere = taken_in(merged);
  EXPECT_EQ(rule_in(given_to(merged, waits)), "transfer-needs-ended-unit");
  next_morning();
  const http::Response refused = given_to("11411", waits);
  EXPECT_EQ(refused.status, 422);
  EXPECT_EQ(rule_in(refused), "transfer-needs-successor");
  EXPECT_EQ(rule_in(given_to("99999", waits)), "unit-unknown");
  EXPECT_EQ(given_to("11446", elsewhere).status, 200) << "a person may do what the plan would";
  const http::Response again = given_to("11446", elsewhere);
  EXPECT_EQ(again.status, 409);
  EXPECT_EQ(rule_in(again), "transfer-needs-ended-unit");
  EXPECT_EQ(now(waits).version, 2);
}

TEST_P(UnitsThatEnd, AreAnsweredTheSameWhenTheOrderIsRepeated) {
  const DossierId id = taken_in(split);
  next_morning();
  const Once once = office.once();
  const auto ask = [&](std::optional<std::int64_t> version) {
    return office.desk.handle(city(), once, id, version, TransferOrder{"11443", decision}, std::nullopt);
  };
  EXPECT_EQ(ask(1).status, 412) << "changed since it was read";
  const http::Response first = ask(2);
  ASSERT_EQ(first.status, 200) << first.body;
  EXPECT_EQ(ask(2).body, first.body);
  EXPECT_EQ(now(id).version, 3);
}

TEST_P(UnitsThatEnd, LeaveADistrictsDossiersToTheCityOrToTheWardsOfItsLand) {
  const DossierId id = taken_in("307", office.procedure(last_day, catalogue::Level::district).code);
  next_morning();
  const TransferPage told = all(true);
  ASSERT_EQ(told.undecided.size(), 1U);
  EXPECT_TRUE(std::ranges::count(told.undecided[0].successors, present("31")) == 1);
  EXPECT_EQ(rule_in(given_to("11411", id)), "transfer-needs-successor");
  EXPECT_EQ(given_to("11446", id).status, 200);
}

TEST_P(UnitsThatEnd, LeaveTheStepsOfLinkedDossiersToBeHandedOver) {
  const DossierId id = taken_in(split, "2.000986.H24");
  EXPECT_EQ(ordered(people_of(past(split)), id, AssignOrder{split, "staff-7"}).status, 200);
  next_morning();
  EXPECT_EQ(given_to("11443", id).status, 200);
  const Dossier dossier = now(id);
  EXPECT_EQ(dossier.steps.at(0).unit, past(split));
  EXPECT_EQ(unit_at_work(dossier.steps.at(0)), present("11443"));
  EXPECT_FALSE(dossier.officer);
  EXPECT_TRUE(office.is_as_its_history_folds(id));
  const http::Response answer = ordered(people_of(present("11443")), id, HandOverOrder{"11443", {}});
  EXPECT_EQ(answer.status, 200) << answer.body;
  EXPECT_EQ(http::read_json(answer.body)["steps"][0]["moved_to"]["name"], "Kiến An");
  EXPECT_TRUE(office.is_as_its_history_folds(id));
}

TEST_P(UnitsThatEnd, HaveTheirDueDatesToldOfAsBefore) {
  const DossierId id = taken_in(merged);
  next_morning();
  EXPECT_EQ(all(false).transferred.size(), 1U);
  office.set_clock(at("2025-09-01 09:00"));
  metrics::Registry registry{"notices"};
  Notices notices{*office.database,
                  {.database = office.place(), .every = std::chrono::seconds{60}},
                  office.source,
                  [this] { return office.clock(); },
                  registry};
  EXPECT_EQ(notices.bite(), 1);
  EXPECT_EQ(office.history(id).back().event.type, "dossier.overdue.v1");
  EXPECT_EQ(listed(present("11446"), {.overdue = Late::any}), std::vector<DossierId>{id});
  EXPECT_TRUE(office.is_as_its_history_folds(id));
}

TEST_P(UnitsThatEnd, AreStillWhoseDossiersAnImportTells) {
  json line{{"source_id", "moved-1"},
            {"procedure_code", office.procedure(last_day).code},
            {"unit_code", merged},
            {"channel", "direct"},
            {"applicant", {{"kind", "citizen"}, {"name", "Trần Văn Thử Nghiệm"}}},
            {"submitted_at", "2025-06-27T08:10:00+07:00"},
            {"accepted_at", "2025-06-27T08:10:00+07:00"}};
  const Caller importer = office.caller({auth::Role::importer}, present("31"));
  EXPECT_EQ(http::read_json(office.import.take_over(importer, line.dump()).body)["imported"], 1);
  next_morning();
  EXPECT_EQ(all(false).transferred.size(), 1U);
  line["resolved_at"] = "2025-07-02T08:10:00+07:00";
  line["outcome"] = "granted";
  office.set_clock(at("2025-07-03 09:00"));
  EXPECT_EQ(http::read_json(office.import.take_over(importer, line.dump()).body)["updated"], 1);
  const auto kept = office.database->in_read([&](store::Transaction& tx) {
    return rows::load_by_source(tx, {importer.actor.client, "moved-1"}, rows::For::reading).value();
  });
  EXPECT_EQ(kept.dossier.handling_unit, present("11446")) << "who answered for it by then";
  EXPECT_EQ(kept.dossier.receiving_unit, past(merged));
  EXPECT_TRUE(office.is_as_its_history_folds(kept.dossier.id));
}

}  // namespace
}  // namespace motcua::dossiers
