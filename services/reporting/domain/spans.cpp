#include "reporting/domain/spans.hpp"

#include <algorithm>

namespace motcua::reporting {
namespace {

using Spans = std::vector<Span>;
using Followed = core::Result<Spans, Impossible>;

bool open(const std::optional<Span>& span) { return span && span->begun && !span->ended; }

Span ending(Span span, const Fact& fact, Ended as) {
  span.ended = Span::End{fact.day, fact.learnt, as};
  return span;
}

Ended ended_as(Timeliness timeliness) {
  switch (timeliness) {
    case Timeliness::early: return Ended::early;
    case Timeliness::on_time: return Ended::on_time;
    case Timeliness::overdue: return Ended::overdue;
  }
  return Ended::overdue;
}

// One function a kind of fact, in the order of a dossier's life.

Followed after(const std::optional<Span>& latest, const Fact& fact, const Registered& registered) {
  if (latest) return Impossible{"registered twice"};
  Span span;
  span.record = fact.record;
  span.number = registered.number;
  span.about = fact.about;
  return Spans{span};
}

Followed after(const std::optional<Span>& latest, const Fact& fact, const Accepted& accepted) {
  if (!latest) return Impossible{"accepted before it was registered"};
  if (latest->begun) return Impossible{"accepted twice"};
  Span span = *latest;
  span.about = fact.about;  // the version of the procedure that was in force at acceptance
  span.begun = Span::Beginning{fact.day, fact.learnt, Begun::accepted, accepted.due, false, fact.day};
  return Spans{span};
}

Followed after(const std::optional<Span>& latest, const Fact& fact, const StepBegun& begun) {
  if (latest) return Impossible{"a step that began twice"};
  if (begun.number.empty()) return Impossible{"a step of a dossier that is not known"};
  Span span;
  span.record = fact.record;
  span.number = begun.number;
  span.about = fact.about;
  span.begun = Span::Beginning{fact.day, fact.learnt, Begun::accepted, begun.due, false, fact.day};
  return Spans{span};
}

Followed after(const std::optional<Span>& latest, const Fact& fact, const DueMoved& moved) {
  if (!open(latest)) return Impossible{"a due date moved that was not running"};
  Span next = *latest;
  next.ordinal += 1;
  next.begun =
      Span::Beginning{fact.day, fact.learnt, Begun::due_moved, moved.due, moved.paused, latest->begun->accepted_on};
  return Spans{ending(*latest, fact, Ended::due_moved), next};
}

Followed after(const std::optional<Span>& latest, const Fact& fact, const Resolved& resolved) {
  if (!open(latest)) return Impossible{"resolved while it was not pending"};
  Span span = ending(*latest, fact, ended_as(resolved.timeliness));
  span.ended->supplements = resolved.supplements;
  span.ended->used = resolved.used;
  return Spans{span};
}

Followed after(const std::optional<Span>& latest, const Fact& fact, const Withdrawn& withdrawn) {
  if (!withdrawn.after_acceptance) return Spans{};
  if (!open(latest)) return Impossible{"withdrawn while it was not pending"};
  return Spans{ending(*latest, fact, Ended::withdrawn)};
}

Followed after(const std::optional<Span>&, const Fact&, const Corrected&) {
  return Impossible{"a correction without the spans that it corrects"};
}

Followed after(const std::optional<Span>&, const Fact&, const Uncounted&) { return Spans{}; }

Counters opening(const Span::Beginning& begun) {
  return {.accepted = begun.as == Begun::accepted ? 1 : 0, .paused = begun.paused ? 1 : 0};
}

Counters closing(const Span::End& end, bool paused) {
  Counters counters{.paused = paused ? -1 : 0};
  if (end.supplements) {
    (*end.supplements == 0 ? counters.without_supplements : counters.with_supplements) = 1;
    counters.supplements = *end.supplements;
  }
  switch (end.as) {
    case Ended::early: counters.early = 1; break;
    case Ended::on_time: counters.on_time = 1; break;
    case Ended::overdue: counters.overdue = 1; break;
    case Ended::withdrawn: counters.withdrawn = 1; break;
    case Ended::due_moved: break;
  }
  return counters;
}

Counters taken_back(Counters counters) {
  for (const Counter& counter : every_counter) counters.*counter.member = -(counters.*counter.member);
  return counters;
}

Counters visits(Trip trip, std::int64_t many) {
  switch (trip) {
    case Trip::submission: return {.submission_trips = many};
    case Trip::supplement: return {.supplement_trips = many};
    case Trip::payment: return {.payment_trips = many};
    case Trip::collection: return {.collection_trips = many};
  }
  return {};
}

}  // namespace

bool wants_number(const Fact& fact) {
  const auto* begun = std::get_if<StepBegun>(&fact.what);
  return begun != nullptr && begun->number.empty();
}

Fact numbered(Fact fact, const std::optional<Span>& dossier) {
  if (dossier && wants_number(fact)) std::get<StepBegun>(fact.what).number = dossier->number;
  return fact;
}

bool is_correction(const Fact& fact) { return std::holds_alternative<Corrected>(fact.what); }

core::Result<std::vector<Span>, Impossible> corrected(std::span<const Span> live, const Fact& fact) {
  if (live.empty()) return Impossible{"a correction of what is not known"};
  const Corrected& right = std::get<Corrected>(fact.what);
  Spans changed{live.begin(), live.end()};
  for (Span& span : changed) span.superseded = fact.learnt;
  if (right.annulled) return changed;

  Span next = live.back();
  next.about = fact.about;
  next.begun.reset();
  next.ended.reset();
  if (right.stretches.empty()) {
    next.ordinal += 1;
    changed.push_back(next);
    return changed;
  }
  for (std::size_t at = 0; at < right.stretches.size(); ++at) {
    const auto& [day, due, paused] = right.stretches[at];
    next.ordinal += 1;
    next.begun = Span::Beginning{day, fact.learnt, at == 0 ? Begun::accepted : Begun::due_moved,
                                 due, paused,      right.stretches.front().day};
    next.ended.reset();
    if (at + 1 < right.stretches.size()) {
      next.ended = Span::End{right.stretches[at + 1].day, fact.learnt, Ended::due_moved};
    } else if (right.end) {
      const auto& [ended_on, timeliness, supplements, used] = *right.end;
      next.ended =
          Span::End{ended_on, fact.learnt, timeliness ? ended_as(*timeliness) : Ended::withdrawn, supplements, used};
    }
    changed.push_back(next);
  }
  return changed;
}

core::Result<std::vector<Span>, Impossible> follow(const std::optional<Span>& latest, const Fact& fact) {
  return std::visit([&](const auto& what) { return after(latest, fact, what); }, fact.what);
}

std::vector<Delta> deltas(const std::optional<Span>& before, const Span& after) {
  std::vector<Delta> changes;
  if (!after.begun) return changes;
  const Span::Beginning& begun = *after.begun;
  const auto add = [&changes](core::Date day, core::Date learnt, const Counters& change) {
    if (change != Counters{}) changes.push_back({day, learnt, change});
  };
  const auto add_overdue = [&](core::Date day, core::Date learnt, std::int64_t by) {
    if (begun.due)
      add(std::max(day, begun.due->overdue_from), learnt,
          {.pending_overdue = by, .paused_overdue = begun.paused ? by : 0});
  };
  if (!before || !before->begun) {
    add(begun.day, begun.learnt, opening(begun));
    add_overdue(begun.day, begun.learnt, 1);
  }
  if (after.ended && (!before || !before->ended)) {
    add(after.ended->day, after.ended->learnt, closing(*after.ended, begun.paused));
    add_overdue(after.ended->day, after.ended->learnt, -1);
  }
  if (after.superseded && (!before || !before->superseded)) {
    add(begun.day, *after.superseded, taken_back(opening(begun)));
    add_overdue(begun.day, *after.superseded, -1);
    if (after.ended) {
      add(after.ended->day, *after.superseded, taken_back(closing(*after.ended, begun.paused)));
      add_overdue(after.ended->day, *after.superseded, 1);
    }
  }
  return changes;
}

std::vector<Duration> durations(const std::optional<Span>& before, const Span& after) {
  std::vector<Duration> told;
  if (!after.ended || !after.ended->used) return told;
  const auto& [day, learnt, as, supplements, used] = *after.ended;
  if (!before || !before->ended) told.push_back({day, learnt, *used});
  if (after.superseded && (!before || !before->superseded)) told.push_back({day, *after.superseded, *used, -1});
  return told;
}

std::vector<UnitDelta> trip_deltas(const Fact& fact) {
  std::vector<UnitDelta> all;
  if (fact.trip) all.push_back({fact.about.unit, {fact.day, fact.learnt, visits(*fact.trip, 1)}});
  const auto* right = std::get_if<Corrected>(&fact.what);
  if (right == nullptr) return all;
  for (const auto& [trip, day] : right->trips_before)
    all.push_back({right->unit_before, {day, fact.learnt, visits(trip, -1)}});
  for (const auto& [trip, day] : right->trips) all.push_back({fact.about.unit, {day, fact.learnt, visits(trip, 1)}});
  return all;
}

bool pending(const Span& span, core::Date day, std::optional<core::Date> known) {
  const auto happened = [&](core::Date on, core::Date learnt) { return on <= day && (!known || learnt <= *known); };
  if (span.superseded && (!known || *span.superseded <= *known)) return false;
  return span.begun && happened(span.begun->day, span.begun->learnt) &&
         !(span.ended && happened(span.ended->day, span.ended->learnt));
}

std::string_view name_of(Begun begun) { return begun == Begun::accepted ? "accepted" : "due_moved"; }

std::string_view name_of(Ended ended) {
  switch (ended) {
    case Ended::early: return "early";
    case Ended::on_time: return "on_time";
    case Ended::overdue: return "overdue";
    case Ended::withdrawn: return "withdrawn";
    case Ended::due_moved: return "due_moved";
  }
  return "";
}

std::optional<Begun> begun_named(std::string_view word) {
  for (const Begun begun : {Begun::accepted, Begun::due_moved}) {
    if (name_of(begun) == word) return begun;
  }
  return std::nullopt;
}

std::optional<Ended> ended_named(std::string_view word) {
  for (const Ended ended : {Ended::early, Ended::on_time, Ended::overdue, Ended::withdrawn, Ended::due_moved}) {
    if (name_of(ended) == word) return ended;
  }
  return std::nullopt;
}

}  // namespace motcua::reporting
