#include "dossiers/reading.hpp"

#include <gtest/gtest.h>

#include <atomic>
#include <set>
#include <thread>

#include "core/text.hpp"
#include "dossiers/office_examples.hpp"
#include "dossiers/recording_examples.hpp"
#include "dossiers/store/people_rows.hpp"
#include "dossiers/store/walk.hpp"

namespace motcua::dossiers {
namespace {

using examples::Office;
using nlohmann::json;

std::string header(const http::Response& response, const std::string& name) {
  for (const auto& [known, value] : response.headers) {
    if (known == name) return value;
  }
  return "";
}

class ReadingDossiers : public ::testing::TestWithParam<std::string> {
 protected:
  json read(const Caller& caller, const json& dossier) {
    const http::Response response = office.reading.dossier(caller, Office::id_of(dossier), "handling", std::nullopt);
    EXPECT_EQ(response.status, 200) << response.body;
    return http::read_json(response.body);
  }
  json list(const Caller& caller, const ListQuery& query) {
    const http::Response response = office.reading.list(caller, query);
    EXPECT_EQ(response.status, 200) << response.body;
    return http::read_json(response.body);
  }
  /// Every number of a list, page by page.
  std::vector<std::string> numbers(const Caller& caller, ListQuery query) {
    std::vector<std::string> all;
    for (int page = 0; page < 1000; ++page) {
      const json body = list(caller, query);
      for (const json& item : body["items"]) all.push_back(item["number"]);
      if (!body.contains("next")) return all;
      query.cursor = body["next"].get<std::string>();
    }
    ADD_FAILURE() << "the list does not end";
    return all;
  }

  /// One that no dossier of these tests is of.
  std::string another_procedure() const {
    for (const catalogue::Procedure& one : office.source.current()->procedures.all()) {
      if (one.code != office.registration().procedure_code) return one.code;
    }
    throw std::logic_error{"the catalogue has one procedure only"};
  }

