#include "dossiers/domain/course.hpp"

#include <utility>

#include "dossiers/domain/deadlines.hpp"
#include "dossiers/domain/evolve.hpp"

namespace motcua::dossiers::course {
namespace {

using Told = core::Result<Event, calendar::NotCovered>;

/// What an event adds to the course; `after` is the dossier after it.
class Telling {
 public:
  void take(const Happening& happening) {
    after_ = evolve(std::move(after_), happening);
    at_ = happening.occurred_at;
    std::visit([this](const auto& event) { add(event); }, happening.event);
  }
  Course course() && { return std::move(course_); }

 private:
  void visit(const std::optional<Channel>& channel, const char* reason) {
    if (channel.value_or(after_.channel) == Channel::direct) course_.visits.push_back({reason, at_});
  }

  void stretch(const std::optional<ClockStopped>& stopped, const std::optional<ClockResumed>& resumed) {
    if (!after_.accepted_at) return;
    Stretch next{at_, is_paused(after_.status), std::nullopt, stopped, resumed};
    if (due_runs(after_)) next.due = Stretch::DueBy{after_.deadline->date, after_.deadline->at};
    course_.stretches.push_back(std::move(next));
  }

  void add(const DossierRegistered&) { visit(std::nullopt, "submission"); }
  void add(const DossierAccepted& event) { stretch(std::nullopt, ClockResumed{event.due, 0}); }
  void add(const SupplementRequested& event) { stretch(event.clock, std::nullopt); }
  void add(const SupplementReceived& event) {
    visit(event.channel, "supplement");
    stretch(std::nullopt, event.clock);
  }
  void add(const PaymentRequested& event) { stretch(event.clock, std::nullopt); }
  void add(const PaymentConfirmed& event) {
    visit(event.channel, "payment");
    stretch(std::nullopt, event.clock);
  }
  void add(const DossierStopped& event) { stretch(event.clock, std::nullopt); }
  void add(const DossierReopened& event) { stretch(std::nullopt, event.clock); }
  void add(const DeadlineRecounted& event) { stretch(std::nullopt, event.clock); }
  void add(const DossierResolved& event) {
    course_.end = Course::End{at_, event.timeliness, event.supplements, event.used};
  }
  void add(const DossierWithdrawn& event) {
    if (event.after_acceptance) course_.end = Course::End{at_, std::nullopt};
  }
  void add(const ResultReturned& event) { visit(event.channel, "collection"); }
  // From here on the course is the one that the correction tells.
  void add(const AcceptanceCorrected& event) { course_ = event.course; }
  template <class Other>
  void add(const Other&) {}

  Dossier after_;
  core::Instant at_;
  Course course_;
};

/// Tells each event as it would have been decided, `before_` being the dossier by then.
class Retelling {
 public:
  Retelling(const Acceptance& acceptance, const Facts& facts)
      : acceptance_{acceptance}, facts_{facts}, counting_{facts.calendar, facts.rules.reception} {}

  /// What the calendar does not cover of it.
  std::optional<calendar::NotCovered> take(const Happening& happening) {
    Happening again = happening;
    const bool accepts = std::holds_alternative<DossierAccepted>(happening.event);
    const bool registers = std::holds_alternative<DossierRegistered>(happening.event);
    if (accepts || (registers && acceptance_.with_submission)) again.occurred_at = acceptance_.at;
    at_ = again.occurred_at;
    auto event = std::visit([this](const auto& one) { return told(one); }, happening.event);
    if (!event) return event.error();
    again.event = std::move(event).value();
    before_ = evolve(std::move(before_), again);
    retold_.push_back(std::move(again));
    return std::nullopt;
  }
  std::vector<Happening> retold() && { return std::move(retold_); }

