#include "dossiers/contracts/events.hpp"

#include <nlohmann/json.hpp>

namespace motcua::dossiers::contracts {
namespace {

// Members keep the order in which they are written here: golden files and hashes hold the bytes.
using Json = nlohmann::ordered_json;

/// What is wrong with an event; caught in `parse`, never let out.
struct Unreadable {
  std::string what;
};

// ---- writing

Json block(const About& about) {
  return {{"receiving_unit_id", about.receiving_unit.str()},
          {"procedure",
           {{"code", about.procedure.code}, {"version", about.procedure.version}, {"field", about.procedure.field}}},
          {"channel", about.channel}};
}

Json block(const Kept& kept, const char* ref_name) { return {{ref_name, kept.ref}, {"digest", kept.digest}}; }

Json begun(const About& about) {
  Json data = Json::object();
  data["about"] = block(about);
  return data;
}

void add_reasons(Json& data, const Kept& reasons) {
  data["reason_ref"] = reasons.ref;
  data["reason_digest"] = reasons.digest;
}

std::string finished(Json& data, const std::optional<Kept>& moment_reason) {
  if (moment_reason) {
    data["moment_reason_ref"] = moment_reason->ref;
    data["moment_reason_digest"] = moment_reason->digest;
  }
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
  Json days = Json::array();
  for (const Day& day : event.days) {
    Json one = Json::object();
    one["date"] = core::format_date(day.date);
    one["counted"] = day.counted;
    one["reason"] = day.reason;
    days.push_back(std::move(one));
  }
  data["days"] = std::move(days);
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
  return finished(data, event.moment_reason);
}

std::string written(const Returned& event) {
  Json data = begun(event.about);
  data["returned_at"] = core::format_instant(event.returned_at);
  return finished(data, event.moment_reason);
}

std::string written(const Withdrawn& event) {
  Json data = begun(event.about);
  data["after_acceptance"] = event.after_acceptance;
  if (event.due_date) data["due_date"] = core::format_date(*event.due_date);
  data["withdrawn_at"] = core::format_instant(event.withdrawn_at);
  return finished(data, event.moment_reason);
}

// ---- reading

const Json& member(const Json& object, const char* name) {
  const auto found = object.find(name);
  if (found == object.end()) throw Unreadable{std::string{"missing member: "} + name};
  return *found;
}

const Json& object_in(const Json& object, const char* name) {
  const Json& value = member(object, name);
  if (!value.is_object()) throw Unreadable{std::string{"not an object: "} + name};
  return value;
}

const Json& list_in(const Json& object, const char* name) {
  const Json& value = member(object, name);
  if (!value.is_array()) throw Unreadable{std::string{"not a list: "} + name};
  return value;
}

std::string text_in(const Json& object, const char* name) {
  const Json& value = member(object, name);
  if (!value.is_string()) throw Unreadable{std::string{"not a text: "} + name};
  return value.get<std::string>();
}

std::string word_in(const Json& object, const char* name, std::initializer_list<std::string_view> words) {
  std::string text = text_in(object, name);
  for (const std::string_view word : words) {
    if (text == word) return text;
  }
  throw Unreadable{std::string{"not one of its words: "} + name};
}

bool flag_in(const Json& object, const char* name) {
  const Json& value = member(object, name);
  if (!value.is_boolean()) throw Unreadable{std::string{"not true or false: "} + name};
  return value.get<bool>();
}

int number_in(const Json& object, const char* name) {
  const Json& value = member(object, name);
  if (!value.is_number_unsigned() || value.get<std::uint64_t>() > 1'000'000) {
    throw Unreadable{std::string{"not a count: "} + name};
  }
  return value.get<int>();
}

core::Instant moment_in(const Json& object, const char* name) {
  const auto moment = core::parse_instant(text_in(object, name));
  if (!moment) throw Unreadable{std::string{"not a moment: "} + name};
  return *moment;
}

core::Date date_in(const Json& object, const char* name) {
  const auto date = core::parse_date(text_in(object, name));
  if (!date) throw Unreadable{std::string{"not a date: "} + name};
  return *date;
}

About about_in(const Json& data) {
  const Json& about = object_in(data, "about");
  const Json& procedure = object_in(about, "procedure");
  return {.receiving_unit = core::UnitId{text_in(about, "receiving_unit_id")},
          .procedure = {text_in(procedure, "code"), text_in(procedure, "version"), text_in(procedure, "field")},
          .channel = word_in(about, "channel", {"direct", "online", "postal"})};
}

Kept kept_in(const Json& object, const char* ref_name, const char* digest_name) {
  return {text_in(object, ref_name), text_in(object, digest_name)};
}

std::optional<Kept> reasons_in(const Json& data) {
  if (!data.contains("reason_ref")) return std::nullopt;
  return kept_in(data, "reason_ref", "reason_digest");
}

std::optional<Kept> moment_reason_in(const Json& data) {
  if (!data.contains("moment_reason_ref")) return std::nullopt;
  return kept_in(data, "moment_reason_ref", "moment_reason_digest");
}

Registered registered_in(const Json& data) {
  const Json& applicant = object_in(data, "applicant");
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
  if (data.contains("representative")) {
    event.representative = kept_in(object_in(data, "representative"), "person_ref", "digest");
  }
  for (const Json& component : list_in(data, "components")) {
    if (!component.is_object()) throw Unreadable{"not an object: components"};
    event.components.push_back(
        {word_in(component, "kind", {"original", "copy", "electronic"}), number_in(component, "copies")});
  }
  if (data.contains("source")) {
    const Json& source = object_in(data, "source");
    event.source = Source{text_in(source, "system"), text_in(source, "id")};
  }
  return event;
}

Accepted accepted_in(const Json& data) {
  Accepted event{.about = about_in(data),
                 .accepted_at = moment_in(data, "accepted_at"),
                 .due_date = date_in(data, "due_date"),
                 .due_at = moment_in(data, "due_at"),
                 .due_original = date_in(data, "due_original"),
                 .limit = number_in(data, "limit"),
                 .mode = text_in(data, "mode"),
                 .calendar_version = text_in(data, "calendar_version"),
                 .counted_from = date_in(data, "counted_from"),
                 .days = {},
                 .moment_reason = moment_reason_in(data)};
  for (const Json& day : list_in(data, "days")) {
    if (!day.is_object()) throw Unreadable{"not an object: days"};
    event.days.push_back({date_in(day, "date"), flag_in(day, "counted"), text_in(day, "reason")});
  }
  return event;
}

NotAccepted not_accepted_in(const Json& data) {
  return {about_in(data), kept_in(data, "reason_ref", "reason_digest"), moment_reason_in(data)};
}

Assigned assigned_in(const Json& data) {
  Assigned event{about_in(data), core::UnitId{text_in(data, "handling_unit_id")}, std::nullopt,
                 flag_in(data, "implied"), moment_reason_in(data)};
  if (data.contains("officer")) event.officer = text_in(data, "officer");
  return event;
}

Resolved resolved_in(const Json& data) {
  return {.about = about_in(data),
          .outcome = word_in(data, "outcome", {"granted", "refused"}),
          .timeliness = word_in(data, "timeliness", {"early", "on_time", "overdue"}),
          .due_date = date_in(data, "due_date"),
          .due_original = date_in(data, "due_original"),
          .resolved_at = moment_in(data, "resolved_at"),
          .reasons = reasons_in(data),
          .moment_reason = moment_reason_in(data)};
}

Returned returned_in(const Json& data) {
  return {about_in(data), moment_in(data, "returned_at"), moment_reason_in(data)};
}

Withdrawn withdrawn_in(const Json& data) {
  Withdrawn event{about_in(data), flag_in(data, "after_acceptance"), std::nullopt, moment_in(data, "withdrawn_at"),
                  moment_reason_in(data)};
  if (data.contains("due_date")) event.due_date = date_in(data, "due_date");
  if (event.after_acceptance != event.due_date.has_value()) throw Unreadable{"after_acceptance and due_date disagree"};
  return event;
}

Event read(std::string_view type, const Json& data) {
  if (type == Registered::type) return registered_in(data);
  if (type == Accepted::type) return accepted_in(data);
  if (type == NotAccepted::type) return not_accepted_in(data);
  if (type == Assigned::type) return assigned_in(data);
  if (type == Resolved::type) return resolved_in(data);
  if (type == Returned::type) return returned_in(data);
  if (type == Withdrawn::type) return withdrawn_in(data);
  throw Unreadable{"unknown type"};
}

}  // namespace

std::string_view type_of(const Event& event) {
  return std::visit([](const auto& one) { return std::decay_t<decltype(one)>::type; }, event);
}

const About& about(const Event& event) {
  return std::visit([](const auto& one) -> const About& { return one.about; }, event);
}

std::string write(const Event& event) {
  return std::visit([](const auto& one) { return written(one); }, event);
}

core::Result<Event, std::string> parse(std::string_view type, std::string_view data) {
  const Json value = Json::parse(data, nullptr, /*allow_exceptions=*/false);
  if (!value.is_object()) return std::string{"data is not a JSON object"};
  try {
    return read(type, value);
  } catch (const Unreadable& unreadable) {
    return unreadable.what;
  }
}

}  // namespace motcua::dossiers::contracts
