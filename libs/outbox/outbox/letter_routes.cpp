#include "outbox/letter_routes.hpp"

#include <nlohmann/json.hpp>

#include "http/query.hpp"

namespace motcua::outbox {
namespace {

using json = nlohmann::ordered_json;

json view_of(const DeadLetter& letter) {
  return {{"id", letter.id},
          {"topic", letter.topic},
          {"record_id", letter.record_id},
          {"version", letter.version},
          {"reason", letter.reason},
          {"attempts", letter.attempts},
          {"first_seen", core::format_instant(letter.first_seen)},
          {"waiting", letter.waiting}};
}

http::Response dead_letters(Inbox& inbox, const http::Request& request) {
  http::Query query{request};
  const std::string after = query.text("after", 512).value_or("");
  const std::int64_t limit = query.number("limit", 1, 200).value_or(50);
  if (const auto problem = query.problem()) return http::answer(*problem, request);

  json items = json::array();
  for (const DeadLetter& letter : inbox.dead_letters(after, limit)) items.push_back(view_of(letter));
  // What stands in a letter came from outside and may be cut inside a character.
  return http::json(200, json{{"items", std::move(items)}}.dump(-1, ' ', false, json::error_handler_t::replace));
}

http::Response done(const http::Request& request, const char* outcome) {
  return http::json(200, json{{"id", request.parameters.at("id")}, {"outcome", outcome}}.dump(
                             -1, ' ', false, json::error_handler_t::replace));
}

http::Response redrive(Inbox& inbox, const http::Request& request) {
  const auto redriven = inbox.redrive(request.parameters.at("id"));
  if (!redriven) {
    return http::answer(
        {409, "still-unreadable", {"Vẫn không đọc được", "Still unreadable"}, {redriven.error(), redriven.error()}},
        request);
  }
  if (*redriven == Redriven::not_found) return http::answer(http::not_found(), request);
  return done(request, *redriven == Redriven::applied ? "applied" : "asked_for_again");
}

http::Response discard(Inbox& inbox, const http::Request& request) {
  if (!inbox.discard(request.parameters.at("id"))) return http::answer(http::not_found(), request);
  return done(request, "discarded");
}

}  // namespace

std::vector<http::Route> letter_routes(Inbox& inbox) {
  const auto with = [&](http::Response (*handle)(Inbox&, const http::Request&)) {
    return [&inbox, handle](const http::Request& request) { return handle(inbox, request); };
  };
  return {{.method = http::Method::get,
           .path = "/dead-letters",
           .handler = with(dead_letters),
           .consumes = "",
           .takes_query = true},
          {http::Method::post, "/dead-letters/{id}/redrive", with(redrive), ""},
          {http::Method::post, "/dead-letters/{id}/discard", with(discard), ""}};
}

}  // namespace motcua::outbox
