#pragma once

#include <optional>
#include <string>
#include <string_view>

#include "core/result.hpp"
#include "http/message.hpp"

namespace motcua::dossiers {

/// The name in `Content-Disposition: attachment; filename="…"; filename*=UTF-8''…` (RFC 6266; the second form wins): a
/// header, because names of people stand in names of files, and addresses and logs must not hold them. 1 to 200
/// characters without path, control characters, or signs that turn the direction of reading; with an extension.
core::Result<std::string, http::Problem> paper_name_from(const http::Request& request);

/// Lower case, without the dot.
std::string extension_of(std::string_view name);

/// Back into such a header: the name escaped, `otherwise` for readers that know no UTF-8. No name: that alone.
std::string disposition_of(const std::optional<std::string>& name, const std::string& otherwise);

}  // namespace motcua::dossiers