  Office office{GetParam()};
};

TEST_P(ReadingDossiers, ShowsPersonalFieldsToThoseWhoNeedThemAndLogsItFirst) {
  const json dossier = office.registered();
  const std::int64_t before = office.count("access_log");
  EXPECT_EQ(read(office.clerk(), dossier)["applicant"]["identity_number"], "031190001234");
  EXPECT_EQ(office.count("access_log"), before + 1);
}

TEST_P(ReadingDossiers, LeavesALineThatNobodyChangesOrRemoves) {
  read(office.clerk(), office.registered());
  const std::int64_t lines = office.count("access_log");
  std::vector<std::string> changes{"UPDATE access_log SET actor = 'another'", "UPDATE access_log SET at = 0",
                                   "DELETE FROM access_log"};
  if (GetParam() == "postgresql") changes.emplace_back("TRUNCATE access_log");
  for (const std::string& sql : changes)
    EXPECT_ANY_THROW(office.database->transaction([&](store::Transaction& tx) { tx.run(sql); })) << sql;
  EXPECT_EQ(office.count("access_log"), lines);
}

TEST_P(ReadingDossiers, MasksThemForOthersAndLogsNothing) {
  const json dossier = office.registered();
  const std::int64_t before = office.count("access_log");
  for (const auth::Role role : {auth::Role::auditor, auth::Role::city_reader, auth::Role::importer}) {
    const json applicant = read(office.caller({role}, office.ward().id), dossier)["applicant"];
    EXPECT_EQ(applicant["name"], "N. T. B.");
    EXPECT_EQ(applicant["identity_number"], "***234");
    EXPECT_EQ(applicant["phone"], "***678");
    EXPECT_EQ(applicant["masked"], true);
  }
  EXPECT_EQ(office.count("access_log"), before);
}

TEST_P(ReadingDossiers, AnswersNotModifiedForTheVersionThatTheClientHas) {
  const json dossier = office.registered();
  const auto get = [&](const Caller& caller, const std::string& known) {
    return office.reading.dossier(caller, Office::id_of(dossier), "handling", known);
  };
  const std::string whole = header(get(office.clerk(), "\"1\""), "ETag");
  const std::int64_t before = office.count("access_log");
  const http::Response same = get(office.clerk(), "\"1\", W/" + whole);
  EXPECT_EQ(same.status, 304);
  EXPECT_EQ(same.body, "");
  EXPECT_EQ(header(same, "ETag"), whole);
  EXPECT_EQ(office.count("access_log"), before);  // it was logged when it was shown
  office.order(dossier, AssignOrder{office.ward().code, std::nullopt});
  EXPECT_EQ(get(office.clerk(), whole).status, 200);
}

TEST_P(ReadingDossiers, TagsWhatItShowsWhileTheDossierMovesOn) {
  const json dossier = office.registered();
  std::atomic<bool> done{false};
  const auto read_on = [&](const Caller& caller) {
    while (!done) {
      const http::Response response = office.reading.dossier(caller, Office::id_of(dossier), "handling", std::nullopt);
      ASSERT_EQ(response.status, 200) << response.body;
      const std::string version = std::to_string(http::read_json(response.body)["version"].get<std::int64_t>());
      EXPECT_TRUE(header(response, "ETag").starts_with('"' + version + '-')) << header(response, "ETag");
    }
  };
  std::vector<std::jthread> readers;
  for (int reader = 0; reader < 3; ++reader) {
    readers.emplace_back([&] { read_on(office.city_reader()); });
    readers.emplace_back([&] { read_on(office.clerk()); });
  }
  for (int time = 0; time < 20; ++time) {
    const std::string officer = "officer-" + std::to_string(time);
    const http::Response moved = office.order(dossier, AssignOrder{office.ward().code, officer});
    EXPECT_EQ(moved.status, 200) << moved.body;
  }
  done = true;
}

TEST_P(ReadingDossiers, LogsEachOfThoseWhoReadAtTheSameTime) {
  std::vector<json> dossiers;
  for (int number = 0; number < 20; ++number) dossiers.push_back(office.registered());
  const std::int64_t before = office.count("access_log");
  std::vector<std::jthread> readers;
  for (int reader = 0; reader < 20; ++reader) {
    readers.emplace_back([&, reader] {
      for (int turn = 0; turn < 10; ++turn) {
        const json& dossier = dossiers[static_cast<std::size_t>(reader + turn) % dossiers.size()];
        EXPECT_EQ(read(office.clerk(), dossier)["id"], dossier["id"]);
      }
    });
  }
  readers.clear();
  EXPECT_EQ(office.count("access_log"), before + 200);
  const auto seen = office.database->in_read([](store::Transaction& tx) {
    return tx.query<std::int64_t>(
        "SELECT COUNT(*) FROM access_log WHERE fields = 'applicant,notes' GROUP BY dossier_id ORDER BY 1");
  });
  ASSERT_EQ(seen.size(), dossiers.size());
  EXPECT_EQ(seen.front(), seen.back()) << "each was read by ten";
}

TEST_P(ReadingDossiers, TagsTheWholeAndTheMaskedDossierApart) {
  const json dossier = office.registered();
  const auto get = [&](const Caller& caller, const std::optional<std::string>& known) {
    return office.reading.dossier(caller, Office::id_of(dossier), "handling", known);
  };
  const http::Response whole = get(office.clerk(), std::nullopt);
  const http::Response masked = get(office.city_reader(), std::nullopt);
  EXPECT_NE(header(whole, "ETag"), header(masked, "ETag"));
  EXPECT_NE(header(whole, "ETag").find(office.source.current()->version), std::string::npos);
  EXPECT_NE(header(masked, "ETag").find(office.source.current()->version), std::string::npos);
  for (const http::Response& response : {whole, masked}) {
    EXPECT_EQ(header(response, "Vary"), "Authorization");
    EXPECT_EQ(header(response, "Cache-Control"), "private, no-cache");
  }
  EXPECT_EQ(get(office.city_reader(), header(masked, "ETag")).status, 304);
  EXPECT_EQ(get(office.city_reader(), header(whole, "ETag")).status, 200);
  EXPECT_EQ(get(office.clerk(), header(masked, "ETag")).status, 200);
}

// A browser or a district's system may keep what one officer was shown, and ask again for another.
TEST_P(ReadingDossiers, TellsNobodyThatWhatAnotherWasShownHasNotChanged) {
  const json dossier = office.registered();
  const auto get = [&](const Caller& caller, const std::optional<std::string>& known) {
    return office.reading.dossier(caller, Office::id_of(dossier), "handling", known);
  };
  Caller colleague = office.clerk();
  colleague.actor.subject = "staff-2";
  const auto readings = [&] { return office.count("access_log WHERE actor = 'staff-2'"); };
  const std::string shown = header(get(office.clerk(), std::nullopt), "ETag");
  EXPECT_EQ(get(office.clerk(), shown).status, 304);
  const auto before = readings();
  const http::Response whole = get(colleague, shown);
  EXPECT_EQ(whole.status, 200);
  EXPECT_EQ(readings(), before + 1);
  EXPECT_EQ(get(colleague, header(whole, "ETag")).status, 304);
}

TEST_P(ReadingDossiers, ShowsOfficersTextsToThoseWhoReadPersonalDataAndToNobodyElse) {
  json dossier = office.registered(Channel::online);
  const json fresh = read(office.clerk(), dossier);
  EXPECT_EQ(fresh["components"], json::array({json{{"name", "Tờ khai"}, {"kind", "original"}, {"copies", 1}}}));
  EXPECT_TRUE(fresh["reasons"].is_null());
  EXPECT_TRUE(fresh["moment_reasons"].is_null());

  const StatedMoment stated{office.clock(), "Mất điện"};
  office.desk.handle(office.clerk(), office.once(), Office::id_of(dossier), std::nullopt,
                     RefuseOrder{{"Thiếu bản chính", "Sai mẫu đơn"}}, stated);
  const std::int64_t before = office.count("access_log");
  const json refused = read(office.clerk(), dossier);
  EXPECT_EQ(office.count("access_log"), before + 1);
  EXPECT_EQ(refused["reasons"], json::array({"Thiếu bản chính", "Sai mẫu đơn"}));
  ASSERT_EQ(refused["moment_reasons"].size(), 1U);
  EXPECT_EQ(refused["moment_reasons"][0]["reason"], "Mất điện");
  const json event = http::read_json(office.history(Office::id_of(dossier)).back().event.data);
  EXPECT_EQ(refused["moment_reasons"][0]["ref"], event["moment_reason_ref"]);
  const json masked = read(office.city_reader(), dossier);
  for (const char* text : {"reasons", "components", "moment_reasons"}) EXPECT_FALSE(masked.contains(text)) << text;

  const json other = office.registered();
  office.order(other, AssignOrder{office.ward().code, std::nullopt});
  office.order(other, ResolveOrder{Outcome::refused, {"Không đủ điều kiện"}});
  EXPECT_EQ(read(office.clerk(), other)["reasons"], json::array({"Không đủ điều kiện"}));
}

TEST_P(ReadingDossiers, NeverShowsAnOldVersionFromTheCache) {
  const json dossier = office.registered();
  EXPECT_EQ(read(office.city_reader(), dossier)["status"], "accepted");
  office.order(dossier, AssignOrder{office.ward().code, std::nullopt});
  EXPECT_EQ(read(office.city_reader(), dossier)["status"], "processing");
}

TEST_P(ReadingDossiers, AnswersNotFoundOutsideTheUnitAndForbiddenWithoutARole) {
  const json dossier = office.registered();
  const auto status = [&](const Caller& caller) {
    return office.reading.dossier(caller, Office::id_of(dossier), "handling", std::nullopt).status;
  };
  EXPECT_EQ(status(office.caller({auth::Role::auditor}, office.ward(1).id)), 404);
  EXPECT_EQ(status(office.caller({auth::Role::ops}, office.ward().id)), 403);
  EXPECT_EQ(status(office.caller({auth::Role::officer}, core::UnitId{"nowhere"})), 404);
}

TEST_P(ReadingDossiers, LetsTheHandlingUnitSeeWhatItHandles) {
  const json dossier = office.registered();
  office.order(dossier, AssignOrder{office.ward(1).code, std::nullopt});
  EXPECT_EQ(office.reading
                .dossier(office.caller({auth::Role::handler}, office.ward(1).id), Office::id_of(dossier), "handling",
                         std::nullopt)
                .status,
            200);
}

TEST_P(ReadingDossiers, TellsTheHistoryWithBothTimesAndTheChain) {
  const json dossier = office.registered();
  const json history = http::read_json(office.reading.history(office.city_reader(), Office::id_of(dossier), 0).body);
  ASSERT_EQ(history["items"].size(), 2U);
  EXPECT_EQ(history["items"][0]["type"], "dossier.registered.v1");
  EXPECT_EQ(history["items"][0]["actor"], "staff-1");
  EXPECT_EQ(history["items"][1]["previous_hash"], history["items"][0]["hash"]);
  EXPECT_FALSE(history.contains("next"));
  EXPECT_EQ(
      http::read_json(office.reading.history(office.city_reader(), Office::id_of(dossier), 1).body)["items"].size(),
      1U);
}

TEST_P(ReadingDossiers, TellsTheDeadlineDayByDayAsItWasDerived) {
  const json dossier = office.registered();
  office.order(dossier, AssignOrder{office.ward().code, std::nullopt});
  const json deadline = http::read_json(office.reading.deadline(office.clerk(), Office::id_of(dossier)).body);
  EXPECT_EQ(deadline["due_at"], dossier["due_at"]);
  EXPECT_EQ(deadline["mode"], "DAY");
  EXPECT_EQ(deadline["days"][0]["date"], "2026-11-23");
  EXPECT_EQ(deadline["days"][0]["counted"], false);
  EXPECT_EQ(deadline["days"][1]["date"], "2026-11-24");  // Culture Day
  EXPECT_EQ(deadline["days"][1]["counted"], false);
  int counted = 0;
  for (const json& day : deadline["days"]) counted += day["counted"] == true ? 1 : 0;
  EXPECT_EQ(counted, deadline["limit"]);

  EXPECT_EQ(office.reading.deadline(office.clerk(), Office::id_of(office.registered(Channel::online))).status, 404);
}

TEST_P(ReadingDossiers, LetsACitizenLookUpStatusAndDatesWithTheSlipCode) {
  const json dossier = office.registered();
  const Caller nobody = office.caller({}, core::UnitId{});
  const std::string slip = dossier["slip_code"];
  const http::Response found = office.reading.look_up(nobody, dossier["number"], slip);
  ASSERT_EQ(found.status, 200);
  EXPECT_EQ(http::read_json(found.body)["status"], "accepted");
  EXPECT_EQ(found.body.find("Bích"), std::string::npos);

  const http::Response wrong = office.reading.look_up(nobody, dossier["number"], "AAAAAAAA");
  const http::Response unknown = office.reading.look_up(nobody, "H24.99-261123-0001", slip);
  EXPECT_EQ(wrong.status, 404);
  EXPECT_EQ(wrong.body, unknown.body);
  EXPECT_EQ(wrong.headers, unknown.headers);
}

TEST_P(ReadingDossiers, ReadsOfADossierThatIsLookedUpOnlyTheDigestUntilTheCodeIsRight) {
  const std::string number = office.registered()["number"];
  office.database->in_read([&](store::Transaction& tx) {
    examples::Recording recording{tx};
    EXPECT_TRUE(rows::slip_digest_of(recording, number));
    EXPECT_FALSE(rows::slip_digest_of(recording, "H24.99-261123-0001"));
    EXPECT_EQ(recording.statements.size(), 2U);
    EXPECT_EQ(recording.statements.front().sql, recording.statements.back().sql);
    EXPECT_EQ(recording.statements.front().sql.find("applicant"), std::string::npos);
    return 0;
  });
}

TEST_P(ReadingDossiers, ListsWhatEachFilterAsksForPageByPage) {
  std::vector<std::string> entered;
  for (int i = 0; i < 25; ++i) {
    entered.push_back(office.registered(i % 5 == 0 ? Channel::online : Channel::direct)["number"]);
    office.pass(std::chrono::hours{7});
  }
  std::vector<std::string> last_first(entered.rbegin(), entered.rend());
  const Caller clerk = office.clerk();
  EXPECT_EQ(numbers(clerk, {.limit = 4}), last_first);
  EXPECT_EQ(numbers(office.city_reader(), {.limit = 25}), last_first);
  EXPECT_EQ(numbers(clerk, {.status = Status::registered, .limit = 2}).size(), 5U);
  EXPECT_EQ(numbers(clerk, {.procedure = office.registration().procedure_code, .limit = 7}), last_first);
  EXPECT_EQ(numbers(clerk, {.procedure = another_procedure(), .limit = 7}).size(), 0U);
  EXPECT_EQ(numbers(clerk, {.number = entered[3]}), std::vector{entered[3]});
  EXPECT_EQ(numbers(clerk, {.unit = office.ward().code, .limit = 10}), last_first);
  EXPECT_EQ(numbers(clerk, {.unit = office.ward(1).code}).size(), 0U);
  EXPECT_EQ(numbers(office.caller({auth::Role::officer}, office.ward(1).id), {}).size(), 0U);
  // due soonest first; online ones have no due date
  const std::vector<std::string> due = numbers(clerk, {.due_before = examples::on("2026-12-31"), .limit = 3});
  EXPECT_EQ(due.size(), 20U);
  EXPECT_EQ(due.front(), entered[1]);
  // 2026-11-24 (Vietnam): those of 9:00 + 7 h * i that fall on it
  std::vector<std::string> day = numbers(
      clerk, {.received_from = examples::on("2026-11-24"), .received_to = examples::on("2026-11-24"), .limit = 2});
  EXPECT_EQ(day, (std::vector{entered[5], entered[4], entered[3]}));
}

TEST_P(ReadingDossiers, ListsToAUnitWhatItHandlesForOthersInTheSameOrder) {
  const auto fresh = [&] {
    office.pass(std::chrono::minutes{1});
    return office.registered();
  };
  const json first = fresh();
  const json second = fresh();
  const json third = fresh();
  for (const json& dossier : {first, third}) office.order(dossier, AssignOrder{office.ward(1).code, std::nullopt});
  office.order(second, AssignOrder{office.ward().code, std::nullopt});
  const std::vector<std::string> theirs{third["number"], first["number"]};
  const std::vector<std::string> all{third["number"], second["number"], first["number"]};
  const Caller handler = office.caller({auth::Role::handler}, office.ward(1).id);
  const core::Date day = core::vietnam_date(office.clock());
  EXPECT_EQ(numbers(handler, {.limit = 1}), theirs);
  EXPECT_EQ(numbers(handler, {.status = Status::processing, .limit = 1}), theirs);
  EXPECT_EQ(numbers(handler, {.received_from = day, .limit = 1}), theirs);
  EXPECT_EQ(numbers(handler, {.due_before = examples::on("2026-12-31"), .limit = 1}),
            (std::vector<std::string>{first["number"], third["number"]}));
  EXPECT_EQ(numbers(handler, {.number = first["number"].get<std::string>()}).size(), 1U);
  EXPECT_EQ(numbers(handler, {.number = second["number"].get<std::string>()}).size(), 0U);
  // The receiving unit finds by the handling unit's code what it gave away, and nothing else of that unit's.
  EXPECT_EQ(numbers(office.clerk(), {.unit = office.ward(1).code, .limit = 1}), theirs);
  EXPECT_EQ(numbers(handler, {.unit = office.ward().code, .limit = 1}), theirs);
  EXPECT_EQ(numbers(office.city_reader(), {.unit = office.ward(1).code, .limit = 1}), theirs);
  // Who sees both units meets each dossier once.
  EXPECT_EQ(numbers(office.city_reader(), {.limit = 1}), all);
  const rows::Filter both{.units = std::set{office.ward().id, office.ward(1).id}};
  std::vector<DossierId> found;
  for (std::optional<rows::Position> at;;) {
    const rows::Page page =
        office.database->in_read([&](store::Transaction& tx) { return rows::walk(tx, both, at, 1); });
    found.insert(found.end(), page.ids.begin(), page.ids.end());
    if (!page.next) break;
    at = page.next;
  }
  EXPECT_EQ(found, (std::vector{Office::id_of(third), Office::id_of(second), Office::id_of(first)}));
}

TEST_P(ReadingDossiers, ListsNothingToAUnitThatTheCatalogueDoesNotKnow) {
  office.registered();
  const Caller nowhere = office.caller({auth::Role::officer}, core::UnitId{"nowhere"});
  EXPECT_EQ(numbers(nowhere, {}).size(), 0U);
  EXPECT_EQ(numbers(nowhere, {.unit = office.ward().code}).size(), 0U);
}

TEST_P(ReadingDossiers, MasksPeopleInLists) {
  office.registered();
  EXPECT_EQ(list(office.clerk(), {})["items"][0]["applicant"]["name"], "N. T. B.");
}

TEST_P(ReadingDossiers, RefusesToListAUnitOrAProcedureThatTheCatalogueNeverHad) {
  const auto refused = [&](const ListQuery& query) {
    const http::Response response = office.reading.list(office.clerk(), query);
    EXPECT_EQ(response.status, 422);
    const json problem = http::read_json(response.body);
    return problem["type"].get<std::string>() + problem["errors"][0]["pointer"].get<std::string>();
  };
  EXPECT_EQ(refused({.unit = "99999"}), "https://motcua.vn/problems/unit-unknown?unit");
  EXPECT_EQ(refused({.procedure = "9.9"}), "https://motcua.vn/problems/procedure-unknown?procedure");
  EXPECT_EQ(numbers(office.city_reader(), {.unit = "307"}).size(), 0U);  // ended, but there once
}

TEST_P(ReadingDossiers, RefusesACursorOfAnotherList) {
  for (int i = 0; i < 3; ++i) office.registered();
  const std::string next = list(office.clerk(), {.limit = 1})["next"];
  EXPECT_EQ(office.reading.list(office.clerk(), {.limit = 1, .cursor = next}).status, 200);
  EXPECT_EQ(office.reading.list(office.clerk(), {.status = Status::accepted, .limit = 1, .cursor = next}).status, 400);
  EXPECT_EQ(office.reading.list(office.clerk(), {.limit = 1, .cursor = "%%%"}).status, 400);
}

TEST_P(ReadingDossiers, RefusesAForgedCursor) {
  for (int i = 0; i < 2; ++i) office.registered();
  const std::string next = list(office.city_reader(), {.limit = 1})["next"];
  const std::string text = core::from_base64url(next).value();
  const std::string stem = text.substr(0, text.rfind('|') + 1);
  const auto status = [&](const std::string& forged) {
    return office.reading.list(office.city_reader(), {.limit = 1, .cursor = core::base64url(forged)}).status;
  };
  EXPECT_EQ(status(text), 200);
  for (const std::string& id : {std::string("01\0a", 4), std::string("\0", 1), std::string("'"), std::string("019AB"),
                                std::string("ạ"), std::string("|"), std::string(37, 'a'), std::string()})
    EXPECT_EQ(status(stem + id), 400) << core::to_hex(id);
}

TEST_P(ReadingDossiers, FindsThePeopleOfAPageWithOneQuery) {
  Registration through_another = office.registration();
  through_another.applicant.representative = PersonDetails{"Lê Văn Đại", "031", std::nullopt};
  std::vector<DossierId> ids{Office::id_of(office.registered())};
  for (int i = 0; i < 2; ++i) {
    ids.push_back(Office::id_of(
        http::read_json(office.desk.take_in(office.clerk(), office.once(), through_another, std::nullopt).body)));
  }
  office.database->in_read([&](store::Transaction& tx) {
    examples::Recording recording{tx};
    const std::vector<Dossier> dossiers = rows::load_all(recording, ids);
    const rows::PeopleOfMany people{recording, dossiers};
    EXPECT_EQ(recording.statements.size(), 2U);
    for (const Dossier& one : dossiers) EXPECT_EQ(people.of(one.applicant), rows::people_of(tx, one.applicant));
    return 0;
  });
}

INSTANTIATE_TEST_SUITE_P(Databases, ReadingDossiers, ::testing::ValuesIn(motcua::testing::database_kinds()),
                         [](const auto& one) { return one.param; });

}  // namespace
}  // namespace motcua::dossiers
