#include "verify/histories.hpp"

#include <algorithm>
#include <exception>
#include <optional>
#include <string>

#include "dossiers/published.hpp"
#include "dossiers/store/rows.hpp"
#include "verify/people.hpp"
#include "verify/records.hpp"

namespace motcua::verify {
namespace {

using dossiers::rows::Kept;

void check_chain(Check& check, const Record& record) {
  std::int64_t version = 0;
  std::int64_t sequence = 0;
  bool numbered = true;
  std::string last_hash{outbox::no_previous_hash};
  for (const outbox::HistoryRow& row : record) {
    const std::string where = named(row.record_id, row.version);
    if (row.version != version + 1) {
      check.wrong(where, "version " + stretch(version + 1, row.version - 1) + " before it is missing");
    } else if (row.previous_hash != last_hash) {
      check.wrong(where, "it does not link to the version before it");
    }
    if (outbox::hash_of(row.record_id, row.version, row.event, row.previous_hash) != row.hash)
      check.wrong(where, "its hash is not that of what it holds");
    // The relay numbers a record's versions in their order, and leaves none out.
    if (row.sequence != 0 && (!numbered || row.sequence <= sequence))
      check.wrong(where, "its sequence is not later than that of the version before it");
    numbered = row.sequence != 0;
    if (numbered) sequence = row.sequence;
    version = row.version;
    last_hash = row.hash;
  }
}

/// Nothing, and a finding, when the history cannot be read.
std::optional<Kept> folded(Check& check, const Record& record) {
  try {
    return Kept{dossiers::fold(record), record.back().hash};
  } catch (const std::exception& failure) {
    check.wrong(named(record.back().record_id, record.back().version),
                std::string{"its history cannot be folded: "} + failure.what());
    return std::nullopt;
  }
}

std::string listed(const std::vector<std::string>& names) {
  std::string text;
  for (const std::string& name : names) text.append(text.empty() ? "" : ", ").append(name);
  return text;
}

std::vector<Kept> all_folded(Check& check, const std::vector<Record>& records) {
  std::vector<Kept> states;
  states.reserve(records.size());
  for (const Record& record : records) {
    if (auto state = folded(check, record)) states.push_back(*std::move(state));
  }
  return states;
}

void check_rows(Check& check, store::Transaction& dossiers, const std::vector<Kept>& expected) {
  for (const auto& deviation : dossiers::rows::deviations(dossiers, expected)) {
    const std::string where = "record " + deviation.id.str();
    if (deviation.missing) {
      check.wrong(where, "it has a history and no row");
    } else {
      check.wrong(where, "its row is not what its history gives: " + listed(deviation.columns));
    }
  }
}

void check_for_rows_without_history(Check& check, store::Transaction& dossiers) {
  constexpr int at_once = 1000;
  for (std::string after; true;) {
    const auto ids = dossiers.query<std::string>(
        "SELECT id FROM dossiers WHERE id > :after AND NOT EXISTS (SELECT 1 FROM history WHERE history.record_id = "
        "dossiers.id) ORDER BY id LIMIT :at_most",
        after, at_once);
    if (ids.empty()) return;
    for (const auto& [id] : ids) check.wrong("record " + id, "it has a row and no history");
    after = std::get<0>(ids.back());
  }
}

}  // namespace

void check_histories(store::Transaction& dossiers, Report& report) {
  Check chains{report, "chains"};
  Check states{report, "states"};
  Check people{report, "people"};
  std::int64_t count = 0;
  std::int64_t events = 0;
  std::int64_t erased = 0;
  for_all_records(dossiers, [&](const std::vector<Record>& records) {
    for (const Record& record : records) {
      check_chain(chains, record);
      events += static_cast<std::int64_t>(record.size());
    }
    const auto expected = all_folded(states, records);
    check_rows(states, dossiers, expected);
    check_people(people, dossiers, expected);
    erased += std::ranges::count_if(expected, [](const Kept& one) { return one.dossier.people_erased_at.has_value(); });
    count += static_cast<std::int64_t>(records.size());
  });
  chains.done(counted(count, "record") + ", " + counted(events, "event"));
  check_for_rows_without_history(states, dossiers);
  states.done(counted(count, "record") + " folded");
  people.done(counted(count, "record") + ", " + std::to_string(erased) + " without people");
}

}  // namespace motcua::verify
