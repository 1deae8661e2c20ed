#include "verify/projection.hpp"

#include <algorithm>
#include <map>
#include <optional>
#include <span>
#include <vector>

#include "outbox/inbox.hpp"
#include "reporting/domain/spans.hpp"
#include "reporting/projections/dossiers.hpp"
#include "reporting/store/spans.hpp"
#include "store/many.hpp"
#include "verify/inbox.hpp"
#include "verify/records.hpp"
#include "verify/recount.hpp"

namespace motcua::verify {
namespace {

using reporting::RecordId;
using reporting::Span;

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

void put(std::vector<Span>& spans, const Span& span) {
  if (!spans.empty() && spans.back().ordinal == span.ordinal) {
    spans.back() = span;
  } else {
    spans.push_back(span);
  }
}

/// Goes through history and holds each record's spans against it.
class Following {
 public:
  Following(store::Transaction& dossiers, store::Transaction& reporting, std::string topic, Check& check)
      : dossiers_{dossiers}, reporting_{reporting}, topic_{std::move(topic)}, check_{check} {}

  void run() {
    for_all_records(dossiers_, [this](const std::vector<Record>& records) { take(records); });
    check_for_unknown_records();
    check_for_stray_spans();
  }

  const Applied& applied() const { return applied_; }
  const Recount& recount() const { return recount_; }
  std::int64_t spans() const { return span_count_; }

 private:
  void take(const std::vector<Record>& records) {
    const auto versions = applied_versions(records);
    std::vector<RecordId> ids;
    std::vector<Span> expected;
    for (const Record& record : records) {
      const auto version = versions.find(record.front().record_id);
      if (version == versions.end()) continue;
      ids.emplace_back(record.front().record_id);
      if (record.back().version < version->second)
        check_.wrong(named(record.front().record_id, version->second),
                     "reporting applied it and history does not have it");
      for (Span& span : follow(record, version->second)) {
        recount_.add(span);
        expected.push_back(std::move(span));
      }
      applied_.count_record(version->second);
    }
    span_count_ += static_cast<std::int64_t>(expected.size());
    for (const auto& deviation : reporting::deviations(reporting_, ids, expected)) tell(deviation);
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

  std::vector<Span> follow(const Record& record, std::int64_t through) {
    std::vector<Span> spans;
    for (const outbox::HistoryRow& row : record) {
      if (row.version > through) break;
      applied_.count_event(row.sequence);
      try {
        const auto latest = spans.empty() ? std::nullopt : std::optional{spans.back()};
        const auto followed = reporting::follow(latest, reporting::fact_of(event_of(row, topic_)));
        if (!followed) throw outbox::Unreadable{followed.error().why};
        for (const Span& span : *followed) put(spans, span);
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

  void check_for_stray_spans() {
    for (std::string after; true;) {
      const auto rows = reporting_.query<std::string>(
          "SELECT DISTINCT record_id FROM spans WHERE record_id > :after AND NOT EXISTS (SELECT 1 FROM inbox_records "
          "WHERE inbox_records.topic = :topic AND inbox_records.record_id = spans.record_id) ORDER BY record_id LIMIT "
          "500",
          after, topic_);
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
  Recount recount_;
  std::int64_t span_count_ = 0;
};

}  // namespace

void check_projection(store::Transaction& dossiers, store::Transaction& reporting, const std::string& topic,
                      Report& report) {
  Check spans{report, "projection"};
  Following following{dossiers, reporting, topic, spans};
  following.run();
  spans.done(counted(following.applied().records(), "record") + ", " + counted(following.spans(), "span"));
  following.recount().compare(reporting, report);
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
      check.note("unit " + unit + " stood elsewhere when its first dossier came than this catalogue says");
  }
  check.done(counted(static_cast<std::int64_t>(written.size()), "unit"));
}

}  // namespace motcua::verify
