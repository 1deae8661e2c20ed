#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "reporting/attribution.hpp"
#include "reporting/domain/cells.hpp"
#include "reporting/domain/period.hpp"

namespace motcua::reporting {

/// By field: of dossiers; by agency (kind of agency): of steps.
enum class By { nothing, unit, procedure, field, agency, channel };

struct UnitName {
  std::string id;
  std::string code;
  std::string name;
};

/// How much of its time a procedure took, of the dossiers resolved in the period that tell it.
struct TimeTaken {
  Unit unit;
  std::int64_t resolved;
  std::int64_t median;
  std::int64_t p90;
};

struct Row {
  std::string key;   ///< unit id, code of procedure, field or agency, channel, or `not_attributable`
  std::string code;  ///< of the unit; else the key
  std::string name;  ///< for people, in Vietnamese; a channel's is its key
  Cells cells;
  std::vector<TimeTaken> time_taken{};  ///< of dossiers by procedure
};

/// Key of the row of a report by unit that counts what belongs to no one of its units alone.
inline constexpr std::string_view not_attributable_key = "not_attributable";

struct Report {
  Subject subject;
  UnitName unit;
  std::optional<UnitName> asked;  ///< as now: the ended unit that was asked for, when `unit` continues it
  Period period;
  By by;
  Attribution attribution;
  bool burden;  ///< it was asked for: else nothing of it is known
  Cells total;
  std::vector<Row> rows;  ///< their cells add up to the total
  struct NotAttributable {
    Cells total;
    std::vector<Row> rows;  ///< by the unit that received or owned them
  };
  std::optional<NotAttributable> not_attributable;  ///< as now only; not in the total
  std::int64_t sequence;                            ///< all events of motcua.dossiers.v1 up to this one are counted
  std::string catalogue_version;
};

/// Stored with publications: append only. Empty for nothing.
std::string_view name_of(By by);
std::optional<By> by_named(std::string_view word);

}  // namespace motcua::reporting
