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

}  // namespace motcua::dossiers::contracts
