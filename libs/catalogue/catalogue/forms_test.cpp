#include "catalogue/forms.hpp"

#include <gtest/gtest.h>

#include <stdexcept>

#include "catalogue/examples.hpp"

namespace motcua::catalogue {
namespace {

using examples::on;
using examples::Spoiled;

TEST(TheSetOfForms, IsTheOneInForceOnTheDay) {
  const auto catalogue = load(examples::SmallFolder{}.path()).value();
  EXPECT_EQ(catalogue->forms.on(on("2020-01-01")).legal_basis, "Thông tư cũ");
  EXPECT_EQ(catalogue->forms.on(on("2025-09-14")).legal_basis, "Thông tư cũ");
  EXPECT_EQ(catalogue->forms.on(on("2025-09-15")).legal_basis, "Thông tư mới");
  EXPECT_EQ(catalogue->forms.on(on("2025-09-14")).find(Form::stop_notice), nullptr);
  EXPECT_EQ(catalogue->forms.on(on("2025-09-15")).find(Form::stop_notice)->number, "05");
}

FormSet beginning(std::optional<core::Date> day) {
  FormSet set;
  set.valid_from = day;
  return set;
}

TEST(TheSetsOfForms, NeedOneWithoutABeginningAndAscend) {
  const FormSet open = beginning(std::nullopt);
  EXPECT_THROW(Forms{{}}, std::invalid_argument);
  EXPECT_THROW((Forms{{beginning(on("2020-01-01"))}}), std::invalid_argument);
  EXPECT_THROW((Forms{{open, beginning(on("2020-01-02")), beginning(on("2020-01-01"))}}), std::invalid_argument);
  EXPECT_NO_THROW((Forms{{open, beginning(on("2020-01-01"))}}));
}

TEST(TheWordOfAForm, IsReadAsItIsWritten) {
  for (const auto form : {Form::receipt, Form::supplement_request, Form::refusal, Form::apology, Form::stop_notice,
                          Form::control_slip, Form::registry}) {
    EXPECT_EQ(form_named(to_text(form)), form);
  }
  EXPECT_FALSE(form_named("letter"));
}

TEST(TheRealFolder, HasTheFormsOf2018AndThoseOfTheCircularOf2025) {
  const Forms& forms = examples::real().forms;
  const auto number = [&](const char* day, Form form) {
    const FormTitle* title = forms.on(on(day)).find(form);
    return title == nullptr ? "" : title->number;
  };
  EXPECT_EQ(number("2025-09-14", Form::receipt), "01");
  EXPECT_EQ(number("2025-09-14", Form::stop_notice), "");
  EXPECT_EQ(number("2025-09-15", Form::stop_notice), "05");
  EXPECT_EQ(number("2025-09-14", Form::control_slip), "05");
  EXPECT_EQ(number("2025-09-15", Form::control_slip), "06");
  EXPECT_EQ(number("2025-09-15", Form::registry), "07");
  EXPECT_NE(forms.on(on("2025-09-15")).legal_basis.find("03/2025/TT-VPCP"), std::string::npos);
}

class AMistakeInForms : public testing::TestWithParam<Spoiled> {};

TEST_P(AMistakeInForms, IsTheOnlyOneTold) {
  EXPECT_EQ(examples::told_of(GetParam()), std::string{GetParam().mistake} + "\n");
}

INSTANTIATE_TEST_SUITE_P(
    Sets, AMistakeInForms,
    testing::Values(
        Spoiled{"NotJson", "forms.json", "{\"sets\"", "{sets", "forms.json:1: is not JSON"},
        Spoiled{"NoSets", "forms.json", "\"sets\"", "\"colour\"",
                "forms.json:1: unknown key colour\nforms.json:1: must hold a list sets with at least one"},
        Spoiled{"AnUnknownKey", "forms.json", "\"office\": \"Bộ phận\"", "\"office\": \"Bộ phận\", \"colour\": 1",
                "forms.json:1: set without valid_from: unknown key colour"},
        Spoiled{"NoLegalBasis", "forms.json", "Thông tư cũ", "",
                "forms.json:1: set without valid_from: legal_basis is missing"},
        Spoiled{"AFirstSetThatBegins", "forms.json", "\"valid_from\": null", "\"valid_from\": \"2018-01-01\"",
                "forms.json:1: set 2018-01-01: the first set must have no beginning: every day's papers have a form"},
        Spoiled{"TwoSetsAtOnce", "forms.json", "\"valid_from\": \"2025-09-15\"", "\"valid_from\": null",
                "forms.json:1: set without valid_from: valid_from must ascend, or two sets hold at once"},
        Spoiled{"NoDate", "forms.json", "\"2025-09-15\"", "\"autumn\"",
                "forms.json:1: valid_from is not a date YYYY-MM-DD: autumn"},
        Spoiled{"AnUnknownForm", "forms.json", "\"stop-notice\"", "\"letter\"",
                "forms.json:1: set 2025-09-15 letter: form must be receipt, supplement-request, refusal, apology, "
                "stop-notice, control-slip or register"},
        Spoiled{"AFormTwice", "forms.json", "\"stop-notice\"", "\"receipt\"",
                "forms.json:1: set 2025-09-15 receipt: is listed twice"},
        Spoiled{"ANumberTwice", "forms.json", "\"05\"", "\"01\"",
                "forms.json:1: set 2025-09-15 stop-notice: the number is another form's"},
        Spoiled{"ANumberOfOneDigit", "forms.json", "\"05\"", "\"5\"",
                "forms.json:1: set 2025-09-15 stop-notice: number must be two digits"},
        Spoiled{"NoTitle", "forms.json", "Thông báo dừng", "",
                "forms.json:1: set 2025-09-15 stop-notice: title is missing"},
        Spoiled{"NotKnownHow", "forms.json", "\"knowledge\": \"verified\"", "\"knowledge\": \"heard\"",
                "forms.json:1: set 2025-09-15: knowledge must be verified, memory or invented"}),
    examples::name_of);

}  // namespace
}  // namespace motcua::catalogue
