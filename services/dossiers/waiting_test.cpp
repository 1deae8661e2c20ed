// Dossiers that wait, at the desk and on their databases: papers, money, conditions, late ones, a calendar that
// changes.
#include <gtest/gtest.h>

#include <filesystem>
#include <fstream>

#include "dossiers/notices.hpp"
#include "dossiers/office_examples.hpp"
#include "dossiers/recounting.hpp"

namespace motcua::dossiers {
namespace {

using examples::at;
using examples::Office;
using nlohmann::json;

class WaitingDossiers : public ::testing::TestWithParam<std::string> {
 protected:
  json in_processing() {
    json dossier = office.registered();
    EXPECT_EQ(office.order(dossier, AssignOrder{office.ward().code, "staff-7"}).status, 200);
    return dossier;
  }
  json done(const json& dossier, const Order& order) {
    const http::Response response = office.order(dossier, order);
    EXPECT_EQ(response.status, 200) << response.body;
    return http::read_json(response.body);
  }
  void expect_fold(const json& dossier) { EXPECT_TRUE(office.is_as_its_history_folds(Office::id_of(dossier))); }
  json list(const ListQuery& query) {
    return http::read_json(office.reading.list(office.clerk(), query).body)["items"];
  }

  Office office{GetParam()};
};

INSTANTIATE_TEST_SUITE_P(Databases, WaitingDossiers, ::testing::ValuesIn(motcua::testing::database_kinds()),
                         [](const auto& one) { return one.param; });

TEST_P(WaitingDossiers, AreStoredAsTheirHistoryFoldsWhereverTheyStand) {
  const json dossier = in_processing();
  for (const Order& order : std::initializer_list<Order>{
           RequestSupplementOrder{{"Bản sao"}, std::nullopt}, ReceiveSupplementOrder{},
           RequestPaymentOrder{1'500'000, "Thông báo"}, ConfirmPaymentOrder{"BL-1"}, StopOrder{{"Chưa đủ"}},
           ReopenOrder{{"Đã đủ"}}, ApologiseOrder{core::parse_date("2026-12-31").value(), {"Chờ ý kiến"}},
           ResolveOrder{Outcome::granted, {}}}) {
    office.pass(std::chrono::hours{5});
    done(dossier, order);
    expect_fold(dossier);
  }
}

TEST_P(WaitingDossiers, HaveNoDueDateWhileTheClockStands) {
  const json dossier = in_processing();
  ListQuery due_soon{.due_before = core::parse_date("2027-06-01")};
  EXPECT_EQ(list(due_soon).size(), 1U);
  const json waits = done(dossier, RequestSupplementOrder{{"Bản sao"}, std::nullopt});
  EXPECT_TRUE(waits["due_date"].is_null());
  EXPECT_FALSE(waits["clock"]["runs"]);
  EXPECT_TRUE(list(due_soon).empty());
  due_soon.number = dossier["number"].get<std::string>();
  EXPECT_TRUE(list(due_soon).empty());
  done(dossier, ReceiveSupplementOrder{});
  EXPECT_EQ(list(due_soon).size(), 1U);
}

TEST_P(WaitingDossiers, ShowWhatOfficersWroteToThoseWhoReadPersonalDataAndToNobodyElse) {
  const json dossier = in_processing();
  done(dossier, RequestSupplementOrder{{"Bản sao", "Ảnh"}, std::nullopt});
  const DossierId id = Office::id_of(dossier);
  const auto logged = office.count("access_log");
  const json steps = http::read_json(office.reading.status_history(office.clerk(), id).body)["items"];
  EXPECT_EQ(steps.back()["note"], "Bản sao\nẢnh");
  EXPECT_EQ(office.count("access_log"), logged + 1);
  const json masked = http::read_json(office.reading.status_history(office.city_reader(), id).body)["items"];
  EXPECT_TRUE(masked.back()["note"].is_null());
  EXPECT_EQ(office.count("access_log"), logged + 1);
  for (const outbox::HistoryRow& row : office.history(id)) EXPECT_EQ(row.event.data.find("Ảnh"), std::string::npos);
}

TEST_P(WaitingDossiers, KeepTheVersionOfTheProcedureInForceAtAcceptance) {
  office.set_clock(at("2025-06-30 10:00"));
  const auto& before = office.procedure(core::vietnam_date(office.clock()), catalogue::Level::district);
  const core::Date later = core::parse_date("2025-07-01").value();
  const catalogue::Procedure* after = office.source.current()->procedures.in_force(before.code, later);
  ASSERT_NE(after, nullptr);
  ASSERT_NE(after->version, before.version);
  Registration online = office.registration(Channel::online);
  online.procedure_code = before.code;
  online.unit_code = office.unit("303", core::vietnam_date(office.clock())).code;
  const Caller clerk = office.caller({auth::Role::officer}, office.unit("31", later).id);
  const http::Response registered = office.desk.take_in(clerk, office.once(), online, std::nullopt);
  ASSERT_EQ(registered.status, 201) << registered.body;
  const json dossier = http::read_json(registered.body);
  EXPECT_EQ(dossier["procedure"]["version"], before.version);
  office.set_clock(at("2025-07-02 10:00"));
  const http::Response accepted =
      office.desk.handle(clerk, office.once(), Office::id_of(dossier), std::nullopt, AcceptOrder{}, std::nullopt);
  ASSERT_EQ(accepted.status, 200) << accepted.body;
  EXPECT_EQ(http::read_json(accepted.body)["procedure"]["version"], after->version);
  expect_fold(dossier);
}

TEST_P(WaitingDossiers, CountTheTripsThatTheyCost) {
  const json dossier = in_processing();
  done(dossier, RequestSupplementOrder{{"Bản sao"}, std::nullopt});
  done(dossier, ReceiveSupplementOrder{Channel::postal});
  done(dossier, RequestPaymentOrder{1'500'000, "Thông báo"});
  done(dossier, ConfirmPaymentOrder{"BL-1"});
  done(dossier, ResolveOrder{Outcome::granted, {}});
  done(dossier, ReturnOrder{Channel::direct});
  std::string reasons;
  const json told = http::read_json(office.reading.trips(office.clerk(), Office::id_of(dossier)).body);
  for (const json& trip : told["items"]) reasons += trip["reason"].get<std::string>() + " ";
  EXPECT_EQ(reasons, "submission payment collection ");
  EXPECT_NE(office.history(Office::id_of(dossier))[7].event.data.find(R"("supplements":1)"), std::string::npos);
  expect_fold(dossier);
}

TEST_P(WaitingDossiers, AreListedWhenTheyAreLateAndNobodyApologised) {
  const json apologised = in_processing();
  const json silent = in_processing();
  done(in_processing(), RequestSupplementOrder{{"Bản sao"}, std::nullopt});
  done(apologised, ApologiseOrder{core::parse_date("2026-12-31").value(), {"Chờ ý kiến"}});
  const auto numbers = [&](Late which) {
    std::vector<std::string> found;
    for (const json& one : list({.overdue = which})) found.push_back(one["number"]);
    return found;
  };
  EXPECT_TRUE(numbers(Late::any).empty());
  office.set_clock(at("2027-03-01 09:00"));
  EXPECT_EQ(numbers(Late::any), (std::vector<std::string>{apologised["number"], silent["number"]}));
  EXPECT_EQ(numbers(Late::unapologised), std::vector<std::string>{silent["number"]});
}

TEST_P(WaitingDossiers, AreListedWhenTheyWereResolvedLateAndNobodyHadApologised) {
  const json apologised = in_processing();
  const json silent = in_processing();
  const json in_time = in_processing();
  done(apologised, ApologiseOrder{core::parse_date("2026-12-31").value(), {"Chờ ý kiến"}});
  done(in_time, ResolveOrder{Outcome::granted, {}});
  office.set_clock(at("2027-03-01 09:00"));
  done(apologised, ResolveOrder{Outcome::granted, {}});
  done(silent, ResolveOrder{Outcome::granted, {}});
  const json found = list({.overdue = Late::resolved_unapologised});
  ASSERT_EQ(found.size(), 1U);
  EXPECT_EQ(found[0]["number"], silent["number"]);
  EXPECT_EQ(list({.unit = office.ward().code, .overdue = Late::resolved_unapologised}).size(), 1U);
  EXPECT_TRUE(list({.status = Status::returned, .overdue = Late::resolved_unapologised}).empty());
  EXPECT_TRUE(list({.overdue = Late::any}).empty());
}

TEST_P(WaitingDossiers, AreStoppedWhenNobodyReplies) {
  const core::Date today = core::vietnam_date(office.clock());
  const catalogue::Procedure* limited = nullptr;
  for (const catalogue::Procedure* one : office.source.current()->procedures.on(today)) {
    if (one->level == catalogue::Level::commune &&
        office.source.current()->procedures.switches_of(*one, today).supplement_reply_limit)
      limited = one;
  }
  ASSERT_NE(limited, nullptr) << "the catalogue has a procedure with a limit for replies";
  Registration registration = office.registration();
  registration.procedure_code = limited->code;
  const auto waiting = [&] {
    const http::Response registered = office.desk.take_in(office.clerk(), office.once(), registration, std::nullopt);
    const json dossier = http::read_json(registered.body);
    return done(dossier, RequestSupplementOrder{{"Bản vẽ"}, std::nullopt});
  };
  const json silent = waiting();
  const json replied = waiting();
  const std::string last_day = silent["reply_due"];
  EXPECT_TRUE(done(replied, ReceiveSupplementOrder{})["reply_due"].is_null());
  expect_fold(silent);
  metrics::Registry registry{"notices"};
  Notices notices{*office.database,
                  {.database = office.place(), .every = std::chrono::seconds{60}},
                  office.source,
                  [this] { return office.clock(); },
                  registry};
  const auto status_of = [&](const json& dossier) { return office.kept(Office::id_of(dossier))->dossier.status; };
  office.set_clock(core::vietnam_instant(core::parse_date(last_day).value()) + std::chrono::hours{23});
  while (notices.bite() > 0) {
  }
  EXPECT_EQ(status_of(silent), Status::supplement_requested);
  office.pass(std::chrono::hours{2});
  EXPECT_EQ(notices.bite(), 1);
  EXPECT_EQ(notices.bite(), 0);
  EXPECT_EQ(status_of(silent), Status::stopped);
  EXPECT_EQ(status_of(replied), Status::accepted);
  const json stopped = http::read_json(office.history(Office::id_of(silent)).back().event.data);
  EXPECT_EQ(stopped["unanswered_since"], last_day);
  const json shown =
      http::read_json(office.reading.status_history(office.clerk(), Office::id_of(silent)).body)["items"].back();
  EXPECT_NE(shown["note"].get<std::string>().find("Hết hạn bổ sung giấy tờ"), std::string::npos);
  expect_fold(silent);
  expect_fold(replied);
  EXPECT_EQ(done(silent, ReopenOrder{{"Công dân đã nộp"}})["status"], "processing");
}

TEST_P(WaitingDossiers, AreToldOfOnceForEachDueDate) {
  std::vector<json> dossiers;
  dossiers.reserve(120);
  for (int number = 0; number < 120; ++number) dossiers.push_back(office.registered());
  done(dossiers[0], AssignOrder{office.ward().code, std::nullopt});
  done(dossiers[0], StopOrder{{"Chưa đủ"}});
  metrics::Registry registry{"notices"};
  Notices notices{*office.database,
                  {.database = office.place(), .every = std::chrono::seconds{60}},
                  office.source,
                  [this] { return office.clock(); },
                  registry};
  const auto told = [&] {
    std::int64_t all = 0;
    while (const auto some = notices.bite()) all += some;
    return all;
  };
  EXPECT_EQ(told(), 0) << "due in three working days or more";
  office.set_clock(at("2027-03-01 09:00"));
  EXPECT_EQ(told(), 119) << "all but the one whose clock stands";
  EXPECT_EQ(told(), 0);
  const auto history = office.history(Office::id_of(dossiers[7]));
  EXPECT_EQ(history[history.size() - 2].event.type, "dossier.due_soon.v1");
  EXPECT_EQ(history.back().event.type, "dossier.overdue.v1");
  expect_fold(dossiers[7]);
}

/// The real catalogue with a day off more, in a folder of its own.
class ChangedCatalogue {
 public:
  explicit ChangedCatalogue(const std::string& off) {
    std::filesystem::copy(CATALOGUE_FOLDER, folder_.path() + "/catalogue");
    std::ofstream{folder_.path() + "/catalogue/calendar.csv", std::ios::app}
        << off << ",swap,Nghỉ theo quyết định muộn,verified\n";
    source.emplace(folder_.path() + "/catalogue");
  }

