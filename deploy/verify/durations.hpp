#pragma once

#include <cstdint>
#include <map>
#include <string>
#include <tuple>

#include "reporting/domain/spans.hpp"
#include "store/database.hpp"
#include "verify/report.hpp"

namespace motcua::verify {

/// How long the spans say that dossiers took, to be held against reporting's sums by day and by month. Written apart
/// from the code that fills those tables.
class Durations {
 public:
  void add(const reporting::Span& span);
  /// Every row of both tables. The units above each one are those that were written down with its first record.
  void compare(store::Transaction& reporting, Report& report) const;

 private:
  /// Day, unit, learnt, procedure, unit of the clock, amount.
  using Key = std::tuple<std::int64_t, std::string, std::int64_t, std::string, std::string, std::int64_t>;
  std::map<Key, std::int64_t> days_;
};

}  // namespace motcua::verify
