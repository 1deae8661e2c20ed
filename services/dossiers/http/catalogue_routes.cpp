#include "dossiers/http/catalogue_routes.hpp"

#include <algorithm>
#include <nlohmann/json.hpp>
#include <tuple>
#include <utility>

#include "http/query.hpp"

namespace motcua::dossiers {
namespace {

using nlohmann::json;

json day_or_null(const std::optional<core::Date>& day) { return day ? json(core::format_date(*day)) : json(nullptr); }

json view_of(const catalogue::Procedure& procedure) {
  return {{"code", procedure.code},
          {"version", procedure.version},
          {"name", procedure.name},
          {"field", {{"code", procedure.field}, {"name", procedure.field_name}}},
          {"level", to_text(procedure.level)},
          {"limit", procedure.limit.count()},
          {"mode", procedure.mode},
          {"valid_from", day_or_null(procedure.valid_from)},
          {"valid_to", day_or_null(procedure.valid_to)},
          {"knowledge", to_text(procedure.knowledge)},
          {"source", procedure.source}};
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

template <class Item>
http::Response listed(core::Date on, const std::vector<const Item*>& items) {
  json list = json::array();
  for (const Item* item : items) list.push_back(view_of(*item));
  return http::json(200, json{{"on", core::format_date(on)}, {"items", std::move(list)}}.dump());
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
    return listed(on, catalogue.current()->procedures.on(on));
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
