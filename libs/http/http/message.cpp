#include "http/message.hpp"

#include <algorithm>
#include <nlohmann/json.hpp>

#include "core/text.hpp"

namespace motcua::http {
namespace {

const std::string& said(const Words& words, Language language) {
  return language == Language::english ? words.en : words.vi;
}

// The q of one member of Accept-Language in thousandths; 0 when it is not a number that RFC 9110 §12.4.2 knows.
int weight_of(std::string_view parameter) {
  parameter = core::trim(parameter);
  if (!parameter.starts_with("q=") && !parameter.starts_with("Q=")) return 1000;
  parameter.remove_prefix(2);
  if (parameter.empty() || parameter.size() > 5 || (parameter[0] != '0' && parameter[0] != '1')) return 0;
  if (parameter[0] == '1') return 1000;
  int weight = 0;
  int scale = 100;
  for (const char digit : parameter.substr(std::min<std::size_t>(2, parameter.size()))) {
    if (digit < '0' || digit > '9') return 0;
    weight += (digit - '0') * scale;
    scale /= 10;
  }
  return weight;
}

}  // namespace

const char* name_of(Method method) {
  switch (method) {
    case Method::get: return "GET";
    case Method::head: return "HEAD";
    case Method::post: return "POST";
    case Method::put: return "PUT";
    case Method::patch: return "PATCH";
    case Method::del: return "DELETE";
    case Method::options: return "OPTIONS";
    case Method::trace: return "TRACE";
    case Method::connect: return "CONNECT";
    case Method::other: return "other";
  }
  return "";
}

std::optional<std::string_view> Request::header(std::string_view name) const {
  const auto found = std::find_if(headers.begin(), headers.end(), [&](const auto& one) { return one.first == name; });
  if (found == headers.end()) return std::nullopt;
  return found->second;
}

std::string_view Request::trace_id() const {
  return traceparent.size() == 55 ? std::string_view{traceparent}.substr(3, 32) : std::string_view{};
}

Response json(int status, std::string body) {
  return {.status = status, .content_type = "application/json", .body = std::move(body)};
}

Language language_of(const Request& request) {
  const auto header = request.header("accept-language");
  if (!header) return Language::vietnamese;
  int vietnamese = -1;
  int english = -1;
  int any = -1;
  for (const std::string_view member : core::split(*header, ',')) {
    const std::size_t semicolon = member.find(';');
    const std::string range = core::lower(core::trim(member.substr(0, semicolon)));
    const int weight = semicolon == std::string_view::npos ? 1000 : weight_of(member.substr(semicolon + 1));
    if (range == "vi" || range.starts_with("vi-")) vietnamese = std::max(vietnamese, weight);
    if (range == "en" || range.starts_with("en-")) english = std::max(english, weight);
    if (range == "*") any = std::max(any, weight);
  }
  if (vietnamese < 0) vietnamese = std::max(any, 0);
  return english > vietnamese ? Language::english : Language::vietnamese;
}

Response answer(const Problem& problem, const Request& request) {
  const Language language = language_of(request);
  nlohmann::ordered_json body{{"type", "https://motcua.vn/problems/" + problem.code},
                              {"title", said(problem.title, language)},
                              {"status", problem.status}};
  if (const std::string& detail = said(problem.detail, language); !detail.empty()) body["detail"] = detail;
  for (const auto& [name, value] : problem.members) body[name] = value;
  if (!problem.errors.empty()) {
    auto& errors = body["errors"] = nlohmann::ordered_json::array();
    for (const Fault& fault : problem.errors)
      errors.push_back({{"pointer", fault.pointer}, {"detail", said(fault.detail, language)}});
  }
  if (!request.trace_id().empty()) body["trace_id"] = request.trace_id();

  Response response{.status = problem.status, .headers = problem.headers, .content_type = "application/problem+json"};
  response.headers.emplace_back("Content-Language", language == Language::english ? "en" : "vi");
  // Texts that came from outside may be cut inside a character; a replacement sign is better than no answer.
  response.body = body.dump(-1, ' ', false, nlohmann::ordered_json::error_handler_t::replace);
  return response;
}

}  // namespace motcua::http
