#include "dossiers/clock_ledger.hpp"

#include <algorithm>
#include <utility>

#include "dossiers/published.hpp"

namespace motcua::dossiers {
namespace {

constexpr const char* first_day_excluded =
    "Civil Code 2015 arts. 147-148: first day excluded, a last day of rest rolls on";
constexpr const char* waiting_for_papers = "supplement_effect of the procedure's version";
constexpr const char* waiting_for_money = "financial_step of the procedure's version";
constexpr const char* stopping = "status 8: the clock stands until a leader reopens";
constexpr const char* apology = "Decree 61/2018/NĐ-CP: re-appointment moves no legal date";
constexpr const char* not_counted = "linked one-stop: a step of the procedure that is not counted";
constexpr const char* limit_of_step = "linked one-stop: the limit of the procedure's step";
constexpr const char* wrong_acceptance =
    "a correction supersedes what was told: counted again from the corrected acceptance";
constexpr const char* calendar_changed = "a decision on days off, made after the due date was counted";

Derivation derivation_of(const contracts::Accepted& event) {
  return {0, event.due_date, event.due_at, event.calendar_version, event.counted_from, event.days};
}
Derivation derivation_of(const contracts::ClockResumed& clock) {
  return {clock.used, clock.due_date, clock.due_at, clock.calendar_version, clock.counted_from, clock.days};
}

/// What a stretch counted until it ended. The day on which a pause begins is used; of a session, what lies before it.
void end_at(std::vector<contracts::Day>& days, core::Instant moment) {
  const core::Date last = core::vietnam_date(moment);
  std::erase_if(days, [&](const contracts::Day& day) { return day.date > last || (day.from && *day.from >= moment); });
  for (contracts::Day& day : days) {
    if (day.until) day.until = std::min(*day.until, moment);
  }
}

class Ledger {
 public:
  void take(const outbox::HistoryRow& row) {
    row_ = &row;
    std::visit([this](const auto& one) { add(one); }, contract_in(row));
  }
  std::vector<ClockEntry> entries() { return std::move(entries_); }

 private:
  ClockEntry& enter(const char* what, const char* rule) {
    return entries_.emplace_back(ClockEntry{.what = what,
                                            .version = row_->version,
                                            .event = row_->event.type,
                                            .rule = rule,
                                            .occurred_at = row_->event.occurred_at,
                                            .recorded_at = row_->event.recorded_at});
  }

  void wait(const char* rule, bool afresh = false) {
    waiting_ = rule;
    afresh_ = afresh;
  }

  /// The stretch that ran until now counted no further.
  void cut_short(std::optional<int> step) {
    const auto running = std::find_if(entries_.rbegin(), entries_.rend(), [step](const ClockEntry& entry) {
      return entry.step == step && entry.derivation.has_value();
    });
    if (running != entries_.rend()) end_at(running->derivation->days, row_->event.occurred_at);
  }

  void pause(const std::optional<contracts::ClockStopped>& clock, const char* rule,
             std::optional<int> step = std::nullopt) {
    if (!clock) return;
    cut_short(step);
    ClockEntry& entry = enter("paused", rule);
    entry.step = step;
    entry.used = clock->used;
  }

  ClockEntry& go_on(const char* what, const contracts::ClockResumed& clock, const char* rule,
                    std::optional<int> step = std::nullopt) {
    ClockEntry& entry = enter(what, rule);
    entry.step = step;
    entry.used = clock.used;
    entry.derivation = derivation_of(clock);
    return entry;
  }

