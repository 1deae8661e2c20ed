#include "dossiers/store/step_rows.hpp"

#include <nlohmann/json.hpp>

namespace motcua::dossiers::rows {
namespace {

using Json = nlohmann::ordered_json;

Json json_of(const Step& step) {
  Json json{{"number", step.number},
            {"code", step.code},
            {"agency", step.agency},
            {"unit_id", step.unit.str()},
            {"counted", step.counted},
            {"mode", calendar::name_of(step.clock.limit.mode)},
            {"limit", step.clock.limit.amount},
            {"used", step.clock.used},
            {"since", core::stored(step.clock.since)},
            {"runs", step.clock.running},
            {"due_date", core::stored(step.due)},
            {"due_at", core::stored(step.due_at)},
            {"begun_at", core::stored(step.begun_at)},
            {"dossier_used", step.dossier_used}};
  if (step.moved_to) json["moved_to"] = step.moved_to->str();
  if (step.received_at) json["received_at"] = core::stored(*step.received_at);
  if (step.ended) json["ended_at"] = core::stored(step.ended->at);
  if (step.ended && step.ended->timeliness) json["timeliness"] = name_of(*step.ended->timeliness);
  return json;
}

core::Instant instant_in(const Json& json, const char* name) {
  return core::instant_from(json.at(name).get<std::int64_t>());
}

Step step_in(const Json& json) {
  Step step{.number = json.at("number").get<int>(),
            .code = json.at("code").get<std::string>(),
            .agency = json.at("agency").get<std::string>(),
            .unit = core::UnitId{json.at("unit_id").get<std::string>()},
            .moved_to = std::nullopt,
            .counted = json.at("counted").get<bool>(),
            .clock = {.limit = {calendar::mode_named(json.at("mode").get<std::string>()).value(),
                                json.at("limit").get<std::int64_t>()},
                      .used = json.at("used").get<std::int64_t>(),
                      .since = instant_in(json, "since"),
                      .running = json.at("runs").get<bool>()},
            .due = core::date_from(json.at("due_date").get<std::int64_t>()),
            .due_at = instant_in(json, "due_at"),
            .begun_at = instant_in(json, "begun_at"),
            .dossier_used = json.at("dossier_used").get<std::int64_t>(),
            .received_at = std::nullopt,
            .ended = std::nullopt};
  if (json.contains("moved_to")) step.moved_to = core::UnitId{json.at("moved_to").get<std::string>()};
  if (json.contains("received_at")) step.received_at = instant_in(json, "received_at");
  if (json.contains("ended_at")) step.ended = Step::End{instant_in(json, "ended_at"), std::nullopt};
  if (json.contains("timeliness"))
    step.ended.value().timeliness = timeliness_from(json.at("timeliness").get<std::string>()).value();
  return step;
}

}  // namespace

std::optional<std::string> text_of(const std::vector<Step>& steps) {
  if (steps.empty()) return std::nullopt;
  Json list = Json::array();
  for (const Step& step : steps) list.push_back(json_of(step));
  return list.dump();
}

std::vector<Step> steps_in(const std::optional<std::string>& text) {
  std::vector<Step> steps;
  if (!text) return steps;
  for (const Json& json : Json::parse(*text)) steps.push_back(step_in(json));
  return steps;
}

}  // namespace motcua::dossiers::rows
