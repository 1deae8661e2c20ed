// Linked procedures at the desk and on their databases: the worked example W9, told by its moments.
#include <gtest/gtest.h>

#include "dossiers/office_examples.hpp"

namespace motcua::dossiers {
namespace {

using examples::at;
using examples::Office;
using nlohmann::json;

class LinkedDossiers : public ::testing::TestWithParam<std::string> {
 protected:
  LinkedDossiers() { office.set_clock(at("2021-04-19 09:00")); }

  Caller clerk() const {
    return office.caller({auth::Role::officer, auth::Role::handler, auth::Role::leader}, district().id);
  }
  const catalogue::Unit& district() const { return office.unit("307", core::vietnam_date(office.clock())); }

  /// Land that is sold: checked, verified, taxed, registered.
  json registered() {
    Registration asked = office.registration();
    asked.procedure_code = "1.004227.H24";
    asked.unit_code = "307";
    const http::Response response = office.desk.take_in(clerk(), office.once(), asked, std::nullopt);
    EXPECT_EQ(response.status, 201) << response.body;
    return http::read_json(response.body);
  }
  json done(const json& dossier, const char* moment, const Order& order) {
    office.set_clock(at(moment));
    const http::Response response =
        office.desk.handle(clerk(), office.once(), Office::id_of(dossier), std::nullopt, order, std::nullopt);
    EXPECT_EQ(response.status, 200) << response.body;
    return http::read_json(response.body);
  }
  json handed_over(const json& dossier, const char* moment) { return done(dossier, moment, HandOverOrder{"307", {}}); }
  json at_the_last_step() {
    json dossier = registered();
    done(dossier, "2021-04-19 10:00", AssignOrder{"307", "staff-7"});
    handed_over(dossier, "2021-04-23 10:00");
    handed_over(dossier, "2021-05-04 10:00");
    return handed_over(dossier, "2021-05-11 10:00");
  }

