#include "dossiers/http/purpose.hpp"

#include <algorithm>

#include "http/query.hpp"

namespace motcua::dossiers {

core::Result<std::string, http::Problem> purpose_of(const http::Request& request) {
  const auto purpose = request.header("access-purpose").value_or("handling");
  const bool good =
      !purpose.empty() && purpose.size() <= 100 &&
      std::all_of(purpose.begin(), purpose.end(), [](char c) { return (c >= 'a' && c <= 'z') || c == '_'; });
  if (!good) {
    return http::malformed(
        {{"Access-Purpose", {"gồm chữ thường và dấu gạch dưới", "is lower-case letters and underscores"}}});
  }
  return std::string{purpose};
}

}  // namespace motcua::dossiers
