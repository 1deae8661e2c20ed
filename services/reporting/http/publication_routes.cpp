#include "reporting/http/publication_routes.hpp"

#include "http/query.hpp"
#include "http/tags.hpp"
#include "reporting/http/publication_requests.hpp"
#include "reporting/http/requests.hpp"
#include "reporting/render/publications.hpp"
#include "runtime/once.hpp"
#include "runtime/runtime.hpp"

namespace motcua::reporting {
namespace {

http::Problem forbidden() {
  return {403,
          "forbidden",
          {"Không được phép", "Forbidden"},
          {"Chỉ lãnh đạo của đơn vị và người đọc số liệu toàn thành phố được công bố số liệu.",
           "Leaders of the unit and the city's readers alone publish figures."}};
}

http::Problem key_reused() {
  return {422,
          "idempotency-key-reused",
          {"Khoá đã được dùng", "The key was used before"},
          {"Idempotency-Key này thuộc về một yêu cầu khác.", "This Idempotency-Key belongs to another request."},
          {{"Idempotency-Key", {"đã được dùng cho một yêu cầu khác", "was used for another request"}}}};
}

struct ToResponse {
  const http::Request& request;

  http::Response operator()(const store::StoredAnswer& answer) const {
    return http::json(answer.status, answer.body).with("Location", answer.headers);
  }
  http::Response operator()(const Forbidden&) const { return http::answer(forbidden(), request); }
  http::Response operator()(const KeyReused&) const { return http::answer(key_reused(), request); }
  http::Response operator()(const Refusal& refusal) const { return http::answer(problem_of(refusal, "/"), request); }
};

http::Response publish(Publications& publications, const http::Request& request, const auth::Actor& actor) {
  const auto once = runtime::once_from(request, actor);
  if (!once) return http::answer(once.error(), request);
  const auto wanted = read_publication(request);
  if (!wanted) return http::answer(wanted.error(), request);
  return std::visit(ToResponse{request}, publications.publish(*wanted, *once, actor));
}

http::Response list(Publications& publications, const http::Request& request, const auth::Actor& actor) {
  const auto asked = read_list(request);
  if (!asked) return http::answer(asked.error(), request);
  const auto page = publications.list(asked->unit, asked->before, asked->limit, actor);
  return page ? http::json(200, json_of(*page)) : http::answer(http::not_found(), request);
}

http::Response read(Publications& publications, const http::Request& request, const auth::Actor& actor) {
  auto found = publications.read(request.parameters.at("id"), actor);
  if (!found) return http::answer(http::not_found(), request);
  const Publication& publication = found->publication;
  http::Response response;
  response.with("ETag", "\"" + publication.body_digest + "\"")
      .with("Vary", "Authorization")
      .with("Cache-Control", "private, no-cache");
  if (http::names_tag(request.header("if-none-match").value_or(""), publication.body_digest)) {
    response.status = 304;
  } else {
    put_report(response, std::move(found->body), format_named(publication.format).value(),
               publication.language == "en" ? http::Language::english : http::Language::vietnamese);
  }
  return response;
}

http::Response restatement(Publications& publications, const http::Request& request, const auth::Actor& actor) {
  const auto found = publications.restatement(request.parameters.at("id"), actor);
  if (!found) return http::answer(http::not_found(), request);
  return http::json(200, json_of(*found, http::language_of(request)));
}

}  // namespace

std::vector<http::Route> publication_routes(Publications& publications, auth::Verifier& tokens,
                                            runtime::Limits& limits) {
  using Handle = http::Response (*)(Publications&, const http::Request&, const auth::Actor&);
  const auto guarded = [&](Handle handle) {
    return runtime::with_actor(tokens, limits, [&publications, handle](const auto& request, const auto& actor) {
      return handle(publications, request, actor);
    });
  };
  using enum http::Method;
  return {
      {.method = post, .path = "/v1/publications", .handler = guarded(publish)},
      {.method = get, .path = "/v1/publications", .handler = guarded(list), .consumes = "", .takes_query = true},
      {.method = get, .path = "/v1/publications/{id}", .handler = guarded(read), .consumes = ""},
      {.method = get, .path = "/v1/publications/{id}/restatement", .handler = guarded(restatement), .consumes = ""}};
}

}  // namespace motcua::reporting
