#include "dossiers/published_corrections.hpp"

#include <utility>

#include "dossiers/published_parts.hpp"

namespace motcua::dossiers::published {
namespace {

std::vector<contracts::Visit> visits_of(const std::vector<Visit>& visits) {
  std::vector<contracts::Visit> all;
  all.reserve(visits.size());
  for (const Visit& one : visits) all.push_back({one.reason, one.at});
  return all;
}
std::vector<Visit> visits_of(const std::vector<contracts::Visit>& in) {
  std::vector<Visit> all;
  all.reserve(in.size());
  for (const contracts::Visit& one : in) all.push_back({one.reason, one.at});
  return all;
}

contracts::Stretch stretch_of(const Stretch& stretch, calendar::Mode mode) {
  contracts::Stretch out{.since = stretch.since,
                         .standing = {stretch.paused, std::nullopt, std::nullopt},
                         .due_at = std::nullopt,
                         .stopped = clock_of(stretch.stopped),
                         .resumed = clock_of(stretch.resumed)};
  if (!stretch.due) return out;
  out.standing.due_date = stretch.due->date;
  out.standing.overdue_from = overdue_from(stretch.due->date, mode);
  out.due_at = stretch.due->at;
  return out;
}
Stretch stretch_of(const contracts::Stretch& in) {
  Stretch stretch{in.since, in.standing.paused, std::nullopt, clock_of(in.stopped), clock_of(in.resumed)};
  if (in.due_at) stretch.due = Stretch::DueBy{in.standing.due_date.value(), *in.due_at};
  return stretch;
}

contracts::Course course_of(const Course& course, calendar::Mode mode) {
  contracts::Course out{.stretches = {}, .ended = std::nullopt, .trips = visits_of(course.visits)};
  for (const Stretch& stretch : course.stretches) out.stretches.push_back(stretch_of(stretch, mode));
  if (!course.end) return out;
  const auto& used = course.end->used;
  out.ended = contracts::Ended{
      .at = course.end->at,
      .as = course.end->timeliness ? name_of(*course.end->timeliness) : "withdrawn",
      .supplements = course.end->supplements,
      .used = used ? std::optional{contracts::Used{calendar::name_of(used->mode), used->amount}} : std::nullopt};
  return out;
}
Course course_of(const contracts::Course& in) {
  Course course{.stretches = {}, .end = std::nullopt, .visits = visits_of(in.trips)};
  for (const contracts::Stretch& stretch : in.stretches) course.stretches.push_back(stretch_of(stretch));
  if (!in.ended) return course;
  course.end = Course::End{in.ended->at, timeliness_from(in.ended->as), in.ended->supplements, std::nullopt};
  if (in.ended->used)
    course.end->used = calendar::Allowance{calendar::mode_named(in.ended->used->mode).value(), in.ended->used->amount};
  return course;
}

contracts::CorrectionBasis basis_of(const CorrectionBasis& basis) {
  return {basis.supersedes, kept(basis.reasons), basis.role, visits_of(basis.visits_before)};
}
CorrectionBasis basis_of(const contracts::CorrectionBasis& in) {
  return {in.supersedes, note_of(in.reasons), in.role, visits_of(in.trips_before)};
}

}  // namespace

contracts::AcceptanceCorrected contract_of(const AcceptanceCorrected& event, const Happening& happening,
                                           const Dossier& after) {
  const calendar::Mode mode = event.limit.mode;
  contracts::AcceptanceCorrected out{.about = about(after),
                                     .basis = basis_of(event.basis),
                                     .accepted_before = event.accepted_before,
                                     .accepted_at = event.accepted_at,
                                     .with_submission = event.with_submission,
                                     .limit = static_cast<int>(event.limit.amount / unit_of(mode)),
                                     .mode = calendar::name_of(mode),
                                     .supplement_effect = std::nullopt,
                                     .due_before = event.due_before,
                                     .timeliness_before = std::nullopt,
                                     .last_moment = event.last_moment,
                                     .course = course_of(event.course, mode),
                                     .moment_reason = kept(happening.moment_reason)};
  if (event.awaited) out.supplement_effect = name_of(*event.awaited);
  if (event.timeliness_before) out.timeliness_before = name_of(*event.timeliness_before);
  return out;
}

contracts::UnitCorrected contract_of(const UnitCorrected& event, const Happening& happening, const Dossier& after) {
  // Without a clock there is no stretch that a mode would matter to.
  const calendar::Mode mode = after.clock ? after.clock->limit.mode : calendar::Mode::day;
  return {.about = about(after),
          .basis = basis_of(event.basis),
          .unit_before = event.before,
          .unit = event.unit,
          .course = course_of(event.course, mode),
          .moment_reason = kept(happening.moment_reason)};
}

contracts::Annulled contract_of(const DossierAnnulled& event, const Happening& happening, const Dossier& after) {
  return {.about = about(after),
          .basis = basis_of(event.basis),
          .doubles = event.doubles,
          .doubles_id = event.other.str(),
          .moment_reason = kept(happening.moment_reason)};
}

Event event_of(const contracts::AcceptanceCorrected& in, const DossierId&) {
  const auto mode = calendar::mode_named(in.mode).value();
  return AcceptanceCorrected{
      .basis = basis_of(in.basis),
      .accepted_before = in.accepted_before,
      .accepted_at = in.accepted_at,
      .with_submission = in.with_submission,
      .procedure = procedure_of(in.about),
      .limit = {mode, in.limit * unit_of(mode)},
      .awaited = in.supplement_effect ? supplement_effect_from(*in.supplement_effect) : std::nullopt,
      .due_before = in.due_before,
      .timeliness_before = in.timeliness_before ? timeliness_from(*in.timeliness_before) : std::nullopt,
      .last_moment = in.last_moment,
      .course = course_of(in.course)};
}

Event event_of(const contracts::UnitCorrected& in, const DossierId&) {
  return UnitCorrected{
      .basis = basis_of(in.basis), .before = in.unit_before, .unit = in.unit, .course = course_of(in.course)};
}

Event event_of(const contracts::Annulled& in, const DossierId&) {
  return DossierAnnulled{.basis = basis_of(in.basis), .other = DossierId{in.doubles_id}, .doubles = in.doubles};
}

}  // namespace motcua::dossiers::published
