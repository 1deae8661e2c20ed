#pragma once

#include <optional>
#include <string>
#include <unordered_map>
#include <vector>

#include "reporting/domain/cells.hpp"
#include "reporting/domain/period.hpp"
#include "reporting/domain/spans.hpp"
#include "store/database.hpp"

namespace motcua::reporting {

/// The latest span of each record that has one.
std::unordered_map<RecordId, Span> latest_spans(store::Transaction& tx, Subject subject,
                                                const std::vector<RecordId>& records);
/// All spans of each record that are not superseded, in order.
std::unordered_map<RecordId, std::vector<Span>> live_spans(store::Transaction& tx, Subject subject,
                                                           const std::vector<RecordId>& records);
/// Writes each span over what was there.
void save_spans(store::Transaction& tx, Subject subject, const std::vector<Span>& spans);

/// A span that is not as it should be.
struct SpanDeviation {
  RecordId record;
  int ordinal;
  bool missing;                      ///< there is none
  bool unexpected;                   ///< there should be none
  std::vector<std::string> columns;  ///< that hold something else
};
/// Which spans of these records are not as they should be: `expected` are all that there should be.
std::vector<SpanDeviation> deviations(store::Transaction& tx, Subject subject, const std::vector<RecordId>& records,
                                      const std::vector<Span>& expected);

/// Where a page of a cell's spans goes on: after this one, newest day first.
struct SpanPosition {
  core::Date day;
  RecordId record;
  int ordinal;
};

/// The day that a cell's spans are listed by: of the beginning, or of the end for resolved and withdrawn ones.
core::Date listed_by(const Span& span, Cell cell);

/// Spans of one unit that a cell counts, newest first, at most `at_most`.
std::vector<Span> spans_behind(store::Transaction& tx, Subject subject, const core::UnitId& unit, Cell cell,
                               const Period& period, const std::optional<Narrowing>& narrowing,
                               const std::optional<SpanPosition>& after, std::size_t at_most);

}  // namespace motcua::reporting
