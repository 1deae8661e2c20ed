#include "dossiers/answers.hpp"

#include "core/text.hpp"

namespace motcua::dossiers {
namespace {

constexpr std::string_view content_type = "Content-Type";
constexpr std::string_view between = ": ";

}  // namespace

store::StoredAnswer stored(const http::Response& response) {
  std::string headers{content_type};
  headers.append(between).append(response.content_type);
  for (const auto& [name, value] : response.headers) headers.append("\n").append(name).append(between).append(value);
  return {response.status, std::move(headers), response.body};
}

http::Response from_stored(const store::StoredAnswer& answer) {
  http::Response response{.status = answer.status, .headers = {}, .content_type = {}, .body = answer.body};
  for (const std::string_view line : core::split(answer.headers, '\n')) {
    const std::size_t end = line.find(between);
    if (end == std::string_view::npos) continue;
    const std::string_view name = line.substr(0, end);
    const std::string_view value = line.substr(end + between.size());
    if (name == content_type) {
      response.content_type = value;
    } else {
      response.with(std::string{name}, std::string{value});
    }
  }
  return response;
}

}  // namespace motcua::dossiers
