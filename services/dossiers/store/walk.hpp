#pragma once

#include <cstdint>
#include <optional>
#include <set>
#include <string>
#include <vector>

#include "dossiers/domain/dossier.hpp"
#include "store/database.hpp"

namespace motcua::dossiers::rows {

/// Units of which one is responsible for a dossier or handles it; nothing: all.
using UnitSet = std::optional<std::set<core::UnitId>>;

/// What a list asks for; all given ones must hold.
struct Filter {
  UnitSet units{};  ///< asked for
  UnitSet seen{};   ///< the caller's
  std::optional<Status> status{};
  std::optional<std::string> procedure{};
  std::optional<core::Date> due_before{};  ///< open, and due before this day
  std::optional<core::Date> overdue_on{};  ///< open, and due before this day, which is today
  bool unapologised = false;               ///< of the overdue ones, those that no apology promised another day
  bool resolved_unapologised = false;      ///< resolved late, and no apology had promised another day
  std::optional<core::Instant> received_from{};
  std::optional<core::Instant> received_until{};  ///< exclusive
  std::optional<std::string> number{};
  std::optional<std::string> source_id{};
};

/// Where a walk stands: the sort key and the id of the last dossier looked at.
struct Position {
  std::int64_t key = 0;
  std::string id;
  bool operator==(const Position&) const = default;
};

struct Page {
  std::vector<DossierId> ids;    ///< in the order of the list
  std::optional<Position> next;  ///< go on behind this; nothing: the end
  std::int64_t visited = 0;      ///< rows that were read to find them
};

/// The order of a list: due_before, overdue_on → soonest due first; received_* → last received first; else last entered
/// first.
///
/// A page costs its page whatever the table holds. Each walk goes down one index from where it stands: with up to 24
/// units, two walks a unit (what it is responsible for; what it handles for others), merged in order; with more, one
/// walk over all of them. What the index does not know is looked at row by row, and when `most_visited` rows were read
/// the page ends short with a `next`.
constexpr std::int64_t most_visited = 4'000;
Page walk(store::Transaction& tx, const Filter& filter, const std::optional<Position>& after, std::int64_t limit);

}  // namespace motcua::dossiers::rows
