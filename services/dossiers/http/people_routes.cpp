#include "dossiers/http/people_routes.hpp"

#include <charconv>
#include <nlohmann/json.hpp>
#include <utility>

#include "core/random.hpp"
#include "core/text.hpp"
#include "dossiers/http/documents.hpp"
#include "dossiers/problems.hpp"
#include "http/json.hpp"
#include "http/members.hpp"
#include "http/query.hpp"

namespace motcua::dossiers {
namespace {

using json = nlohmann::ordered_json;

/// One page of a command.
template <class Position>
struct Order {
  std::string decision;
  bool dry_run;
  std::optional<Position> after;
  std::int64_t limit;
};

enum class Needs { nothing, decision };

/// `position_in(text)` gives the position that the `next` of the page before names, or nothing.
template <class Position, class Read>
core::Result<Order<Position>, http::Problem> order_from(const http::Request& request, Needs needs, Read position_in) {
  const auto body = http::parse_json(request.body);
  if (!body) return body.error();
  std::vector<http::Fault> faults;
  http::Members members{*body, "", faults};
  Order<Position> order{needs == Needs::decision ? read_document_number(members, "decision") : "",
                        members.flag("dry_run"), std::nullopt, members.number("limit", 1, 200, 200)};
  if (const auto after = members.optional_text("after", 64)) {
    order.after = position_in(*after);
    if (!order.after) members.wrong("after", {"không phải là `next` của trang trước", "is not the `next` of a page"});
  }
  members.finish();
  if (!faults.empty()) return http::malformed(std::move(faults));
  return order;
}

std::optional<PersonRef> person_in(const std::string& text) {
  return core::is_uuid(text) ? std::optional{PersonRef{text}} : std::nullopt;
}

/// `10/0198c7a2-…`
std::optional<rows::ClosedPosition> position_in(const std::string& text) {
  const auto parts = core::split(text, '/');
  if (parts.size() != 2 || !core::is_uuid(parts[1])) return std::nullopt;
  int code = 0;
  const auto [end, error] = std::from_chars(parts[0].data(), parts[0].data() + parts[0].size(), code);
  if (error != std::errc{} || end != parts[0].data() + parts[0].size()) return std::nullopt;
  if (!is_closed(static_cast<Status>(code))) return std::nullopt;
  return rows::ClosedPosition{static_cast<Status>(code), DossierId{std::string{parts[1]}}};
}

const char* name_of(KeyInUse::Use use) {
  switch (use) {
    case KeyInUse::Use::current: return "current";
    case KeyInUse::Use::former: return "former";
    case KeyInUse::Use::unknown: return "unknown";
  }
  return "";
}

http::Response rekey(Rekeying& rekeying, const http::Request& request) {
  const auto order = order_from<PersonRef>(request, Needs::nothing, person_in);
  if (!order) return http::answer(order.error(), request);
  if (!rekeying.has_key()) return http::answer(problems::search_without_key(), request);
  const RekeyedPage page =
      order->dry_run ? rekeying.rehearse(order->after, order->limit) : rekeying.carry_out(order->after, order->limit);
  json body{{"dry_run", order->dry_run},
            {"looked_at", page.looked_at},
            {"rehashed", page.rehashed},
            {"unsearchable", page.unsearchable},
            {"next", page.next ? json(page.next->str()) : json(nullptr)}};
  if (!page.next) {
    body["keys"] = json::array();
    for (const KeyInUse& key : page.keys)
      body["keys"].push_back({{"key", key.key_id}, {"use", name_of(key.use)}, {"people", key.people}});
    body["unhashed"] = page.unhashed;
  }
  return http::json(200, body.dump());
}

http::Response erase(Erasing& erasing, const http::Request& request) {
  const auto order = order_from<rows::ClosedPosition>(request, Needs::decision, position_in);
  if (!order) return http::answer(order.error(), request);
  const ErasedPage page = order->dry_run
                              ? erasing.rehearse(order->after, order->limit)
                              : erasing.carry_out(order->decision, request.traceparent, order->after, order->limit);
  json body{{"dry_run", order->dry_run}, {"looked_at", page.looked_at}, {"erased", json::array()}};
  for (const ErasedDossier& one : page.erased) {
    body["erased"].push_back({{"dossier_id", one.id.str()},
                              {"number", one.number},
                              {"policy", one.policy},
                              {"closed_on", core::format_date(one.closed_on)},
                              {"kept_until", core::format_date(one.kept_until)}});
  }
  body["next"] = page.next ? json(std::to_string(static_cast<int>(page.next->status)) + "/" + page.next->id->str())
                           : json(nullptr);
  return http::json(200, body.dump());
}

}  // namespace

std::vector<http::Route> people_routes(Rekeying& rekeying, Erasing& erasing) {
  return {{http::Method::post, "/rekey-people",
           [&rekeying](const http::Request& request) { return rekey(rekeying, request); }},
          {http::Method::post, "/erase-people",
           [&erasing](const http::Request& request) { return erase(erasing, request); }}};
}

}  // namespace motcua::dossiers
