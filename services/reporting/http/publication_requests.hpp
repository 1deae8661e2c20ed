#pragma once

#include <optional>
#include <string>

#include "core/result.hpp"
#include "http/message.hpp"
#include "reporting/publications.hpp"

namespace motcua::reporting {

struct ListRequest {
  std::optional<std::string> unit;
  std::optional<std::string> before;
  std::size_t limit;
};

/// Strict, as questions in an address are: everything that is missing, malformed or unknown is told at once (400).
core::Result<ToPublish, http::Problem> read_publication(const http::Request& request);
core::Result<ListRequest, http::Problem> read_list(const http::Request& request);

}  // namespace motcua::reporting
