#include "dossiers/contracts/events.hpp"

#include <nlohmann/json.hpp>

namespace motcua::dossiers::contracts {
namespace {

// Members keep the order in which they are written here: golden files and hashes hold the bytes.
using Json = nlohmann::ordered_json;

Json block(const About& about) {
  return {{"receiving_unit_id", about.receiving_unit.str()},
          {"procedure",
           {{"code", about.procedure.code}, {"version", about.procedure.version}, {"field", about.procedure.field}}},
          {"channel", about.channel}};
}

Json block(const Kept& kept, const char* ref_name) { return {{ref_name, kept.ref}, {"digest", kept.digest}}; }

Json block(const std::vector<Day>& days) {
  Json list = Json::array();
  for (const Day& day : days) {
    Json one = Json::object();
    one["date"] = core::format_date(day.date);
    one["counted"] = day.counted;
    one["reason"] = day.reason;
    if (day.from) one["from"] = core::format_instant(*day.from);
    if (day.until) one["until"] = core::format_instant(*day.until);
    list.push_back(std::move(one));
  }
  return list;
}

Json block(const Standing& standing) {
  Json data{{"paused", standing.paused}};
  if (standing.due_date) data["due_date"] = core::format_date(*standing.due_date);
  if (standing.overdue_from) data["overdue_from"] = core::format_date(*standing.overdue_from);
  return data;
}

Json block(const ClockStopped& clock) { return {{"used", clock.used}}; }

Json block(const ClockResumed& clock) {
  Json data{{"used", clock.used}};
  data["due_date"] = core::format_date(clock.due_date);
  data["due_at"] = core::format_instant(clock.due_at);
  data["calendar_version"] = clock.calendar_version;
  data["counted_from"] = core::format_date(clock.counted_from);
  data["days"] = block(clock.days);
  return data;
}

template <class Block>
void add(Json& data, const char* name, const std::optional<Block>& maybe) {
  if (maybe) data[name] = block(*maybe);
}

void add_kept(Json& data, const std::string& name, const Kept& kept) {
  data[name + "_ref"] = kept.ref;
  data[name + "_digest"] = kept.digest;
}

Json begun(const About& about) {
  Json data = Json::object();
  data["about"] = block(about);
  return data;
}

void add_reasons(Json& data, const Kept& reasons) { add_kept(data, "reason", reasons); }

std::string finished(Json& data, const std::optional<Kept>& moment_reason) {
  if (moment_reason) add_kept(data, "moment_reason", *moment_reason);
  return data.dump();
}

std::string written(const Registered& event) {
  Json data = begun(event.about);
  data["number"] = event.number;
  Json applicant = {{"kind", event.applicant.kind}};
  applicant.update(block(event.applicant.person, "person_ref"));
  data["applicant"] = std::move(applicant);
  if (event.representative) data["representative"] = block(*event.representative, "person_ref");
  data["components"] = Json::array();
  for (const Component& component : event.components) {
    data["components"].push_back({{"kind", component.kind}, {"copies", component.copies}});
  }
  data["submitted_at"] = core::format_instant(event.submitted_at);
  if (event.source) data["source"] = {{"system", event.source->system}, {"id", event.source->id}};
  data["imported"] = event.imported;
  return finished(data, event.moment_reason);
}

std::string written(const Accepted& event) {
  Json data = begun(event.about);
  data["accepted_at"] = core::format_instant(event.accepted_at);
  data["due_date"] = core::format_date(event.due_date);
  data["due_at"] = core::format_instant(event.due_at);
  data["due_original"] = core::format_date(event.due_original);
  data["limit"] = event.limit;
  data["mode"] = event.mode;
  data["calendar_version"] = event.calendar_version;
  data["counted_from"] = core::format_date(event.counted_from);
  data["days"] = block(event.days);
  return finished(data, event.moment_reason);
}

std::string written(const NotAccepted& event) {
  Json data = begun(event.about);
  add_reasons(data, event.reasons);
  return finished(data, event.moment_reason);
}

std::string written(const Assigned& event) {
  Json data = begun(event.about);
  data["handling_unit_id"] = event.handling_unit.str();
  if (event.officer) data["officer"] = *event.officer;
  data["implied"] = event.implied;
  return finished(data, event.moment_reason);
}

std::string written(const Resolved& event) {
  Json data = begun(event.about);
  data["outcome"] = event.outcome;
  data["timeliness"] = event.timeliness;
  data["due_date"] = core::format_date(event.due_date);
  data["due_original"] = core::format_date(event.due_original);
  data["resolved_at"] = core::format_instant(event.resolved_at);
  if (event.reasons) add_reasons(data, *event.reasons);
  if (event.supplements) data["supplements"] = *event.supplements;
  if (event.used) data["used"] = {{"mode", event.used->mode}, {"amount", event.used->amount}};
  add(data, "clock", event.clock);
  return finished(data, event.moment_reason);
}

std::string written(const Returned& event) {
  Json data = begun(event.about);
  data["returned_at"] = core::format_instant(event.returned_at);
  if (event.channel) data["channel"] = *event.channel;
  return finished(data, event.moment_reason);
}

std::string written(const Withdrawn& event) {
  Json data = begun(event.about);
  data["after_acceptance"] = event.after_acceptance;
  if (event.due_date) data["due_date"] = core::format_date(*event.due_date);
  data["withdrawn_at"] = core::format_instant(event.withdrawn_at);
  return finished(data, event.moment_reason);
}

std::string written(const SupplementRequested& event) {
  Json data = begun(event.about);
  add_kept(data, "items", event.items);
  data["effect"] = event.effect;
  if (event.reply_due) data["reply_due"] = core::format_date(*event.reply_due);
  if (event.override_reason) add_kept(data, "override_reason", *event.override_reason);
  add(data, "standing", event.standing);
  add(data, "clock", event.clock);
  return finished(data, event.moment_reason);
}

std::string written(const SupplementReceived& event) {
  Json data = begun(event.about);
  data["status"] = event.status;
  if (event.channel) data["channel"] = *event.channel;
  add(data, "standing", event.standing);
  add(data, "clock", event.clock);
  return finished(data, event.moment_reason);
}

std::string written(const PaymentRequested& event) {
  Json data = begun(event.about);
  data["amount_vnd"] = event.amount_vnd;
  add_kept(data, "basis", event.basis);
  data["effect"] = event.effect;
  data["standing"] = block(event.standing);
  add(data, "clock", event.clock);
  return finished(data, event.moment_reason);
}

std::string written(const PaymentConfirmed& event) {
  Json data = begun(event.about);
  data["amount_vnd"] = event.amount_vnd;
  add_kept(data, "receipt", event.receipt);
  if (event.channel) data["channel"] = *event.channel;
  data["standing"] = block(event.standing);
  add(data, "clock", event.clock);
  return finished(data, event.moment_reason);
}

std::string written(const Stopped& event) {
  Json data = begun(event.about);
  add_reasons(data, event.reasons);
  add(data, "standing", event.standing);
  add(data, "clock", event.clock);
  if (event.unanswered_since) data["unanswered_since"] = core::format_date(*event.unanswered_since);
  return finished(data, event.moment_reason);
}

std::string written(const Reopened& event) {
  Json data = begun(event.about);
  add_reasons(data, event.reasons);
  data["standing"] = block(event.standing);
  add(data, "clock", event.clock);
  return finished(data, event.moment_reason);
}

std::string written(const Apologised& event) {
  Json data = begun(event.about);
  data["promised_date"] = core::format_date(event.promised_date);
  data["promised_at"] = core::format_instant(event.promised_at);
  data["due_date"] = core::format_date(event.due_date);
  data["in_time"] = event.in_time;
  add_reasons(data, event.reasons);
  return finished(data, event.moment_reason);
}

std::string written(const HandedOver& event) {
  Json data = begun(event.about);
  data["from_step"] = event.from_step;
  data["handling_unit_id"] = event.handling_unit.str();
  if (event.officer) data["officer"] = *event.officer;
  data["standing"] = block(event.standing);
  add(data, "stopped", event.stopped);
  add(data, "resumed", event.resumed);
  return finished(data, event.moment_reason);
}

std::string written(const HandoverReceived& event) {
  Json data = begun(event.about);
  data["step"] = event.step;
  return finished(data, event.moment_reason);
}

std::string written(const StepBegun& event) {
  Json data = begun(event.about);
  data["step"] = event.step;
  data["code"] = event.code;
  data["agency"] = event.agency;
  data["unit_id"] = event.unit.str();
  data["counted"] = event.counted;
  data["limit"] = event.limit;
  data["mode"] = event.mode;
  data["dossier_used"] = event.dossier_used;
  data["overdue_from"] = core::format_date(event.overdue_from);
  data["clock"] = block(event.clock);
  return finished(data, event.moment_reason);
}

std::string written(const StepPaused& event) {
  Json data = begun(event.about);
  data["step"] = event.step;
  data["clock"] = block(event.clock);
  return finished(data, event.moment_reason);
}

std::string written(const StepResumed& event) {
  Json data = begun(event.about);
  data["step"] = event.step;
  data["overdue_from"] = core::format_date(event.overdue_from);
  data["clock"] = block(event.clock);
  return finished(data, event.moment_reason);
}

std::string written(const StepRecounted& event) {
  Json data = begun(event.about);
  data["step"] = event.step;
  data["decision"] = event.decision;
  data["due_before"] = core::format_date(event.due_before);
  data["due_before_at"] = core::format_instant(event.due_before_at);
  data["overdue_from"] = core::format_date(event.overdue_from);
  data["clock"] = block(event.clock);
  return finished(data, event.moment_reason);
}

std::string written(const StepEnded& event) {
  Json data = begun(event.about);
  data["step"] = event.step;
  data["unit_id"] = event.unit.str();
  data["ended_as"] = event.ended_as;
  data["due_date"] = core::format_date(event.due_date);
  return finished(data, event.moment_reason);
}

std::string written(const DeadlineRecounted& event) {
  Json data = begun(event.about);
  data["decision"] = event.decision;
  data["due_before"] = core::format_date(event.due_before);
  data["due_before_at"] = core::format_instant(event.due_before_at);
  data["standing"] = block(event.standing);
  data["clock"] = block(event.clock);
  return finished(data, event.moment_reason);
}

std::string written(const Transferred& event) {
  Json data = begun(event.about);
  data["from_unit_id"] = event.from_unit.str();
  data["to_unit_id"] = event.to_unit.str();
  data["decision"] = event.decision;
  data["planned"] = event.planned;
  if (event.handling_unit) data["handling_unit_id"] = event.handling_unit->str();
  if (event.officer) data["officer"] = *event.officer;
  if (event.step_unit) data["step_unit_id"] = event.step_unit->str();
  return finished(data, event.moment_reason);
}

std::string written(const PaperAdded& event) {
  Json data = begun(event.about);
  data["paper_id"] = event.paper;
  if (event.component) data["component"] = *event.component;
  data["kind"] = event.kind;
  data["media_type"] = event.media_type;
  data["size"] = event.size;
  data["digest"] = event.digest;
  return finished(data, event.moment_reason);
}

std::string written(const PaperWithdrawn& event) {
  Json data = begun(event.about);
  data["paper_id"] = event.paper;
  add_reasons(data, event.reasons);
  return finished(data, event.moment_reason);
}

std::string written(const PeopleErased& event) {
  Json data = begun(event.about);
  data["decision"] = event.decision;
  if (event.policy) data["policy"] = *event.policy;
  return finished(data, event.moment_reason);
}

Json block(const std::vector<Visit>& trips) {
  Json list = Json::array();
  for (const Visit& trip : trips) list.push_back({{"reason", trip.reason}, {"at", core::format_instant(trip.at)}});
  return list;
}

Json block(const Stretch& stretch) {
  Json data{{"since", core::format_instant(stretch.since)}};
  data["standing"] = block(stretch.standing);
  if (stretch.due_at) data["due_at"] = core::format_instant(*stretch.due_at);
  add(data, "stopped", stretch.stopped);
  add(data, "resumed", stretch.resumed);
  return data;
}

Json block(const Ended& ended) {
  Json data{{"at", core::format_instant(ended.at)}, {"as", ended.as}};
  if (ended.supplements) data["supplements"] = *ended.supplements;
  if (ended.used) data["used"] = {{"mode", ended.used->mode}, {"amount", ended.used->amount}};
  return data;
}

Json block(const Course& course) {
  Json data = Json::object();
  data["stretches"] = Json::array();
  for (const Stretch& stretch : course.stretches) data["stretches"].push_back(block(stretch));
  if (course.ended) data["ended"] = block(*course.ended);
  data["trips"] = block(course.trips);
  return data;
}

Json begun(const About& about, const CorrectionBasis& basis) {
  Json data = begun(about);
  data["supersedes"] = basis.supersedes;
  add_reasons(data, basis.reasons);
  data["role"] = basis.role;
  data["trips_before"] = block(basis.trips_before);
  return data;
}

std::string written(const AcceptanceCorrected& event) {
  Json data = begun(event.about, event.basis);
  data["accepted_before"] = core::format_instant(event.accepted_before);
  data["accepted_at"] = core::format_instant(event.accepted_at);
  data["with_submission"] = event.with_submission;
  data["limit"] = event.limit;
  data["mode"] = event.mode;
  if (event.supplement_effect) data["supplement_effect"] = *event.supplement_effect;
  if (event.due_before) data["due_before"] = core::format_instant(*event.due_before);
  if (event.timeliness_before) data["timeliness_before"] = *event.timeliness_before;
  data["last_moment"] = core::format_instant(event.last_moment);
  data["course"] = block(event.course);
  return finished(data, event.moment_reason);
}

std::string written(const UnitCorrected& event) {
  Json data = begun(event.about, event.basis);
  data["unit_before_id"] = event.unit_before.str();
  data["unit_id"] = event.unit.str();
  data["course"] = block(event.course);
  return finished(data, event.moment_reason);
}

std::string written(const Annulled& event) {
  Json data = begun(event.about, event.basis);
  data["doubles"] = event.doubles;
  data["doubles_id"] = event.doubles_id;
  return finished(data, event.moment_reason);
}

std::string written(const DueSoon& event) {
  Json data = begun(event.about);
  data["due_date"] = core::format_date(event.due_date);
  data["due_at"] = core::format_instant(event.due_at);
  return finished(data, event.moment_reason);
}

std::string written(const Overdue& event) {
  Json data = begun(event.about);
  data["due_date"] = core::format_date(event.due_date);
  data["due_at"] = core::format_instant(event.due_at);
  data["apologised"] = event.apologised;
  return finished(data, event.moment_reason);
}

/// The trip that an event is when it came by the counter, and the channel by which it did.
struct Trips {
  using Trip = std::optional<std::string_view>;
  static Trip by(const About& about, const std::optional<std::string>& channel, std::string_view reason) {
    return channel.value_or(about.channel) == "direct" ? Trip{reason} : std::nullopt;
  }
  Trip operator()(const Registered& event) const { return by(event.about, std::nullopt, "submission"); }
  Trip operator()(const SupplementReceived& event) const { return by(event.about, event.channel, "supplement"); }
  Trip operator()(const PaymentConfirmed& event) const { return by(event.about, event.channel, "payment"); }
  Trip operator()(const Returned& event) const { return by(event.about, event.channel, "collection"); }
  template <class Other>
  Trip operator()(const Other&) const {
    return std::nullopt;
  }
};

}  // namespace

std::optional<std::string_view> trip_in(const Event& event) { return std::visit(Trips{}, event); }

std::string_view type_of(const Event& event) {
  return std::visit([](const auto& one) { return std::decay_t<decltype(one)>::type; }, event);
}

const About& about(const Event& event) {
  return std::visit([](const auto& one) -> const About& { return one.about; }, event);
}

std::string write(const Event& event) {
  return std::visit([](const auto& one) { return written(one); }, event);
}

}  // namespace motcua::dossiers::contracts
