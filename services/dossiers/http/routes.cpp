#include "dossiers/http/routes.hpp"

#include <algorithm>
#include <iterator>
#include <limits>
#include <utility>

#include "core/random.hpp"
#include "dossiers/http/bulk.hpp"
#include "dossiers/http/catalogue_routes.hpp"
#include "dossiers/http/paper_routes.hpp"
#include "dossiers/http/purpose.hpp"
#include "dossiers/http/requests.hpp"
#include "dossiers/permissions.hpp"
#include "dossiers/problems.hpp"
#include "http/contract.hpp"
#include "http/query.hpp"
#include "http/tags.hpp"
#include "runtime/once.hpp"

namespace motcua::dossiers {

namespace {

using http::Method;
using http::Request;
using http::Response;
using runtime::ActorHandler;

Caller caller_of(const Request& request, const auth::Actor& actor) {
  return {actor, request.traceparent,
          [&request](const http::Problem& problem) { return http::answer(problem, request); }};
}

http::Handler guarded(const Counter& counter, ActorHandler handler) {
  return runtime::with_actor(counter.tokens, counter.limits, std::move(handler));
}

/// A guarded handler for one dossier; `handle(request, actor, id)`.
template <class Handle>
http::Handler of_one(const Counter& counter, Handle handle) {
  return guarded(counter, [handle](const Request& request, const auth::Actor& actor) {
    const std::string& id = request.parameters.at("id");
    // Anything but a UUID names no dossier and is not looked for.
    if (!core::is_uuid(id)) return http::answer(http::not_found(), request);
    return handle(request, actor, DossierId{id});
  });
}

http::Route command(const Counter& counter, const std::string& name) {
  const auto handle = [&desk = counter.desk, name](const Request& request, const auth::Actor& actor,
                                                   const DossierId& id) {
    const auto once = runtime::once_from(request, actor);
    if (!once) return http::answer(once.error(), request);
    const auto expected = http::expected_version(request);
    if (!expected) return http::answer(expected.error(), request);
    const auto order = order_from(request, name);
    if (!order) return http::answer(order.error(), request);
    return desk.handle(caller_of(request, actor), *once, id, *expected, order->asked, order->moment);
  };
  return {Method::post, "/v1/dossiers/{id}/" + name, of_one(counter, handle)};
}

http::Route bulk_command(const Counter& counter, const std::string& name) {
  const auto handle = [&desk = counter.desk, name](const Request& request, const auth::Actor& actor) {
    const auto once = runtime::once_from(request, actor);
    if (!once) return http::answer(once.error(), request);
    const auto bulk = bulk_from(request, name);
    if (!bulk) return http::answer(bulk.error(), request);
    return handle_all(desk, caller_of(request, actor), *once, *bulk);
  };
  return {Method::post, "/v1/dossiers/bulk-" + name, guarded(counter, handle)};
}

Response register_dossier(Desk& desk, const Request& request, const auth::Actor& actor) {
  const auto once = runtime::once_from(request, actor);
  if (!once) return http::answer(once.error(), request);
  const auto asked = registration_from(request);
  if (!asked) return http::answer(asked.error(), request);
  return desk.take_in(caller_of(request, actor), *once, asked->asked, asked->moment);
}

Response list(Reading& reading, const Request& request, const auth::Actor& actor) {
  const auto query = list_query_from(request);
  if (!query) return http::answer(query.error(), request);
  return reading.list(caller_of(request, actor), *query);
}

Response read_one(Reading& reading, const Request& request, const auth::Actor& actor, const DossierId& id) {
  const auto purpose = purpose_of(request);
  if (!purpose) return http::answer(purpose.error(), request);
  const auto known = request.header("if-none-match");
  return reading.dossier(caller_of(request, actor), id, *purpose,
                         known ? std::optional<std::string>{*known} : std::nullopt);
}

/// One more paper for this subject, or why not now.
std::optional<http::Problem> too_many_forms(const Counter& counter, const auth::Actor& actor) {
  return counter.forms.refuse(actor.issuer + '\n' + actor.subject);
}

Response print_form(const Counter& counter, const Request& request, const auth::Actor& actor, const DossierId& id) {
  const auto form = catalogue::form_named(request.parameters.at("form"));
  // A register is of a unit.
  if (!form || *form == catalogue::Form::registry) return http::answer(http::not_found(), request);
  const auto purpose = purpose_of(request);
  if (!purpose) return http::answer(purpose.error(), request);
  if (const auto problem = too_many_forms(counter, actor)) return http::answer(*problem, request);
  return counter.printing.form(caller_of(request, actor), id, *form, *purpose);
}

Response print_register(const Counter& counter, const Request& request, const auth::Actor& actor) {
  const auto query = register_query_from(request);
  if (!query) return http::answer(query.error(), request);
  const auto purpose = purpose_of(request);
  if (!purpose) return http::answer(purpose.error(), request);
  if (const auto problem = too_many_forms(counter, actor)) return http::answer(*problem, request);
  return counter.printing.registry(caller_of(request, actor), *query, *purpose);
}

// Every attempt counts, whether the number is somebody's or not: the limit tells nothing.
Response search(const Counter& counter, const Request& request, const auth::Actor& actor) {
  const auto asked = search_from(request);
  if (!asked) return http::answer(asked.error(), request);
  const auto purpose = purpose_of(request);
  if (!purpose) return http::answer(purpose.error(), request);
  if (const auto problem = counter.searches.refuse(actor.issuer + '\n' + actor.subject))
    return http::answer(*problem, request);
  return counter.searching.by_identity_number(caller_of(request, actor), *asked, *purpose);
}

Response read_history(Reading& reading, const Request& request, const auth::Actor& actor, const DossierId& id) {
  http::Query query{request};
  const auto after = query.number("after", 0, 1'000'000'000).value_or(0);
  if (const auto problem = query.problem()) return http::answer(*problem, request);
  return reading.history(caller_of(request, actor), id, after);
}

Response read_status_changes(Reading& reading, const Request& request, const auth::Actor& actor) {
  http::Query query{request};
  const auto after = query.number("after", 0, std::numeric_limits<std::int64_t>::max()).value_or(0);
  const auto limit = query.number("limit", 1, 200).value_or(200);
  if (const auto problem = query.problem()) return http::answer(*problem, request);
  return reading.status_changes(caller_of(request, actor), after, limit);
}

Response check_papers(Reading& reading, const Request& request) {
  const auto query = check_from(request);
  if (!query) return http::answer(query.error(), request);
  return reading.check(caller_of(request, {}), *query);
}

Response preview_deadline(Reading& reading, const Request& request) {
  const auto query = preview_from(request);
  if (!query) return http::answer(query.error(), request);
  return reading.preview(caller_of(request, {}), *query);
}

std::optional<http::Problem> not_an_importer(const Request&, const auth::Actor& actor) {
  if (may(actor, Right::import)) return std::nullopt;
  return problems::forbidden();
}

Response take_over(Import& import, const Request& request, const auth::Actor& actor) {
  if (request.body.empty()) {
    return http::answer(http::malformed({{"", {"phải có ít nhất một dòng", "must hold at least one line"}}}), request);
  }
  return import.take_over(caller_of(request, actor), request.body, request.closing);
}

Response look_up(const Counter& counter, const Request& request) {
  if (const auto problem = counter.lookups.refuse(request.client)) return http::answer(*problem, request);
  const auto asked = look_up_from(request);
  if (!asked) return http::answer(asked.error(), request);
  // Every attempt counts, whether there is such a number or not: the limit tells nothing.
  if (const auto problem = counter.numbers.refuse(asked->number)) return http::answer(*problem, request);
  return counter.reading.look_up(caller_of(request, {}), asked->number, asked->slip_code);
}

}  // namespace

std::vector<http::Route> routes(const Counter& counter) {
  Desk& desk = counter.desk;
  Reading& reading = counter.reading;
  constexpr std::size_t import_limit = 8 * 1024 * 1024;
  std::vector<http::Route> table{
      {Method::post, "/v1/dossiers",
       guarded(counter,
               [&desk](const auto& request, const auto& actor) { return register_dossier(desk, request, actor); })},
      {.method = Method::get,
       .path = "/v1/dossiers",
       .handler = guarded(counter,
                          [&reading](const auto& request, const auto& actor) { return list(reading, request, actor); }),
       .consumes = "",
       .takes_query = true},
      {Method::post, "/v1/dossiers/searches",
       guarded(counter, [counter](const auto& request, const auto& actor) { return search(counter, request, actor); })},
      {.method = Method::post,
       .path = "/v1/dossiers/import",
       .handler =
           guarded(counter, [&import = counter.import](
                                const auto& request, const auto& actor) { return take_over(import, request, actor); }),
       .consumes = "application/x-ndjson",
       .body_limit = import_limit,
       .admit = runtime::admit_actor(counter.tokens, counter.limits, not_an_importer)},
      {.method = Method::get,
       .path = "/v1/dossiers/{id}",
       .handler = of_one(counter, [&reading](const auto& request, const auto& actor,
                                             const auto& id) { return read_one(reading, request, actor, id); }),
       .consumes = "",
       .swift = true},
      {.method = Method::get,
       .path = "/v1/dossiers/{id}/history",
       .handler = of_one(counter, [&reading](const auto& request, const auto& actor,
                                             const auto& id) { return read_history(reading, request, actor, id); }),
       .consumes = "",
       .takes_query = true},
      {Method::get, "/v1/dossiers/{id}/deadline",
       of_one(counter, [&reading](const auto& request, const auto& actor,
                                  const auto& id) { return reading.deadline(caller_of(request, actor), id); }),
       ""},
      {Method::get, "/v1/dossiers/{id}/trips",
       of_one(counter, [&reading](const auto& request, const auto& actor,
                                  const auto& id) { return reading.trips(caller_of(request, actor), id); }),
       ""},
      {Method::get, "/v1/dossiers/{id}/status-history",
       of_one(counter, [&reading](const auto& request, const auto& actor,
                                  const auto& id) { return reading.status_history(caller_of(request, actor), id); }),
       ""},
      {Method::get, "/v1/dossiers/{id}/forms/{form}",
       of_one(counter, [counter](const auto& request, const auto& actor,
                                 const auto& id) { return print_form(counter, request, actor, id); }),
       ""},
      {.method = Method::get,
       .path = "/v1/registers",
       .handler = guarded(counter, [counter](const auto& request,
                                             const auto& actor) { return print_register(counter, request, actor); }),
       .consumes = "",
       .takes_query = true},
      {.method = Method::get,
       .path = "/v1/status-changes",
       .handler = guarded(
           counter,
           [&reading](const auto& request, const auto& actor) { return read_status_changes(reading, request, actor); }),
       .consumes = "",
       .takes_query = true},
      command(counter, "accept"),
      command(counter, "refuse"),
      command(counter, "assign"),
      command(counter, "resolve"),
      command(counter, "return"),
      command(counter, "withdraw"),
      command(counter, "request-supplement"),
      command(counter, "receive-supplement"),
      command(counter, "request-payment"),
      command(counter, "confirm-payment"),
      command(counter, "stop"),
      command(counter, "reopen"),
      command(counter, "apologise"),
      command(counter, "hand-over"),
      command(counter, "receive-handover"),
      command(counter, "erase-people"),
      command(counter, "correct-acceptance"),
      command(counter, "correct-unit"),
      command(counter, "annul"),
      bulk_command(counter, "assign"),
      bulk_command(counter, "return"),
      bulk_command(counter, "transfer"),
  };
  auto papers = paper_routes(counter);
  std::move(papers.begin(), papers.end(), std::back_inserter(table));
  auto open = catalogue_routes(counter.catalogue, counter.clock);
  open.push_back(
      {Method::post, "/v1/lookups", [counter](const Request& request) { return look_up(counter, request); }});
  open.push_back({Method::post, "/v1/dossiers/check",
                  [&reading](const Request& request) { return check_papers(reading, request); }});
  open.push_back({Method::post, "/v1/deadlines/preview",
                  [&reading](const Request& request) { return preview_deadline(reading, request); }});
  open.push_back(http::contract_route(contract()));
  open = runtime::open_to_all(counter.limits, std::move(open));
  std::move(open.begin(), open.end(), std::back_inserter(table));
  return table;
}

}  // namespace motcua::dossiers
