#include <algorithm>
#include <map>
#include <set>

#include "catalogue/reading.hpp"
#include "core/text.hpp"

namespace motcua::catalogue::reading {
namespace {

struct Read {
  int line;
  Unit unit;
  Validity validity;
};

// Column numbers in units.csv.
constexpr std::size_t id = 0, code = 1, name = 2, kind = 3, level = 4, parent = 5, from = 6, to = 7, agency = 8,
                      agency_known = 9;

constexpr std::array<std::string_view, 8> unit_kinds{"Thành phố", "Quận", "Huyện",    "Thị xã",
                                                     "Phường",    "Xã",   "Thị trấn", "Đặc khu"};

bool is_digits(std::string_view text) {
  return !text.empty() && text.find_first_not_of("0123456789") == std::string_view::npos;
}

bool is_unit_id(std::string_view text) { return text.size() >= 5 && text.front() == 'u' && is_digits(text.substr(1)); }

// Decision 20/2020/QĐ-TTg: a letter and two digits, then up to three parts of two or three digits.
bool is_agency_code(std::string_view text) {
  const auto parts = core::split(text, '.');
  const std::string_view province = parts.front();
  if (parts.size() > 4 || province.size() != 3 || province[0] < 'A' || province[0] > 'Z' ||
      !is_digits(province.substr(1))) {
    return false;
  }
  return std::all_of(parts.begin() + 1, parts.end(),
                     [](std::string_view part) { return (part.size() == 2 || part.size() == 3) && is_digits(part); });
}

std::optional<Read> read_unit(const Row& row, Findings& findings) {
  bool good = true;
  const auto need = [&](bool holds, const std::string& what) {
    if (!holds) findings.add(row.line, what);
    good = good && holds;
  };
  const auto read = read_level(row[level]);
  need(is_unit_id(row[id]), "id must be u and at least four digits: " + row[id]);
  need(is_digits(row[code]), "code must be digits: " + row[code]);
  need(is_plain_text(row[name]), "name is missing");
  need(std::find(unit_kinds.begin(), unit_kinds.end(), row[kind]) != unit_kinds.end(), "unknown kind: " + row[kind]);
  need(read.has_value(), "level must be city, district or commune: " + row[level]);
  need(is_agency_code(row[agency]), "agency_code must look like H24.07: " + row[agency]);
  need(row[agency_known] == "verified" || row[agency_known] == "memory" || row[agency_known] == "invented",
       "agency_code_known must be verified, memory or invented: " + row[agency_known]);
  const auto validity = read_validity(row[from], row[to], row.line, findings);
  if (!good || !read || !validity) return std::nullopt;

  std::optional<core::UnitId> above;
  if (!row[parent].empty()) above = core::UnitId{row[parent]};
  return Read{row.line,
              Unit{core::UnitId{row[id]}, row[code], row[name], row[kind], *read, above, validity->from, validity->to,
                   row[agency]},
              *validity};
}

// Wrong rows take part in neither check below, so one wrong row does not call its neighbours wrong.
void check_keys(const std::vector<Read>& units, Findings& findings) {
  std::map<std::string_view, int> ids;
  std::map<std::string_view, int> agencies;
  std::map<std::string_view, std::vector<const Read*>> codes;
  for (const Read& one : units) {
    const auto [first_id, new_id] = ids.emplace(one.unit.id.str(), one.line);
    if (!new_id)
      findings.add(one.line, "id " + one.unit.id.str() + " stands already in line " + std::to_string(first_id->second));
    const auto [first_agency, new_agency] = agencies.emplace(one.unit.agency_code, one.line);
    if (!new_agency) {
      findings.add(one.line, "agency_code " + one.unit.agency_code + " was given in line " +
                                 std::to_string(first_agency->second) + "; it is never given twice");
    }
    for (const Read* other : codes[one.unit.code]) {
      if (one.validity.overlaps(other->validity)) {
        findings.add(one.line,
                     "code " + one.unit.code + " is in force at the same time in line " + std::to_string(other->line));
      }
    }
    codes[one.unit.code].push_back(&one);
  }
}

// The units that were read, by id. An id whose own row is wrong is not called unknown as well: that row is told
// already.
class ById {
 public:
  ById(const std::vector<Read>& units, std::set<std::string> written, bool all_rows_fit)
      : written_{std::move(written)}, all_rows_fit_{all_rows_fit} {
    for (const Read& one : units) units_.emplace(one.unit.id.str(), &one);
  }

