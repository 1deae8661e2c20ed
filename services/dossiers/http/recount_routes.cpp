#include "dossiers/http/recount_routes.hpp"

#include <nlohmann/json.hpp>
#include <utility>

#include "core/random.hpp"
#include "dossiers/http/documents.hpp"
#include "http/json.hpp"
#include "http/members.hpp"
#include "http/query.hpp"

namespace motcua::dossiers {
namespace {

using json = nlohmann::ordered_json;

struct Order {
  std::string decision;
  bool dry_run;
  std::optional<DuePosition> after;
  std::int64_t limit;
};

/// `2021-03-08/0198c7a2-…`: the `next` of the page before.
std::optional<DuePosition> position_in(const std::string& text) {
  const auto due = core::parse_date(std::string_view{text}.substr(0, 10));
  if (!due || text.size() < 11 || text[10] != '/' || !core::is_uuid(text.substr(11))) return std::nullopt;
  return DuePosition{*due, DossierId{text.substr(11)}};
}

core::Result<Order, http::Problem> order_from(const http::Request& request) {
  const auto body = http::parse_json(request.body);
  if (!body) return body.error();
  std::vector<http::Fault> faults;
  http::Members members{*body, "", faults};
  Order order{read_document_number(members, "decision"), members.flag("dry_run"), std::nullopt,
              members.number("limit", 1, 200, 200)};
  if (const auto after = members.optional_text("after", 64)) {
    order.after = position_in(*after);
    if (!order.after) members.wrong("after", {"không phải là `next` của trang trước", "is not the `next` of a page"});
  }
  members.finish();
  if (!faults.empty()) return http::malformed(std::move(faults));
  return order;
}

json view_of(const Recounted& one) {
  return {{"dossier_id", one.id.str()},
          {"number", one.number},
          {"due_before", core::format_date(one.before)},
          {"due_before_at", core::format_instant(one.before_at)},
          {"due_after", core::format_date(one.after)},
          {"due_after_at", core::format_instant(one.after_at)}};
}

http::Response recount(Recounting& recounting, const http::Request& request) {
  const auto order = order_from(request);
  if (!order) return http::answer(order.error(), request);
  const RecountedPage page =
      order->dry_run ? recounting.rehearse(order->after, order->limit)
                     : recounting.carry_out(order->decision, request.traceparent, order->after, order->limit);
  json body{{"dry_run", order->dry_run}, {"looked_at", page.looked_at}, {"changed", json::array()}};
  for (const Recounted& one : page.changed) body["changed"].push_back(view_of(one));
  body["uncovered"] = json::array();
  for (const DossierId& id : page.uncovered) body["uncovered"].push_back(id.str());
  body["next"] = page.next ? json(core::format_date(page.next->due) + "/" + page.next->id.str()) : json(nullptr);
  return http::json(200, body.dump());
}

}  // namespace

std::vector<http::Route> recount_routes(Recounting& recounting) {
  return {{http::Method::post, "/recount-deadlines",
           [&recounting](const http::Request& request) { return recount(recounting, request); }}};
}

}  // namespace motcua::dossiers
