#include "reporting/store/projection.hpp"

#include <algorithm>
#include <map>
#include <optional>
#include <set>
#include <unordered_map>

#include "core/random.hpp"
#include "outbox/inbox.hpp"
#include "reporting/domain/spans.hpp"
#include "reporting/store/counts.hpp"
#include "reporting/store/durations.hpp"
#include "reporting/store/spans.hpp"
#include "store/many.hpp"

namespace motcua::reporting {
namespace {

constexpr std::string_view name = "dossiers";

/// First of all that is written, and one for both subjects: instances that apply at once go on one after the other from
/// here, and cannot wait for each other in a ring.
void draw_token(store::Transaction& tx) {
  const std::string token = core::random_text(16, "0123456789abcdef");
  tx.run(
      "INSERT INTO projection (name, token) VALUES (:name, :token) ON CONFLICT (name) DO UPDATE SET token = "
      "excluded.token",
      name, token);
}

/// The spans of a batch's records of one subject, as they were and as they become.
class Work {
 public:
  /// `corrected`: those of the records of which all spans are needed.
  Work(store::Transaction& tx, Subject subject, const std::vector<RecordId>& records,
       const std::vector<RecordId>& corrected)
      : subject_{subject},
        latest_{latest_spans(tx, subject, records)},
        live_{live_spans(tx, subject, corrected)},
        counts_{subject} {
    for (const RecordId& record : corrected) live_.try_emplace(record);
  }

  std::optional<Span> latest(const RecordId& record) const {
    const auto found = latest_.find(record);
    return found == latest_.end() ? std::nullopt : std::optional{found->second};
  }

  void follow(const Fact& fact) {
    for (const auto& [unit, delta] : trip_deltas(fact)) {
      About about = fact.about;
      about.unit = unit;
      counts_.add(about, delta);
      units_.insert(unit);
    }
    const auto followed =
        is_correction(fact) ? corrected(live_.at(fact.record), fact) : reporting::follow(latest(fact.record), fact);
    if (!followed) throw outbox::Unreadable{"cannot follow what is known of this record: " + followed.error().why};
    for (const Span& after : *followed) become(after);
  }

  const std::set<core::UnitId>& units() const { return units_; }
  void save(store::Transaction& tx, const std::map<core::UnitId, std::vector<core::UnitId>>& above) const {
    std::vector<Span> spans;
    spans.reserve(changed_.size());
    for (const auto& [key, span] : changed_) spans.push_back(span);
    save_spans(tx, subject_, spans);
    counts_.save(tx, above);
    durations_.save(tx, above);
  }

 private:
  /// How the span stands; nothing for one that is new.
  std::optional<Span> present(const Span& span) const {
    const auto live = live_.find(span.record);
    if (live == live_.end()) {
      const std::optional<Span> latest = this->latest(span.record);
      return latest && latest->ordinal == span.ordinal ? latest : std::nullopt;
    }
    const auto found = std::ranges::find(live->second, span.ordinal, &Span::ordinal);
    return found == live->second.end() ? std::nullopt : std::optional{*found};
  }

  void become(const Span& after) {
    const std::optional<Span> before = present(after);
    for (const Delta& delta : deltas(before, after)) counts_.add(after.about, delta);
    for (const Duration& took : durations(before, after)) durations_.add(after.about, took);
    if (after.begun) units_.insert(after.about.unit);
    latest_[after.record] = after;
    changed_[{after.record, after.ordinal}] = after;
    const auto live = live_.find(after.record);
    if (live == live_.end()) return;
    std::erase_if(live->second, [&](const Span& one) { return one.ordinal == after.ordinal; });
    if (!after.superseded) live->second.push_back(after);
  }