  void add(const contracts::Accepted& event) {
    ClockEntry& entry = enter("started", first_day_excluded);
    entry.used = 0;
    entry.derivation = derivation_of(event);
  }
  void add(const contracts::SupplementRequested& event) {
    wait(waiting_for_papers, event.effect == "RESTART");
    pause(event.clock, waiting_);
  }
  void add(const contracts::SupplementReceived& event) {
    if (event.clock) go_on(afresh_ ? "restarted" : "resumed", *event.clock, waiting_for_papers);
  }
  void add(const contracts::PaymentRequested& event) {
    wait(waiting_for_money);
    pause(event.clock, waiting_);
  }
  void add(const contracts::PaymentConfirmed& event) {
    if (event.clock) go_on("resumed", *event.clock, waiting_for_money);
  }
  void add(const contracts::Stopped& event) {
    wait(stopping);
    pause(event.clock, waiting_);
  }
  void add(const contracts::Reopened& event) {
    if (event.clock) go_on("resumed", *event.clock, stopping);
  }
  void add(const contracts::Apologised& event) { enter("promised", apology).promised = event.promised_date; }
  void add(const contracts::DeadlineRecounted& event) {
    go_on("recounted", event.clock, calendar_changed).decision = event.decision;
  }
  void add(const contracts::HandedOver& event) {
    pause(event.stopped, not_counted);
    if (event.resumed) go_on("resumed", *event.resumed, not_counted);
  }
  void add(const contracts::StepBegun& event) { go_on("started", event.clock, limit_of_step, event.step); }
  void add(const contracts::StepPaused& event) { pause(event.clock, waiting_, event.step); }
  void add(const contracts::StepResumed& event) {
    go_on(afresh_ ? "restarted" : "resumed", event.clock, waiting_, event.step);
  }
  void add(const contracts::StepRecounted& event) {
    go_on("recounted", event.clock, calendar_changed, event.step).decision = event.decision;
  }
  void add(const contracts::StepEnded& event) {
    cut_short(event.step);
    ClockEntry& entry = enter("ended", limit_of_step);
    entry.step = event.step;
    entry.ended_as = event.ended_as;
  }
  /// All of it once more, from the corrected acceptance on; what stands above was counted from a wrong one.
  void add(const contracts::AcceptanceCorrected& event) {
    enter("corrected", wrong_acceptance);
    const char* what = "started";
    for (const contracts::Stretch& stretch : event.course.stretches) {
      tell_again(stretch, what);
      what = stretch.resumed || stretch.stopped ? "resumed" : what;
    }
    afresh_ = event.supplement_effect == "RESTART";
  }
  void tell_again(const contracts::Stretch& stretch, const char* what) {
    if (stretch.stopped) {
      end_at(entries_.back().derivation.value().days, stretch.since);
      enter("paused", wrong_acceptance).used = stretch.stopped->used;
    } else if (stretch.resumed) {
      // From nothing used a clock starts, or starts again.
      const bool again = std::string_view{what} == "resumed";
      go_on(again && stretch.resumed->used == 0 ? "restarted" : what, *stretch.resumed, wrong_acceptance);
    } else {
      return;
    }
    entries_.back().occurred_at = stretch.since;
  }
  void add(const contracts::UnitCorrected&) {}
  void add(const contracts::Annulled&) {}
  void add(const contracts::HandoverReceived&) {}
  void add(const contracts::Registered&) {}
  void add(const contracts::NotAccepted&) {}
  void add(const contracts::Assigned&) {}
  void add(const contracts::Resolved& event) {
    if (event.clock) go_on("resumed", *event.clock, not_counted);
  }
  void add(const contracts::Returned&) {}
  void add(const contracts::Withdrawn&) {}
  void add(const contracts::Transferred&) {}
  void add(const contracts::PaperAdded&) {}
  void add(const contracts::PaperWithdrawn&) {}
  void add(const contracts::PeopleErased&) {}
  void add(const contracts::DueSoon&) {}
  void add(const contracts::Overdue&) {}

  const outbox::HistoryRow* row_ = nullptr;
  const char* waiting_ = "";  // the rule by which the dossier waits, or did last
  bool afresh_ = false;       // and after which the period is counted anew
  std::vector<ClockEntry> entries_;
};

}  // namespace

std::vector<ClockEntry> clock_ledger(std::span<const outbox::HistoryRow> history) {
  Ledger ledger;
  for (const outbox::HistoryRow& row : history) ledger.take(row);
  return ledger.entries();
}

}  // namespace motcua::dossiers
