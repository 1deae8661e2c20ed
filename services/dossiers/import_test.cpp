#include "dossiers/import.hpp"

#include <gtest/gtest.h>

#include <algorithm>
#include <array>
#include <chrono>
#include <functional>
#include <iostream>
#include <map>
#include <random>
#include <thread>

#include "core/text.hpp"
#include "dossiers/office_examples.hpp"

namespace motcua::dossiers {
namespace {

using examples::Office;
using nlohmann::json;

/// The answer's lines, the totals apart.
struct Answer {
  std::vector<json> refusals;
  json totals;
};

class Importing : public ::testing::TestWithParam<std::string> {
 public:
  Caller importer() const {
    return office.caller({auth::Role::importer}, core::UnitId{office.unit("31", examples::on("2020-06-01")).id});
  }
  json line(const std::string& source_id) const {
    return {{"source_id", source_id},
            {"procedure_code", office.procedure(examples::on("2020-03-02"), catalogue::Level::district).code},
            {"unit_code", "307"},
            {"channel", "direct"},
            {"applicant", {{"kind", "citizen"}, {"name", "Trần Văn Cường"}, {"identity_number", "031200004567"}}},
            {"submitted_at", "2020-03-02T08:10:00+07:00"}};
  }
  json resolved(const std::string& source_id) const {
    json full = line(source_id);
    full["accepted_at"] = "2020-03-02T08:20:00+07:00";
    full["resolved_at"] = "2020-03-04T15:00:00+07:00";
    full["outcome"] = "granted";
    full["returned_at"] = "2020-03-05T09:00:00+07:00";
    return full;
  }
  Answer send(const std::vector<json>& lines) {
    std::string body;
    for (const json& one : lines) body += one.dump() + "\n";
    return send_text(body);
  }
  Answer send_text(const std::string& body) {
    const http::Response response = office.import.take_over(importer(), body);
    EXPECT_EQ(response.status, 200);
    EXPECT_EQ(response.content_type, "application/x-ndjson");
    Answer answer;
    for (const std::string_view text : core::split(response.body, '\n')) {
      if (!text.empty()) answer.refusals.push_back(http::read_json(text));
    }
    answer.totals = answer.refusals.back();
    answer.refusals.pop_back();
    return answer;
  }
  static json totals(int imported, int updated, int unchanged, int refused) {
    return {{"imported", imported}, {"updated", updated}, {"unchanged", unchanged}, {"refused", refused}};
  }
  rows::Kept kept(const std::string& source_id) {
    return office.database->in_read([&](store::Transaction& tx) {
      return rows::load_by_source(tx, {"portal", source_id}, rows::For::reading).value();
    });
  }

