#include "dossiers/http/paper_routes.hpp"

#include <utility>

#include "core/random.hpp"
#include "core/text.hpp"
#include "dossiers/http/purpose.hpp"
#include "dossiers/paper_name.hpp"
#include "dossiers/paper_problems.hpp"
#include "http/json.hpp"
#include "http/members.hpp"
#include "http/query.hpp"
#include "http/tags.hpp"
#include "runtime/once.hpp"

namespace motcua::dossiers {
namespace {

using http::Method;
using http::Request;
using http::Response;

Caller caller_of(const Request& request, const auth::Actor& actor) {
  return {actor, request.traceparent,
          [&request](const http::Problem& problem) { return http::answer(problem, request); }};
}

/// The media type without parameters: a file's charset says nothing that is asked here.
std::string media_type_of(const Request& request) {
  const std::string_view type = request.header("content-type").value_or("");
  return core::lower(core::trim(type.substr(0, type.find(';'))));
}

core::Result<PaperWords, http::Problem> words_from(const Request& request) {
  constexpr std::int64_t most_components = 100;
  http::Query query{request};
  PaperWords words{.name = {}, .media_type = media_type_of(request), .component = {}, .kind = PaperKind::copy};
  if (const auto component = query.number("component", 1, most_components))
    words.component = static_cast<int>(*component);
  if (const auto word = query.text("kind", 16)) {
    const auto kind = paper_kind_from(*word);
    if (!kind || *kind == PaperKind::original) {
      query.wrong("kind", {"phải là copy hoặc electronic: bản gốc không phải là tệp",
                           "must be copy or electronic: an original is no file"});
    } else {
      words.kind = *kind;
    }
  }
  if (auto problem = query.problem()) return std::move(*problem);
  auto name = paper_name_from(request);
  if (!name) return name.error();
  words.name = std::move(name).value();
  return words;
}

/// A file comes chunked or with its length said.
std::optional<std::int64_t> announced(const Request& request) {
  const auto length = request.header("content-length");
  return length ? core::parse_number(*length) : std::nullopt;
}

std::optional<http::Problem> refuse(Papers& papers, const Request& request, const auth::Actor& actor) {
  const std::string& id = request.parameters.at("id");
  if (!core::is_uuid(id)) return http::not_found();
  const auto words = words_from(request);
  // Who may not is told so, whatever else is wrong with what they send.
  auto problem = papers.refuse(actor, DossierId{id}, words ? *words : PaperWords{}, announced(request));
  if (problem && (words || problem->status == 404 || problem->status == 403)) return problem;
  return words ? std::nullopt : std::optional{words.error()};
}

Response add(Papers& papers, const Request& request, const auth::Actor& actor, const DossierId& id) {
  const auto words = words_from(request);
  if (!words) return http::answer(words.error(), request);
  if (!request.upload) return http::answer(problems::paper_empty(), request);
  const auto expected = http::expected_version(request);
  if (!expected) return http::answer(expected.error(), request);
  const std::string checksum = blobs::digest_of(*request.upload);
  const std::string covered = checksum + "\n" + words->media_type + "\n" + words->name + "\n" +
                              std::to_string(words->component.value_or(0)) + "\n" + name_of(words->kind);
  const auto once = runtime::once_from(request, actor, covered);
  if (!once) return http::answer(once.error(), request);
  return papers.add(caller_of(request, actor), *once, id, *expected, *words, *request.upload, checksum);
}

Response content(Papers& papers, const Request& request, const auth::Actor& actor, const DossierId& id) {
  const std::string& paper = request.parameters.at("paper");
  if (!core::is_uuid(paper)) return http::answer(http::not_found(), request);
  const auto purpose = purpose_of(request);
  if (!purpose) return http::answer(purpose.error(), request);
  return papers.content(caller_of(request, actor), id, PaperId{paper}, *purpose);
}

Response withdraw(Papers& papers, const Request& request, const auth::Actor& actor, const DossierId& id) {
  constexpr std::size_t most_reasons = 20;
  constexpr std::size_t longest_reason = 2000;
  const std::string& paper = request.parameters.at("paper");
  if (!core::is_uuid(paper)) return http::answer(http::not_found(), request);
  const auto once = runtime::once_from(request, actor);
  if (!once) return http::answer(once.error(), request);
  const auto expected = http::expected_version(request);
  if (!expected) return http::answer(expected.error(), request);
  const auto body = http::parse_json(request.body);
  if (!body) return http::answer(body.error(), request);
  std::vector<http::Fault> faults;
  http::Members members{*body, "", faults};
  const auto reasons = members.texts("reasons", most_reasons, longest_reason);
  members.finish();
  if (!faults.empty()) return http::answer(http::malformed(std::move(faults)), request);
  return papers.withdraw(caller_of(request, actor), *once, id, *expected, PaperId{paper}, reasons);
}

template <class Handle>
http::Handler of_one(const Counter& counter, Handle handle) {
  return runtime::with_actor(counter.tokens, counter.limits,
                             [&papers = counter.papers, handle](const Request& request, const auth::Actor& actor) {
                               const std::string& id = request.parameters.at("id");
                               if (!core::is_uuid(id)) return http::answer(http::not_found(), request);
                               return handle(papers, request, actor, DossierId{id});
                             });
}

}  // namespace

std::vector<http::Route> paper_routes(const Counter& counter) {
  const auto list = [](Papers& papers, const Request& request, const auth::Actor& actor, const DossierId& id) {
    return papers.list(caller_of(request, actor), id);
  };
  const std::string path = "/v1/dossiers/{id}/papers";
  return {
      {.method = Method::post,
       .path = path,
       .handler = of_one(counter, add),
       .consumes = "*/*",
       .body_limit = static_cast<std::size_t>(counter.catalogue.current()->papers.most_bytes()),
       .admit = runtime::admit_actor(counter.tokens, counter.limits,
                                     [&papers = counter.papers](const Request& request, const auth::Actor& actor) {
                                       return refuse(papers, request, actor);
                                     }),
       .uploads = &counter.uploads,
       .takes_query = true},
      {.method = Method::get, .path = path, .handler = of_one(counter, list), .consumes = ""},
      {.method = Method::get, .path = path + "/{paper}/content", .handler = of_one(counter, content), .consumes = ""},
      {.method = Method::post, .path = path + "/{paper}/withdraw", .handler = of_one(counter, withdraw)}};
}

}  // namespace motcua::dossiers
