#include "dossiers/http/catalogue_routes.hpp"

#include <algorithm>
#include <cstdio>
#include <nlohmann/json.hpp>
#include <tuple>
#include <utility>

#include "http/query.hpp"

namespace motcua::dossiers {
namespace {

using nlohmann::json;

json day_or_null(const std::optional<core::Date>& day) { return day ? json(core::format_date(*day)) : json(nullptr); }

json with(json view, const catalogue::Origin& origin) {
  view["knowledge"] = to_text(origin.knowledge);
  view["source"] = origin.source;
  return view;
}

json time_or_null(const std::optional<std::chrono::minutes>& time) {
  if (!time) return nullptr;
  char text[16];
  std::snprintf(text, sizeof text, "%02d:%02d", static_cast<int>(time->count() / 60),
                static_cast<int>(time->count() % 60));
  return text;
}

json view_of(const catalogue::Fee& fee) { return with({{"name", fee.name}, {"amount_vnd", fee.amount}}, fee.origin); }

json view_of(const catalogue::Question& question) { return {{"code", question.code}, {"text", question.text}}; }

json view_of(const catalogue::Component& component) {
  return with({{"code", component.code},
               {"name", component.name},
               {"kind", to_text(component.kind)},
               {"copies", component.copies},
               {"required", component.when ? json{{"when", *component.when}} : json(true)},
               {"digitise", component.digitise}},
              component.origin);
}

template <class Item>
json views_of(const std::vector<Item>& items) {
  json list = json::array();
  for (const Item& item : items) list.push_back(view_of(item));
  return list;
}

// As they hold on that day, with what they are known from: the defaults, then what the version says for itself.
json switches_view(const catalogue::Procedures& procedures, const catalogue::Procedure& procedure, core::Date on) {
  const catalogue::Switches switches = procedures.switches_of(procedure, on);
  json origins = json::array({with({}, procedures.defaults_on(on).origin)});
  if (procedure.switches) origins.push_back(with({}, procedure.switches->origin));
  const auto& reply_limit = switches.supplement_reply_limit;
  return {{"supplement_effect", to_text(switches.supplement_effect)},
          {"supplement_limit", switches.supplement_limit},
          {"supplement_reply_limit", reply_limit ? json(*reply_limit) : json(nullptr)},
          {"financial_step", to_text(switches.financial_step)},
          {"reappointment_limit", switches.reappointment_limit},
          {"receipt_cut_off", time_or_null(switches.reception.cut_off)},
          {"saturday_reception_until", time_or_null(switches.reception.saturday_until)},
          {"origins", std::move(origins)}};
}

json steps_view(const catalogue::Procedures& procedures, const std::vector<catalogue::Step>& steps) {
  json list = json::array();
  for (const catalogue::Step& step : steps) {
    list.push_back(with({{"code", step.code},
                         {"name", step.name},
                         {"agency", {{"code", step.agency}, {"name", procedures.agency_name(step.agency)}}},
                         {"limit", catalogue::in_units(step.limit)},
                         {"mode", calendar::name_of(step.limit.mode)},
                         {"counted", step.counted}},
                        step.origin));
  }
  return list;
}

json view_of(const catalogue::Procedures& procedures, const catalogue::Procedure& procedure, core::Date on) {
  return with({{"code", procedure.code},
               {"version", procedure.version},
               {"name", procedure.name},
               {"field", {{"code", procedure.field}, {"name", procedure.field_name}}},
               {"level", to_text(procedure.level)},
               {"limit", catalogue::in_units(procedure.limit)},
               {"mode", calendar::name_of(procedure.limit.mode)},
               {"valid_from", day_or_null(procedure.valid_from)},
               {"valid_to", day_or_null(procedure.valid_to)},
               {"switches", switches_view(procedures, procedure, on)},
               {"steps", steps_view(procedures, procedure.steps)},
               {"fees", views_of(procedure.fees)},
               {"questions", views_of(procedure.questions)},
               {"components", views_of(procedure.components)}},
              procedure.origin);
}

json view_of(const catalogue::Unit& unit) {
  return {{"id", unit.id.str()},
          {"code", unit.code},
          {"name", unit.name},
          {"kind", unit.kind},
          {"level", to_text(unit.level)},
          {"parent", unit.parent ? json(unit.parent->str()) : json(nullptr)},
          {"valid_from", day_or_null(unit.valid_from)},
          {"valid_to", day_or_null(unit.valid_to)},
          {"agency_code", unit.agency_code}};
}

http::Response listed(core::Date on, json items) {
  return http::json(200, json{{"on", core::format_date(on)}, {"items", std::move(items)}}.dump());
}

http::Response listed(core::Date on, const std::vector<const catalogue::Unit*>& units) {
  json items = json::array();
  for (const catalogue::Unit* unit : units) items.push_back(view_of(*unit));
  return listed(on, std::move(items));
}

http::Response listed(core::Date on, const catalogue::Procedures& procedures) {
  json items = json::array();
  for (const catalogue::Procedure* one : procedures.on(on)) items.push_back(view_of(procedures, *one, on));
  return listed(on, std::move(items));
}

std::vector<const catalogue::Unit*> units_on(const catalogue::Units& units, core::Date on) {
  std::vector<const catalogue::Unit*> found;
  for (const catalogue::Unit& unit : units.all()) {
    if (unit.in_force(on)) found.push_back(&unit);
  }
  std::sort(found.begin(), found.end(), [](const auto* left, const auto* right) {
    return std::tie(left->level, left->code) < std::tie(right->level, right->code);
  });
  return found;
}

}  // namespace

std::vector<http::Route> catalogue_routes(const catalogue::Source& catalogue, const core::Clock& clock) {
  const auto procedures = [&catalogue, clock](const http::Request& request) {
    http::Query query{request};
    const core::Date on = query.date("on").value_or(core::vietnam_date(clock()));
    if (const auto problem = query.problem()) return http::answer(*problem, request);
    return listed(on, catalogue.current()->procedures);
  };
  const auto units = [&catalogue, clock](const http::Request& request) {
    http::Query query{request};
    const core::Date on = query.date("on").value_or(core::vietnam_date(clock()));
    const auto parent = query.unit("parent");
    if (const auto problem = query.problem()) return http::answer(*problem, request);
    const auto now = catalogue.current();
    if (!parent) return listed(on, units_on(now->units, on));
    const catalogue::Unit* above = now->units.find(core::UnitId{*parent});
    if (above == nullptr) above = now->units.in_force(*parent, on);
    if (above == nullptr) return http::answer(http::not_found(), request);
    return listed(on, now->units.children(above->id, on));
  };
  const auto reading = [](std::string path, http::Handler handler) {
    return http::Route{.method = http::Method::get,
                       .path = std::move(path),
                       .handler = std::move(handler),
                       .consumes = "",
                       .takes_query = true};
  };
  return {reading("/v1/procedures", procedures), reading("/v1/units", units)};
}

}  // namespace motcua::dossiers
