#include <gtest/gtest.h>

#include "catalogue/examples.hpp"

namespace motcua::catalogue {
namespace {

using examples::on;
using namespace std::chrono_literals;

const Switches first{};
const Switches second{.supplement_effect = SupplementEffect::pause,
                      .supplement_limit = 2,
                      .supplement_reply_limit = 20,
                      .financial_step = FinancialStep::count,
                      .reappointment_limit = 3,
                      .reception = {.cut_off = 16h + 30min, .saturday_until = 11h + 30min}};

class SwitchesOfADay : public testing::Test {
 protected:
  SwitchesOfADay() : catalogue{load(examples::SmallFolder{}.path()).value()} {}

  Switches of(const char* version, const char* day) const {
    return catalogue->procedures.switches_of(*catalogue->procedures.find("1.000948.H24", version), on(day));
  }

  std::shared_ptr<const Catalogue> catalogue;
};

TEST_F(SwitchesOfADay, AreTheDefaultsInForceThen) {
  EXPECT_EQ(of("a", "2020-01-01"), first);
  EXPECT_EQ(of("a", "2023-12-31"), first);
  EXPECT_EQ(of("a", "2024-01-01"), second);
  EXPECT_EQ(of("a", "2030-01-01"), second);
  EXPECT_EQ(catalogue->procedures.defaults_on(on("2023-12-31")).origin.source, "first");
  EXPECT_EQ(catalogue->procedures.defaults_on(on("2024-01-01")).origin.source, "second");
}

TEST_F(SwitchesOfADay, AreTheVersionsOwnWhereItNamesThem) {
  Switches own = second;
  own.supplement_effect = SupplementEffect::no_effect;
  own.supplement_reply_limit = std::nullopt;
  own.reception.cut_off = 15h;
  EXPECT_EQ(of("b", "2025-07-01"), own);
  EXPECT_EQ(catalogue->procedures.find("1.000948.H24", "b")->switches->origin.source, "own");
}

TEST_F(SwitchesOfADay, OfAVersionTakenOverFromEarlierDaysAreTheDefaultsOfThoseDays) {
  EXPECT_EQ(of("b", "2023-12-31").supplement_limit, 1);
  EXPECT_EQ(of("b", "2023-12-31").supplement_effect, SupplementEffect::no_effect);
}

TEST(Procedures, WithoutDefaultsOrWithTwoAtOnceAreNone) {
  EXPECT_THROW((Procedures{{}, {}}), std::invalid_argument);
  EXPECT_THROW((Procedures{{}, {DefaultSwitches{}, DefaultSwitches{}}}), std::invalid_argument);
}

TEST(TheWordsOfASwitch, AreReadAsTheyAreWritten) {
  for (const auto effect : {SupplementEffect::restart, SupplementEffect::pause, SupplementEffect::no_effect}) {
    EXPECT_EQ(supplement_effect_named(to_text(effect)), effect);
  }
  for (const auto step : {FinancialStep::pause, FinancialStep::count}) {
    EXPECT_EQ(financial_step_named(to_text(step)), step);
  }
  for (const auto kind : {PaperKind::original, PaperKind::copy, PaperKind::electronic}) {
    EXPECT_EQ(paper_kind_named(to_text(kind)), kind);
  }
  EXPECT_EQ(to_text(SupplementEffect::no_effect), "NO_EFFECT");
  EXPECT_FALSE(supplement_effect_named("restart"));
  EXPECT_FALSE(financial_step_named(""));
}

}  // namespace
}  // namespace motcua::catalogue
