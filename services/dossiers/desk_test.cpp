#include "dossiers/desk.hpp"

#include <gtest/gtest.h>

#include <set>
#include <thread>

#include "dossiers/office_examples.hpp"

namespace motcua::dossiers {
namespace {

using examples::Office;
using nlohmann::json;

class TheDesk : public ::testing::TestWithParam<std::string> {
 protected:
  Office office{GetParam()};
};

std::string header(const http::Response& response, const std::string& name) {
  for (const auto& [known, value] : response.headers) {
    if (known == name) return value;
  }
  return "";
}

TEST_P(TheDesk, AcceptsAtTheCounterAtOnceAndTellsTheSlipCodeOnce) {
  const http::Response response =
      office.desk.take_in(office.clerk(), office.once(), office.registration(), std::nullopt);
  ASSERT_EQ(response.status, 201) << response.body;
  const json body = http::read_json(response.body);
  EXPECT_EQ(body["status"], "accepted");
  EXPECT_EQ(body["status_code"], 2);
  EXPECT_EQ(body["version"], 2);
  EXPECT_EQ(body["due_at"], body["due_original"]);
  EXPECT_EQ(body["applicant"]["name"], "Nguyễn Thị Bích");
  EXPECT_EQ(body["slip_code"].get<std::string>().size(), 8U);
  EXPECT_EQ(body["number"], office.ward().agency_code + "-261123-0001");
  EXPECT_EQ(header(response, "ETag"), "\"2\"");
  EXPECT_EQ(header(response, "Location"), "/v1/dossiers/" + body["id"].get<std::string>());

  const http::Response later = office.order(body, AssignOrder{office.ward().code, "staff-7"});
  EXPECT_FALSE(http::read_json(later.body).contains("slip_code"));
}

TEST_P(TheDesk, LetsAnOnlineDossierWaitForItsOfficer) {
  const json dossier = office.registered(Channel::online);
  EXPECT_EQ(dossier["status"], "registered");
  EXPECT_TRUE(dossier["due_at"].is_null());
  office.pass(std::chrono::hours{2});
  const json accepted = http::read_json(office.order(dossier, AcceptOrder{}).body);
  EXPECT_EQ(accepted["accepted_at"], "2026-11-23T11:00:00+07:00");
  EXPECT_EQ(accepted["submitted_at"], "2026-11-23T09:00:00+07:00");
}

TEST_P(TheDesk, GivesARepeatTheFirstAnswerByteForByte) {
  const Once once = Office::once("counter-1-000001", "body");
  const http::Response first = office.desk.take_in(office.clerk(), once, office.registration(), std::nullopt);
  office.pass(std::chrono::minutes{5});
  const http::Response again = office.desk.take_in(office.clerk(), once, office.registration(), std::nullopt);
  EXPECT_EQ(again.status, first.status);
  EXPECT_EQ(again.body, first.body);
  EXPECT_EQ(again.headers, first.headers);
  EXPECT_EQ(again.content_type, first.content_type);
  EXPECT_EQ(office.count("dossiers"), 1);
}

TEST_P(TheDesk, KeepsARefusalByTheRulesForARepeatAsWell) {
  const json dossier = office.registered();
  const Once once = Office::once("counter-1-000002", "resolve");
  const http::Response refused = office.desk.handle(office.clerk(), once, Office::id_of(dossier), std::nullopt,
                                                    ResolveOrder{Outcome::granted, {}}, std::nullopt);
  EXPECT_EQ(refused.status, 409);
  EXPECT_EQ(http::read_json(refused.body)["rule"], "resolve-needs-processing");
  office.order(dossier, AssignOrder{office.ward().code, std::nullopt});
  const http::Response again = office.desk.handle(office.clerk(), once, Office::id_of(dossier), std::nullopt,
                                                  ResolveOrder{Outcome::granted, {}}, std::nullopt);
  EXPECT_EQ(again.body, refused.body);
}

TEST_P(TheDesk, RefusesAKeyThatCameWithAnotherBody) {
  office.desk.take_in(office.clerk(), Office::once("counter-1-000003", "one"), office.registration(), std::nullopt);
  const http::Response other =
      office.desk.take_in(office.clerk(), Office::once("counter-1-000003", "two"), office.registration(), std::nullopt);
  EXPECT_EQ(other.status, 422);
  EXPECT_EQ(office.count("dossiers"), 1);
}

TEST_P(TheDesk, LetsRivalsWithOneKeyHaveOneEffect) {
  std::vector<std::string> bodies(8);
  {
    std::vector<std::jthread> rivals;
    rivals.reserve(bodies.size());
    for (std::string& body : bodies) {
      rivals.emplace_back([&] {
        body =
            office.desk.take_in(office.clerk(), Office::once("counter-1-000004"), office.registration(), std::nullopt)
                .body;
      });
    }
  }
  EXPECT_EQ(std::set<std::string>(bodies.begin(), bodies.end()).size(), 1U);
  EXPECT_EQ(office.count("dossiers"), 1);
}

TEST_P(TheDesk, GivesEveryDossierItsOwnNumberUnderConcurrency) {
  std::vector<std::set<std::string>> numbers(16);
  {
    std::vector<std::jthread> counters;
    counters.reserve(numbers.size());
    for (auto& mine : numbers) {
      counters.emplace_back([&] {
        for (int i = 0; i < 10; ++i) mine.insert(office.registered()["number"].get<std::string>());
      });
    }
  }
  std::set<std::string> all;
  for (const auto& some : numbers) all.insert(some.begin(), some.end());
  EXPECT_EQ(all.size(), 160U);
}

TEST_P(TheDesk, GoesOnWithFiveDigitsAfter9999AndPassesOverTakenNumbers) {
  const std::string agency = office.ward().agency_code;
  office.database->transaction([&](store::Transaction& tx) {
    tx.run("INSERT INTO number_counters (agency_code, day, range, last) VALUES (:a, :d, 'live', 9998)", agency,
           core::vietnam_date(office.clock()));
  });
  EXPECT_EQ(office.registered()["number"], agency + "-261123-9999");
  EXPECT_EQ(office.registered()["number"], agency + "-261123-10000");
  office.database->transaction([&](store::Transaction& tx) {
    tx.run("UPDATE dossiers SET number = :to WHERE number = :from", agency + "-261123-10001", agency + "-261123-9999");
  });
  EXPECT_EQ(office.registered()["number"], agency + "-261123-10002");
}

TEST_P(TheDesk, LogsThatARegistrationAndItsRepeatShowedTheApplicant) {
  const Once once = Office::once("counter-1-000006");
  const auto register_it = [&] {
    return http::read_json(office.desk.take_in(office.clerk(), once, office.registration(), std::nullopt).body);
  };
  const json dossier = register_it();
  EXPECT_EQ(office.count("access_log"), 1);
  register_it();
  const auto logged = office.database->in_read([](store::Transaction& tx) {
    return tx.query<std::string, std::string>("SELECT dossier_id, actor FROM access_log");
  });
  ASSERT_EQ(logged.size(), 2U);
  for (const auto& [id, actor] : logged) {
    EXPECT_EQ(id, dossier["id"]);
    EXPECT_EQ(actor, "staff-1");
  }
  // A refusal shows nobody, repeated or not.
  const StatedMoment future{office.clock() + std::chrono::seconds{1}, "Nhầm"};
  const Once wrong = Office::once("counter-1-000007");
  for (int i = 0; i < 2; ++i) office.desk.take_in(office.clerk(), wrong, office.registration(), future);
  EXPECT_EQ(office.count("access_log"), 2);
}

TEST_P(TheDesk, ShowsARepeatToNobodyElseOnceTheCounterHasEnded) {
  office.set_clock(examples::at("2025-06-30 09:00"));
  const auto catalogue = office.source.current();
  const auto& units = catalogue->units;
  const auto ended = std::ranges::find_if(units.all(), [&](const catalogue::Unit& unit) {
    return unit.level == catalogue::Level::commune && unit.in_force(core::vietnam_date(office.clock())) &&
           units.in_force(unit.code, core::vietnam_date(examples::at("2025-07-02 09:00"))) == nullptr;
  });
  ASSERT_NE(ended, units.all().end());
  Registration registration = office.registration();
  registration.unit_code = ended->code;
  const Once once = Office::once("key-of-the-ended");
  const auto clerk = office.caller({auth::Role::officer}, ended->id);
  ASSERT_EQ(office.desk.take_in(clerk, once, registration, std::nullopt).status, 201);
  office.set_clock(examples::at("2025-07-02 09:00"));
  const auto elsewhere = office.caller({auth::Role::officer}, office.ward().id);
  EXPECT_EQ(office.desk.take_in(elsewhere, once, registration, std::nullopt).status, 403);
}

TEST_P(TheDesk, UsesUpNoSerialForARegistrationThatIsRefused) {
  const StatedMoment future{office.clock() + std::chrono::seconds{1}, "Nhầm"};
  const http::Response refused = office.desk.take_in(office.clerk(), office.once(), office.registration(), future);
  EXPECT_EQ(refused.status, 422);
  EXPECT_EQ(office.registered()["number"], office.ward().agency_code + "-261123-0001");
}

TEST_P(TheDesk, HonoursIfMatchAndLetsTheKeyBeTriedAgain) {
  const json dossier = office.registered();
  const Once once = Office::once("counter-1-000005");
  const Order order = AssignOrder{office.ward().code, std::nullopt};
  EXPECT_EQ(office.desk.handle(office.clerk(), once, Office::id_of(dossier), 1, order, std::nullopt).status, 412);
  EXPECT_EQ(office.desk.handle(office.clerk(), once, Office::id_of(dossier), 2, order, std::nullopt).status, 200);
}

TEST_P(TheDesk, AnswersAnotherUnitsDossierAsIfThereWereNone) {
  const json dossier = office.registered();
  const Caller stranger = office.caller({auth::Role::officer}, office.ward(1).id);
  const http::Response theirs =
      office.desk.handle(stranger, office.once(), Office::id_of(dossier), std::nullopt, WithdrawOrder{}, std::nullopt);
  const http::Response none =
      office.desk.handle(stranger, office.once(), DossierId{"019ab0d2-0000-7000-8000-000000000000"}, std::nullopt,
                         WithdrawOrder{}, std::nullopt);
  EXPECT_EQ(theirs.status, 404);
  EXPECT_EQ(theirs.body, none.body);
  EXPECT_EQ(office.desk.take_in(stranger, office.once(), office.registration(), std::nullopt).status, 403);
}

TEST_P(TheDesk, ForbidsWhatARoleMayNot) {
  const json dossier = office.registered();
  const auto as = [&](auth::Role role, const Order& order) {
    return office.desk
        .handle(office.caller({role}, office.ward().id), office.once(), Office::id_of(dossier), std::nullopt, order,
                std::nullopt)
        .status;
  };
  EXPECT_EQ(as(auth::Role::handler, WithdrawOrder{}), 403);
  EXPECT_EQ(as(auth::Role::officer, ResolveOrder{Outcome::granted, {}}), 403);
  EXPECT_EQ(as(auth::Role::auditor, AssignOrder{office.ward().code, {}}), 403);
  EXPECT_EQ(as(auth::Role::ops, AssignOrder{office.ward().code, {}}), 403);
  EXPECT_EQ(as(auth::Role::leader, AssignOrder{office.ward().code, {}}), 200);
}

TEST_P(TheDesk, LetsTheCityReaderChangeNothing) {
  const json dossier = office.registered();
  EXPECT_EQ(office.desk
                .handle(office.city_reader(), office.once(), Office::id_of(dossier), std::nullopt, WithdrawOrder{},
                        std::nullopt)
                .status,
            403);
}

TEST_P(TheDesk, TakesAStatedMomentWithItsReasonAndKeepsTheReasonAtHome) {
  const json dossier = office.registered(Channel::online);
  office.pass(std::chrono::hours{5});
  const StatedMoment stated{examples::at("2026-11-23 10:00"), "Mất điện cả buổi sáng"};
  const http::Response response =
      office.desk.handle(office.clerk(), office.once(), Office::id_of(dossier), std::nullopt, AcceptOrder{}, stated);
  ASSERT_EQ(response.status, 200) << response.body;
  EXPECT_EQ(http::read_json(response.body)["accepted_at"], "2026-11-23T10:00:00+07:00");
  const auto history = office.history(Office::id_of(dossier));
  EXPECT_EQ(history.back().event.recorded_at, office.clock());
  EXPECT_EQ(history.back().event.data.find("điện"), std::string::npos);
  EXPECT_NE(history.back().event.data.find("moment_reason_ref"), std::string::npos);
  EXPECT_EQ(office.count("notes"), 2);  // the papers and the reason

  const StatedMoment future{office.clock() + std::chrono::seconds{1}, "Nhầm"};
  const http::Response refused =
      office.desk.handle(office.clerk(), office.once(), Office::id_of(dossier), std::nullopt, WithdrawOrder{}, future);
  EXPECT_EQ(refused.status, 422);
  EXPECT_EQ(http::read_json(refused.body)["rule"], "moment-in-future");
  EXPECT_EQ(http::read_json(refused.body)["errors"][0]["pointer"], "/occurred_at");
}

TEST_P(TheDesk, RefusesUnitsAndProceduresThatTheDayDoesNotKnow) {
  const auto refused = [&](const auto& spoil) {
    Registration registration = office.registration();
    spoil(registration);
    const http::Response response = office.desk.take_in(office.clerk(), office.once(), registration, std::nullopt);
    EXPECT_EQ(response.status, 422);
    return http::read_json(response.body)["rule"].get<std::string>();
  };
  EXPECT_EQ(refused([](Registration& r) { r.unit_code = "99999"; }), "unit-unknown");
  EXPECT_EQ(refused([](Registration& r) { r.unit_code = "307"; }), "unit-unknown");  // Kiến An ended on 2025-07-01
  EXPECT_EQ(refused([](Registration& r) { r.procedure_code = "9.999999"; }), "procedure-unknown");
  EXPECT_EQ(office.count("dossiers"), 0);
}

TEST_P(TheDesk, WritesAHistoryThatFoldsToTheStateAndChains) {
  std::vector<json> dossiers;
  for (const Channel channel : {Channel::direct, Channel::online, Channel::postal}) {
    for (int i = 0; i < 4; ++i) dossiers.push_back(office.registered(channel));
  }
  const std::vector<Order> orders{AcceptOrder{},
                                  RefuseOrder{{"Thiếu giấy tờ"}},
                                  AssignOrder{office.ward().code, "staff-7"},
                                  AssignOrder{office.ward(1).code, std::nullopt},
                                  ResolveOrder{Outcome::granted, {}},
                                  ResolveOrder{Outcome::refused, {"Không đủ điều kiện"}},
                                  ReturnOrder{},
                                  WithdrawOrder{}};
  std::uint32_t dice = 7;
  for (int step = 0; step < 150; ++step) {
    dice = dice * 1664525 + 1013904223;
    office.pass(std::chrono::minutes{static_cast<int>((dice >> 8) % 300) - 60});  // the clock steps back now and then
    const http::Response response =
        office.order(dossiers[(dice >> 12) % dossiers.size()], orders[(dice >> 20) % (orders.size())]);
    ASSERT_TRUE(response.status == 200 || response.status == 409) << response.body;
  }
  for (const json& dossier : dossiers) {
    const auto kept = office.kept(Office::id_of(dossier));
    const auto history = office.history(Office::id_of(dossier));
    ASSERT_EQ(fold(history), kept->dossier);
    std::string previous{outbox::no_previous_hash};
    for (std::size_t at = 0; at < history.size(); ++at) {
      const auto& row = history[at];
      ASSERT_EQ(row.version, static_cast<std::int64_t>(at) + 1);
      ASSERT_EQ(row.previous_hash, previous);
      ASSERT_EQ(row.hash, outbox::hash_of(row.record_id, row.version, row.event, previous));
      ASSERT_EQ(row.event.data.find("Bích"), std::string::npos);
      ASSERT_EQ(row.event.data.find("Thiếu"), std::string::npos);
      ASSERT_EQ(row.event.data.find("Tờ khai"), std::string::npos);
      previous = row.hash;
    }
    ASSERT_EQ(kept->history_hash, previous);
  }
}

INSTANTIATE_TEST_SUITE_P(Databases, TheDesk, ::testing::ValuesIn(motcua::testing::database_kinds()),
                         [](const auto& one) { return one.param; });

}  // namespace
}  // namespace motcua::dossiers
