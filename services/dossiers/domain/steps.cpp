#include "dossiers/domain/steps.hpp"

#include <algorithm>
#include <numeric>

#include "dossiers/domain/deadlines.hpp"

namespace motcua::dossiers::steps {
namespace {

using Following = core::Result<std::vector<Event>, calendar::NotCovered>;

Following none() { return std::vector<Event>{}; }

Following begun(int number, const core::UnitId& unit, const Dossier& after, core::Instant moment, const Facts& facts) {
  const StepRules& step = facts.rules.steps.at(static_cast<std::size_t>(number) - 1);
  const clock::Counting counting{facts.calendar, facts.rules.reception};
  auto due = facts.calendar.due_after(moment, step.limit, facts.rules.reception);
  if (!due) return due.error();
  const auto used = clock::used_by(after.clock.value(), moment, counting);
  if (!used) return used.error();
  return std::vector<Event>{StepBegun{.number = number,
                                      .code = step.code,
                                      .agency = step.agency,
                                      .unit = unit,
                                      .counted = step.counted,
                                      .limit = step.limit,
                                      .due = std::move(due).value(),
                                      .dossier_used = *used}};
}

Timeliness timeliness_of(const Step& step, core::Instant moment) {
  return deadlines::timeliness(moment, step.due, step.due_at, step.clock.limit.mode);
}

/// One function for each kind of event that concerns the present step.
class Consequence {
 public:
  Consequence(const Dossier& before, const Dossier& after, core::Instant moment, const Facts& facts)
      : before_{before},
        after_{after},
        step_{step_of(before)},
        moment_{moment},
        facts_{facts},
        counting_{facts.calendar, facts.rules.reception} {}

  // Years past come without their hand-overs, so nobody can say whose they were.
  Following operator()(const DossierAccepted&) const {
    if (facts_.rules.steps.empty() || facts_.told == Told::imported) return none();
    return begun(1, after_.responsible_unit, after_, moment_, facts_);
  }

  Following operator()(const HandedOver& event) const {
    std::vector<Event> events{StepEnded{event.from, timeliness_of(*step_, moment_)}};
    const Following next = begun(event.from + 1, event.unit, after_, moment_, facts_);
    if (!next) return next.error();
    events.push_back(next->front());
    return events;
  }

  Following operator()(const SupplementRequested& event) const {
    return event.effect == SupplementEffect::no_effect ? none() : paused();
  }
  Following operator()(const PaymentRequested& event) const {
    return event.effect == FinancialStep::count ? none() : paused();
  }
  Following operator()(const DossierStopped&) const { return paused(); }

  Following operator()(const SupplementReceived&) const {
    if (before_.awaited != SupplementEffect::restart) return resumed();
    return step_ == nullptr ? none() : with(clock::restarted(clock::timer_of(*step_), moment_, 0, counting_));
  }
  Following operator()(const PaymentConfirmed&) const { return resumed(); }
  Following operator()(const DossierReopened&) const { return resumed(); }

  Following operator()(const DossierResolved&) const {
    if (step_ == nullptr) return none();
    return std::vector<Event>{StepEnded{step_->number, timeliness_of(*step_, moment_)}};
  }
  Following operator()(const DossierWithdrawn&) const {
    if (step_ == nullptr) return none();
    return std::vector<Event>{StepEnded{step_->number, std::nullopt}};
  }

  template <class Other>
  Following operator()(const Other&) const {
    return none();
  }

 private:
  Following paused() const {
    if (step_ == nullptr) return none();
    const clock::Stop stop = clock::stopped(clock::timer_of(*step_), moment_, counting_);
    if (!stop) return stop.error();
    if (!*stop) return none();
    return std::vector<Event>{StepPaused{step_->number, **stop}};
  }

  Following resumed() const {
    if (step_ == nullptr) return none();
    return with(clock::resumed(clock::timer_of(*step_), moment_, counting_));
  }

  Following with(const clock::Resumption& resumption) const {
    if (!resumption) return resumption.error();
    if (!*resumption) return none();
    return std::vector<Event>{StepResumed{step_->number, **resumption}};
  }

  const Dossier& before_;
  const Dossier& after_;
  const Step* step_;
  core::Instant moment_;
  const Facts& facts_;
  clock::Counting counting_;
};

}  // namespace

const StepRules* next_step(const Dossier& dossier, const ProcedureRules& rules) {
  const Step* step = step_of(dossier);
  if (step == nullptr || static_cast<std::size_t>(step->number) >= rules.steps.size()) return nullptr;
  return &rules.steps[static_cast<std::size_t>(step->number)];
}

bool holds_the_clock(const Dossier& dossier) {
  const Step* step = step_of(dossier);
  return step != nullptr && !step->counted;
}

std::int64_t used_before_step(const Dossier& dossier, const ProcedureRules& rules) {
  const Step* step = step_of(dossier);
  if (step == nullptr) return 0;
  const auto before = std::min<std::ptrdiff_t>(step->number - 1, std::ssize(rules.steps));
  const auto given = std::accumulate(
      rules.steps.begin(), rules.steps.begin() + before, std::int64_t{0},
      [](std::int64_t sum, const StepRules& one) { return one.counted ? sum + one.limit.amount : sum; });
  return std::min(step->dossier_used, given);
}

core::Result<std::vector<Event>, calendar::NotCovered> following(const Event& event, const Dossier& before,
                                                                 const Dossier& after, core::Instant moment,
                                                                 const Facts& facts) {
  return std::visit(Consequence{before, after, moment, facts}, event);
}

core::Result<std::vector<Event>, calendar::NotCovered> recounted(const Dossier& dossier, const std::string& decision,
                                                                 const clock::Counting& counting) {
  const Step* step = step_of(dossier);
  if (step == nullptr) return none();
  const clock::Resumption again = clock::recounted(clock::timer_of(*step), counting);
  if (!again) return again.error();
  if (!*again) return none();
  return std::vector<Event>{StepRecounted{step->number, **again, step->due, step->due_at, decision}};
}

}  // namespace motcua::dossiers::steps
