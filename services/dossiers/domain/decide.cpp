#include "dossiers/domain/decide.hpp"

#include <algorithm>

#include "dossiers/domain/clock.hpp"
#include "dossiers/domain/correction.hpp"
#include "dossiers/domain/deadlines.hpp"
#include "dossiers/domain/erasure.hpp"
#include "dossiers/domain/evolve.hpp"
#include "dossiers/domain/steps.hpp"
#include "dossiers/domain/transfer.hpp"

namespace motcua::dossiers {
namespace {

using Events = core::Result<std::vector<Event>, Refusal>;

Refusal refuse(Rule rule, const Dossier& dossier, const char* pointer = "") {
  return {.rule = rule, .status = dossier.status, .pointer = pointer};
}

bool is(const Dossier& dossier, Status status) { return dossier.version > 0 && dossier.status == status; }

// The clock starts at acceptance, not at submission (domain rules 1.9, "clock start").
Events accepted(const Dossier& dossier, core::Instant moment, const Facts& facts) {
  auto due = facts.calendar.due_after(moment, facts.rules.limit, facts.rules.reception);
  if (!due) return refuse(Rule::calendar_does_not_cover, dossier);
  return std::vector<Event>{
      DossierAccepted{.procedure = facts.rules.procedure, .due = std::move(due).value(), .limit = facts.rules.limit}};
}

/// The event, with what happens to the clock in it.
template <class Wanted, class Change>
Events with_clock(const Dossier& dossier, Wanted event,
                  core::Result<std::optional<Change>, calendar::NotCovered> change) {
  if (!change) return refuse(Rule::calendar_does_not_cover, dossier);
  event.clock = std::move(change).value();
  return std::vector<Event>{std::move(event)};
}

clock::Counting counting(const Facts& facts) { return {facts.calendar, facts.rules.reception}; }

clock::Stop stopped_clock(const Dossier& dossier, core::Instant moment, const Facts& facts) {
  const auto timer = clock::timer_of(dossier);
  if (!timer) return std::optional<ClockStopped>{};
  return clock::stopped(*timer, moment, counting(facts));
}

clock::Resumption resumed_clock(const Dossier& dossier, core::Instant moment, const Facts& facts) {
  if (steps::holds_the_clock(dossier)) return std::optional<ClockResumed>{};
  return clock::resumed(clock::timer_of(dossier).value(), moment, counting(facts));
}

clock::Resumption restarted_clock(const Dossier& dossier, core::Instant moment, const Facts& facts) {
  if (steps::holds_the_clock(dossier)) return std::optional<ClockResumed>{};
  const std::int64_t used = steps::used_before_step(dossier, facts.rules);
  return clock::restarted(clock::timer_of(dossier).value(), moment, used, counting(facts));
}

// One function a command, in the order of a dossier's life. Each says what must be true, then what happens.

Events decide_on(const Dossier& dossier, const RegisterDossier& order, core::Instant moment, const Facts& facts) {
  if (dossier.version > 0) return refuse(Rule::register_once, dossier);
  std::vector<Event> events{DossierRegistered{.id = order.id,
                                              .number = order.number,
                                              .procedure = facts.rules.procedure,
                                              .receiving_unit = order.receiving_unit,
                                              .channel = order.channel,
                                              .applicant = order.applicant,
                                              .components = order.components,
                                              .source = order.source,
                                              .imported = facts.told == Told::imported}};
  // Where a person or the post stands at the counter, acceptance is the same act; online it waits for an officer's
  // look.
  if (order.channel != Channel::online && facts.told == Told::live) {
    const Events acceptance = accepted(dossier, moment, facts);
    if (!acceptance) return acceptance.error();
    events.push_back(acceptance->front());
  }
  return events;
}

Events decide_on(const Dossier& dossier, const AcceptDossier&, core::Instant moment, const Facts& facts) {
  if (!is(dossier, Status::registered)) return refuse(Rule::accept_needs_registered, dossier);
  return accepted(dossier, moment, facts);
}

Events decide_on(const Dossier& dossier, const RefuseDossier& order, core::Instant, const Facts&) {
  if (!is(dossier, Status::registered)) return refuse(Rule::refuse_needs_registered, dossier);
  if (!order.reasons) return refuse(Rule::refusal_needs_reasons, dossier, "/reasons");
  return std::vector<Event>{DossierNotAccepted{.reasons = *order.reasons}};
}

Events decide_on(const Dossier& dossier, const AssignDossier& order, core::Instant, const Facts&) {
  if (!is(dossier, Status::accepted) && !is(dossier, Status::processing))
    return refuse(Rule::assign_needs_accepted, dossier);
  if (dossier.status == Status::processing && dossier.handling_unit == order.handling_unit &&
      dossier.officer == order.officer) {
    return refuse(Rule::assignment_changes_nothing, dossier);
  }
  const Step* step = step_of(dossier);
  if (step != nullptr && order.handling_unit != unit_at_work(*step) && !order.continues)
    return refuse(Rule::another_agency_needs_hand_over, dossier, "/unit_code");
  return std::vector<Event>{
      DossierAssigned{.handling_unit = order.handling_unit, .officer = order.officer, .implied = order.implied}};
}

/// Nothing where the calendar does not reach: that is no reason to refuse a result.
std::optional<calendar::Allowance> used_until(core::Instant moment, const Clock& clock, const Facts& facts) {
  const auto counted = clock::counted_by(clock, moment, counting(facts));
  return counted ? std::optional{calendar::Allowance{clock.limit.mode, *counted}} : std::nullopt;
}

Events decide_on(const Dossier& dossier, const ResolveDossier& order, core::Instant moment, const Facts& facts) {
  if (!is(dossier, Status::processing)) return refuse(Rule::resolve_needs_processing, dossier);
  // Any agency may find that the law says no; what is asked for is granted at the end.
  if (order.outcome == Outcome::granted && steps::next_step(dossier, facts.rules) != nullptr)
    return refuse(Rule::grant_needs_last_step, dossier, "/outcome");
  // Years past come without the texts of their refusals; refusing the fact would not bring them back.
  if (order.outcome == Outcome::refused && !order.reasons && facts.told == Told::live) {
    return refuse(Rule::refusal_needs_reasons, dossier, "/reasons");
  }
  // While the clock stands there is no due date: the one that would go on from now is what counts.
  const clock::Timer timer = clock::timer_of(dossier).value();
  const auto going_on = clock::resumed(timer, moment, counting(facts));
  if (!going_on) return refuse(Rule::calendar_does_not_cover, dossier);
  const core::Date due = *going_on ? (*going_on)->due.date : timer.due;
  const core::Instant due_at = *going_on ? (*going_on)->due.closes : timer.due_at;
  // Timeliness freezes here, when the result is ready, not when the citizen collects it (domain rules 0.8).
  return std::vector<Event>{
      DossierResolved{.outcome = order.outcome,
                      .timeliness = deadlines::timeliness(moment, due, due_at, timer.clock.limit.mode),
                      .reasons = order.outcome == Outcome::refused ? order.reasons : std::nullopt,
                      // Whoever had an imported dossier before may have asked for papers; its lines do not tell.
                      .supplements = dossier.imported ? std::nullopt : std::optional{dossier.supplements},
                      .used = dossier.imported ? std::nullopt : used_until(moment, timer.clock, facts),
                      .clock = *going_on}};
}

Events decide_on(const Dossier& dossier, const ReturnResult& order, core::Instant, const Facts&) {
  if (!is(dossier, Status::resolved)) return refuse(Rule::return_needs_resolved, dossier);
  return std::vector<Event>{ResultReturned{order.channel}};
}

// Any time before the result (domain rules 1.4). Only after acceptance does it count in reports.
Events decide_on(const Dossier& dossier, const WithdrawDossier&, core::Instant, const Facts&) {
  if (dossier.version == 0 || !is_open(dossier.status)) return refuse(Rule::withdraw_needs_no_result, dossier);
  return std::vector<Event>{DossierWithdrawn{.after_acceptance = dossier.accepted_at.has_value()}};
}

// ---- waiting for papers, for money, for conditions

/// The last day for the citizen's reply, where the procedure sets one.
core::Result<std::optional<core::Date>, calendar::NotCovered> reply_due(core::Instant moment, const Facts& facts) {
  const auto& limit = facts.rules.supplement_reply_limit;
  if (!limit) return std::optional<core::Date>{};
  const auto due = facts.calendar.due_after(moment, {calendar::Mode::day, *limit}, facts.rules.reception);
  if (!due) return due.error();
  return std::optional{due->date};
}

// One specific request that names all that is missing; one more needs a leader and a reason (domain rules 1.2).
Events decide_on(const Dossier& dossier, const RequestSupplement& order, core::Instant moment, const Facts& facts) {
  if (!is(dossier, Status::registered) && !is(dossier, Status::accepted) && !is(dossier, Status::processing))
    return refuse(Rule::supplement_needs_open, dossier);
  if (!order.items) return refuse(Rule::supplement_needs_items, dossier, "/items");
  if (order.override_reason && !facts.by_leader)
    return refuse(Rule::override_needs_leader, dossier, "/override_reason");
  if (dossier.supplements >= facts.rules.supplement_limit && !order.override_reason)
    return refuse(Rule::supplement_limit_reached, dossier);
  const auto reply_until = reply_due(moment, facts);
  if (!reply_until) return refuse(Rule::calendar_does_not_cover, dossier);
  SupplementRequested event{.items = *order.items,
                            .effect = facts.rules.supplement_effect,
                            .reply_due = *reply_until,
                            .override_reason = order.override_reason,
                            .clock = std::nullopt};
  if (facts.rules.supplement_effect == SupplementEffect::no_effect) return std::vector<Event>{std::move(event)};
  return with_clock(dossier, std::move(event), stopped_clock(dossier, moment, facts));
}

// A dossier that was not accepted yet is complete now, so it is accepted: there is no way back to "newly registered".
Events decide_on(const Dossier& dossier, const ReceiveSupplement& order, core::Instant moment, const Facts& facts) {
  if (!is(dossier, Status::supplement_requested)) return refuse(Rule::reply_needs_request, dossier);
  const SupplementReceived received{order.channel, std::nullopt};
  if (!dossier.accepted_at) {
    const Events acceptance = accepted(dossier, moment, facts);
    if (!acceptance) return acceptance.error();
    return std::vector<Event>{received, acceptance->front()};
  }
  // As it was when the papers were asked for, whatever the switches say by now.
  const bool afresh = dossier.awaited == SupplementEffect::restart;
  return with_clock(dossier, received,
                    afresh ? restarted_clock(dossier, moment, facts) : resumed_clock(dossier, moment, facts));
}

Events decide_on(const Dossier& dossier, const RequestPayment& order, core::Instant moment, const Facts& facts) {
  if (!is(dossier, Status::processing)) return refuse(Rule::payment_needs_processing, dossier);
  if (order.amount <= 0) return refuse(Rule::payment_needs_amount, dossier, "/amount_vnd");
  if (!order.basis) return refuse(Rule::payment_needs_basis, dossier, "/basis");
  PaymentRequested event{
      .amount = order.amount, .basis = *order.basis, .effect = facts.rules.financial_step, .clock = std::nullopt};
  if (facts.rules.financial_step == FinancialStep::count) return std::vector<Event>{std::move(event)};
  return with_clock(dossier, std::move(event), stopped_clock(dossier, moment, facts));
}

Events decide_on(const Dossier& dossier, const ConfirmPayment& order, core::Instant moment, const Facts& facts) {
  if (!is(dossier, Status::payment_requested)) return refuse(Rule::confirmation_needs_request, dossier);
  if (!order.receipt) return refuse(Rule::confirmation_needs_receipt, dossier, "/receipt");
  return with_clock(dossier,
                    PaymentConfirmed{.amount = dossier.payment_asked.value(),
                                     .receipt = *order.receipt,
                                     .channel = order.channel,
                                     .clock = std::nullopt},
                    resumed_clock(dossier, moment, facts));
}

Events decide_on(const Dossier& dossier, const StopDossier& order, core::Instant moment, const Facts& facts) {
  if (!is(dossier, Status::processing) && !is(dossier, Status::supplement_requested) &&
      !is(dossier, Status::payment_requested)) {
    return refuse(Rule::stop_needs_work, dossier);
  }
  if (!order.reasons) return refuse(Rule::stop_needs_reasons, dossier, "/reasons");
  return with_clock(dossier, DossierStopped{.reasons = *order.reasons, .clock = std::nullopt},
                    stopped_clock(dossier, moment, facts));
}

// Where the procedure sets a limit for the reply, silence stops the work (form 05; domain rules 1.9). Until the day is
// over the citizen may still come.
Events decide_on(const Dossier& dossier, const StopUnanswered& order, core::Instant moment, const Facts& facts) {
  if (!dossier.reply_due || core::vietnam_date(moment) <= *dossier.reply_due) return std::vector<Event>{};
  return with_clock(
      dossier, DossierStopped{.reasons = order.reasons, .clock = std::nullopt, .unanswered_since = dossier.reply_due},
      stopped_clock(dossier, moment, facts));
}

Events decide_on(const Dossier& dossier, const ReopenDossier& order, core::Instant moment, const Facts& facts) {
  if (!is(dossier, Status::stopped)) return refuse(Rule::reopen_needs_stopped, dossier);
  if (!dossier.accepted_at) return refuse(Rule::reopen_needs_acceptance, dossier);
  if (!order.reasons) return refuse(Rule::reopen_needs_reasons, dossier, "/reasons");
  return with_clock(dossier, DossierReopened{.reasons = *order.reasons, .clock = std::nullopt},
                    resumed_clock(dossier, moment, facts));
}

// ---- linked procedures: one agency after the other

// The dossier's clock counts the counted steps alone: it stands through the others.
Events decide_on(const Dossier& dossier, const HandOver& order, core::Instant moment, const Facts& facts) {
  if (!is(dossier, Status::processing)) return refuse(Rule::hand_over_needs_processing, dossier);
  const StepRules* next = steps::next_step(dossier, facts.rules);
  if (next == nullptr) return refuse(Rule::hand_over_needs_next_step, dossier);
  const Step& step = *step_of(dossier);
  HandedOver event{step.number, order.unit, order.officer, std::nullopt, std::nullopt};
  if (step.counted && !next->counted) {
    const auto stop = stopped_clock(dossier, moment, facts);
    if (!stop) return refuse(Rule::calendar_does_not_cover, dossier);
    event.stopped = *stop;
  }
  if (!step.counted && next->counted) {
    auto resumption = clock::resumed(clock::timer_of(dossier).value(), moment, counting(facts));
    if (!resumption) return refuse(Rule::calendar_does_not_cover, dossier);
    event.resumed = std::move(resumption).value();
  }
  return std::vector<Event>{std::move(event)};
}

Events decide_on(const Dossier& dossier, const ReceiveHandover&, core::Instant, const Facts&) {
  const Step* step = step_of(dossier);
  if (step == nullptr || step->number == 1) return refuse(Rule::receipt_needs_handover, dossier);
  if (step->received_at) return refuse(Rule::receipt_once, dossier);
  return std::vector<Event>{HandoverReceived{step->number}};
}

// ---- units that end

Events decide_on(const Dossier& dossier, const TransferDossier& order, core::Instant, const Facts&) {
  auto event = transfer::decided(dossier, order);
  if (!event) return event.error();
  return std::vector<Event>{std::move(event).value()};
}

// ---- papers as files

Events decide_on(const Dossier& dossier, const AddPaper& order, core::Instant, const Facts&) {
  const bool takes = dossier.version > 0 && !is(dossier, Status::not_accepted) && !is(dossier, Status::withdrawn) &&
                     !is(dossier, Status::returned);
  if (!takes) return refuse(Rule::paper_needs_dossier_in_hand, dossier);
  if (order.component && (*order.component < 1 || *order.component > order.components))
    return refuse(Rule::paper_component_unknown, dossier, "?component");
  if (order.kept >= order.most) return refuse(Rule::paper_limit_reached, dossier);
  return std::vector<Event>{PaperAdded{.id = order.id,
                                       .component = order.component,
                                       .kind = order.kind,
                                       .type = order.type,
                                       .size = order.size,
                                       .digest = order.digest}};
}

// Whatever became of the dossier: a paper of somebody else must not stay because the result was given.
Events decide_on(const Dossier& dossier, const WithdrawPaper& order, core::Instant, const Facts&) {
  if (dossier.version == 0) return refuse(Rule::paper_needs_dossier_in_hand, dossier);
  if (order.withdrawn) return refuse(Rule::paper_withdrawn_once, dossier);
  if (dossier.people_erased_at) return refuse(Rule::people_erased_once, dossier);
  if (!order.reasons) return refuse(Rule::paper_withdrawal_needs_reasons, dossier, "/reasons");
  return std::vector<Event>{PaperWithdrawn{order.id, *order.reasons}};
}

// ---- people who are forgotten

Events decide_on(const Dossier& dossier, const ErasePeople& order, core::Instant moment, const Facts&) {
  auto event = erasure::decided(dossier, order, moment);
  if (!event) return event.error();
  return std::vector<Event>{std::move(event).value()};
}

// ---- wrong facts put right

template <class Decided>
Events corrected(Decided event) {
  if (!event) return event.error();
  return std::vector<Event>{std::move(event).value()};
}
Events decide_on(const Dossier& dossier, const CorrectAcceptance& order, core::Instant, const Facts& facts) {
  return corrected(correction::decided(dossier, order, facts));
}
Events decide_on(const Dossier& dossier, const CorrectUnit& order, core::Instant, const Facts&) {
  return corrected(correction::decided(dossier, order));
}
Events decide_on(const Dossier& dossier, const AnnulDossier& order, core::Instant, const Facts&) {
  return corrected(correction::decided(dossier, order));
}

// ---- late

// Re-appointment at most once, and it moves no legal date: an apology never makes a late dossier timely (1.4).
Events decide_on(const Dossier& dossier, const Apologise& order, core::Instant moment, const Facts& facts) {
  if (dossier.version == 0 || !dossier.clock || !due_runs(dossier))
    return refuse(Rule::apology_needs_running_clock, dossier);
  if (!order.reasons) return refuse(Rule::apology_needs_reasons, dossier, "/reasons");
  if (dossier.reappointments >= facts.rules.reappointment_limit)
    return refuse(Rule::reappointment_limit_reached, dossier);
  const core::Date today = core::vietnam_date(moment);
  // From the first minute of a working day nothing more is counted: what comes back is that very day and its close.
  const auto day = facts.calendar.due_after(core::vietnam_instant(order.promised), {calendar::Mode::day, 0});
  if (!day) return refuse(Rule::calendar_does_not_cover, dossier, "/promised_date");
  if (day->date != order.promised || order.promised <= dossier.deadline->date || order.promised < today)
    return refuse(Rule::promise_needs_later_working_day, dossier, "/promised_date");
  return std::vector<Event>{ApologyMade{.promised = order.promised,
                                        .promised_at = day->closes,
                                        .in_time = today < dossier.deadline->date,
                                        .reasons = *order.reasons}};
}

// What is closed or stands still is not touched; what comes to the same date has nothing to tell.
Events decide_on(const Dossier& dossier, const RecountDeadline& order, core::Instant, const Facts& facts) {
  const auto timer = clock::timer_of(dossier);
  if (!timer || !(is_open(dossier.status) || dossier.status == Status::stopped)) return std::vector<Event>{};
  const auto again = clock::recounted(*timer, counting(facts));
  const auto of_step = steps::recounted(dossier, order.decision, counting(facts));
  if (!again || !of_step) return refuse(Rule::calendar_does_not_cover, dossier);
  std::vector<Event> events = *of_step;
  if (*again) {
    events.insert(events.begin(), DeadlineRecounted{.clock = **again,
                                                    .due_before = dossier.deadline->date,
                                                    .due_before_at = dossier.deadline->at,
                                                    .decision = order.decision});
  }
  return events;
}

// Warning one working day before, at latest (domain rules 1.4). After a silence both may be due; each is told once.
Events decide_on(const Dossier& dossier, const TellNotices&, core::Instant moment, const Facts& facts) {
  std::vector<Event> events;
  if (!dossier.clock || !due_runs(dossier) || dossier.notice == Notice::overdue) return events;
  const Deadline& due = *dossier.deadline;
  if (dossier.notice == Notice::none) {
    const auto reach = within_a_working_day(core::vietnam_date(moment), facts.calendar);
    if (!reach) return refuse(Rule::calendar_does_not_cover, dossier);
    if (due.date > *reach) return events;
    events.emplace_back(DueSoon{due.date, due.at});
  }
  // A promise that lies before the due date was made for an earlier one.
  const bool apologised = due.promised && *due.promised > due.at;
  if (clock::expired(*clock::timer_of(dossier), moment)) events.emplace_back(Overdue{due.date, due.at, apologised});
  return events;
}

/// Writes down what happens, and with each event what it does to the steps of a linked procedure.
class Record {
 public:
  Record(const Dossier& before, core::Instant moment, const Facts& facts)
      : moment_{moment}, facts_{facts}, linked_{!facts.rules.steps.empty() || step_of(before) != nullptr} {
    recorded_ = before.version > 0 ? std::max(facts.now, before.last_recorded) : facts.now;
    if (linked_) after_ = before;
  }

