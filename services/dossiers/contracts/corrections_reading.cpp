#include "dossiers/contracts/corrections_reading.hpp"

#include <simdjson.h>

namespace motcua::dossiers::contracts::members {
namespace {

std::vector<Visit> trips_in(const Object& data, const char* name) {
  std::vector<Visit> trips;
  for (const Element element : list_in(data, name)) {
    const Object one = entry(element, name);
    trips.push_back(
        {word_in(one, "reason", {"submission", "supplement", "payment", "collection"}), moment_in(one, "at")});
  }
  return trips;
}

Stretch stretch_in(const Object& data) {
  Stretch stretch{.since = moment_in(data, "since"),
                  .standing = standing_in(data),
                  .due_at = std::nullopt,
                  .stopped = stop_in(data, "stopped"),
                  .resumed = maybe_resumption_in(data, "resumed")};
  if (stretch.standing.due_date) stretch.due_at = moment_in(data, "due_at");
  return stretch;
}

Ended ended_in(const Object& data) {
  return {.at = moment_in(data, "at"),
          .as = word_in(data, "as", {"early", "on_time", "overdue", "withdrawn"}),
          .supplements = has(data, "supplements") ? std::optional{number_in(data, "supplements")} : std::nullopt,
          .used = has(data, "used") ? std::optional{used_in(object_in(data, "used"))} : std::nullopt};
}

Course course_in(const Object& data) {
  const Object block = object_in(data, "course");
  Course course;
  for (const Element element : list_in(block, "stretches"))
    course.stretches.push_back(stretch_in(entry(element, "stretches")));
  if (has(block, "ended")) course.ended = ended_in(object_in(block, "ended"));
  if (course.ended && course.stretches.empty()) throw Unreadable{"a course that ended and never began"};
  course.trips = trips_in(block, "trips");
  return course;
}

CorrectionBasis basis_in(const Object& data) {
  return {.supersedes = amount_in(data, "supersedes"),
          .reasons = kept_in(data, "reason_ref", "reason_digest"),
          .role = text_in(data, "role"),
          .trips_before = trips_in(data, "trips_before")};
}

}  // namespace

AcceptanceCorrected acceptance_corrected_in(const Object& data) {
  AcceptanceCorrected event{.about = about_in(data),
                            .basis = basis_in(data),
                            .accepted_before = moment_in(data, "accepted_before"),
                            .accepted_at = moment_in(data, "accepted_at"),
                            .with_submission = flag_in(data, "with_submission"),
                            .limit = number_in(data, "limit"),
                            .mode = mode_in(data),
                            .supplement_effect = std::nullopt,
                            .due_before = std::nullopt,
                            .timeliness_before = std::nullopt,
                            .last_moment = moment_in(data, "last_moment"),
                            .course = course_in(data),
                            .moment_reason = moment_reason_in(data)};
  if (has(data, "supplement_effect"))
    event.supplement_effect = word_in(data, "supplement_effect", {"RESTART", "PAUSE", "NO_EFFECT"});
  if (has(data, "due_before")) event.due_before = moment_in(data, "due_before");
  if (has(data, "timeliness_before"))
    event.timeliness_before = word_in(data, "timeliness_before", {"early", "on_time", "overdue"});
  if (event.course.stretches.empty() || !event.course.stretches.front().resumed)
    throw Unreadable{"an acceptance that begins no stretch"};
  return event;
}

UnitCorrected unit_corrected_in(const Object& data) {
  return {.about = about_in(data),
          .basis = basis_in(data),
          .unit_before = core::UnitId{text_in(data, "unit_before_id")},
          .unit = core::UnitId{text_in(data, "unit_id")},
          .course = course_in(data),
          .moment_reason = moment_reason_in(data)};
}

Annulled annulled_in(const Object& data) {
  return {.about = about_in(data),
          .basis = basis_in(data),
          .doubles = text_in(data, "doubles"),
          .doubles_id = text_in(data, "doubles_id"),
          .moment_reason = moment_reason_in(data)};
}

}  // namespace motcua::dossiers::contracts::members