  Office office{GetParam()};
};

TEST_P(Importing, TakesADossierWithAllItsMomentsAndBothTimes) {
  EXPECT_EQ(send({resolved("a-1")}).totals, totals(1, 0, 0, 0));
  const rows::Kept one = kept("a-1");
  EXPECT_EQ(one.dossier.status, Status::returned);
  EXPECT_EQ(one.dossier.version, 5);
  EXPECT_EQ(one.dossier.receiving_unit, office.unit("307", examples::on("2020-03-02")).id);
  EXPECT_EQ(one.dossier.number, office.unit("307", examples::on("2020-03-02")).agency_code + "-200302-9000001");
  const auto history = office.history(one.dossier.id);
  EXPECT_EQ(fold(history), one.dossier);
  EXPECT_EQ(history[2].event.type, "dossier.assigned.v1");
  EXPECT_EQ(http::read_json(history[2].event.data)["implied"], true);
  EXPECT_FALSE(http::read_json(history[3].event.data).contains("supplements")) << "whoever had it before knows of them";
  EXPECT_FALSE(http::read_json(history[3].event.data).contains("used")) << "and of the time that it waited";
  for (const auto& row : history) {
    EXPECT_LT(row.event.occurred_at, examples::at("2020-03-06 00:00"));
    EXPECT_EQ(row.event.recorded_at, office.clock());
    EXPECT_EQ(row.event.data.find("Cường"), std::string::npos);
  }
}

TEST_P(Importing, ChangesNothingWhenALineIsSentAgain) {
  send({resolved("a-1")});
  const rows::Kept before = kept("a-1");
  EXPECT_EQ(send({resolved("a-1")}).totals, totals(0, 0, 1, 0));
  EXPECT_EQ(kept("a-1").dossier, before.dossier);
  EXPECT_EQ(send({line("a-1")}).totals, totals(0, 0, 1, 0));  // telling less contradicts nothing
}

TEST_P(Importing, AddsTheEventsThatALineKnowsMore) {
  json accepted = line("a-1");
  accepted["accepted_at"] = "2020-03-02T08:20:00+07:00";
  EXPECT_EQ(send({line("a-1")}).totals, totals(1, 0, 0, 0));
  EXPECT_EQ(send({accepted}).totals, totals(0, 1, 0, 0));
  EXPECT_EQ(send({resolved("a-1"), resolved("a-1")}).totals, totals(0, 1, 1, 0));
  EXPECT_EQ(kept("a-1").dossier.version, 5);
  EXPECT_EQ(fold(office.history(kept("a-1").dossier.id)), kept("a-1").dossier);
}

TEST_P(Importing, RefusesALineThatContradictsAndNamesTheField) {
  send({resolved("a-1")});
  const std::map<std::string, json> changes{{"channel", "postal"},
                                            {"submitted_at", "2020-03-02T08:11:00+07:00"},
                                            {"accepted_at", "2020-03-02T08:21:00+07:00"},
                                            {"resolved_at", "2020-03-04T15:00:01+07:00"},
                                            {"outcome", "refused"},
                                            {"number", "another"},
                                            {"returned_at", "2020-03-05T09:01:00+07:00"},
                                            {"components", {{{"name", "Đơn"}, {"kind", "copy"}}}}};
  for (const auto& [field, value] : changes) {
    json other = resolved("a-1");
    other[field] = value;
    const Answer answer = send({other});
    ASSERT_EQ(answer.totals, totals(0, 0, 0, 1)) << field;
    EXPECT_EQ(answer.refusals[0]["problem"]["rule"], "import-contradicts");
    EXPECT_EQ(answer.refusals[0]["problem"]["errors"][0]["pointer"], "/" + field);
  }
  EXPECT_EQ(kept("a-1").dossier.version, 5);
}

TEST_P(Importing, TakesALineAgainThatLeavesOutWhatWasOptional) {
  json whole = resolved("a-1");
  whole["applicant"]["phone"] = "0912345678";
  whole["applicant"]["representative"] = {{"name", "Lê Văn Đại"}, {"identity_number", "031"}, {"phone", "0987"}};
  whole["components"] = {{{"name", "Tờ khai"}, {"kind", "original"}}};
  EXPECT_EQ(send({whole}).totals, totals(1, 0, 0, 0));
  json less = whole;
  for (const char* optional : {"phone", "identity_number"}) {
    less["applicant"].erase(optional);
    less["applicant"]["representative"].erase(optional);
    EXPECT_EQ(send({less}).totals, totals(0, 0, 1, 0)) << optional;
  }
  less["applicant"].erase("representative");
  less.erase("components");
  EXPECT_EQ(send({less}).totals, totals(0, 0, 1, 0));
  EXPECT_EQ(send({whole}).totals, totals(0, 0, 1, 0));  // nothing was forgotten
}

TEST_P(Importing, RefusesSomethingElseAboutTheApplicantWithoutSayingWhatAndLogsThatItWasCompared) {
  json known = resolved("a-1");
  known["applicant"]["representative"] = {{"name", "Lê Văn Đại"}, {"phone", "0987"}};
  json alone = resolved("a-2");
  send({known, alone});
  const auto refused = [&](const json& line) {
    const Answer answer = send({line});
    EXPECT_EQ(answer.totals, totals(0, 0, 0, 1)) << line.dump();
    EXPECT_EQ(answer.refusals[0]["problem"]["rule"], "import-contradicts");
    return answer.refusals[0]["problem"]["errors"][0]["pointer"].get<std::string>();
  };
  const std::map<std::string, json> changes{{"/applicant/kind", "enterprise"},
                                            {"/applicant/name", "Người khác"},
                                            {"/applicant/identity_number", "031200004568"},
                                            {"/applicant/phone", "0912345678"},
                                            {"/applicant/representative/name", "Người khác"},
                                            {"/applicant/representative/identity_number", "031"},
                                            {"/applicant/representative/phone", "0988"}};
  for (const auto& [pointer, value] : changes) {
    json other = known;
    other[json::json_pointer{pointer}] = value;
    EXPECT_EQ(refused(other), "/applicant") << pointer;
  }
  alone["applicant"]["representative"] = known["applicant"]["representative"];
  EXPECT_EQ(refused(alone), "/applicant");
  EXPECT_EQ(office.count("access_log"), static_cast<std::int64_t>(changes.size()) + 1);
  send({known});
  EXPECT_EQ(office.count("access_log"), static_cast<std::int64_t>(changes.size()) + 1);
}

TEST_P(Importing, RefusesAResultAfterAWithdrawalAndAWithdrawalAfterAResult) {
  json withdrawn = line("a-1");
  withdrawn["accepted_at"] = "2020-03-02T08:20:00+07:00";
  withdrawn["withdrawn_at"] = "2020-03-03T08:20:00+07:00";
  json early = line("a-2");
  early["withdrawn_at"] = "2020-03-03T08:20:00+07:00";
  EXPECT_EQ(send({withdrawn, early, resolved("a-3")}).totals, totals(3, 0, 0, 0));
  json late = withdrawn;
  late["source_id"] = "a-3";
  json accepted = early;
  accepted["accepted_at"] = "2020-03-02T08:20:00+07:00";
  const Answer answer = send({resolved("a-1"), resolved("a-2"), late, accepted});
  ASSERT_EQ(answer.refusals.size(), 4U);
  const std::vector<std::string> pointers{"/resolved_at", "/resolved_at", "/withdrawn_at", "/accepted_at"};
  for (std::size_t at = 0; at < pointers.size(); ++at) {
    EXPECT_EQ(answer.refusals[at]["problem"]["rule"], "import-contradicts");
    EXPECT_EQ(answer.refusals[at]["problem"]["errors"][0]["pointer"], pointers[at]);
  }
}

struct BadLine {
  const char* name;
  std::function<void(json&)> spoil;
  const char* pointer;
};

TEST_P(Importing, TellsLineFieldAndReasonOfEachBadLineAndTakesTheOthers) {
  const std::vector<BadLine> bad{
      {"an unknown member", [](json& l) { l["colour"] = "red"; }, "/colour"},
      {"no source", [](json& l) { l.erase("source_id"); }, "/source_id"},
      {"an identity number for a source", [](json& l) { l["source_id"] = "031.190.001.234"; }, "/source_id"},
      {"a phone number for a source", [](json& l) { l["source_id"] = "+84.912.345.678"; }, "/source_id"},
      {"a wrong type", [](json& l) { l["submitted_at"] = 5; }, "/submitted_at"},
      {"a day that is none", [](json& l) { l["submitted_at"] = "2020-02-30T08:10:00+07:00"; }, "/submitted_at"},
      {"no offset", [](json& l) { l["submitted_at"] = "2020-03-02T08:10:00"; }, "/submitted_at"},
      {"the future", [](json& l) { l["returned_at"] = "2027-01-01T08:10:00+07:00"; }, "/returned_at"},
      {"moments out of order", [](json& l) { l["resolved_at"] = "2020-03-01T08:10:00+07:00"; }, "/resolved_at"},
      {"a result without acceptance", [](json& l) { l.erase("accepted_at"); }, "/accepted_at"},
      {"a result without outcome", [](json& l) { l.erase("outcome"); }, "/outcome"},
      {"an outcome without result", [](json& l) { l.erase("resolved_at"), l.erase("returned_at"); }, "/resolved_at"},
      {"a withdrawal after the result", [](json& l) { l["withdrawn_at"] = "2020-03-06T08:10:00+07:00"; },
       "/withdrawn_at"},
      {"an unknown unit", [](json& l) { l["unit_code"] = "99999"; }, "/unit_code"},
      {"an unknown procedure", [](json& l) { l["procedure_code"] = "9.9"; }, "/procedure_code"},
      {"an unknown channel", [](json& l) { l["channel"] = "pigeon"; }, "/channel"},
      {"an applicant without a name", [](json& l) { l["applicant"].erase("name"); }, "/applicant/name"}};
  std::string body;
  for (std::size_t at = 0; at < bad.size(); ++at) {
    json one = resolved("bad-" + std::to_string(at));
    bad[at].spoil(one);
    body += one.dump() + "\n" + resolved("good-" + std::to_string(at)).dump() + "\r\n";
  }
  body += "{\"source_id\":\n\n";
  const Answer answer = send_text(body);
  EXPECT_EQ(answer.totals, totals(static_cast<int>(bad.size()), 0, 0, static_cast<int>(bad.size()) + 1));
  for (std::size_t at = 0; at < bad.size(); ++at) {
    const json& refusal = answer.refusals.at(at);
    EXPECT_EQ(refusal["line"], 2 * at + 1) << bad[at].name;
    std::vector<std::string> pointers;
    for (const json& error : refusal["problem"]["errors"]) pointers.push_back(error["pointer"]);
    EXPECT_NE(std::find(pointers.begin(), pointers.end(), bad[at].pointer), pointers.end())
        << bad[at].name << refusal.dump();
    if (bad[at].pointer != std::string{"/source_id"}) {
      EXPECT_EQ(refusal["source_id"], "bad-" + std::to_string(at)) << bad[at].name;
    }
  }
  EXPECT_EQ(office.count("dossiers"), static_cast<std::int64_t>(bad.size()));
}

TEST_P(Importing, EndsBetweenTwoBatchesWhenTheServiceStops) {
  std::stop_source closing;
  closing.request_stop();
  EXPECT_THROW(office.import.take_over(importer(), line("a-1").dump(), closing.get_token()), store::Unavailable);
  EXPECT_EQ(office.count("dossiers"), 0);
}

TEST_P(Importing, KeepsAGivenNumberWordForWordAndNeverTwice) {
  json first = line("a-1");
  first["number"] = "KA/2020/17";
  json second = line("a-2");
  second["number"] = "KA/2020/17";
  const Answer answer = send({first, second});
  EXPECT_EQ(answer.totals, totals(1, 0, 0, 1));
  EXPECT_EQ(answer.refusals[0]["problem"]["rule"], "number-taken");
  EXPECT_EQ(kept("a-1").dossier.number, "KA/2020/17");
  EXPECT_EQ(office.count("number_counters"), 0);
}

TEST_P(Importing, RefusesNumbersAndSourceIdsThatMayBeSomebodysData) {
  const auto refused = [&](const char* member, const std::string& value) {
    json one = line("a-1");
    one[member] = value;
    const Answer answer = send({one});
    return answer.totals == totals(0, 0, 0, 1) &&
           answer.refusals[0]["problem"]["errors"][0]["pointer"] == std::string{"/"} + member;
  };
  for (const char* number : {"031190001234", "0912-345-678", "KA 17", "an@motcua.vn", "Số17"})
    EXPECT_TRUE(refused("number", number)) << number;
  for (const char* source_id : {"an@motcua.vn", "Nguyễn-Thị-Bích", "a 1"})
    EXPECT_TRUE(refused("source_id", source_id)) << source_id;
  EXPECT_EQ(office.count("history"), 0);
}

TEST_P(Importing, IsForbiddenToOtherRolesAndRefusesOtherUnits) {
  EXPECT_EQ(office.import.take_over(office.caller({auth::Role::officer}, office.ward().id), "").status, 403);
  const http::Response response =
      office.import.take_over(office.caller({auth::Role::importer}, office.ward().id), line("a-1").dump());
  EXPECT_EQ(response.status, 200);
  EXPECT_NE(response.body.find("forbidden"), std::string::npos);
  EXPECT_EQ(office.count("dossiers"), 0);
}

TEST_P(Importing, GivesTheSameDossiersInAnyOrderOfLines) {
  std::vector<json> lines;
  std::mt19937 dice{307};  // NOLINT: the same order every time
  for (int i = 0; i < 120; ++i) {
    const std::string id = "s-" + std::to_string(i);
    json full = resolved(id);
    full["number"] = "N-" + std::to_string(i);
    json partial = full;
    for (const char* later : {"resolved_at", "outcome", "returned_at"}) partial.erase(later);
    json withdrawn = partial;
    withdrawn["withdrawn_at"] = "2020-03-03T10:00:00+07:00";
    lines.push_back(partial);
    lines.push_back(i % 3 == 0 ? withdrawn : full);
  }
  const auto states = [&](Importing& self, const std::vector<json>& sent) {
    EXPECT_EQ(self.send(sent).totals["refused"], 0);
    std::map<std::string, Dossier> all;
    for (int i = 0; i < 120; ++i) {
      Dossier one = self.kept("s-" + std::to_string(i)).dossier;
      one.id = {};
      one.applicant.person = {};
      all.emplace(one.number, one);
    }
    return all;
  };
  const auto in_order = states(*this, lines);
  std::shuffle(lines.begin(), lines.end(), dice);
  class Again : public Importing {
    void TestBody() override {}
  };
  Again again;
  EXPECT_EQ(states(again, lines), in_order);
}

TEST_P(Importing, OfTheSameLinesByRivalsHasOneEffect) {
  std::string body;
  for (int i = 0; i < 60; ++i) body += resolved("r-" + std::to_string(i)).dump() + "\n";
  std::array<Answer, 4> answers;
  {
    std::vector<std::jthread> rivals;
    rivals.reserve(answers.size());
    for (Answer& answer : answers) rivals.emplace_back([&] { answer = send_text(body); });
  }
  int imported = 0;
  int unchanged = 0;
  for (const Answer& answer : answers) {
    imported += answer.totals["imported"].get<int>();
    unchanged += answer.totals["unchanged"].get<int>();
  }
  EXPECT_EQ(imported, 60);
  EXPECT_EQ(unchanged, 180);
  EXPECT_EQ(office.count("history"), 300);
}

TEST_P(Importing, RefusesAProcedureThatTheUnitsLevelDoesNotReceive) {
  json one = line("a-1");
  const catalogue::Unit* ward = nullptr;
  for (const auto* child : office.source.current()->units.children(office.unit("307", examples::on("2020-03-02")).id,
                                                                   examples::on("2020-03-02")))
    ward = child;
  ASSERT_NE(ward, nullptr);
  one["unit_code"] = ward->code;
  EXPECT_EQ(send({one}).refusals.at(0)["problem"]["rule"], "procedure-not-at-this-level");
}

TEST_P(Importing, TakesThousandsOfLines) {
  std::string body;
  for (int i = 0; i < 4000; ++i) body += resolved("m-" + std::to_string(i)).dump() + "\n";
  const auto begun = std::chrono::steady_clock::now();
  EXPECT_EQ(send_text(body).totals, totals(4000, 0, 0, 0));
  const std::chrono::duration<double> took = std::chrono::steady_clock::now() - begun;
  RecordProperty("lines_per_second", std::to_string(static_cast<int>(4000 / took.count())));
  std::cout << "lines per second: " << static_cast<int>(4000 / took.count()) << '\n';
}

TEST_P(Importing, AnswersWhatIsNoLineAtAllInFewWords) {
  json nonsense = line("nonsense");
  nonsense["components"] = json::array();
  for (int at = 0; at < 100; ++at) nonsense["components"].push_back(json::object());
  const Answer answer = send({nonsense});
  EXPECT_EQ(answer.refusals.at(0)["problem"]["errors"].size(), 20U);
}

TEST_P(Importing, TakesFiftyThousandLinesAndNotOneMore) {
  const std::string ends(50'000, '\n');
  EXPECT_EQ(office.import.take_over(importer(), ends).status, 200);
  EXPECT_EQ(office.import.take_over(importer(), ends + "{").status, 413);
  EXPECT_EQ(office.import.take_over(importer(), ends + '\n').status, 413);
}

INSTANTIATE_TEST_SUITE_P(Databases, Importing, ::testing::ValuesIn(motcua::testing::database_kinds()),
                         [](const auto& one) { return one.param; });

}  // namespace
}  // namespace motcua::dossiers