  /// Nothing when the id cannot be followed; a mistake when nobody wrote it.
  const Read* find(const std::string& wanted, int line, const char* what, Findings& findings) const {
    if (const auto found = units_.find(wanted); found != units_.end()) return found->second;
    if (all_rows_fit_ && !written_.contains(wanted)) findings.add(line, what + wanted);
    return nullptr;
  }

 private:
  std::map<std::string, const Read*> units_;
  std::set<std::string> written_;
  bool all_rows_fit_;
};

void check_parent(const Read& one, const ById& by_id, Findings& findings) {
  if (one.unit.level == Level::city) {
    if (one.unit.parent) findings.add(one.line, "a city has no parent here");
    return;
  }
  if (!one.unit.parent) return findings.add(one.line, "parent_id is missing");
  const Read* found = by_id.find(one.unit.parent->str(), one.line, "unknown parent ", findings);
  if (found == nullptr) return;
  const Read& above = *found;
  // Levels fall from parent to child, so no unit can lie under itself.
  if (above.unit.level >= one.unit.level)
    findings.add(one.line, "parent " + above.unit.id.str() + " is not of a higher level");
  if (!above.validity.covers(one.validity)) {
    findings.add(one.line, "parent " + above.unit.id.str() + " is not in force all the time that this unit is");
  }
}

std::vector<Succession> read_successions(std::string_view text, const ById& by_id, Findings& findings) {
  std::vector<Succession> successions;
  std::map<std::pair<std::string, std::string>, int> lines;
  std::map<std::string, std::pair<int, int>> whole_and_all;
  for (const Row& row : read_table(text, {"from_id", "to_id", "extent", "effective", "legal_basis"}, findings)) {
    const Read* before = by_id.find(row[0], row.line, "unknown unit ", findings);
    const Read* after = by_id.find(row[1], row.line, "unknown unit ", findings);
    const auto effective = core::parse_date(row[3]);
    if (row[2] != "whole" && row[2] != "part") findings.add(row.line, "extent must be whole or part: " + row[2]);
    if (!effective) findings.add(row.line, "effective is not a date YYYY-MM-DD: " + row[3]);
    if (!is_plain_text(row[4])) findings.add(row.line, "legal_basis is missing");
    const auto [first, added] = lines.emplace(std::pair{row[0], row[1]}, row.line);
    if (!added) findings.add(row.line, "the same pair stands already in line " + std::to_string(first->second));
    if (before == nullptr || after == nullptr || !effective) continue;

    if (before->unit.valid_to != effective) findings.add(row.line, row[0] + " does not end on " + row[3]);
    if (!after->unit.in_force(*effective)) findings.add(row.line, row[1] + " is not in force on " + row[3]);
    auto& [whole, all] = whole_and_all[row[0]];
    ++all;
    whole += row[2] == "whole" ? 1 : 0;
    if (whole > 0 && all > 1)
      findings.add(row.line, row[0] + " cannot be continued as a whole and by another unit too");
    successions.push_back({core::UnitId{row[0]}, core::UnitId{row[1]}, row[2] == "whole", *effective, row[4]});
  }
  return successions;
}

}  // namespace

Units read_units(std::string_view units_text, std::string_view successors, std::vector<Mistake>& mistakes) {
  Findings unit_findings{"units.csv", mistakes};
  Findings successor_findings{"successors.csv", mistakes};

  const std::vector<Row> rows = read_table(units_text,
                                           {"id", "code", "name", "kind", "level", "parent_id", "valid_from",
                                            "valid_to", "agency_code", "agency_code_known", "legal_basis"},
                                           unit_findings);
  const bool all_rows_fit = unit_findings.count() == 0;
  std::vector<Read> read;
  std::set<std::string> written;
  bool any_city = false;
  for (const Row& row : rows) {
    written.insert(row[id]);
    any_city = any_city || row[level] == "city";
    if (auto one = read_unit(row, unit_findings)) read.push_back(std::move(*one));
  }
  check_keys(read, unit_findings);
  if (all_rows_fit && !any_city) unit_findings.add(0, "holds no city");

  const ById by_id{read, std::move(written), all_rows_fit};
  for (const Read& one : read) check_parent(one, by_id, unit_findings);
  std::vector<Succession> successions = read_successions(successors, by_id, successor_findings);

  std::vector<Unit> units;
  units.reserve(read.size());
  for (Read& one : read) units.push_back(std::move(one.unit));
  return {std::move(units), std::move(successions)};
}

}  // namespace motcua::catalogue::reading
