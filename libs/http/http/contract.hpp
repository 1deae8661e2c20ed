#pragma once

#include <span>

#include "core/embedded.hpp"
#include "http/server.hpp"

namespace motcua::http {

/// `GET /openapi.yaml`: the contract that the service embeds, the first and only file of it.
Route contract_route(std::span<const core::EmbeddedFile> contract);

}  // namespace motcua::http
