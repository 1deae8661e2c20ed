#include "reporting/domain/facts.hpp"

namespace motcua::reporting {

std::string_view name_of(Channel channel) {
  switch (channel) {
    case Channel::direct: return "direct";
    case Channel::online: return "online";
    case Channel::postal: return "postal";
  }
  return "";
}

std::optional<Channel> channel_named(std::string_view word) {
  for (const Channel channel : {Channel::direct, Channel::online, Channel::postal}) {
    if (name_of(channel) == word) return channel;
  }
  return std::nullopt;
}

}  // namespace motcua::reporting
