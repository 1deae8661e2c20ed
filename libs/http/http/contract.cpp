#include "http/contract.hpp"

namespace motcua::http {

Route contract_route(std::span<const core::EmbeddedFile> contract) {
  const auto show = [text = contract.front().text](const Request&) {
    return Response{.status = 200, .content_type = "application/yaml", .body = std::string{text}};
  };
  return {Method::get, "/openapi.yaml", show, ""};
}

}  // namespace motcua::http
