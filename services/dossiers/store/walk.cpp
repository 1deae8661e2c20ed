#include "dossiers/store/walk.hpp"

#include <algorithm>
#include <iterator>
#include <tuple>
#include <utility>

#include "dossiers/store/lead.hpp"

namespace motcua::dossiers::rows {
namespace {

using store::Value;

constexpr std::size_t most_walks = 48;

/// What is read of each row: enough to test every filter.
struct Light {
  Position position;
  std::string responsible_unit;
  std::optional<std::string> handling_unit;
  int status;
  std::string procedure;
  std::int64_t received;
  std::optional<std::int64_t> due;  ///< while it can run out
  bool promised;                    ///< an apology named a later moment than the due one
  bool annulled;                    ///< a second entry of another one
};

// Word for word as the indexes of 0007_unanswered.sql have it.
constexpr const char* late_and_unapologised =
    "timeliness = 3 AND imported = 0 AND (due_promised_at IS NULL OR due_promised_at <= due_at)";

Sort sort_of(const Filter& filter) {
  if (filter.resolved_unapologised) return Sort::entered;
  if (filter.due_before || filter.overdue_on) return Sort::due;
  return filter.received_from || filter.received_until ? Sort::received : Sort::entered;
}

/// Not included; only of what is sorted by its due day.
core::Date due_bound(const Filter& filter) {
  return std::min(filter.due_before.value_or(core::Date::max()), filter.overdue_on.value_or(core::Date::max()));
}

/// A unit finds what it is responsible for, and by another index what it handles for others. Most dossiers are handled
/// by the unit that is responsible: they are not in the second index, so it costs next to nothing.
enum class Side { responsible, handling };

Lead lead_of(const Filter& filter, const std::optional<core::UnitId>& unit, Side side = Side::responsible) {
  Lead lead{.where = "", .columns = {}, .values = {}, .sort = sort_of(filter), .least = {}, .below = {}};
  const auto fix = [&](const char* column, const Value& value) {
    lead.columns.push_back(column);
    lead.values.push_back(value);
  };
  if (unit) fix(side == Side::responsible ? "responsible_unit_id" : "handling_unit_id", *unit);
  if (lead.sort == Sort::due) lead.where = "is_open = 1";
  if (filter.resolved_unapologised) lead.where = late_and_unapologised;
  if (side == Side::handling) {
    lead.where += lead.where.empty() ? "" : " AND ";
    lead.where += "handling_unit_id IS NOT NULL AND handling_unit_id <> responsible_unit_id";
  }
  switch (lead.sort) {
    case Sort::due: lead.below = due_bound(filter); break;
    case Sort::received:
      lead.least = filter.received_from.value_or(core::Instant::min());
      if (filter.received_until) lead.below = *filter.received_until;
      break;
    case Sort::entered:
      // dossiers_unit_status, dossiers_handler_status, dossiers_status or dossiers_procedure
      if (filter.resolved_unapologised) break;
      if (filter.status) {
        fix("status", static_cast<int>(*filter.status));
      } else if (filter.procedure && !unit) {
        fix("procedure_code", *filter.procedure);
      }
      break;
  }
  return lead;
}

/// Where the walks of a list go, so that every dossier that it may hold is on one of them.
std::vector<Lead> leads_of(const Filter& filter) {
  if (!filter.units && !filter.seen) return {lead_of(filter, std::nullopt)};
  std::set<core::UnitId> responsible = filter.units ? *filter.units : *filter.seen;
  std::set<core::UnitId> handling = responsible;
  if (filter.units && filter.seen) {
    responsible.clear();
    std::set_intersection(filter.units->begin(), filter.units->end(), filter.seen->begin(), filter.seen->end(),
                          std::inserter(responsible, responsible.end()));
    // Asked for by one of its units and seen by the other, a dossier has two units: it is in the handlers' index.
    if (responsible == *filter.units || responsible == *filter.seen) {
      handling = responsible;
    } else {
      handling.insert(filter.seen->begin(), filter.seen->end());
    }
  }
  if (responsible.size() + handling.size() > most_walks) return {lead_of(filter, std::nullopt)};
  std::vector<Lead> leads;
  leads.reserve(responsible.size() + handling.size());
  for (const core::UnitId& unit : responsible) leads.push_back(lead_of(filter, unit, Side::responsible));
  for (const core::UnitId& unit : handling) leads.push_back(lead_of(filter, unit, Side::handling));
  return leads;
}

/// One index walked in the list's order, a chunk of rows at a time.
class Walk {
 public:
  Walk(store::Transaction& tx, Lead lead, std::optional<Position> after, std::int64_t chunk)
      : tx_{tx}, lead_{std::move(lead)}, after_{std::move(after)}, chunk_{chunk} {}

  /// The next row, still to be taken; nothing at the end.
  const Light* next(std::int64_t& visited) {
    if (at_ == rows_.size() && !ended_) fetch(visited);
    return at_ < rows_.size() ? &rows_[at_] : nullptr;
  }
  void take() { ++at_; }

