#pragma once

#include <cstdint>
#include <map>
#include <string>
#include <tuple>
#include <utility>

#include "reporting/domain/counters.hpp"
#include "reporting/domain/spans.hpp"
#include "store/database.hpp"
#include "verify/report.hpp"

namespace motcua::verify {

/// Everything that the spans of one subject say, and the trips of its facts, added up by day, to be held against its
/// counts by day and by month. Written apart from the code that fills those tables. Memory: days x units x procedures,
/// however many dossiers.
class Recount {
 public:
  explicit Recount(reporting::Subject subject) : subject_{subject} {}

  /// Unit, procedure, field, channel.
  using Kind = std::tuple<std::string, std::string, std::string, std::string>;
  /// By number of the kind and by the day or month it was learnt.
  using Changes = std::map<std::pair<int, std::int64_t>, reporting::Counters>;

  void add(const reporting::Span& span);
  /// The visit to the counter that the fact was, when it was one.
  void add_trip(const reporting::Fact& fact);
  /// Every row of both tables. The units above each one are those that were written down with its first record.
  void compare(store::Transaction& reporting, Report& report) const;

 private:
  void add(const reporting::About& about, const reporting::Delta& delta);
  int number_of(const Kind& kind);
  std::map<std::int64_t, Changes> by_month() const;

  reporting::Subject subject_;
  std::map<Kind, int> numbers_;
  std::map<int, Kind> kinds_;
  std::map<std::int64_t, Changes> days_;
};

}  // namespace motcua::verify
