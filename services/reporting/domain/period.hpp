#pragma once

#include <optional>
#include <vector>

#include "core/result.hpp"
#include "core/time.hpp"

namespace motcua::reporting {

/// The days a client asked about, all in Vietnam, each meant at its end.
struct AskedPeriod {
  core::Date from;
  core::Date to;
  std::optional<core::Date> as_of;
  std::optional<core::Date> known_at;
};

/// What is reported: facts of `from` to `as_of`, by what was known at the end of `known_at`.
struct Period {
  core::Date from;
  core::Date to;
  core::Date as_of;
  core::Date known_at;  ///< today when left out
  bool by_all_known;    ///< known_at was left out: nothing that is known is passed over
  bool operator==(const Period&) const = default;

  /// As of today, by all that is known: the state of affairs as it stands.
  bool ends_now() const { return by_all_known && as_of == known_at; }
  std::optional<core::Date> known() const { return by_all_known ? std::nullopt : std::optional{known_at}; }
};

enum class PeriodFault {
  from_after_to,
  too_long,
  as_of_in_future,
  as_of_before_from,
  as_of_after_to,
  known_at_in_future,
  // Of what is published alone.
  known_at_not_over,
  as_of_after_known_at
};

/// Longer than any record can be kept: wider questions are a mistake.
inline constexpr std::chrono::days longest_period{50 * 366};

/// Without `as_of`: the end of `to` or today, whichever is first. All faults at once.
core::Result<Period, std::vector<PeriodFault>> settle(const AskedPeriod& asked, core::Date today);

/// The same of a report that is published: by what was known at the end of a day that is over, so that no fact learnt
/// later is in it. Without `known_at`: yesterday; without `as_of`: the end of `to` or `known_at`, whichever is first.
core::Result<Period, std::vector<PeriodFault>> settle_for_publication(AskedPeriod asked, core::Date today);

}  // namespace motcua::reporting
