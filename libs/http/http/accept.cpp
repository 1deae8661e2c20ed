#include "http/accept.hpp"

#include <charconv>
#include <string>
#include <vector>

#include "core/text.hpp"

namespace motcua::http {
namespace {

/// 3 for the type itself, 2 for `text/*`, 1 for `*/*`, 0 for another type.
int closeness(std::string_view range, std::string_view media_type) {
  if (range == media_type) return 3;
  if (range == "*/*") return 1;
  const std::string_view family = media_type.substr(0, media_type.find('/') + 1);
  return range == std::string{family} + "*" ? 2 : 0;
}

int quality_of(const std::vector<std::string_view>& member) {
  for (std::size_t at = 1; at < member.size(); ++at) {
    const std::string parameter = core::lower(core::trim(member[at]));
    if (!parameter.starts_with("q=")) continue;
    double quality = 0;
    const auto [end, error] =
        std::from_chars(parameter.data() + 2, parameter.data() + parameter.size(), quality, std::chars_format::fixed);
    const bool read =
        error == std::errc{} && end == parameter.data() + parameter.size() && quality >= 0 && quality <= 1;
    return read ? static_cast<int>(quality * 1000) : 0;
  }
  return 1000;
}

}  // namespace

int weight_in(std::string_view accept, std::string_view media_type) {
  int closest = 0;
  int weight = 0;
  for (const std::string_view one : core::split(accept, ',')) {
    const auto member = core::split(one, ';');
    const int close = closeness(core::lower(core::trim(member.front())), media_type);
    if (close <= closest) continue;
    closest = close;
    weight = quality_of(member);
  }
  return weight;
}

}  // namespace motcua::http