  Office office{GetParam()};
};

INSTANTIATE_TEST_SUITE_P(Databases, LinkedDossiers, ::testing::ValuesIn(motcua::testing::database_kinds()),
                         [](const auto& one) { return one.param; });

TEST_P(LinkedDossiers, GoFromAgencyToAgencyUnderOneDate) {
  const json dossier = at_the_last_step();
  EXPECT_EQ(dossier["due_date"], "2021-05-13");
  const json& steps = dossier["steps"];
  ASSERT_EQ(steps.size(), 4U);
  EXPECT_EQ(steps[0]["due_date"], "2021-04-23");
  EXPECT_EQ(steps[1]["due_date"], "2021-05-04");
  EXPECT_EQ(steps[1]["ended_as"], "on_time");
  EXPECT_EQ(steps[2]["counted"], false);
  EXPECT_EQ(steps[3]["due_date"], "2021-05-13");
  EXPECT_TRUE(steps[3]["ended_at"].is_null());
}

TEST_P(LinkedDossiers, AreStoredAsTheirHistoryFoldsWhereverTheyStand) {
  const json dossier = registered();
  const DossierId id = Office::id_of(dossier);
  EXPECT_TRUE(office.is_as_its_history_folds(id));
  const std::pair<const char*, Order> orders[] = {{"2021-04-19 10:00", AssignOrder{"307", "staff-7"}},
                                                  {"2021-04-20 10:00", HandOverOrder{"307", "staff-8"}},
                                                  {"2021-04-20 11:00", ReceiveHandoverOrder{}},
                                                  {"2021-04-22 10:00", RequestSupplementOrder{{"Bản sao"}, {}}},
                                                  {"2021-04-26 10:00", ReceiveSupplementOrder{}},
                                                  {"2021-04-29 10:00", HandOverOrder{"307", {}}},
                                                  {"2021-05-05 10:00", RequestPaymentOrder{1'500'000, "Thông báo"}},
                                                  {"2021-05-10 10:00", ConfirmPaymentOrder{"BL-1"}},
                                                  {"2021-05-11 10:00", HandOverOrder{"307", {}}},
                                                  {"2021-05-12 10:00", ResolveOrder{Outcome::granted, {}}}};
  for (const auto& [moment, order] : orders) {
    done(dossier, moment, order);
    EXPECT_TRUE(office.is_as_its_history_folds(id)) << moment;
  }
}

TEST_P(LinkedDossiers, ExplainEachClockByItself) {
  const json dossier = at_the_last_step();
  const json told = http::read_json(office.reading.deadline(clerk(), Office::id_of(dossier)).body);
  const auto counted = [](const json& entry) {
    std::int64_t days = 0;
    for (const json& day : entry["days"]) days += day["counted"].get<bool>() ? 1 : 0;
    return days;
  };
  std::string of_dossier;
  std::string of_steps;
  std::int64_t of_dossier_counted = 0;
  std::int64_t of_counted_steps = 0;
  for (const json& entry : told["ledger"]) {
    const bool is_step = entry.contains("step");
    std::string& words = is_step ? of_steps : of_dossier;
    words += entry["entry"].get<std::string>() + " ";
    if (!entry.contains("days")) continue;
    if (!is_step) of_dossier_counted += counted(entry);
    if (is_step && entry["step"] != 3) of_counted_steps += counted(entry);
  }
  EXPECT_EQ(of_dossier, "started paused resumed ");
  EXPECT_EQ(of_steps, "started ended started ended started ended started ");
  EXPECT_EQ(of_dossier_counted, 10);
  EXPECT_EQ(of_counted_steps, 10);
  EXPECT_EQ(told["days"].back()["date"], "2021-05-13");
}

TEST_P(LinkedDossiers, AreHandedOverByTheirOwnersPeopleAlone) {
  const json dossier = registered();
  const DossierId id = Office::id_of(dossier);
  done(dossier, "2021-04-19 10:00", AssignOrder{"307", "staff-7"});
  done(dossier, "2021-04-23 10:00", HandOverOrder{"306", {}});
  const auto asks = [&](const Caller& who, const Once& once, const Order& order) {
    return office.desk.handle(who, once, id, std::nullopt, order, std::nullopt);
  };
  // The counter sees its dossier still, and neither takes nor ends another agency's step.
  EXPECT_EQ(asks(clerk(), office.once(), ReceiveHandoverOrder{}).status, 403);
  EXPECT_EQ(asks(clerk(), office.once(), HandOverOrder{"307", {}}).status, 403);
  const Caller others = office.caller({auth::Role::handler}, office.unit("306", core::vietnam_date(office.clock())).id);
  EXPECT_EQ(asks(others, office.once(), ReceiveHandoverOrder{}).status, 200);

  // Who gave it away sees it no longer, and hears the first answer again.
  const Once once = office.once();
  const http::Response first = asks(others, once, HandOverOrder{"307", {}});
  ASSERT_EQ(first.status, 200) << first.body;
  EXPECT_EQ(office.reading.deadline(others, id).status, 404);
  EXPECT_EQ(asks(others, once, HandOverOrder{"307", {}}).body, first.body);
  EXPECT_EQ(asks(others, office.once(), HandOverOrder{"307", {}}).status, 404);
  EXPECT_EQ(office.history(id).back().event.type, "dossier.step_begun.v1");
}

TEST_P(LinkedDossiers, GoOnWithTheSuccessorOfAnOwnerThatEnds) {
  office.set_clock(at("2025-06-30 15:00"));
  // Ngọc Sơn, which Phù Liễn continues as a whole.
  const catalogue::Unit& old_ward = office.unit("11440", core::vietnam_date(office.clock()));
  Registration asked = office.registration();
  asked.procedure_code = "2.000986.H24";
  asked.unit_code = old_ward.code;
  const http::Response response =
      office.desk.take_in(office.caller({auth::Role::officer}, old_ward.id), office.once(), asked, std::nullopt);
  ASSERT_EQ(response.status, 201) << response.body;
  office.set_clock(at("2025-07-01 09:00"));
  const catalogue::Unit& new_ward = office.unit("11446", core::vietnam_date(office.clock()));
  const auto assign = [&](const std::string& code) {
    return office.desk.handle(office.caller({auth::Role::officer}, new_ward.id), office.once(),
                              Office::id_of(http::read_json(response.body)), std::nullopt, AssignOrder{code, {}},
                              std::nullopt);
  };
  EXPECT_EQ(assign("11443").status, 422) << "Kiến An goes on for others";
  const http::Response assigned = assign(new_ward.code);
  ASSERT_EQ(assigned.status, 200) << assigned.body;
  EXPECT_EQ(http::read_json(assigned.body)["steps"][0]["unit"]["id"], old_ward.id.str());
}

TEST_P(LinkedDossiers, GoToNoUnitThatThereIsNot) {
  const json dossier = registered();
  done(dossier, "2021-04-19 10:00", AssignOrder{"307", "staff-7"});
  const http::Response refused = office.desk.handle(clerk(), office.once(), Office::id_of(dossier), std::nullopt,
                                                    HandOverOrder{"99999", {}}, std::nullopt);
  EXPECT_EQ(refused.status, 422);
  EXPECT_EQ(http::read_json(refused.body)["rule"], "unit-unknown");
}

}  // namespace
}  // namespace motcua::dossiers