  /// False when the calendar does not cover what follows.
  bool add(const Event& event) {
    write(event);
    if (!linked_) return true;
    const Dossier before = after_;
    after_ = evolve(after_, happenings_.back());
    const auto following = steps::following(event, before, after_, moment_, facts_);
    if (!following) return false;
    for (const Event& next : *following) {
      write(next);
      after_ = evolve(after_, happenings_.back());
    }
    return true;
  }

  std::vector<Happening> happenings() && { return std::move(happenings_); }

 private:
  void write(const Event& event) {
    happenings_.push_back({.event = event,
                           .occurred_at = moment_,
                           .recorded_at = recorded_,
                           .moment_reason = facts_.stated ? facts_.stated->reason : std::nullopt});
  }

  core::Instant moment_;
  const Facts& facts_;
  bool linked_;
  core::Instant recorded_;
  Dossier after_;  // followed only where there are steps
  std::vector<Happening> happenings_;
};

}  // namespace

core::Result<core::Date, calendar::NotCovered> within_a_working_day(core::Date today,
                                                                    const calendar::Calendar& calendar) {
  const auto next = calendar.due_after(core::vietnam_instant(today), {calendar::Mode::day, 1});
  if (!next) return next.error();
  // On a day of rest the next working day is the first one after it.
  return next->counted_from == today ? next->date : next->counted_from;
}

core::Instant moment_of(const Dossier& dossier, const Facts& facts) {
  if (facts.stated) return facts.stated->moment;
  return dossier.version > 0 ? std::max(facts.now, dossier.last_moment) : facts.now;
}

Decision decide(const Dossier& dossier, const Command& command, const Facts& facts) {
  const core::Instant moment = moment_of(dossier, facts);
  if (facts.stated && moment > facts.now) return refuse(Rule::moment_in_future, dossier, "/occurred_at");
  if (facts.stated && dossier.version > 0 && moment < dossier.last_moment) {
    return refuse(Rule::moments_ascend, dossier, "/occurred_at");
  }
  if (dossier.doubles) {
    // What nobody orders asks for nothing either.
    if (std::holds_alternative<TellNotices>(command) || std::holds_alternative<RecountDeadline>(command) ||
        std::holds_alternative<StopUnanswered>(command))
      return std::vector<Happening>{};
    // What is kept about people may go all the same.
    if (!std::holds_alternative<ErasePeople>(command) && !std::holds_alternative<WithdrawPaper>(command))
      return refuse(Rule::annulled_takes_no_command, dossier);
  }
  const Events events =
      std::visit([&](const auto& order) { return decide_on(dossier, order, moment, facts); }, command);
  if (!events) return events.error();

  Record record{dossier, moment, facts};
  for (const Event& event : *events) {
    if (!record.add(event)) return refuse(Rule::calendar_does_not_cover, dossier);
  }
  return std::move(record).happenings();
}

}  // namespace motcua::dossiers
