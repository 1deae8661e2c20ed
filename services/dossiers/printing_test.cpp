// Papers at the desk and on their databases: who gets them, and what is written down before they do.
#include "dossiers/printing.hpp"

#include <gtest/gtest.h>

#include "dossiers/office_examples.hpp"
#include "paper/examples.hpp"

namespace motcua::dossiers {
namespace {

using catalogue::Form;
using examples::Office;
using examples::on;
using nlohmann::json;

class PrintingForms : public ::testing::TestWithParam<std::string> {
 protected:
  http::Response print(const Caller& caller, const json& dossier, Form form) {
    return printing.form(caller, Office::id_of(dossier), form, "handling");
  }
  http::Response book(const Caller& caller, const std::string& unit, const char* from = "2026-11-01",
                      const char* to = "2026-11-30") {
    return printing.registry(caller, {unit, on(from), on(to)}, "handling");
  }
  std::string code_of(const http::Response& response) {
    return http::read_json(response.body)["type"].get<std::string>();
  }
  /// The fields of the last line of the access log.
  std::string last_fields() {
    return office.database->in_read([&](store::Transaction& tx) {
      return std::get<0>(*tx.first<std::string>("SELECT fields FROM access_log ORDER BY id DESC LIMIT 1"));
    });
  }

  Office office{GetParam()};
  paper::Press press{paper::examples::fonts()};
  Printing printing{*office.database,
                    office.source,
                    office.scopes,
                    [this] { return office.clock(); },
                    press,
                    {"https://motcua.vn/tra-cuu", 3}};
};

INSTANTIATE_TEST_SUITE_P(Databases, PrintingForms, ::testing::ValuesIn(motcua::testing::database_kinds()),
                         [](const auto& one) { return one.param; });

TEST_P(PrintingForms, AnswersAPdfThatNobodyKeeps) {
  const http::Response response = print(office.clerk(), office.registered(), Form::receipt);
  ASSERT_EQ(response.status, 200) << response.body;
  EXPECT_EQ(response.content_type, "application/pdf");
  EXPECT_TRUE(response.body.starts_with("%PDF-"));
  const std::vector<std::pair<std::string, std::string>> expected{
      {"Cache-Control", "no-store"}, {"Content-Disposition", "inline; filename=\"receipt.pdf\""}};
  EXPECT_EQ(response.headers, expected);
}

TEST_P(PrintingForms, GivesTheSameBytesForTheSameState) {
  const json dossier = office.registered();
  const std::string first = print(office.clerk(), dossier, Form::receipt).body;
  office.pass(std::chrono::hours{30});
  EXPECT_EQ(print(office.clerk(), dossier, Form::receipt).body, first);
  office.order(dossier, AssignOrder{office.ward().code, std::nullopt});
  EXPECT_EQ(print(office.clerk(), dossier, Form::receipt).body, first);  // the receipt is as of the acceptance
}

TEST_P(PrintingForms, WritesDownWhoWasShownWhatBeforeItIs) {
  const json dossier = office.registered();
  const std::int64_t before = office.count("access_log");
  ASSERT_EQ(print(office.clerk(), dossier, Form::receipt).status, 200);
  EXPECT_EQ(office.count("access_log"), before + 1);
  EXPECT_EQ(last_fields(), "applicant,notes,form:receipt");
}

TEST_P(PrintingForms, RefusesWhoSeesPeopleMaskedAndWritesNothingDown) {
  const json dossier = office.registered();
  const std::int64_t before = office.count("access_log");
  for (const auth::Role role : {auth::Role::auditor, auth::Role::importer})
    EXPECT_EQ(print(office.caller({role}, office.ward().id), dossier, Form::receipt).status, 403);
  EXPECT_EQ(print(office.city_reader(), dossier, Form::receipt).status, 403);
  EXPECT_EQ(print(office.caller({auth::Role::officer}, office.ward(1).id), dossier, Form::receipt).status, 404);
  EXPECT_EQ(printing.form(office.clerk(), DossierId{"none"}, Form::receipt, "handling").status, 404);
  EXPECT_EQ(office.count("access_log"), before);
}

TEST_P(PrintingForms, RefusesWhatNothingHasHappenedForAndWritesNothingDown) {
  const json dossier = office.registered();
  const std::int64_t before = office.count("access_log");
  const http::Response response = print(office.clerk(), dossier, Form::apology);
  EXPECT_EQ(response.status, 409);
  EXPECT_EQ(code_of(response), "https://motcua.vn/problems/form-without-ground");
  EXPECT_EQ(office.count("access_log"), before);
}

TEST_P(PrintingForms, StillPrintsWhenThePersonIsErased) {
  const json dossier = office.registered();
  const std::string whole = print(office.clerk(), dossier, Form::receipt).body;
  office.database->transaction([&](store::Transaction& tx) {
    tx.run("UPDATE persons SET name = NULL, identity_number = NULL, phone = NULL");
    tx.run("UPDATE notes SET text = NULL");
  });
  const http::Response erased = print(office.clerk(), dossier, Form::receipt);
  EXPECT_EQ(erased.status, 200);
  EXPECT_NE(erased.body, whole);
}

TEST_P(PrintingForms, OfManyComponentsAndLongNamesTakeMorePages) {
  Registration asked = office.registration();
  asked.components.clear();
  for (int paper = 0; paper < 100; ++paper)
    asked.components.push_back({"Bản sao có chứng thực " + std::string(100, 'm'), PaperKind::copy, 1});
  asked.applicant.person.name = std::string(200, 'M');
  const json dossier = http::read_json(office.desk.take_in(office.clerk(), office.once(), asked, std::nullopt).body);
  const http::Response response = print(office.clerk(), dossier, Form::receipt);
  ASSERT_EQ(response.status, 200);
  EXPECT_GE(paper::examples::count(response.body, "/Type /Page\n"), 4);
}

TEST_P(PrintingForms, OfAUnitIsARegisterWithALineOfTheAccessLogForEachDossier) {
  office.registered();
  office.registered();
  const std::int64_t before = office.count("access_log");
  const http::Response response = book(office.clerk(), office.ward().code);
  ASSERT_EQ(response.status, 200) << response.body;
  EXPECT_TRUE(response.body.starts_with("%PDF-"));
  EXPECT_EQ(office.count("access_log"), before + 2);
  EXPECT_EQ(last_fields(), "applicant,form:register");
  EXPECT_EQ(book(office.clerk(), office.ward().id.str()).body, response.body);
}

TEST_P(PrintingForms, HoldWhatWasReceivedOnTheFirstAndTheLastDay) {
  office.registered();  // 2026-11-23 09:00
  const std::string empty = book(office.clerk(), office.ward().code, "2026-11-24", "2026-11-24").body;
  EXPECT_EQ(book(office.clerk(), office.ward().code, "2026-11-22", "2026-11-22").status, 200);
  const std::string one = book(office.clerk(), office.ward().code, "2026-11-23", "2026-11-23").body;
  EXPECT_GT(one.size(), empty.size());
}

TEST_P(PrintingForms, RefuseARegisterThatIsTooLong) {
  for (int number = 0; number < 3; ++number) office.registered();
  EXPECT_EQ(book(office.clerk(), office.ward().code).status, 200);
  office.registered();
  const std::int64_t before = office.count("access_log");
  const http::Response response = book(office.clerk(), office.ward().code);
  EXPECT_EQ(response.status, 422);
  EXPECT_EQ(code_of(response), "https://motcua.vn/problems/register-too-long");
  EXPECT_EQ(office.count("access_log"), before);
}

// The dossier is its successor's: a token that outlived the ward sees it no longer, and its people are not shown.
TEST_P(PrintingForms, OfAnEndedUnitShowNobodyWhoseDossierIsElsewhere) {
  office.set_clock(examples::at("2025-06-30 09:00"));
  const core::UnitId ward = office.unit("11440", on("2025-06-30")).id;
  const auto people_of = [&](const core::UnitId& unit) {
    return office.caller({auth::Role::officer, auth::Role::leader}, unit);
  };
  Registration asked = office.registration();
  asked.unit_code = "11440";
  const http::Response taken = office.desk.take_in(people_of(ward), office.once(), asked, std::nullopt);
  ASSERT_EQ(taken.status, 201) << taken.body;
  office.set_clock(examples::at("2025-07-01 09:00"));
  const core::UnitId city = office.unit("31", on("2025-07-01")).id;
  const http::Response moved =
      office.desk.handle(people_of(city), office.once(), Office::id_of(http::read_json(taken.body)), std::nullopt,
                         TransferOrder{"11446", "1669/NQ-UBTVQH15"}, std::nullopt);
  ASSERT_EQ(moved.status, 200) << moved.body;

  const std::int64_t before = office.count("access_log");
  const auto registry = [&](const core::UnitId& whose) {
    return book(people_of(whose), ward.str(), "2025-06-30", "2025-06-30");
  };
  const std::string without = registry(ward).body;
  EXPECT_EQ(office.count("access_log"), before) << "nobody was shown";
  const std::string with = registry(city).body;
  EXPECT_EQ(office.count("access_log"), before + 1);
  EXPECT_NE(without, with);
}

TEST_P(PrintingForms, OfAUnitOutOfReachAreRefused) {
  EXPECT_EQ(book(office.clerk(), office.ward(1).code).status, 403);
  EXPECT_EQ(book(office.city_reader(), office.ward().code).status, 403);
  EXPECT_EQ(book(office.clerk(), "99999").status, 422);
}

TEST(ALookUpAddress, IsAnAddressAndNothingMore) {
  for (const char* good : {"https://motcua.vn/tra-cuu", "http://127.0.0.1:8080/"}) EXPECT_TRUE(is_lookup_address(good));
  for (const std::string bad : {"", "https://", "motcua.vn", "ftp://motcua.vn", "https://a b", "https://motcua.vn/?x=1",
                                "https://ai@motcua.vn", "https://motcua.vn/#x", "https://mộtcửa.vn"}) {
    EXPECT_FALSE(is_lookup_address(bad)) << bad;
  }
  EXPECT_FALSE(is_lookup_address("https://" + std::string(200, 'a')));
}

}  // namespace
}  // namespace motcua::dossiers
