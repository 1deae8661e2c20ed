#include "verify/projection.hpp"

#include <algorithm>
#include <array>
#include <iterator>
#include <map>
#include <optional>
#include <set>
#include <vector>

#include "outbox/inbox.hpp"
#include "reporting/domain/spans.hpp"
#include "reporting/projections/dossiers.hpp"
#include "reporting/store/spans.hpp"
#include "store/many.hpp"
#include "verify/durations.hpp"
#include "verify/inbox.hpp"
#include "verify/records.hpp"
#include "verify/recount.hpp"

namespace motcua::verify {
namespace {

using reporting::Fact;
using reporting::RecordId;
using reporting::Span;
using reporting::Subject;

outbox::Event event_of(const outbox::HistoryRow& row, const std::string& topic) {
  return {topic,
          row.record_id,
          row.version,
          row.sequence,
          row.event.type,
          row.event.occurred_at,
          row.event.recorded_at,
          row.event.data,
          row.event.traceparent};
}

/// Ordinals count from 1, and no span is left out.
void put(std::vector<Span>& spans, const Span& span) {
  const auto at = static_cast<std::size_t>(span.ordinal) - 1;
  if (at < spans.size()) {
    spans[at] = span;
  } else {
    spans.push_back(span);
  }
}

std::vector<Span> live_of(const std::vector<Span>& spans) {
  std::vector<Span> live;
  std::ranges::copy_if(spans, std::back_inserter(live), [](const Span& span) { return !span.superseded; });
  return live;
}

std::optional<Span> last_of(const std::vector<Span>& spans) {
  return spans.empty() ? std::nullopt : std::optional{spans.back()};
}

/// The spans that a dossier's events give: its own and those of its steps.
struct Spans {
  std::vector<Span> dossier;
  std::map<RecordId, std::vector<Span>> steps;

  /// Throws outbox::Unreadable when the fact cannot follow.
  void follow(const Fact& fact) {
    std::vector<Span>& spans = fact.subject == Subject::dossiers ? dossier : steps[fact.record];
    const auto followed = reporting::is_correction(fact)
                              ? reporting::corrected(live_of(spans), fact)
                              : reporting::follow(last_of(spans), reporting::numbered(fact, last_of(dossier)));
    if (!followed) throw outbox::Unreadable{followed.error().why};
    for (const Span& span : *followed) put(spans, span);
  }
};

/// What there should be of some records of one subject.
struct Expected {
  std::set<RecordId> records;
  std::vector<Span> spans;

  void add(const RecordId& record, const std::vector<Span>& its_spans) {
    records.insert(record);
    spans.insert(spans.end(), its_spans.begin(), its_spans.end());
  }
};

/// Goes through history and holds the spans of each dossier and its steps against it.
class Following {
 public:
  Following(store::Transaction& dossiers, store::Transaction& reporting, std::string topic, Check& check)
      : dossiers_{dossiers}, reporting_{reporting}, topic_{std::move(topic)}, check_{check} {}

  void run() {
    for_all_records(dossiers_, [this](const std::vector<Record>& records) { take(records); });
    check_for_unknown_records();
    check_for_stray_spans("spans", "spans.record_id");
    // A step's id without its number and the slash before it.
    check_for_stray_spans("step_spans", "RTRIM(RTRIM(step_spans.record_id, '0123456789'), '/')");
  }

  const Applied& applied() const { return applied_; }
  /// The counts of each subject.
  const std::array<Recount, 2>& recounts() const { return recounts_; }
  const Durations& durations() const { return durations_; }
  std::int64_t spans() const { return span_count_; }
  std::int64_t steps() const { return step_count_; }

 private:
  void take(const std::vector<Record>& records) {
    const auto versions = applied_versions(records);
    Expected dossiers;
    Expected steps;
    for (const Record& record : records) {
      const RecordId id{record.front().record_id};
      const auto version = versions.find(id.str());
      if (version == versions.end()) continue;
      if (record.back().version < version->second)
        check_.wrong(named(id.str(), version->second), "reporting applied it and history does not have it");
      const Spans spans = follow(record, version->second);
      dossiers.add(id, spans.dossier);
      for (const auto& [step, its_spans] : spans.steps) steps.add(step, its_spans);
      applied_.count_record(version->second);
    }
    step_count_ += static_cast<std::int64_t>(steps.records.size());
    add_stored_steps(records, dossiers.records, steps.records);
    compare(Subject::dossiers, dossiers);
    compare(Subject::steps, steps);
  }

  void compare(Subject subject, const Expected& expected) {
    for (const Span& span : expected.spans) recounts_[static_cast<std::size_t>(subject)].add(span);
    if (subject == Subject::dossiers) {
      for (const Span& span : expected.spans) durations_.add(span);
    }
    span_count_ += static_cast<std::int64_t>(expected.spans.size());
    const std::vector<RecordId> ids{expected.records.begin(), expected.records.end()};
    for (const auto& deviation : reporting::deviations(reporting_, subject, ids, expected.spans)) tell(deviation);
  }

  /// Steps of these dossiers that reporting has, whether their events give them or not. Records come in the order of
  /// their ids, so their steps lie together; a letter is later than any number of a step.
  void add_stored_steps(const std::vector<Record>& records, const std::set<RecordId>& dossiers,
                        std::set<RecordId>& steps) {
    for (const auto& [id] : reporting_.query<std::string>(
             "SELECT DISTINCT record_id FROM step_spans WHERE record_id > :first AND record_id < :last",
             records.front().front().record_id, records.back().front().record_id + "/a")) {
      const RecordId dossier{id.substr(0, id.rfind('/'))};
      if (dossiers.contains(dossier)) steps.insert(RecordId{id});
    }
  }

