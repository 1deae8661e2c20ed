#include "reporting/listing.hpp"

#include <algorithm>
#include <limits>

#include "core/text.hpp"
#include "reporting/figures.hpp"
#include "reporting/store/projection.hpp"

namespace motcua::reporting {
namespace {

/// Where a list goes on. `given`, of that unit, holds as long as the projection stands at `token`.
struct Cursor {
  std::string token;
  std::string unit;
  std::int64_t given;
  SpanPosition after;
};

std::string written(const Cursor& cursor) {
  const std::string plain = cursor.token + "|" + cursor.unit + "|" + std::to_string(cursor.given) + "|" +
                            core::format_date(cursor.after.day) + "|" + std::to_string(cursor.after.ordinal) + "|" +
                            cursor.after.record.str();
  return core::base64url(plain);
}

std::optional<Cursor> read(const std::string& text) {
  const auto plain = core::from_base64url(text);
  if (!plain || !core::is_utf8(*plain) || core::has_control_characters(*plain)) return std::nullopt;
  const auto parts = core::split(*plain, '|');
  if (parts.size() != 6) return std::nullopt;
  const auto given = core::parse_number(parts[2]);
  const auto day = core::parse_date(parts[3]);
  const auto ordinal = core::parse_number(parts[4]);
  if (!given || !day || !ordinal || *ordinal > std::numeric_limits<int>::max()) return std::nullopt;
  return Cursor{std::string{parts[0]},
                std::string{parts[1]},
                *given,
                {*day, RecordId{std::string{parts[5]}}, static_cast<int>(*ordinal)}};
}

std::optional<Narrowing> narrowing_of(By by, const std::optional<std::string>& row) {
  if (!row) return std::nullopt;
  switch (by) {
    case By::procedure: return Narrowing{Narrowing::By::procedure, *row};
    case By::field:
    case By::agency: return Narrowing{Narrowing::By::field, *row};
    case By::channel: return Narrowing{Narrowing::By::channel, *row};
    case By::unit:
    case By::nothing: break;
  }
  return std::nullopt;
}

std::vector<core::UnitId> units_behind(store::Transaction& tx, const Standing& standing,
                                       const std::optional<std::string>& row) {
  std::vector<core::UnitId> units;
  for (const Part& part : attribute(tx, standing).parts) {
    const std::string of_row = part.row ? part.row->str() : std::string{not_attributable_key};
    if (standing.by != By::unit || !row || *row == of_row) units.push_back(part.unit);
  }
  std::sort(units.begin(), units.end());
  return units;
}

}  // namespace

std::optional<RecordsPage> list(store::Transaction& tx, const Standing& standing, Cell cell,
                                const std::optional<std::string>& row, const std::optional<std::string>& cursor,
                                std::size_t limit) {
  const std::optional<Cursor> from = cursor ? read(*cursor) : std::nullopt;
  if (cursor && !from) return std::nullopt;

  const std::string token = projection_token(tx);
  const auto narrowing = narrowing_of(standing.by, row);
  RecordsPage page{standing.subject, {}, {}, std::nullopt};
  std::optional<Cursor> last;
  Standing counted = standing;
  counted.burden = is_of_burden(cell);
  for (const auto& [unit, cells] : cells_by_unit(tx, counted, units_behind(tx, standing, row), narrowing)) {
    if (from && unit < from->unit) continue;
    const bool continued = from && unit == from->unit;
    // When facts have come since the page before, nobody knows how many of this unit are left: they may have left the
    // cell. So look until none is found, and let the next page know that its count is of another day.
    const bool changed = continued && from->token != token;
    const std::int64_t given = continued ? from->given : 0;
    const std::int64_t left = changed ? std::numeric_limits<std::int64_t>::max() : value_of(cells, cell) - given;
    if (left <= 0) continue;
    if (page.spans.size() == limit) {
      page.next = written(*last);
      break;
    }
    const std::size_t wanted = std::min(limit - page.spans.size(), static_cast<std::size_t>(left));
    const auto after = continued ? std::optional{from->after} : std::nullopt;
    const auto found =
        spans_behind(tx, standing.subject, core::UnitId{unit}, cell, standing.period, narrowing, after, wanted);
    const UnitName name = name_of(standing.catalogue->units, core::UnitId{unit});
    page.units.insert(page.units.end(), found.size(), name);
    page.spans.insert(page.spans.end(), found.begin(), found.end());
    if (found.empty()) continue;
    const Span& end = found.back();
    last = Cursor{changed ? from->token : token,
                  unit,
                  given + static_cast<std::int64_t>(found.size()),
                  {listed_by(end, cell), end.record, end.ordinal}};
    if (page.spans.size() == limit && static_cast<std::int64_t>(found.size()) < left) {
      // Of a unit whose count is unknown the rest may be empty: the next page will say so.
      page.next = written(*last);
      break;
    }
  }
  return page;
}

}  // namespace motcua::reporting
