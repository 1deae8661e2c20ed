#include "reporting/figures.hpp"

#include <algorithm>
#include <tuple>

#include "reporting/store/durations.hpp"
#include "reporting/store/projection.hpp"

namespace motcua::reporting {
namespace {

struct States {
  ByChannel start{};
  ByChannel end{};
};

std::map<std::string, States> states(store::Transaction& tx, const Slice& slice, const Period& period) {
  std::map<std::string, States> found;
  const auto counts = counts_up_to(tx, slice, period.from - std::chrono::days{1}, period.as_of, period.known());
  for (const auto& [key, counters] : counts.first) found[key].start = counters;
  for (const auto& [key, counters] : counts.second) found[key].end = counters;
  return found;
}

ByChannel only(const ByChannel& all, Channel channel) {
  ByChannel one{};
  of(one, channel) = of(all, channel);
  return one;
}

Grouping grouping_of(By by) {
  switch (by) {
    case By::unit: return Grouping::unit;
    case By::procedure: return Grouping::procedure;
    case By::field:
    case By::agency: return Grouping::field;
    case By::nothing:
    case By::channel: return Grouping::none;
  }
  return Grouping::none;
}

std::vector<core::UnitId> units_of(const std::vector<Part>& parts) {
  std::vector<core::UnitId> units;
  units.reserve(parts.size());
  for (const Part& part : parts) units.push_back(part.unit);
  return units;
}

/// The version in force on the day, else the last that the catalogue has.
template <class Matches>
const catalogue::Procedure* latest(const catalogue::Procedures& procedures, core::Date day, Matches matches) {
  const catalogue::Procedure* found = nullptr;
  for (const catalogue::Procedure& procedure : procedures.all()) {
    if (!matches(procedure)) continue;
    if (procedure.in_force(day)) return &procedure;
    found = &procedure;
  }
  return found;
}

std::string agency_name(const catalogue::Catalogue& catalogue, const std::string& code) {
  const std::string name = catalogue.procedures.agency_name(code);
  return name.empty() ? code : name;
}

Row row_of(const Standing& standing, const std::string& key, const Cells& cells) {
  const core::Date day = standing.period.as_of;
  const catalogue::Procedures& procedures = standing.catalogue->procedures;
  switch (standing.by) {
    case By::unit: {
      if (key == not_attributable_key) return {key, "", "Không quy được về một đơn vị", cells};
      const UnitName unit = name_of(standing.catalogue->units, core::UnitId{key});
      return {key, unit.code, unit.name, cells};
    }
    case By::procedure: {
      const auto* known = latest(procedures, day, [&](const catalogue::Procedure& one) { return one.code == key; });
      return {key, key, known == nullptr ? key : known->name, cells};
    }
    case By::field: {
      const auto* known = latest(procedures, day, [&](const catalogue::Procedure& one) { return one.field == key; });
      return {key, key, known == nullptr ? key : known->field_name, cells};
    }
    case By::agency: return {key, key, agency_name(*standing.catalogue, key), cells};
    case By::channel:
    case By::nothing: break;
  }
  return {key, key, key, cells};
}

/// As now, what is several units' is one row's; what is no row's alone comes last.
std::map<std::string, Cells> by_row(const std::map<std::string, Cells>& by_unit, const std::vector<Part>& parts) {
  std::map<std::string, Cells> rows;
  for (const Part& part : parts) {
    const auto found = by_unit.find(part.unit.str());
    if (found == by_unit.end()) continue;
    rows[part.row ? part.row->str() : std::string{not_attributable_key}] += found->second;
  }
  return rows;
}

std::map<std::string, Cells> cells_by_key(store::Transaction& tx, const Standing& standing,
                                          const Attributed& attributed) {
  const Grouping grouping = grouping_of(standing.by);
  const Slice slice = standing.attribution == Attribution::as_then && standing.by != By::unit
                          ? Slice{standing.subject, {attributed.unit->id}, true, grouping, {}, standing.burden}
                          : Slice{standing.subject, units_of(attributed.parts), false, grouping, {}, standing.burden};
  std::map<std::string, Cells> cells;
  for (const auto& [key, state] : states(tx, slice, standing.period)) {
    if (standing.by == By::channel) {
      for (const Channel channel : {Channel::direct, Channel::online, Channel::postal}) {
        cells[std::string{name_of(channel)}] = cells_between(only(state.start, channel), only(state.end, channel));
      }
    } else {
      cells[key] = cells_between(state.start, state.end);
    }
  }
  return standing.by == By::unit ? by_row(cells, attributed.parts) : cells;
}

/// By procedure; a part of the burden.
void add_time_taken(store::Transaction& tx, const Standing& standing, const Attributed& attributed,
                    std::vector<Row>& rows) {
  if (standing.by != By::procedure || !standing.burden) return;
  const bool as_then = standing.attribution == Attribution::as_then;
  const auto units = as_then ? std::vector<core::UnitId>{attributed.unit->id} : units_of(attributed.parts);
  const Period& period = standing.period;
  const auto found =
      durations_between(tx, units, as_then, period.from - std::chrono::days{1}, period.as_of, period.known());
  for (Row& row : rows) {
    const auto procedure = found.find(row.key);
    if (procedure == found.end()) continue;
    for (const auto& [unit, distribution] : procedure->second) {
      const std::int64_t resolved = count_of(distribution);
      if (resolved == 0) continue;
      row.time_taken.push_back({unit, resolved, percentile(distribution, 50), percentile(distribution, 90)});
    }
  }
}

void sort(std::vector<Row>& rows) {
  const auto place = [](const Row& row) { return std::tuple{row.key == not_attributable_key, row.code, row.key}; };
  std::sort(rows.begin(), rows.end(), [&](const Row& left, const Row& right) { return place(left) < place(right); });
}

Report::NotAttributable apart(store::Transaction& tx, const Standing& standing,
                              const std::vector<core::UnitId>& units) {
  Report::NotAttributable result;
  for (const auto& [id, cells] : cells_by_unit(tx, standing, units, std::nullopt)) {
    if (cells == Cells{}) continue;
    const UnitName unit = name_of(standing.catalogue->units, core::UnitId{id});
    result.rows.push_back({id, unit.code, unit.name, cells});
    result.total += cells;
  }
  sort(result.rows);
  return result;
}

}  // namespace

Attributed attribute(store::Transaction& tx, const Standing& standing) {
  const std::vector<core::UnitId> within = counted_units_within(tx, standing.unit->id);
  if (standing.attribution == Attribution::as_now) {
    return attribute_as_now(standing.catalogue->units, *standing.unit, counted_units(tx), within, standing.today);
  }
  Attributed as_then{standing.unit, {}, {}};
  for (const core::UnitId& unit : within) as_then.parts.push_back({unit, unit});
  return as_then;
}

Report figures(store::Transaction& tx, const Standing& standing) {
  // As then, what is of all its units is counted under the unit itself.
  const bool of_one = standing.attribution == Attribution::as_then && standing.by != By::unit;
  const Attributed attributed = of_one ? Attributed{standing.unit, {}, {}} : attribute(tx, standing);
  const catalogue::Units& units = standing.catalogue->units;

  Report report{.subject = standing.subject,
                .unit = name_of(units, attributed.unit->id),
                .asked = std::nullopt,
                .period = standing.period,
                .by = standing.by,
                .attribution = standing.attribution,
                .burden = standing.burden,
                .total = {},
                .rows = {},
                .not_attributable = std::nullopt,
                .sequence = 0,
                .catalogue_version = standing.catalogue->version};
  if (attributed.unit != standing.unit) report.asked = name_of(units, standing.unit->id);
  for (const auto& [key, cells] : cells_by_key(tx, standing, attributed)) {
    report.total += cells;
    if (standing.by != By::nothing && cells != Cells{}) report.rows.push_back(row_of(standing, key, cells));
  }
  sort(report.rows);
  add_time_taken(tx, standing, attributed, report.rows);
  if (standing.attribution == Attribution::as_now)
    report.not_attributable = apart(tx, standing, attributed.not_attributable);
  return report;
}

std::map<std::string, Cells> cells_by_unit(store::Transaction& tx, const Standing& standing,
                                           const std::vector<core::UnitId>& units,
                                           const std::optional<Narrowing>& narrowing) {
  std::map<std::string, Cells> cells;
  const Slice slice{standing.subject, units, false, Grouping::unit, narrowing, standing.burden};
  for (const auto& [unit, state] : states(tx, slice, standing.period)) {
    cells[unit] = cells_between(state.start, state.end);
  }
  return cells;
}

UnitName name_of(const catalogue::Units& units, const core::UnitId& id) {
  const catalogue::Unit* unit = units.find(id);
  return unit == nullptr ? UnitName{id.str(), id.str(), id.str()} : UnitName{id.str(), unit->code, unit->name};
}

std::string_view name_of(By by) {
  switch (by) {
    case By::nothing: return "";
    case By::unit: return "unit";
    case By::procedure: return "procedure";
    case By::field: return "field";
    case By::agency: return "agency";
    case By::channel: return "channel";
  }
  return "";
}

std::optional<By> by_named(std::string_view word) {
  for (const By by : {By::nothing, By::unit, By::procedure, By::field, By::agency, By::channel}) {
    if (name_of(by) == word) return by;
  }
  return std::nullopt;
}

}  // namespace motcua::reporting
