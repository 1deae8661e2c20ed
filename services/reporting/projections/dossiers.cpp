#include "reporting/projections/dossiers.hpp"

#include <vector>

#include "dossiers/contracts/events.hpp"
#include "reporting/store/projection.hpp"

namespace motcua::reporting {
namespace {

namespace contracts = dossiers::contracts;
using What = decltype(Fact::what);

Timeliness timeliness_named(const std::string& word) {
  if (word == "early") return Timeliness::early;
  if (word == "on_time") return Timeliness::on_time;
  if (word == "overdue") return Timeliness::overdue;
  throw outbox::Unreadable{"timeliness is none of early, on_time, overdue"};
}

struct Meaning {
  What operator()(const contracts::Registered& event) const { return Registered{event.number}; }
  What operator()(const contracts::Accepted& event) const { return Accepted{to_the_end_of(event.due_date)}; }
  What operator()(const contracts::NotAccepted&) const { return Uncounted{}; }
  What operator()(const contracts::Assigned&) const { return Uncounted{}; }
  What operator()(const contracts::Resolved& event) const { return Resolved{timeliness_named(event.timeliness)}; }
  What operator()(const contracts::Returned&) const { return Uncounted{}; }
  What operator()(const contracts::Withdrawn& event) const { return Withdrawn{event.after_acceptance}; }
};

About about_of(const contracts::About& about) {
  const auto channel = channel_named(about.channel);
  if (!channel) throw outbox::Unreadable{"channel is none of direct, online, postal"};
  return {about.receiving_unit, about.procedure.code, about.procedure.version, about.procedure.field, *channel};
}

}  // namespace

Fact fact_of(const outbox::Event& event) {
  const auto read = contracts::parse(event.type, event.data);
  if (!read) throw outbox::Unreadable{read.error()};
  return {RecordId{event.record_id}, about_of(contracts::about(*read)), core::vietnam_date(event.occurred_at),
          core::vietnam_date(event.recorded_at), std::visit(Meaning{}, *read)};
}

void apply_dossiers(store::Transaction& tx, std::span<const outbox::Event> events, const catalogue::Units& units) {
  std::vector<Fact> facts;
  facts.reserve(events.size());
  for (const outbox::Event& event : events) facts.push_back(fact_of(event));
  const auto ancestors = [&units](const core::UnitId& unit) {
    return units.find(unit) == nullptr ? std::vector<core::UnitId>{} : units.with_ancestors(unit);
  };
  apply(tx, facts, ancestors);
}

}  // namespace motcua::reporting