 private:
  void fetch(std::int64_t& visited) {
    if (!rows_.empty()) after_ = rows_.back().position;
    const Query query = query_of(lead_, after_, chunk_, tx_.dialect());
    rows_.clear();
    at_ = 0;
    using Handler = std::optional<std::string>;
    using Due = std::optional<std::int64_t>;
    for (auto& [sort_key, id, responsible, handling, status, procedure, received, due, promised, annulled] :
         tx_.query_bound<std::int64_t, std::string, std::string, Handler, int, std::string, std::int64_t, Due, int,
                         int>(query.sql, query.values)) {
      rows_.push_back({{sort_key, std::move(id)},
                       std::move(responsible),
                       std::move(handling),
                       status,
                       std::move(procedure),
                       received,
                       due,
                       promised != 0,
                       annulled != 0});
    }
    visited += static_cast<std::int64_t>(rows_.size());
    ended_ = static_cast<std::int64_t>(rows_.size()) < chunk_;
  }

  store::Transaction& tx_;
  Lead lead_;
  std::optional<Position> after_;
  std::int64_t chunk_;
  std::vector<Light> rows_;
  std::size_t at_ = 0;
  bool ended_ = false;
};

bool belongs(const UnitSet& units, const Light& row) {
  return !units || units->contains(core::UnitId{row.responsible_unit}) ||
         (row.handling_unit && units->contains(core::UnitId{*row.handling_unit}));
}

/// What the leading index did not answer.
bool holds(const Filter& filter, const Light& row) {
  // Who asks for it by its number or its source finds it, and the number that counts.
  if (row.annulled && !filter.number && !filter.source_id) return false;
  if (!belongs(filter.units, row) || !belongs(filter.seen, row)) return false;
  if (filter.status && static_cast<int>(*filter.status) != row.status) return false;
  if (filter.procedure && *filter.procedure != row.procedure) return false;
  if (sort_of(filter) == Sort::due && (!row.due || *row.due >= core::stored(due_bound(filter)))) return false;
  if (filter.unapologised && row.promised) return false;
  if (filter.due_before && !row.due) return false;
  if (filter.received_from && row.received < core::stored(*filter.received_from)) return false;
  return !filter.received_until || row.received < core::stored(*filter.received_until);
}

bool comes_first(Sort sort, const Position& left, const Position& right) {
  const auto order = [](const Position& one) { return std::tie(one.key, one.id); };
  return sort == Sort::due ? order(left) < order(right) : order(left) > order(right);
}

/// A number names one dossier, a source id a few: found by it, then tested; never more than a page.
Page named(store::Transaction& tx, const Filter& filter, const std::optional<Position>& after, std::int64_t limit) {
  Lead lead;
  if (filter.number) {
    lead.columns.push_back("number");
    lead.values.emplace_back(*filter.number);
  }
  if (filter.source_id) {
    lead.columns.push_back("source_id");
    lead.values.emplace_back(*filter.source_id);
  }
  Page page;
  Walk walk{tx, std::move(lead), after, limit};
  while (const Light* row = walk.next(page.visited)) {
    if (static_cast<std::int64_t>(page.ids.size()) == limit) return page;
    page.next = row->position;
    if (holds(filter, *row)) page.ids.emplace_back(row->position.id);
    walk.take();
  }
  page.next.reset();
  return page;
}

}  // namespace

Page walk(store::Transaction& tx, const Filter& filter, const std::optional<Position>& after, std::int64_t limit) {
  if (filter.number || filter.source_id) return named(tx, filter, after, limit);
  Page page;
  std::vector<Lead> leads = leads_of(filter);
  if (leads.empty()) return page;
  const auto count = static_cast<std::int64_t>(leads.size());
  const std::int64_t chunk = count == 1 ? 200 : count == 2 ? limit + 1 : std::max<std::int64_t>(16, 4 * limit / count);
  std::vector<Walk> walks;
  walks.reserve(leads.size());
  for (Lead& lead : leads) walks.emplace_back(tx, std::move(lead), after, chunk);

  const Sort sort = sort_of(filter);
  std::optional<Position> last = after;
  for (;;) {
    Walk* first = nullptr;
    const Light* row = nullptr;
    for (Walk& one : walks) {
      const Light* candidate = one.next(page.visited);
      if (candidate != nullptr && (row == nullptr || comes_first(sort, candidate->position, row->position))) {
        first = &one;
        row = candidate;
      }
    }
    if (row == nullptr) return page;
    if (last == row->position) {
      // One of the units is responsible and another handles it: both walks come to it, one right after the other.
      first->take();
      continue;
    }
    // Full, or too much looked at: everything up to `last` has been, in order, so the next page goes on there.
    if (static_cast<std::int64_t>(page.ids.size()) == limit || page.visited > most_visited) {
      page.next = last;
      return page;
    }
    last = row->position;
    if (holds(filter, *row)) page.ids.emplace_back(row->position.id);
    first->take();
  }
}

}  // namespace motcua::dossiers::rows
