#include "reporting/http/routes.hpp"

#include "http/contract.hpp"
#include "http/tags.hpp"
#include "reporting/http/publication_routes.hpp"
#include "reporting/http/requests.hpp"
#include "reporting/render/json.hpp"
#include "runtime/runtime.hpp"

namespace motcua::reporting {
namespace {

http::Response respond(Answer answer, Format format, http::Language language) {
  http::Response response;
  response.with("ETag", "\"" + answer.tag + "\"")
      .with("Vary", "Accept, Accept-Language, Authorization")
      .with("Cache-Control", "private, no-cache");
  if (answer.body) {
    put_report(response, *std::move(answer.body), format, language);
  } else {
    response.status = 304;
  }
  return response;
}

http::Response report(Reports& reports, Subject subject, const http::Request& request, const auth::Actor& actor) {
  const auto asked = read_report(subject, request);
  if (!asked) return http::answer(asked.error(), request);
  const auto standing = reports.settle(asked->question, actor);
  if (!standing) return http::answer(problem_of(standing.error()), request);

  const Format format = asked->format;
  const http::Language language = http::language_of(request);
  const std::string variant = std::string{name_of(format)} + (language == http::Language::english ? ".en" : ".vi");
  const auto render = [&](const Report& figures) { return rendered(figures, format, language); };
  const auto has = [&](const std::string& tag) {
    return http::names_tag(request.header("if-none-match").value_or(""), tag);
  };
  return respond(reports.answer(*standing, variant, has, render), format, language);
}

http::Response records(Reports& reports, Subject subject, const http::Request& request, const auth::Actor& actor) {
  const auto asked = read_records(subject, request);
  if (!asked) return http::answer(asked.error(), request);
  const auto standing = reports.settle(asked->question, actor);
  if (!standing) return http::answer(problem_of(standing.error()), request);

  const auto page = reports.records(*standing, asked->cell, asked->row, asked->cursor, asked->limit);
  if (!page) return http::answer(unknown_cursor(), request);
  return http::json(200, json_of(*page, asked->cell));
}

}  // namespace

std::vector<http::Route> routes(Reports& reports, Publications& publications, auth::Verifier& tokens,
                                runtime::Limits& limits) {
  const auto reading = [&](const char* path, Subject subject,
                           http::Response (*handle)(Reports&, Subject, const http::Request&, const auth::Actor&)) {
    return http::Route{
        .method = http::Method::get,
        .path = path,
        .handler = runtime::with_actor(tokens, limits,
                                       [&reports, subject, handle](const auto& request, const auto& actor) {
                                         return handle(reports, subject, request, actor);
                                       }),
        .consumes = "",
        .takes_query = true};
  };
  auto table = runtime::open_to_all(limits, {http::contract_route(contract())});
  table.push_back(reading("/v1/reports/dossiers", Subject::dossiers, report));
  table.push_back(reading("/v1/reports/dossiers/records", Subject::dossiers, records));
  table.push_back(reading("/v1/reports/steps", Subject::steps, report));
  table.push_back(reading("/v1/reports/steps/records", Subject::steps, records));
  for (http::Route& route : publication_routes(publications, tokens, limits)) table.push_back(std::move(route));
  return table;
}

}  // namespace motcua::reporting
