// Papers as files: when a dossier takes them, and that nothing else of it depends on them.
#include <gtest/gtest.h>

#include "dossiers/domain/examples.hpp"

namespace motcua::dossiers {
namespace {

using namespace examples;  // NOLINT: plain values, this file only

AddPaper a_paper() {
  return {.id = PaperId{"f-1"},
          .component = std::nullopt,
          .components = 1,
          .kind = PaperKind::copy,
          .type = "application/pdf",
          .size = 7,
          .digest = "d",
          .kept = 0,
          .most = 2};
}

std::string refused_by(const Dossier& dossier, const Command& command) {
  const Decision decision = decide(dossier, command, facts(monday() + std::chrono::hours{1}));
  return decision ? "" : text_of(decision.error().rule).code;
}

TEST(ADossier, TakesPapersUntilItIsOutOfHand) {
  for (const Status status : every_status) {
    const bool out = status == Status::not_accepted || status == Status::withdrawn || status == Status::returned;
    EXPECT_EQ(refused_by(a_dossier(status), a_paper()), out ? "paper-needs-dossier-in-hand" : "") << name_of(status);
  }
  EXPECT_EQ(refused_by({}, a_paper()), "paper-needs-dossier-in-hand");
  EXPECT_EQ(refused_by({}, WithdrawPaper{PaperId{"f-1"}, false, a_note()}), "paper-needs-dossier-in-hand");
}

TEST(ADossier, TakesNoMorePapersThanAllowedAndForNoComponentThatNobodyNamed) {
  AddPaper paper = a_paper();
  paper.kept = 1;
  paper.component = 1;
  EXPECT_EQ(refused_by(a_dossier(Status::accepted), paper), "");
  paper.kept = 2;
  EXPECT_EQ(refused_by(a_dossier(Status::accepted), paper), "paper-limit-reached");
  paper.component = 2;
  EXPECT_EQ(refused_by(a_dossier(Status::accepted), paper), "paper-component-unknown");
}

TEST(AWrongPaper, IsWithdrawnOnceWithReasonsWhateverBecameOfTheDossier) {
  for (const Status status : every_status)
    EXPECT_EQ(refused_by(a_dossier(status), WithdrawPaper{PaperId{"f-1"}, false, a_note()}), "") << name_of(status);
  EXPECT_EQ(refused_by(a_dossier(Status::returned), WithdrawPaper{PaperId{"f-1"}, true, a_note()}),
            "paper-withdrawn-once");
  EXPECT_EQ(refused_by(a_dossier(Status::returned), WithdrawPaper{PaperId{"f-1"}, false, std::nullopt}),
            "paper-withdrawal-needs-reasons");
}

TEST(APaper, ChangesNothingOfItsDossierButItsVersion) {
  const Dossier before = a_dossier(Status::processing);
  Dossier with = after(before, a_paper(), facts(monday() + std::chrono::hours{30}));
  EXPECT_EQ(with.version, before.version + 1);
  with.version = before.version;
  with.last_recorded = before.last_recorded;
  EXPECT_EQ(with, before) << "a district may still state what happened before the scan";
}

}  // namespace
}  // namespace motcua::dossiers
