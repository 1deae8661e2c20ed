#include "dossiers/http/transfer_routes.hpp"

#include <charconv>
#include <nlohmann/json.hpp>
#include <utility>

#include "core/random.hpp"
#include "core/text.hpp"
#include "dossiers/http/documents.hpp"
#include "http/json.hpp"
#include "http/members.hpp"
#include "http/query.hpp"

namespace motcua::dossiers {
namespace {

using json = nlohmann::ordered_json;

struct Order {
  std::string decision;
  core::Date ended_on;
  bool dry_run;
  std::optional<rows::InHandPosition> after;
  std::int64_t limit;
};

std::string text_of(const rows::InHandPosition& position) {
  return position.unit.str() + "/" + std::to_string(static_cast<int>(position.status)) + "/" +
         (position.id ? position.id->str() : "");
}

std::optional<Status> status_of(std::string_view code) {
  int number = 0;
  const auto [end, error] = std::from_chars(code.data(), code.data() + code.size(), number);
  if (error != std::errc{} || end != code.data() + code.size()) return std::nullopt;
  const auto status = static_cast<Status>(number);
  return is_in_hand(status) ? std::optional{status} : std::nullopt;
}

/// `u0068/4/0198c7a2-…`: the `next` of the page before. No id: nothing of that status was looked at.
std::optional<rows::InHandPosition> position_in(const std::string& text) {
  const auto parts = core::split(text, '/');
  if (parts.size() != 3 || parts[0].empty()) return std::nullopt;
  const auto status = status_of(parts[1]);
  if (!status || (!parts[2].empty() && !core::is_uuid(parts[2]))) return std::nullopt;
  rows::InHandPosition position{core::UnitId{std::string{parts[0]}}, *status, std::nullopt};
  if (!parts[2].empty()) position.id = DossierId{std::string{parts[2]}};
  return position;
}

core::Result<Order, http::Problem> order_from(const http::Request& request) {
  const auto body = http::parse_json(request.body);
  if (!body) return body.error();
  std::vector<http::Fault> faults;
  http::Members members{*body, "", faults};
  Order order{read_document_number(members, "decision"), members.date("ended_on"), members.flag("dry_run"),
              std::nullopt, members.number("limit", 1, 200, 200)};
  if (const auto after = members.optional_text("after", 100)) {
    order.after = position_in(*after);
    if (!order.after) members.wrong("after", {"không phải là `next` của trang trước", "is not the `next` of a page"});
  }
  members.finish();
  if (!faults.empty()) return http::malformed(std::move(faults));
  return order;
}

/// Units as people know them: bulk-transfer takes the code.
class Naming {
 public:
  explicit Naming(const catalogue::Units& units) : units_{units} {}

  json operator()(const core::UnitId& id) const {
    const catalogue::Unit* unit = units_.find(id);
    if (unit == nullptr) return {{"id", id.str()}, {"code", ""}, {"name", ""}};
    return {{"id", id.str()}, {"code", unit->code}, {"name", unit->name}};
  }

 private:
  const catalogue::Units& units_;
};

json view_of(const PlannedTransfer& one, const Naming& named) {
  return {{"dossier_id", one.id.str()}, {"number", one.number}, {"from", named(one.from)}, {"to", named(one.to)}};
}

json view_of(const UndecidedTransfer& one, const Naming& named) {
  json successors = json::array();
  for (const core::UnitId& unit : one.successors) successors.push_back(named(unit));
  return {{"dossier_id", one.id.str()},
          {"number", one.number},
          {"from", named(one.from)},
          {"successors", std::move(successors)}};
}

http::Response transfer(Transferring& transferring, const catalogue::Source& source, const http::Request& request) {
  const auto order = order_from(request);
  if (!order) return http::answer(order.error(), request);
  const TransferPage page = order->dry_run ? transferring.rehearse(order->ended_on, order->after, order->limit)
                                           : transferring.carry_out(order->ended_on, order->decision,
                                                                    request.traceparent, order->after, order->limit);
  const auto catalogue = source.current();
  const Naming named{catalogue->units};
  json body{{"dry_run", order->dry_run}, {"looked_at", page.looked_at}, {"transferred", json::array()}};
  for (const PlannedTransfer& one : page.transferred) body["transferred"].push_back(view_of(one, named));
  body["undecided"] = json::array();
  for (const UndecidedTransfer& one : page.undecided) body["undecided"].push_back(view_of(one, named));
  body["next"] = page.next ? json(text_of(*page.next)) : json(nullptr);
  return http::json(200, body.dump());
}

}  // namespace

std::vector<http::Route> transfer_routes(Transferring& transferring, const catalogue::Source& catalogue) {
  return {{http::Method::post, "/transfer-dossiers", [&transferring, &catalogue](const http::Request& request) {
             return transfer(transferring, catalogue, request);
           }}};
}

}  // namespace motcua::dossiers
