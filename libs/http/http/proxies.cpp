#include "http/proxies.hpp"

#include <arpa/inet.h>

#include <algorithm>
#include <stdexcept>

#include "core/text.hpp"

namespace motcua::http {
namespace {

constexpr std::array<std::uint8_t, 12> of_ipv4{0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0xff, 0xff};
constexpr std::size_t ipv4_prefix = 96;
constexpr std::size_t subscriber_bytes = 8;

bool is_ipv4(const std::array<std::uint8_t, 16>& address) {
  return std::equal(of_ipv4.begin(), of_ipv4.end(), address.begin());
}

}  // namespace

std::optional<Proxies::Address> Proxies::read(std::string_view text) {
  const std::string zero_ended{text};
  Address address{};
  if (::inet_pton(AF_INET6, zero_ended.c_str(), address.data()) == 1) return address;
  std::copy(of_ipv4.begin(), of_ipv4.end(), address.begin());
  if (::inet_pton(AF_INET, zero_ended.c_str(), address.data() + of_ipv4.size()) == 1) return address;
  return std::nullopt;
}

Proxies::Proxies(const std::vector<std::string>& trusted) {
  for (const std::string& text : trusted) {
    const auto slash = text.find('/');
    const auto address = read(std::string_view{text}.substr(0, slash));
    const std::size_t prefix = address && is_ipv4(*address) ? ipv4_prefix : 0;
    const auto bits = slash == std::string::npos ? std::optional<std::int64_t>{128 - prefix}
                                                 : core::parse_number(std::string_view{text}.substr(slash + 1));
    if (!address || !bits || *bits < 0 || static_cast<std::size_t>(*bits) > 128 - prefix)
      throw std::runtime_error{"\"" + text + "\" is neither an address nor a network of trusted proxies"};
    trusted_.push_back({*address, prefix + static_cast<std::size_t>(*bits)});
  }
}

bool Proxies::trusts(const Address& address) const {
  return std::any_of(trusted_.begin(), trusted_.end(), [&](const Network& network) {
    for (std::size_t bit = 0; bit < network.bits; ++bit) {
      const auto mask = static_cast<std::uint8_t>(0x80U >> (bit % 8));
      if (((address[bit / 8] ^ network.address[bit / 8]) & mask) != 0) return false;
    }
    return true;
  });
}

bool Proxies::trusts(std::string_view client) const {
  const auto address = read(client.substr(0, client.find('/')));
  return address && trusts(*address);
}

std::string Proxies::key_of(const Address& address) {
  char text[INET6_ADDRSTRLEN] = {};
  if (is_ipv4(address)) return ::inet_ntop(AF_INET, address.data() + of_ipv4.size(), text, sizeof text);
  Address network = address;
  std::fill(network.begin() + subscriber_bytes, network.end(), std::uint8_t{0});
  return std::string{::inet_ntop(AF_INET6, network.data(), text, sizeof text)} + "/64";
}

std::string Proxies::client(const std::string& peer,
                            const std::vector<std::pair<std::string, std::string>>& headers) const {
  const auto from = read(peer);
  if (!from) return peer;
  Address last = *from;
  for (auto header = headers.rbegin(); header != headers.rend() && trusts(last); ++header) {
    if (header->first != "x-forwarded-for") continue;
    const auto hops = core::split(header->second, ',');
    for (auto hop = hops.rbegin(); hop != hops.rend() && trusts(last); ++hop) {
      const auto before = read(core::trim(*hop));
      if (!before) return key_of(last);
      last = *before;
    }
  }
  return key_of(last);
}

}  // namespace motcua::http
