#pragma once

#include <stdexcept>
#include <string>

#include "dossiers/domain/decide.hpp"
#include "dossiers/domain/evolve.hpp"

/// Plain values for tests: a dossier in any status, a week's calendar, a moment. No fixture.
namespace motcua::dossiers::examples {

/// `2021-02-26 16:59` in Vietnam.
inline core::Instant at(const std::string& text) {
  const auto moment = core::parse_instant(text.substr(0, 10) + "T" + text.substr(11) + ":00+07:00");
  if (!moment) throw std::invalid_argument{text};
  return *moment;
}

inline core::Date on(const std::string& text) {
  const auto date = core::parse_date(text);
  if (!date) throw std::invalid_argument{text};
  return *date;
}

/// Monday to Friday, no holidays: 2021-01-01 to 2021-12-31.
inline const calendar::Calendar& plain_calendar() {
  using std::chrono::hours;
  static const core::Date first = on("2021-01-01");
  static const calendar::Calendar calendar{"plain",
                                           first,
                                           on("2021-12-31"),
                                           {},
                                           {{first, {std::chrono::Saturday, std::chrono::Sunday}}},
                                           {{first, {{hours{8}, hours{12}}, {hours{13}, hours{17}}}}}};
  return calendar;
}

inline ProcedureRules rules(int limit = 5) {
  return {.procedure = {"1.000894.H24", "2020-1", "civil_status"},
          .limit = {calendar::Mode::day, limit},
          .reception = {},
          .supplement_effect = SupplementEffect::pause,
          .supplement_limit = 1,
          .supplement_reply_limit = std::nullopt,
          .financial_step = FinancialStep::pause,
          .reappointment_limit = 1};
}

/// Monday, 2021-03-01.
inline core::Instant monday() { return at("2021-03-01 09:00"); }

inline Facts facts(core::Instant now, Told told = Told::live) {
  return {.now = now,
          .stated = std::nullopt,
          .told = told,
          .by_leader = false,
          .rules = rules(),
          .calendar = plain_calendar()};
}

inline Facts stating(core::Instant moment, core::Instant now, Told told = Told::live) {
  Facts all = facts(now, told);
  all.stated = Declared{moment, Note{NoteRef{"n-1"}, "d"}};
  return all;
}

inline RegisterDossier a_registration(Channel channel = Channel::online) {
  return {.id = DossierId{"d-1"},
          .number = "H24.07-210301-0001",
          .receiving_unit = core::UnitId{"u1"},
          .channel = channel,
          .applicant = {ApplicantKind::citizen, {PersonRef{"p-1"}, "digest"}, std::nullopt},
          .components = {{PaperKind::original, 1}},
          .source = std::nullopt};
}

inline Note a_note() { return {NoteRef{"n-9"}, "digest"}; }
inline AssignDossier an_assignment() { return {core::UnitId{"u2"}, OfficerId{"staff-7"}, false}; }

/// The dossier after one more command, which the rules must allow.
inline Dossier after(const Dossier& dossier, const Command& command, const Facts& given) {
  const Decision decision = decide(dossier, command, given);
  if (!decision) throw std::logic_error{text_of(decision.error().rule).code};
  Dossier state = dossier;
  for (const Happening& happening : *decision) state = evolve(std::move(state), happening);
  return state;
}

/// `u1`, which receives the examples, has ended; `u7` continues it as a whole.
inline TransferDossier a_planned_transfer() {
  return {"1669/NQ-UBTVQH15", std::nullopt, {{core::UnitId{"u1"}, {core::UnitId{"u7"}}, true}}};
}

inline RequestSupplement a_request() { return {a_note(), std::nullopt}; }
inline RequestPayment a_bill(Vnd amount = 1'500'000) { return {amount, a_note()}; }

/// A dossier that reached that status within an hour of `monday()`, by commands.
inline Dossier a_dossier(Status status) {
  Dossier dossier = after({}, a_registration(), facts(monday()));
  const auto later = [](int minutes) { return facts(monday() + std::chrono::minutes{minutes}); };
  if (status == Status::registered) return dossier;
  if (status == Status::not_accepted) return after(dossier, RefuseDossier{a_note()}, later(1));
  dossier = after(dossier, AcceptDossier{}, later(1));
  if (status == Status::accepted) return dossier;
  if (status == Status::withdrawn) return after(dossier, WithdrawDossier{}, later(2));
  dossier = after(dossier, an_assignment(), later(2));
  if (status == Status::processing) return dossier;
  if (status == Status::resolved || status == Status::returned) {
    dossier = after(dossier, ResolveDossier{Outcome::granted, std::nullopt}, later(3));
    return status == Status::resolved ? dossier : after(dossier, ReturnResult{}, later(4));
  }
  if (status == Status::supplement_requested) return after(dossier, a_request(), later(3));
  if (status == Status::payment_requested) return after(dossier, a_bill(), later(3));
  return after(dossier, StopDossier{a_note()}, later(3));
}

}  // namespace motcua::dossiers::examples
