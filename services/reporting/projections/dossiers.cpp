#include "reporting/projections/dossiers.hpp"

#include <vector>

#include "dossiers/contracts/events.hpp"
#include "reporting/store/projection.hpp"

namespace motcua::reporting {
namespace {

namespace contracts = dossiers::contracts;
using What = decltype(Fact::what);

Timeliness timeliness_named(const std::string& word) {
  if (word == "early") return Timeliness::early;
  if (word == "on_time") return Timeliness::on_time;
  if (word == "overdue") return Timeliness::overdue;
  throw outbox::Unreadable{"timeliness is none of early, on_time, overdue"};
}

/// Before acceptance nobody counts a dossier, whatever it waits for.
What moved(const std::optional<contracts::Standing>& standing) {
  if (!standing) return Uncounted{};
  DueMoved moved{std::nullopt, standing->paused};
  if (standing->due_date) moved.due = DueDay{*standing->due_date, standing->overdue_from.value()};
  return moved;
}

/// The dossier's clock stands in a step that is not counted in its limit, and goes on in the next one that is. Any
/// other hand-over leaves the dossier as it stood.
What moved_by(const contracts::HandedOver& event) {
  return event.stopped || event.resumed ? moved(event.standing) : Uncounted{};
}

What runs_until(core::Date due, core::Date overdue_from) { return DueMoved{DueDay{due, overdue_from}, false}; }

What ended_as(const std::string& word) {
  if (word == "withdrawn") return Withdrawn{true};
  return Resolved{timeliness_named(word)};
}

std::optional<TimeUsed> used_in(const std::optional<contracts::Used>& used) {
  if (!used) return std::nullopt;
  if (used->mode == "DAY") return TimeUsed{Unit::working_days, used->amount};
  if (used->mode == "CALENDAR") return TimeUsed{Unit::days, used->amount};
  constexpr std::int64_t minutes = 60;
  return TimeUsed{Unit::working_hours, (used->amount + minutes - 1) / minutes};
}

std::vector<Corrected::Visit> visits_in(const std::vector<contracts::Visit>& trips) {
  std::vector<Corrected::Visit> visits;
  for (const contracts::Visit& trip : trips) {
    const auto reason = trip_named(trip.reason);
    if (!reason) throw outbox::Unreadable{"reason of a trip is none that is known"};
    visits.push_back({*reason, core::vietnam_date(trip.at)});
  }
  return visits;
}

std::optional<DueDay> due_in(const contracts::Standing& standing) {
  if (!standing.due_date) return std::nullopt;
  return DueDay{*standing.due_date, standing.overdue_from.value()};
}

What corrected(const core::UnitId& unit_before, const contracts::CorrectionBasis& basis,
               const contracts::Course& course) {
  Corrected right{
      .unit_before = unit_before, .trips_before = visits_in(basis.trips_before), .trips = visits_in(course.trips)};
  for (const contracts::Stretch& stretch : course.stretches)
    right.stretches.push_back({core::vietnam_date(stretch.since), due_in(stretch.standing), stretch.standing.paused});
  if (!course.ended) return right;
  const bool withdrawn = course.ended->as == "withdrawn";
  right.end = Corrected::End{core::vietnam_date(course.ended->at),
                             withdrawn ? std::nullopt : std::optional{timeliness_named(course.ended->as)},
                             course.ended->supplements, used_in(course.ended->used)};
  return right;
}

struct Meaning {
  What operator()(const contracts::Registered& event) const { return Registered{event.number}; }
  What operator()(const contracts::Accepted& event) const {
    // Hours run out during the due day, so at its end it is overdue already.
    return Accepted{event.mode == "HOUR" ? DueDay{event.due_date, event.due_date} : to_the_end_of(event.due_date)};
  }
  What operator()(const contracts::NotAccepted&) const { return Uncounted{}; }
  What operator()(const contracts::Assigned&) const { return Uncounted{}; }
  What operator()(const contracts::Resolved& event) const {
    return Resolved{timeliness_named(event.timeliness), event.supplements, used_in(event.used)};
  }
  What operator()(const contracts::Returned&) const { return Uncounted{}; }
  What operator()(const contracts::Withdrawn& event) const { return Withdrawn{event.after_acceptance}; }
  What operator()(const contracts::SupplementRequested& event) const { return moved(event.standing); }
  What operator()(const contracts::SupplementReceived& event) const { return moved(event.standing); }
  What operator()(const contracts::PaymentRequested& event) const { return moved(event.standing); }
  What operator()(const contracts::PaymentConfirmed& event) const { return moved(event.standing); }
  What operator()(const contracts::Stopped& event) const { return moved(event.standing); }
  What operator()(const contracts::Reopened& event) const { return moved(event.standing); }
  What operator()(const contracts::DeadlineRecounted& event) const { return moved(event.standing); }
  What operator()(const contracts::Apologised&) const { return Uncounted{}; }
  What operator()(const contracts::Transferred&) const { return Uncounted{}; }
  What operator()(const contracts::PaperAdded&) const { return Uncounted{}; }
  What operator()(const contracts::PaperWithdrawn&) const { return Uncounted{}; }
  What operator()(const contracts::PeopleErased&) const { return Uncounted{}; }
  What operator()(const contracts::AcceptanceCorrected& event) const {
    return corrected(event.about.receiving_unit, event.basis, event.course);
  }
  What operator()(const contracts::UnitCorrected& event) const {
    return corrected(event.unit_before, event.basis, event.course);
  }
  What operator()(const contracts::Annulled& event) const {
    Corrected annulment{.unit_before = event.about.receiving_unit, .trips_before = visits_in(event.basis.trips_before)};
    annulment.annulled = true;
    return annulment;
  }
  What operator()(const contracts::DueSoon&) const { return Uncounted{}; }
  What operator()(const contracts::Overdue&) const { return Uncounted{}; }

