#pragma once

#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "core/result.hpp"
#include "core/time.hpp"
#include "reporting/domain/counters.hpp"
#include "reporting/domain/facts.hpp"

namespace motcua::reporting {

enum class Begun { accepted, due_moved };
enum class Ended { early, on_time, overdue, withdrawn, due_moved };

/// Stored in spans: append only.
std::string_view name_of(Begun begun);
std::string_view name_of(Ended ended);
std::optional<Begun> begun_named(std::string_view word);
std::optional<Ended> ended_named(std::string_view word);

/// A stretch of a dossier's life under one due date, or under none while its clock stands still. A dossier has one, and
/// one more for each time its due date moves or it is paused or goes on; from its registration to its acceptance the
/// first one has not begun. The rows behind every cell, and what the counts are made from. A step has them as well.
struct Span {
  struct Beginning {
    core::Date day;
    core::Date learnt;
    Begun as;
    std::optional<DueDay> due;  ///< without one it never becomes overdue
    bool paused;                ///< all the while
    core::Date accepted_on;     ///< of the record; the same in all its spans
    bool operator==(const Beginning&) const = default;
  };
  struct End {
    core::Date day;
    core::Date learnt;
    Ended as;
    std::optional<int> supplements{};  ///< of a resolved dossier: how often papers were asked for, when that is told
    std::optional<TimeUsed> used{};    ///< of a resolved dossier, when that is told
    bool operator==(const End&) const = default;
  };

  RecordId record;
  int ordinal = 1;
  std::string number;
  About about;
  std::optional<Beginning> begun;
  std::optional<End> ended;
  std::optional<core::Date>
      superseded{};  ///< day on which we learnt that it was not so: known before, not from then on
  bool operator==(const Span&) const = default;
};

/// The fact cannot follow what is known of the record. For logs; holds no data of it.
struct Impossible {
  std::string why;
};

/// The fact begins a step, whose number only its dossier knows.
bool wants_number(const Fact& fact);
/// The same fact with the number of the step's dossier, where one is known.
Fact numbered(Fact fact, const std::optional<Span>& dossier);

/// The spans that a fact changes or adds, in order, given the record's latest one; none when no span tells of it.
core::Result<std::vector<Span>, Impossible> follow(const std::optional<Span>& latest, const Fact& fact);

/// The fact corrects what was told of a dossier.
bool is_correction(const Fact& fact);
/// The spans that a correction changes and adds, in order. `live`: all of the record's that are not superseded, in
/// order. They are superseded, and the corrected course is learnt anew.
core::Result<std::vector<Span>, Impossible> corrected(std::span<const Span> live, const Fact& fact);

/// A change of the counts: it concerns reports as of `day` or later, known at `learnt` or later.
struct Delta {
  core::Date day;
  core::Date learnt;
  Counters change;
};

/// What a span's change from `before` (nothing: it is new) to `after` does to the counts. Rule: with s the first day at
/// whose end the due date counts as overdue, overdue +1 at max(begun, s); when the span ends on day E, −1 at max(E, s),
/// learnt when the end was; neither without a due date. Paused +1 when it begins and −1 when it ends. When it is
/// superseded, all of these are taken back, each on its own day, learnt when that was learnt.
std::vector<Delta> deltas(const std::optional<Span>& before, const Span& after);

/// A resolution that took so long: it concerns reports as of `day` or later, known at `learnt` or later.
struct Duration {
  core::Date day;
  core::Date learnt;
  TimeUsed used;
  std::int64_t resolved = 1;  ///< −1: it is taken back
};

/// What a span's change from `before` (nothing: it is new) to `after` tells of how long it took.
std::vector<Duration> durations(const std::optional<Span>& before, const Span& after);

/// A change of one unit's counts.
struct UnitDelta {
  core::UnitId unit;
  Delta delta;
};
/// What a fact counts whatever the spans of its record: the visit to the counter that it was; of a correction the
/// visits that it takes back and those that it tells.
std::vector<UnitDelta> trip_deltas(const Fact& fact);

/// The span was pending at the end of `day` by what was known at the end of `known` (nothing: all that is known).
bool pending(const Span& span, core::Date day, std::optional<core::Date> known);

}  // namespace motcua::reporting