 private:
  template <class Wanted, class Change>
  static Told with(Wanted event, core::Result<std::optional<Change>, calendar::NotCovered> change) {
    if (!change) return change.error();
    event.clock = std::move(change).value();
    return Event{std::move(event)};
  }
  clock::Stop stopped() const {
    const auto timer = clock::timer_of(before_);
    return timer ? clock::stopped(*timer, at_, counting_) : clock::Stop{std::optional<ClockStopped>{}};
  }
  clock::Resumption resumed() const {
    const auto timer = clock::timer_of(before_);
    return timer ? clock::resumed(*timer, at_, counting_) : clock::Resumption{std::optional<ClockResumed>{}};
  }

  Told told(DossierRegistered event) const {
    event.receiving_unit = acceptance_.unit;
    return Event{std::move(event)};
  }
  Told told(DossierAccepted event) const {
    auto due = facts_.calendar.due_after(at_, facts_.rules.limit, facts_.rules.reception);
    if (!due) return due.error();
    event = {.procedure = facts_.rules.procedure, .due = std::move(due).value(), .limit = facts_.rules.limit};
    return Event{std::move(event)};
  }
  // Asked for before the acceptance, by the version in force then; afterwards by the dossier's own.
  Told told(SupplementRequested event) const {
    if (!before_.accepted_at) return Event{std::move(event)};
    event.effect = facts_.rules.supplement_effect;
    event.clock = std::nullopt;
    if (event.effect == SupplementEffect::no_effect) return Event{std::move(event)};
    return with(std::move(event), stopped());
  }
  Told told(SupplementReceived event) const {
    const bool afresh = before_.accepted_at && before_.awaited == SupplementEffect::restart;
    return with(std::move(event),
                afresh ? clock::restarted(clock::timer_of(before_).value(), at_, 0, counting_) : resumed());
  }
  Told told(PaymentRequested event) const {
    event.effect = facts_.rules.financial_step;
    event.clock = std::nullopt;
    if (event.effect == FinancialStep::count) return Event{std::move(event)};
    return with(std::move(event), stopped());
  }
  Told told(PaymentConfirmed event) const { return with(std::move(event), resumed()); }
  Told told(DossierStopped event) const { return with(std::move(event), stopped()); }
  Told told(DossierReopened event) const { return with(std::move(event), resumed()); }
  // The result stays, and its moment: only whether it came in time follows from the acceptance.
  Told told(DossierResolved event) const {
    const clock::Timer timer = clock::timer_of(before_).value();
    event.timeliness = deadlines::timeliness(at_, timer.due, timer.due_at, timer.clock.limit.mode);
    if (event.used) {
      const auto counted = clock::counted_by(timer.clock, at_, counting_);
      event.used = counted ? std::optional{calendar::Allowance{timer.clock.limit.mode, *counted}} : std::nullopt;
    }
    return Event{std::move(event)};
  }
  template <class Other>
  Told told(const Other& event) const {
    return Event{event};
  }

  const Acceptance& acceptance_;
  const Facts& facts_;
  clock::Counting counting_;
  core::Instant at_;
  Dossier before_;
  std::vector<Happening> retold_;
};

struct NeedsNoRetelling {
  bool operator()(const DueSoon&) const { return true; }
  bool operator()(const Overdue&) const { return true; }
  bool operator()(const DeadlineRecounted&) const { return true; }
  bool operator()(const AcceptanceCorrected&) const { return true; }
  bool operator()(const UnitCorrected&) const { return true; }
  template <class Other>
  bool operator()(const Other&) const {
    return false;
  }
};

}  // namespace

Course told_by(std::span<const Happening> history) {
  Telling telling;
  for (const Happening& happening : history) telling.take(happening);
  return std::move(telling).course();
}

core::Result<std::vector<Happening>, calendar::NotCovered> retold(std::span<const Happening> history,
                                                                  const Acceptance& acceptance, const Facts& facts) {
  Retelling retelling{acceptance, facts};
  for (const Happening& happening : history) {
    if (std::visit(NeedsNoRetelling{}, happening.event)) continue;
    if (const auto beyond = retelling.take(happening)) return *beyond;
  }
  return std::move(retelling).retold();
}

}  // namespace motcua::dossiers::course
