#include "verify/inbox.hpp"

#include <algorithm>

#include "outbox/completeness.hpp"

namespace motcua::verify {
namespace {

/// What is set aside; each of it counts as heard.
struct Parked {
  std::int64_t events = 0;
  std::int64_t dead = 0;
  std::int64_t of_no_record = 0;
};

Parked count_parked(store::Transaction& reporting, const std::string& topic, Applied& heard) {
  Parked parked;
  for (std::string after; true;) {
    const auto rows = reporting.query<std::string, std::string, std::int64_t, int>(
        "SELECT id, record_id, sequence, dead FROM inbox_parked WHERE topic = :topic AND id > :after ORDER BY id LIMIT "
        "1000",
        topic, after);
    if (rows.empty()) return parked;
    after = std::get<0>(rows.back());
    for (const auto& [id, record, sequence, dead] : rows) {
      if (dead != 0) ++parked.dead;
      if (record.empty()) ++parked.of_no_record;
      if (record.empty() || sequence == 0) continue;
      ++parked.events;
      heard.count_event(sequence);
    }
  }
}

/// The first sequence up to `through` that was not heard; 0 when all were.
std::int64_t first_not_heard(const Applied& heard, std::int64_t through) {
  for (std::int64_t sequence = 1; sequence <= through; ++sequence) {
    if (!heard.has(sequence)) return sequence;
  }
  return 0;
}

std::string record_with(store::Transaction& dossiers, std::int64_t sequence) {
  const auto row = dossiers.first<std::string, std::int64_t>(
      "SELECT record_id, version FROM history WHERE sequence = :sequence", sequence);
  return row ? named(std::get<0>(*row), std::get<1>(*row)) : "sequence " + std::to_string(sequence);
}

std::int64_t last_given(store::Transaction& dossiers, const std::string& topic) {
  const auto row = dossiers.first<std::int64_t>("SELECT last_sequence FROM outbox_log WHERE topic = :topic", topic);
  return row ? std::get<0>(*row) : 0;
}

std::string differ(const std::string& column, std::int64_t is, std::int64_t should) {
  return column + " is " + std::to_string(is) + " and should be " + std::to_string(should);
}

}  // namespace

void Applied::count_event(std::int64_t sequence) {
  if (sequence < 1 || sequence > believable_at_most) return;
  const auto at = static_cast<std::size_t>(sequence);
  if (sequences_.size() <= at) sequences_.resize(at + 1);
  sequences_[at] = true;
}

bool Applied::has(std::int64_t sequence) const {
  return sequence <= highest() && sequences_[static_cast<std::size_t>(sequence)];
}

void check_inbox(store::Transaction& dossiers, store::Transaction& reporting, const std::string& topic,
                 const Applied& applied, Report& report) {
  Check check{report, "inbox"};
  Applied heard = applied;
  const Parked parked = count_parked(reporting, topic, heard);
  const outbox::Progress progress = outbox::progress_of(reporting, topic);

  if (progress.applied != applied.events())
    check.wrong("inbox_topics", differ("applied", progress.applied, applied.events()));
  if (progress.parked != parked.events) check.wrong("inbox_topics", differ("parked", progress.parked, parked.events));
  // Higher than what was heard: a letter that nobody could read has been asked for again.
  if (progress.highest < heard.highest())
    check.wrong("inbox_topics", differ("highest", progress.highest, heard.highest()));
  if (const std::int64_t last = last_given(dossiers, topic); progress.highest > last)
    check.wrong("inbox_topics",
                "highest is " + std::to_string(progress.highest) + " and only " + std::to_string(last) + " were given");
  if (progress.complete_through > progress.highest ||
      (progress.missing() == 0 && progress.complete_through != progress.highest))
    check.wrong("inbox_topics", differ("complete_through", progress.complete_through, progress.highest));
  if (const std::int64_t first = first_not_heard(heard, progress.complete_through); first != 0)
    check.wrong(record_with(dossiers, first), "reporting says that it has everything up to sequence " +
                                                  std::to_string(progress.complete_through) + " and does not have it");

  if (progress.missing() > 0) check.note("it waits for " + counted(progress.missing(), "event"));
  if (parked.dead > 0) check.note(counted(parked.dead, "dead letter"));
  check.done(counted(progress.applied, "event") + " applied, " + std::to_string(parked.events) + " set aside");
}

}  // namespace motcua::verify