  std::map<std::string, std::int64_t> applied_versions(const std::vector<Record>& records) {
    std::vector<std::string> ids;
    ids.reserve(records.size());
    for (const Record& record : records) ids.push_back(record.front().record_id);
    std::map<std::string, std::int64_t> versions;
    const store::Keys keys{reporting_.dialect(), ids};
    const std::string sql = keys.select("record_id, version", "inbox_records", "record_id", " AND topic = :topic");
    for (const auto& [id, version] : reporting_.query<std::string, std::int64_t>(sql, keys.value(), topic_))
      versions[id] = version;
    return versions;
  }

  Spans follow(const Record& record, std::int64_t through) {
    Spans spans;
    for (const outbox::HistoryRow& row : record) {
      if (row.version > through) break;
      applied_.count_event(row.sequence);
      try {
        const Fact fact = reporting::fact_of(event_of(row, topic_));
        recounts_[static_cast<std::size_t>(fact.subject)].add_trip(fact);
        spans.follow(fact);
      } catch (const outbox::Unreadable& failure) {
        check_.wrong(named(row.record_id, row.version),
                     std::string{"reporting applied what cannot follow: "} + failure.what());
      }
    }
    return spans;
  }

  void tell(const reporting::SpanDeviation& deviation) {
    const std::string where = "record " + deviation.record.str() + " span " + std::to_string(deviation.ordinal);
    if (deviation.missing) {
      check_.wrong(where, "reporting has lost it");
    } else if (deviation.unexpected) {
      check_.wrong(where, "reporting has it and its events do not give it");
    } else {
      std::string names;
      for (const std::string& column : deviation.columns) names.append(names.empty() ? "" : ", ").append(column);
      check_.wrong(where, "it is not what its events give: " + names);
    }
  }

  void check_for_unknown_records() {
    const auto [count] =
        *reporting_.first<std::int64_t>("SELECT COUNT(*) FROM inbox_records WHERE topic = :topic", topic_);
    if (count == applied_.records()) return;
    for (std::string after; true;) {
      const auto rows = reporting_.query<std::string, std::int64_t>(
          "SELECT record_id, version FROM inbox_records WHERE topic = :topic AND record_id > :after ORDER BY record_id "
          "LIMIT 500",
          topic_, after);
      if (rows.empty()) return;
      after = std::get<0>(rows.back());
      for (const auto& [id, version] : rows) {
        if (dossiers_.first<std::int64_t>("SELECT 1 FROM history WHERE record_id = :record_id LIMIT 1", id)) continue;
        check_.wrong("record " + id, "reporting applied it and history does not have it");
        applied_.count_unknown(version);
      }
    }
  }

  /// `dossier`: the id of a row's dossier.
  void check_for_stray_spans(const std::string& table, const std::string& dossier) {
    const std::string sql = "SELECT DISTINCT record_id FROM " + table +
                            " WHERE record_id > :after AND NOT EXISTS (SELECT 1 FROM inbox_records WHERE "
                            "inbox_records.topic = :topic AND inbox_records.record_id = " +
                            dossier + ") ORDER BY record_id LIMIT 500";
    for (std::string after; true;) {
      const auto rows = reporting_.query<std::string>(sql, after, topic_);
      if (rows.empty()) return;
      after = std::get<0>(rows.back());
      for (const auto& [id] : rows) check_.wrong("record " + id, "reporting has a span of it and never heard of it");
    }
  }

  store::Transaction& dossiers_;
  store::Transaction& reporting_;
  const std::string topic_;
  Check& check_;
  Applied applied_;
  std::array<Recount, 2> recounts_{Recount{Subject::dossiers}, Recount{Subject::steps}};  ///< in the order of Subject
  Durations durations_;
  std::int64_t span_count_ = 0;
  std::int64_t step_count_ = 0;
};

}  // namespace

void check_projection(store::Transaction& dossiers, store::Transaction& reporting, const std::string& topic,
                      Report& report) {
  Check spans{report, "projection"};
  Following following{dossiers, reporting, topic, spans};
  following.run();
  spans.done(counted(following.applied().records(), "record") + ", " + counted(following.steps(), "step") + ", " +
             counted(following.spans(), "span"));
  for (const Recount& recount : following.recounts()) recount.compare(reporting, report);
  following.durations().compare(reporting, report);
  check_inbox(dossiers, reporting, topic, following.applied(), report);
}

void note_moved_units(store::Transaction& reporting, const catalogue::Units& units, Report& report) {
  Check check{report, "units"};
  std::map<std::string, std::vector<std::string>> written;
  for (auto& [unit, ancestor] : reporting.query<std::string, std::string>(
           "SELECT unit_id, ancestor_id FROM unit_ancestors ORDER BY unit_id, ancestor_id"))
    written[unit].push_back(std::move(ancestor));
  for (const auto& [unit, above] : written) {
    const core::UnitId id{unit};
    std::vector<std::string> now;
    if (units.find(id) != nullptr) {
      for (const core::UnitId& ancestor : units.with_ancestors(id)) now.push_back(ancestor.str());
    }
    std::ranges::sort(now);
    if (!std::ranges::is_permutation(now, above))
      check.note("unit " + unit + " stood elsewhere when its first record came than this catalogue says");
  }
  check.done(counted(static_cast<std::int64_t>(written.size()), "unit"));
}

}  // namespace motcua::verify
