#include <new>

#include <simdjson.h>

#include "dossiers/contracts/events.hpp"

namespace motcua::dossiers::contracts {
namespace {

using Object = simdjson::dom::object;
using Array = simdjson::dom::array;
using Element = simdjson::dom::element;

/// What is wrong with an event; caught in `parse`, never let out.
struct Unreadable {
  std::string what;
};

bool has(const Object& object, const char* name) { return object.at_key(name).error() == simdjson::SUCCESS; }

Element member(const Object& object, const char* name) {
  Element value;
  if (object.at_key(name).get(value) != simdjson::SUCCESS) throw Unreadable{std::string{"missing member: "} + name};
  return value;
}

template <class Kind>
Kind member_as(const Object& object, const char* name, const char* otherwise) {
  Kind value{};
  if (member(object, name).get(value) != simdjson::SUCCESS) throw Unreadable{otherwise + std::string{name}};
  return value;
}

Object object_in(const Object& object, const char* name) { return member_as<Object>(object, name, "not an object: "); }
Array list_in(const Object& object, const char* name) { return member_as<Array>(object, name, "not a list: "); }

std::string_view words_in(const Object& object, const char* name) {
  return member_as<std::string_view>(object, name, "not a text: ");
}
std::string text_in(const Object& object, const char* name) { return std::string{words_in(object, name)}; }

/// A member of a list that must be an object.
Object entry(const Element& element, const char* list) {
  Object object;
  if (element.get(object) != simdjson::SUCCESS) throw Unreadable{std::string{"not an object: "} + list};
  return object;
}

std::string word_in(const Object& object, const char* name, std::initializer_list<std::string_view> words) {
  const std::string_view text = words_in(object, name);
  for (const std::string_view word : words) {
    if (text == word) return std::string{text};
  }
  throw Unreadable{std::string{"not one of its words: "} + name};
}

bool flag_in(const Object& object, const char* name) { return member_as<bool>(object, name, "not true or false: "); }

int number_in(const Object& object, const char* name) {
  constexpr std::uint64_t most = 1'000'000;
  const auto number = member_as<std::uint64_t>(object, name, "not a count: ");
  if (number > most) throw Unreadable{std::string{"not a count: "} + name};
  return static_cast<int>(number);
}

std::int64_t amount_in(const Object& object, const char* name) {
  const auto amount = member_as<std::int64_t>(object, name, "not an amount: ");
  if (amount <= 0) throw Unreadable{std::string{"not an amount: "} + name};
  return amount;
}

core::Instant moment_in(const Object& object, const char* name) {
  const auto moment = core::parse_instant(words_in(object, name));
  if (!moment) throw Unreadable{std::string{"not a moment: "} + name};
  return *moment;
}

core::Date date_in(const Object& object, const char* name) {
  const auto date = core::parse_date(words_in(object, name));
  if (!date) throw Unreadable{std::string{"not a date: "} + name};
  return *date;
}

std::string channel_in(const Object& object) { return word_in(object, "channel", {"direct", "online", "postal"}); }

std::optional<std::string> maybe_channel_in(const Object& object) {
  return has(object, "channel") ? std::optional{channel_in(object)} : std::nullopt;
}

About about_in(const Object& data) {
  const Object about = object_in(data, "about");
  const Object procedure = object_in(about, "procedure");
  return {.receiving_unit = core::UnitId{text_in(about, "receiving_unit_id")},
          .procedure = {text_in(procedure, "code"), text_in(procedure, "version"), text_in(procedure, "field")},
          .channel = channel_in(about)};
}

Kept kept_in(const Object& object, const char* ref_name, const char* digest_name) {
  return {text_in(object, ref_name), text_in(object, digest_name)};
}

std::optional<Kept> reasons_in(const Object& data) {
  if (!has(data, "reason_ref")) return std::nullopt;
  return kept_in(data, "reason_ref", "reason_digest");
}

std::optional<Kept> moment_reason_in(const Object& data) {
  if (!has(data, "moment_reason_ref")) return std::nullopt;
  return kept_in(data, "moment_reason_ref", "moment_reason_digest");
}

Registered registered_in(const Object& data) {
  const Object applicant = object_in(data, "applicant");
  Registered event{.about = about_in(data),
                   .number = text_in(data, "number"),
                   .applicant = {word_in(applicant, "kind", {"citizen", "enterprise", "household_business"}),
                                 kept_in(applicant, "person_ref", "digest")},
                   .representative = std::nullopt,
                   .components = {},
                   .submitted_at = moment_in(data, "submitted_at"),
                   .source = std::nullopt,
                   .imported = flag_in(data, "imported"),
                   .moment_reason = moment_reason_in(data)};
  if (has(data, "representative")) {
    event.representative = kept_in(object_in(data, "representative"), "person_ref", "digest");
  }
  for (const Element element : list_in(data, "components")) {
    const Object component = entry(element, "components");
    event.components.push_back(
        {word_in(component, "kind", {"original", "copy", "electronic"}), number_in(component, "copies")});
  }
  if (has(data, "source")) {
    const Object source = object_in(data, "source");
    event.source = Source{text_in(source, "system"), text_in(source, "id")};
  }
  return event;
}

std::vector<Day> days_in(const Object& data) {
  std::vector<Day> days;
  for (const Element element : list_in(data, "days")) {
    const Object one = entry(element, "days");
    Day day{date_in(one, "date"), flag_in(one, "counted"), text_in(one, "reason")};
    if (has(one, "from")) {
      day.from = moment_in(one, "from");
      day.until = moment_in(one, "until");
    }
    days.push_back(std::move(day));
  }
  return days;
}

Standing standing_in(const Object& data) {
  const Object block = object_in(data, "standing");
  Standing standing{flag_in(block, "paused"), std::nullopt, std::nullopt};
  if (has(block, "due_date")) {
    standing.due_date = date_in(block, "due_date");
    standing.overdue_from = date_in(block, "overdue_from");
  }
  return standing;
}

std::optional<Standing> maybe_standing_in(const Object& data) {
  return has(data, "standing") ? std::optional{standing_in(data)} : std::nullopt;
}

std::optional<ClockStopped> stop_in(const Object& data, const char* name = "clock") {
  if (!has(data, name)) return std::nullopt;
  return ClockStopped{number_in(object_in(data, name), "used")};
}

ClockResumed resumption_in(const Object& data, const char* name = "clock") {
  const Object block = object_in(data, name);
  return {.used = number_in(block, "used"),
          .due_date = date_in(block, "due_date"),
          .due_at = moment_in(block, "due_at"),
          .calendar_version = text_in(block, "calendar_version"),
          .counted_from = date_in(block, "counted_from"),
          .days = days_in(block)};
}

std::optional<ClockResumed> maybe_resumption_in(const Object& data, const char* name = "clock") {
  return has(data, name) ? std::optional{resumption_in(data, name)} : std::nullopt;
}

std::string mode_in(const Object& data) { return word_in(data, "mode", {"DAY", "HOUR", "CALENDAR"}); }

Accepted accepted_in(const Object& data) {
  Accepted event{.about = about_in(data),
                 .accepted_at = moment_in(data, "accepted_at"),
                 .due_date = date_in(data, "due_date"),
                 .due_at = moment_in(data, "due_at"),
                 .due_original = date_in(data, "due_original"),
                 .limit = number_in(data, "limit"),
                 .mode = mode_in(data),
                 .calendar_version = text_in(data, "calendar_version"),
                 .counted_from = date_in(data, "counted_from"),
                 .days = {},
                 .moment_reason = moment_reason_in(data)};
  event.days = days_in(data);
  return event;
}

NotAccepted not_accepted_in(const Object& data) {
  return {about_in(data), kept_in(data, "reason_ref", "reason_digest"), moment_reason_in(data)};
}

Assigned assigned_in(const Object& data) {
  Assigned event{about_in(data), core::UnitId{text_in(data, "handling_unit_id")}, std::nullopt,
                 flag_in(data, "implied"), moment_reason_in(data)};
  if (has(data, "officer")) event.officer = text_in(data, "officer");
  return event;
}

Used used_in(const Object& used) {
  const auto amount = member_as<std::int64_t>(used, "amount", "not a count: ");
  if (amount < 0) throw Unreadable{"not a count: amount"};
  return {mode_in(used), amount};
}

Resolved resolved_in(const Object& data) {
  return {.about = about_in(data),
          .outcome = word_in(data, "outcome", {"granted", "refused"}),
          .timeliness = word_in(data, "timeliness", {"early", "on_time", "overdue"}),
          .due_date = date_in(data, "due_date"),
          .due_original = date_in(data, "due_original"),
          .resolved_at = moment_in(data, "resolved_at"),
          .reasons = reasons_in(data),
          .supplements = has(data, "supplements") ? std::optional{number_in(data, "supplements")} : std::nullopt,
          .used = has(data, "used") ? std::optional{used_in(object_in(data, "used"))} : std::nullopt,
          .clock = maybe_resumption_in(data),
          .moment_reason = moment_reason_in(data)};
}

Returned returned_in(const Object& data) {
  return {about_in(data), moment_in(data, "returned_at"), maybe_channel_in(data), moment_reason_in(data)};
}

Withdrawn withdrawn_in(const Object& data) {
  Withdrawn event{about_in(data), flag_in(data, "after_acceptance"), std::nullopt, moment_in(data, "withdrawn_at"),
                  moment_reason_in(data)};
  if (has(data, "due_date")) event.due_date = date_in(data, "due_date");
  if (event.after_acceptance != event.due_date.has_value()) throw Unreadable{"after_acceptance and due_date disagree"};
  return event;
}

SupplementRequested supplement_requested_in(const Object& data) {
  SupplementRequested event{.about = about_in(data),
                            .items = kept_in(data, "items_ref", "items_digest"),
                            .effect = word_in(data, "effect", {"RESTART", "PAUSE", "NO_EFFECT"}),
                            .reply_due = std::nullopt,
                            .override_reason = std::nullopt,
                            .standing = maybe_standing_in(data),
                            .clock = stop_in(data),
                            .moment_reason = moment_reason_in(data)};
  if (has(data, "reply_due")) event.reply_due = date_in(data, "reply_due");
  if (has(data, "override_reason_ref"))
    event.override_reason = kept_in(data, "override_reason_ref", "override_reason_digest");
  return event;
}

SupplementReceived supplement_received_in(const Object& data) {
  return {about_in(data),
          word_in(data, "status", {"registered", "accepted", "processing"}),
          maybe_channel_in(data),
          maybe_standing_in(data),
          maybe_resumption_in(data),
          moment_reason_in(data)};
}

PaymentRequested payment_requested_in(const Object& data) {
  return {.about = about_in(data),
          .amount_vnd = amount_in(data, "amount_vnd"),
          .basis = kept_in(data, "basis_ref", "basis_digest"),
          .effect = word_in(data, "effect", {"PAUSE", "COUNT"}),
          .standing = standing_in(data),
          .clock = stop_in(data),
          .moment_reason = moment_reason_in(data)};
}

PaymentConfirmed payment_confirmed_in(const Object& data) {
  return {.about = about_in(data),
          .amount_vnd = amount_in(data, "amount_vnd"),
          .receipt = kept_in(data, "receipt_ref", "receipt_digest"),
          .channel = maybe_channel_in(data),
          .standing = standing_in(data),
          .clock = maybe_resumption_in(data),
          .moment_reason = moment_reason_in(data)};
}

Stopped stopped_in(const Object& data) {
  Stopped event{.about = about_in(data),
                .reasons = kept_in(data, "reason_ref", "reason_digest"),
                .standing = maybe_standing_in(data),
                .clock = stop_in(data),
                .unanswered_since = std::nullopt,
                .moment_reason = moment_reason_in(data)};
  if (has(data, "unanswered_since")) event.unanswered_since = date_in(data, "unanswered_since");
  return event;
}

Reopened reopened_in(const Object& data) {
  return {about_in(data), kept_in(data, "reason_ref", "reason_digest"), standing_in(data), maybe_resumption_in(data),
          moment_reason_in(data)};
}

Apologised apologised_in(const Object& data) {
  return {.about = about_in(data),
          .promised_date = date_in(data, "promised_date"),
          .promised_at = moment_in(data, "promised_at"),
          .due_date = date_in(data, "due_date"),
          .in_time = flag_in(data, "in_time"),
          .reasons = kept_in(data, "reason_ref", "reason_digest"),
          .moment_reason = moment_reason_in(data)};
}

HandedOver handed_over_in(const Object& data) {
  HandedOver event{.about = about_in(data),
                   .from_step = number_in(data, "from_step"),
                   .handling_unit = core::UnitId{text_in(data, "handling_unit_id")},
                   .officer = std::nullopt,
                   .standing = standing_in(data),
                   .stopped = stop_in(data, "stopped"),
                   .resumed = maybe_resumption_in(data, "resumed"),
                   .moment_reason = moment_reason_in(data)};
  if (has(data, "officer")) event.officer = text_in(data, "officer");
  return event;
}

HandoverReceived handover_received_in(const Object& data) {
  return {about_in(data), number_in(data, "step"), moment_reason_in(data)};
}

StepBegun step_begun_in(const Object& data) {
  return {.about = about_in(data),
          .step = number_in(data, "step"),
          .code = text_in(data, "code"),
          .agency = text_in(data, "agency"),
          .unit = core::UnitId{text_in(data, "unit_id")},
          .counted = flag_in(data, "counted"),
          .limit = number_in(data, "limit"),
          .mode = mode_in(data),
          .dossier_used = number_in(data, "dossier_used"),
          .overdue_from = date_in(data, "overdue_from"),
          .clock = resumption_in(data),
          .moment_reason = moment_reason_in(data)};
}

StepPaused step_paused_in(const Object& data) {
  const auto clock = stop_in(data);
  if (!clock) throw Unreadable{"missing member: clock"};
  return {about_in(data), number_in(data, "step"), *clock, moment_reason_in(data)};
}

StepResumed step_resumed_in(const Object& data) {
  return {about_in(data), number_in(data, "step"), date_in(data, "overdue_from"), resumption_in(data),
          moment_reason_in(data)};
}

StepRecounted step_recounted_in(const Object& data) {
  return {.about = about_in(data),
          .step = number_in(data, "step"),
          .decision = text_in(data, "decision"),
          .due_before = date_in(data, "due_before"),
          .due_before_at = moment_in(data, "due_before_at"),
          .overdue_from = date_in(data, "overdue_from"),
          .clock = resumption_in(data),
          .moment_reason = moment_reason_in(data)};
}

StepEnded step_ended_in(const Object& data) {
  return {.about = about_in(data),
          .step = number_in(data, "step"),
          .unit = core::UnitId{text_in(data, "unit_id")},
          .ended_as = word_in(data, "ended_as", {"early", "on_time", "overdue", "withdrawn"}),
          .due_date = date_in(data, "due_date"),
          .moment_reason = moment_reason_in(data)};
}

DeadlineRecounted deadline_recounted_in(const Object& data) {
  return {.about = about_in(data),
          .decision = text_in(data, "decision"),
          .due_before = date_in(data, "due_before"),
          .due_before_at = moment_in(data, "due_before_at"),
          .standing = standing_in(data),
          .clock = resumption_in(data),
          .moment_reason = moment_reason_in(data)};
}

Transferred transferred_in(const Object& data) {
  Transferred event{.about = about_in(data),
                    .from_unit = core::UnitId{text_in(data, "from_unit_id")},
                    .to_unit = core::UnitId{text_in(data, "to_unit_id")},
                    .decision = text_in(data, "decision"),
                    .planned = flag_in(data, "planned"),
                    .handling_unit = std::nullopt,
                    .officer = std::nullopt,
                    .step_unit = std::nullopt,
                    .moment_reason = moment_reason_in(data)};
  if (has(data, "handling_unit_id")) event.handling_unit = core::UnitId{text_in(data, "handling_unit_id")};
  if (has(data, "officer")) event.officer = text_in(data, "officer");
  if (has(data, "step_unit_id")) event.step_unit = core::UnitId{text_in(data, "step_unit_id")};
  return event;
}

PaperAdded paper_added_in(const Object& data) {
  return {.about = about_in(data),
          .paper = text_in(data, "paper_id"),
          .component = has(data, "component") ? std::optional{number_in(data, "component")} : std::nullopt,
          .kind = word_in(data, "kind", {"original", "copy", "electronic"}),
          .media_type = text_in(data, "media_type"),
          .size = number_in(data, "size"),
          .digest = text_in(data, "digest"),
          .moment_reason = moment_reason_in(data)};
}

PaperWithdrawn paper_withdrawn_in(const Object& data) {
  return {about_in(data), text_in(data, "paper_id"), kept_in(data, "reason_ref", "reason_digest"),
          moment_reason_in(data)};
}

PeopleErased people_erased_in(const Object& data) {
  return {.about = about_in(data),
          .decision = text_in(data, "decision"),
          .policy = has(data, "policy") ? std::optional{text_in(data, "policy")} : std::nullopt,
          .moment_reason = moment_reason_in(data)};
}

DueSoon due_soon_in(const Object& data) {
  return {about_in(data), date_in(data, "due_date"), moment_in(data, "due_at"), moment_reason_in(data)};
}

Overdue overdue_in(const Object& data) {
  return {about_in(data), date_in(data, "due_date"), moment_in(data, "due_at"), flag_in(data, "apologised"),
          moment_reason_in(data)};
}

Event read(std::string_view type, const Object& data) {
  if (type == Registered::type) return registered_in(data);
  if (type == Accepted::type) return accepted_in(data);
  if (type == NotAccepted::type) return not_accepted_in(data);
  if (type == Assigned::type) return assigned_in(data);
  if (type == Resolved::type) return resolved_in(data);
  if (type == Returned::type) return returned_in(data);
  if (type == Withdrawn::type) return withdrawn_in(data);
  if (type == SupplementRequested::type) return supplement_requested_in(data);
  if (type == SupplementReceived::type) return supplement_received_in(data);
  if (type == PaymentRequested::type) return payment_requested_in(data);
  if (type == PaymentConfirmed::type) return payment_confirmed_in(data);
  if (type == Stopped::type) return stopped_in(data);
  if (type == Reopened::type) return reopened_in(data);
  if (type == Apologised::type) return apologised_in(data);
  if (type == HandedOver::type) return handed_over_in(data);
  if (type == HandoverReceived::type) return handover_received_in(data);
  if (type == StepBegun::type) return step_begun_in(data);
  if (type == StepPaused::type) return step_paused_in(data);
  if (type == StepResumed::type) return step_resumed_in(data);
  if (type == StepRecounted::type) return step_recounted_in(data);
  if (type == StepEnded::type) return step_ended_in(data);
  if (type == DeadlineRecounted::type) return deadline_recounted_in(data);
  if (type == Transferred::type) return transferred_in(data);
  if (type == PaperAdded::type) return paper_added_in(data);
  if (type == PaperWithdrawn::type) return paper_withdrawn_in(data);
  if (type == PeopleErased::type) return people_erased_in(data);
  if (type == DueSoon::type) return due_soon_in(data);
  if (type == Overdue::type) return overdue_in(data);
  throw Unreadable{"unknown type"};
}

core::Result<Event, std::string> read_with(simdjson::dom::parser& parser, std::string_view type,
                                           std::string_view data) {
  if (data.empty()) return std::string{"data is not a JSON object"};  // simdjson would copy from where nothing is
  Object object;
  const auto failure = parser.parse(data.data(), data.size()).get(object);
  if (failure == simdjson::MEMALLOC) throw std::bad_alloc{};  // another time it may be read
  if (failure != simdjson::SUCCESS) return std::string{"data is not a JSON object"};
  try {
    return read(type, object);
  } catch (const Unreadable& unreadable) {
    return unreadable.what;
  }
}

}  // namespace

core::Result<Event, std::string> parse(std::string_view type, std::string_view data) {
  // A parser keeps the memory that its largest text took: the one for an unusual event goes with it.
  constexpr std::size_t usual = 16 * 1024;
  if (data.size() > usual) {
    simdjson::dom::parser parser;
    return read_with(parser, type, data);
  }
  thread_local simdjson::dom::parser parser;
  return read_with(parser, type, data);
}

}  // namespace motcua::dossiers::contracts
