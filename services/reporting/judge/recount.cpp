#include "reporting/judge/recount.hpp"

namespace motcua::reporting::judge {
namespace {

/// What a correction says, as if it had been told in the first place.
std::vector<Fact> told_by(const Fact& correction, const Corrected& right) {
  std::vector<Fact> facts;
  const auto tell = [&](core::Date day, decltype(Fact::what) what, std::optional<Trip> trip = std::nullopt) {
    facts.push_back(
        {correction.record, correction.about, day, correction.learnt, std::move(what), correction.subject, trip});
  };
  for (const auto& [trip, day] : right.trips) tell(day, Uncounted{}, trip);
  bool accepted = false;
  for (const auto& [day, due, paused] : right.stretches) {
    accepted ? tell(day, DueMoved{due, paused}) : tell(day, Accepted{due.value()});
    accepted = true;
  }
  if (!right.end) return facts;
  const auto& [day, timeliness, supplements, used] = *right.end;
  timeliness ? tell(day, Resolved{*timeliness, supplements, used}) : tell(day, Withdrawn{true});
  return facts;
}

struct Standing {
  bool pending = false;
  bool paused = false;
  std::optional<DueDay> due{};
};

/// How a dossier stood at the end of a day.
Standing at_end_of(core::Date day, const std::vector<Fact>& facts) {
  Standing standing;
  for (const Fact& fact : facts) {
    if (fact.day > day) continue;
    if (const auto* accepted = std::get_if<Accepted>(&fact.what)) standing = {true, false, accepted->due};
    if (const auto* moved = std::get_if<DueMoved>(&fact.what)) {
      standing.paused = moved->paused;
      standing.due = moved->due;
    }
    if (std::holds_alternative<Resolved>(fact.what)) standing.pending = false;
    if (std::holds_alternative<Withdrawn>(fact.what)) standing.pending = false;
  }
  return standing;
}

void count(Recount& result, const RecordId& record, const std::vector<Fact>& facts, core::Date from, core::Date as_of) {
  const auto into = [&](Cell cell) { result.records[cell].insert(record); };
  if (at_end_of(from - std::chrono::days{1}, facts).pending) {
    into(Cell::received);
    into(Cell::received_carried_over);
  }
  for (const Fact& fact : facts) {
    if (fact.day < from || fact.day > as_of) continue;
    if (fact.trip) result.trips[*fact.trip] += 1;
    if (std::holds_alternative<Accepted>(fact.what)) {
      into(Cell::received);
      if (fact.about.channel == Channel::online) into(Cell::received_online);
      if (fact.about.channel == Channel::direct) into(Cell::received_direct);
      if (fact.about.channel == Channel::postal) into(Cell::received_postal);
    }
    if (const auto* resolved = std::get_if<Resolved>(&fact.what)) {
      into(Cell::resolved);
      if (resolved->timeliness == Timeliness::early) into(Cell::resolved_early);
      if (resolved->timeliness == Timeliness::on_time) into(Cell::resolved_on_time);
      if (resolved->timeliness == Timeliness::overdue) into(Cell::resolved_overdue);
      if (resolved->supplements == 0) into(Cell::supplements_none);
      if (resolved->supplements > 0) into(Cell::supplements_some);
      result.supplements += resolved->supplements.value_or(0);
      if (resolved->used) result.took[fact.about.procedure][resolved->used->unit].push_back(resolved->used->amount);
    }
    const auto* withdrawn = std::get_if<Withdrawn>(&fact.what);
    if (withdrawn != nullptr && withdrawn->after_acceptance) into(Cell::withdrawn);
  }
  const Standing end = at_end_of(as_of, facts);
  if (!end.pending) return;
  const bool overdue = end.due && as_of >= end.due->overdue_from;
  into(Cell::pending);
  into(overdue ? Cell::pending_overdue : Cell::pending_in_time);
  if (!end.paused) return;
  into(Cell::paused);
  into(overdue ? Cell::paused_overdue : Cell::paused_in_time);
}

}  // namespace

std::vector<Fact> as_it_stands(const std::vector<Fact>& facts) {
  std::vector<Fact> standing;
  for (const Fact& fact : facts) {
    if (const auto* right = std::get_if<Corrected>(&fact.what)) {
      standing = right->annulled ? std::vector<Fact>{} : told_by(fact, *right);
    } else {
      standing.push_back(fact);
    }
  }
  return standing;
}

Recount recount(const std::vector<Fact>& facts, const std::function<bool(const About&)>& concerns, core::Date from,
                core::Date as_of, std::optional<core::Date> known) {
  std::map<RecordId, std::vector<Fact>> dossiers;
  for (const Fact& fact : facts) {
    if (!known || fact.learnt <= *known) dossiers[fact.record].push_back(fact);
  }
  Recount result;
  for (const auto& [record, its_facts] : dossiers) {
    std::vector<Fact> standing = as_it_stands(its_facts);
    std::erase_if(standing, [&](const Fact& fact) { return !concerns(fact.about); });
    count(result, record, standing, from, as_of);
  }
  return result;
}

Cells cells_of(const Recount& recount) {
  const auto size = [&](Cell cell) {
    const auto found = recount.records.find(cell);
    return found == recount.records.end() ? std::int64_t{0} : static_cast<std::int64_t>(found->second.size());
  };
  const auto made = [&](Trip trip) {
    const auto found = recount.trips.find(trip);
    return found == recount.trips.end() ? std::int64_t{0} : found->second;
  };
  return {.online = size(Cell::received_online),
          .direct = size(Cell::received_direct),
          .postal = size(Cell::received_postal),
          .carried_over = size(Cell::received_carried_over),
          .early = size(Cell::resolved_early),
          .on_time = size(Cell::resolved_on_time),
          .overdue = size(Cell::resolved_overdue),
          .pending_in_time = size(Cell::pending_in_time),
          .pending_overdue = size(Cell::pending_overdue),
          .paused_in_time = size(Cell::paused_in_time),
          .paused_overdue = size(Cell::paused_overdue),
          .withdrawn = size(Cell::withdrawn),
          .without_supplements = size(Cell::supplements_none),
          .with_supplements = size(Cell::supplements_some),
          .supplements = recount.supplements,
          .submission_trips = made(Trip::submission),
          .supplement_trips = made(Trip::supplement),
          .payment_trips = made(Trip::payment),
          .collection_trips = made(Trip::collection)};
}

}  // namespace motcua::reporting::judge
