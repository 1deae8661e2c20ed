#include "reporting/domain/period.hpp"

#include <algorithm>
#include <chrono>

namespace motcua::reporting {

core::Result<Period, std::vector<PeriodFault>> settle(const AskedPeriod& asked, core::Date today) {
  std::vector<PeriodFault> faults;
  const core::Date as_of = asked.as_of.value_or(std::min(asked.to, today));
  if (asked.from > asked.to) {
    faults.push_back(PeriodFault::from_after_to);
  } else {
    if (asked.to - asked.from > longest_period) faults.push_back(PeriodFault::too_long);
    if (as_of > asked.to) faults.push_back(PeriodFault::as_of_after_to);
    if (as_of < asked.from) faults.push_back(PeriodFault::as_of_before_from);
  }
  if (as_of > today) faults.push_back(PeriodFault::as_of_in_future);
  if (asked.known_at && *asked.known_at > today) faults.push_back(PeriodFault::known_at_in_future);
  if (!faults.empty()) return faults;
  return Period{asked.from, asked.to, as_of, asked.known_at.value_or(today), !asked.known_at.has_value()};
}

core::Result<Period, std::vector<PeriodFault>> settle_for_publication(AskedPeriod asked, core::Date today) {
  const core::Date known_at = asked.known_at.value_or(today - std::chrono::days{1});
  const core::Date as_of = asked.as_of.value_or(std::min(asked.to, known_at));
  asked.known_at = known_at;
  asked.as_of = as_of;
  auto settled = settle(asked, today);
  std::vector<PeriodFault> faults = settled ? std::vector<PeriodFault>{} : settled.error();
  if (known_at == today) faults.push_back(PeriodFault::known_at_not_over);
  if (as_of > known_at) faults.push_back(PeriodFault::as_of_after_known_at);
  if (!faults.empty()) return faults;
  return settled;
}

}  // namespace motcua::reporting