 private:
  testing::TemporaryFolder folder_;

 public:
  std::optional<catalogue::Source> source;
};

TEST_P(WaitingDossiers, AreRecountedWhenTheCalendarChangesPageByPageAndOnce) {
  std::vector<json> dossiers;
  dossiers.reserve(25);
  for (int number = 0; number < 25; ++number) dossiers.push_back(office.registered());
  const json closed = dossiers.back();
  done(closed, WithdrawOrder{});
  const std::string off = dossiers[0]["due_date"];
  ChangedCatalogue changed{off};
  Recounting recounting{*office.database, *changed.source, [this] { return office.clock(); }};
  const auto all = [&](const auto& page_after) {
    std::vector<Recounted> found;
    std::optional<DuePosition> after;
    do {
      RecountedPage page = page_after(after);
      found.insert(found.end(), page.changed.begin(), page.changed.end());
      after = page.next;
    } while (after);
    return found;
  };
  const auto rehearse = [&](const auto& after) { return recounting.rehearse(after, 10); };
  const auto carry_out = [&](const auto& after) { return recounting.carry_out("2450/VPCP-KGVX", "", after, 10); };
  EXPECT_EQ(all(rehearse).size(), 24U);
  EXPECT_EQ(office.kept(Office::id_of(dossiers[0]))->dossier.version, 2);
  EXPECT_EQ(all(carry_out).size(), 24U);
  EXPECT_TRUE(all(carry_out).empty()) << "twice is once";
  const Dossier moved = office.kept(Office::id_of(dossiers[0]))->dossier;
  EXPECT_GT(core::format_date(moved.deadline->date), off);
  EXPECT_EQ(core::format_date(moved.deadline->original), off);
  expect_fold(dossiers[0]);
  expect_fold(closed);
}

/// The columns that came with the clock, as a database of before has them filled.
TEST_P(WaitingDossiers, OfADatabaseOfBeforeHaveTheClockThatTheirHistoryTells) {
  testing::TemporaryDatabase files{GetParam()};
  metrics::Registry registry{"before"};
  const auto database = store::Database::open(files.settings(), registry);
  store::migrate(*database, {{"history", outbox::history_migrations()}, {"dossiers", rows::migrations().first(3)}});
  const json dossier = in_processing();
  const DossierId id = Office::id_of(dossier);
  const auto history = office.history(id);
  database->transaction([&](store::Transaction& tx) {
    std::vector<outbox::NewEvent> events;
    events.reserve(history.size());
    for (const outbox::HistoryRow& row : history) events.push_back(row.event);
    outbox::append(tx, id.str(), 0, outbox::no_previous_hash, events);
    const Dossier d = office.kept(id)->dossier;
    tx.run(
        "INSERT INTO dossiers (id, version, status, is_open, number, procedure_code, procedure_version, "
        "procedure_field, receiving_unit_id, handling_unit_id, officer, channel, applicant_kind, applicant_ref, "
        "applicant_digest, submitted_at, accepted_at, due_date, due_at, due_original, due_original_at, "
        "due_explained_by, imported, last_moment, last_recorded, history_hash) VALUES (:id, :version, 4, 1, :number, "
        ":code, :its_version, :field, :unit, :handler, :officer, 1, 0, :person, :digest, :submitted, :accepted, :due, "
        ":due_at, :original, :original_at, 2, 0, :moment, :recorded, :hash)",
        d.id, d.version, d.number, d.procedure.code, d.procedure.version, d.procedure.field, d.receiving_unit,
        d.handling_unit, d.officer, d.applicant.person.ref, d.applicant.person.digest, d.submitted_at, d.accepted_at,
        d.deadline->date, d.deadline->at, d.deadline->original, d.deadline->original_at, d.last_moment, d.last_recorded,
        history.back().hash);
  });

  store::migrate(*database, {{"history", outbox::history_migrations()}, {"dossiers", rows::migrations()}});

  const auto kept = database->in_read([&](store::Transaction& tx) { return rows::load(tx, id, rows::For::reading); });
  EXPECT_EQ(kept->dossier, fold(history));
}

}  // namespace
}  // namespace motcua::dossiers