  What operator()(const contracts::HandedOver& event) const { return moved_by(event); }
  What operator()(const contracts::HandoverReceived&) const { return Uncounted{}; }
  What operator()(const contracts::StepBegun& event) const {
    return StepBegun{"", {event.clock.due_date, event.overdue_from}};
  }
  What operator()(const contracts::StepPaused&) const { return DueMoved{std::nullopt, true}; }
  What operator()(const contracts::StepResumed& event) const {
    return runs_until(event.clock.due_date, event.overdue_from);
  }
  What operator()(const contracts::StepRecounted& event) const {
    return runs_until(event.clock.due_date, event.overdue_from);
  }
  What operator()(const contracts::StepEnded& event) const { return ended_as(event.ended_as); }
};

/// Nothing when the event tells of the dossier itself.
std::optional<int> step_of(const contracts::Event& event) {
  const auto number = [](const auto& one) -> std::optional<int> {
    if constexpr (requires { one.step; }) {
      return one.step;
    } else {
      return std::nullopt;
    }
  };
  return std::visit(number, event);
}

std::optional<Trip> trip_of(const contracts::Event& event) {
  const auto word = contracts::trip_in(event);
  return word ? trip_named(*word) : std::nullopt;
}

About about_of(const contracts::About& about) {
  const auto channel = channel_named(about.channel);
  if (!channel) throw outbox::Unreadable{"channel is none of direct, online, postal"};
  return {about.receiving_unit, about.procedure.code, about.procedure.version, about.procedure.field, *channel};
}

/// The receiving unit and the procedure's field are not the step's; its owner is told when it begins.
About about_step(About about, const contracts::Event& event) {
  const auto* begun = std::get_if<contracts::StepBegun>(&event);
  about.unit = begun == nullptr ? core::UnitId{} : begun->unit;
  about.field = begun == nullptr ? "" : begun->agency;
  return about;
}

}  // namespace

Fact fact_of(const outbox::Event& event) {
  const auto read = contracts::parse(event.type, event.data);
  if (!read) throw outbox::Unreadable{read.error()};
  Fact fact{RecordId{event.record_id}, about_of(contracts::about(*read)), core::vietnam_date(event.occurred_at),
            core::vietnam_date(event.recorded_at), std::visit(Meaning{}, *read)};
  fact.trip = trip_of(*read);
  if (const auto step = step_of(*read)) {
    fact.subject = Subject::steps;
    fact.record = id_of({fact.record, *step});
    fact.about = about_step(std::move(fact.about), *read);
  }
  return fact;
}

void apply_dossiers(store::Transaction& tx, std::span<const outbox::Event> events, const catalogue::Units& units) {
  std::vector<Fact> facts;
  facts.reserve(events.size());
  for (const outbox::Event& event : events) facts.push_back(fact_of(event));
  const auto ancestors = [&units](const core::UnitId& unit) {
    return units.find(unit) == nullptr ? std::vector<core::UnitId>{} : units.with_ancestors(unit);
  };
  apply(tx, facts, ancestors);
}

}  // namespace motcua::reporting
