#include <new>

#include <simdjson.h>

#include "dossiers/contracts/corrections_reading.hpp"
#include "dossiers/contracts/events.hpp"
#include "dossiers/contracts/members.hpp"

namespace motcua::dossiers::contracts {
namespace members {
namespace {

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
          .size = amount_in(data, "size"),
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
  if (type == AcceptanceCorrected::type) return acceptance_corrected_in(data);
  if (type == UnitCorrected::type) return unit_corrected_in(data);
  if (type == Annulled::type) return annulled_in(data);
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
}  // namespace members

core::Result<Event, std::string> parse(std::string_view type, std::string_view data) {
  // A parser keeps the memory that its largest text took: the one for an unusual event goes with it.
  constexpr std::size_t usual = 16 * 1024;
  if (data.size() > usual) {
    simdjson::dom::parser parser;
    return members::read_with(parser, type, data);
  }
  thread_local simdjson::dom::parser parser;
  return members::read_with(parser, type, data);
}

}  // namespace motcua::dossiers::contracts
