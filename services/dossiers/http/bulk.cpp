#include "dossiers/http/bulk.hpp"

#include <nlohmann/json.hpp>
#include <utility>

namespace motcua::dossiers {
namespace {

using json = nlohmann::ordered_json;

json result_of(const DossierId& id, const http::Response& response) {
  json result{{"id", id.str()}, {"status", response.status}};
  json body = json::parse(response.body);
  if (response.status < 300) {
    result["version"] = std::move(body["version"]);
  } else {
    result["problem"] = std::move(body);
  }
  return result;
}

}  // namespace

http::Response handle_all(Desk& desk, const Caller& caller, const Once& once, const Bulk& bulk) {
  json items = json::array();
  for (const auto& [id, expected, order] : bulk.items) {
    Once its_own = once;
    its_own.key.idempotency_key += "/" + id.str();
    items.push_back(result_of(id, desk.handle(caller, its_own, id, expected, order, bulk.moment)));
  }
  return http::json(200, json{{"items", std::move(items)}}.dump()).with("Cache-Control", "no-store");
}

}  // namespace motcua::dossiers
