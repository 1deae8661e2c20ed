#include "dossiers/http/transfer_routes.hpp"

#include <charconv>
#include <utility>

#include "core/random.hpp"
#include "core/text.hpp"
#include "dossiers/http/documents.hpp"
#include "dossiers/views.hpp"
#include "http/json.hpp"
#include "http/members.hpp"
#include "http/query.hpp"

namespace motcua::dossiers {
namespace {

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

http::Response transfer(Transferring& transferring, const catalogue::Source& source, const http::Request& request) {
  const auto order = order_from(request);
  if (!order) return http::answer(order.error(), request);
  const TransferPage page = order->dry_run ? transferring.rehearse(order->ended_on, order->after, order->limit)
                                           : transferring.carry_out(order->ended_on, order->decision,
                                                                    request.traceparent, order->after, order->limit);
  const auto next = page.next ? std::optional{text_of(*page.next)} : std::nullopt;
  return http::json(200, views::transfers(page, order->dry_run, next, *source.current()));
}

}  // namespace

std::vector<http::Route> transfer_routes(Transferring& transferring, const catalogue::Source& catalogue) {
  return {{http::Method::post, "/transfer-dossiers", [&transferring, &catalogue](const http::Request& request) {
             return transfer(transferring, catalogue, request);
           }}};
}

}  // namespace motcua::dossiers