  Subject subject_;
  std::unordered_map<RecordId, Span> latest_;
  std::unordered_map<RecordId, std::vector<Span>> live_;  ///< in order; of those that the batch corrects
  std::map<std::pair<RecordId, int>, Span> changed_;
  CountChanges counts_;
  DurationChanges durations_;  ///< of dossiers alone: no event tells it of a step
  std::set<core::UnitId> units_;
};

/// The fact changes a figure.
bool counts(const Fact& fact) { return fact.trip || !std::holds_alternative<Uncounted>(fact.what); }

/// The records whose spans a batch needs.
struct Records {
  std::vector<RecordId> dossiers;
  std::vector<RecordId> steps;
  std::vector<RecordId> corrected;  ///< of the dossiers
};

void sort_once(std::vector<RecordId>& records) {
  std::sort(records.begin(), records.end());
  records.erase(std::unique(records.begin(), records.end()), records.end());
}

Records records_of(std::span<const Fact> facts) {
  Records records;
  for (const Fact& fact : facts) {
    if (std::holds_alternative<Uncounted>(fact.what)) continue;  // no span of it changes
    (fact.subject == Subject::dossiers ? records.dossiers : records.steps).push_back(fact.record);
    if (is_correction(fact)) records.corrected.push_back(fact.record);
    if (wants_number(fact)) records.dossiers.push_back(step_named(fact.record).dossier);
  }
  sort_once(records.dossiers);
  sort_once(records.steps);
  sort_once(records.corrected);
  return records;
}

/// A dossier's facts come before those of its steps, so its number is known by then.
void follow(Work& dossiers, Work& steps, const Fact& fact) {
  if (fact.subject == Subject::dossiers) {
    dossiers.follow(fact);
  } else if (wants_number(fact)) {
    steps.follow(numbered(fact, dossiers.latest(step_named(fact.record).dossier)));
  } else {
    steps.follow(fact);
  }
}

/// Those strictly above each unit, as written down with its first dossier or step; writes down what is new.
std::map<core::UnitId, std::vector<core::UnitId>> units_above(store::Transaction& tx,
                                                              const std::set<core::UnitId>& units,
                                                              const Ancestors& ancestors) {
  std::map<core::UnitId, std::vector<core::UnitId>> above;
  std::vector<std::string> ids;
  ids.reserve(units.size());
  for (const core::UnitId& unit : units) ids.push_back(unit.str());
  const store::Keys keys{tx.dialect(), ids};
  const std::string written_down = keys.select("unit_id, ancestor_id", "unit_ancestors", "unit_id");
  for (const auto& [unit, ancestor] : tx.query<core::UnitId, core::UnitId>(written_down, keys.value())) {
    auto& known = above[unit];
    if (ancestor != unit) known.push_back(ancestor);
  }
  for (const core::UnitId& unit : units) {
    if (above.contains(unit)) continue;
    const auto line = ancestors(unit);
    if (line.empty())
      throw outbox::Unreadable{"unit " + unit.str() + " is not in the catalogue; load a newer one, then redrive"};
    auto& known = above[unit];
    for (const core::UnitId& ancestor : line) {
      tx.run("INSERT INTO unit_ancestors (unit_id, ancestor_id) VALUES (:unit, :ancestor) ON CONFLICT DO NOTHING", unit,
             ancestor);
      if (ancestor != unit) known.push_back(ancestor);
    }
  }
  return above;
}

std::vector<core::UnitId> units_of(const std::vector<std::tuple<core::UnitId>>& rows) {
  std::vector<core::UnitId> units;
  units.reserve(rows.size());
  for (const auto& [unit] : rows) units.push_back(unit);
  return units;
}

}  // namespace

void apply(store::Transaction& tx, std::span<const Fact> facts, const Ancestors& ancestors) {
  if (std::none_of(facts.begin(), facts.end(), counts)) return;
  const Records records = records_of(facts);
  draw_token(tx);
  Work dossiers{tx, Subject::dossiers, records.dossiers, records.corrected};
  Work steps{tx, Subject::steps, records.steps, {}};
  for (const Fact& fact : facts) follow(dossiers, steps, fact);
  std::set<core::UnitId> units = dossiers.units();
  units.insert(steps.units().begin(), steps.units().end());
  const auto above = units_above(tx, units, ancestors);
  dossiers.save(tx, above);
  steps.save(tx, above);
}

std::string projection_token(store::Transaction& tx) {
  const auto found = tx.first<std::string>("SELECT token FROM projection WHERE name = :name", name);
  return found ? std::get<0>(*found) : "empty";
}

std::vector<core::UnitId> counted_units(store::Transaction& tx) {
  return units_of(
      tx.query<core::UnitId>("SELECT unit_id FROM unit_ancestors WHERE unit_id = ancestor_id ORDER BY unit_id"));
}

std::vector<core::UnitId> counted_units_within(store::Transaction& tx, const core::UnitId& above) {
  return units_of(
      tx.query<core::UnitId>("SELECT unit_id FROM unit_ancestors WHERE ancestor_id = :above ORDER BY unit_id", above));
}

}  // namespace motcua::reporting
