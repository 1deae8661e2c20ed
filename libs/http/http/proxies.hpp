#pragma once

#include <array>
#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

namespace motcua::http {

/// The proxies of ours whose word about a client's address counts. Immutable; read from any thread.
class Proxies {
 public:
  /// Addresses (`10.1.2.3`, `fd00::1`) and networks (`10.0.0.0/8`). Throws std::runtime_error for what is neither.
  explicit Proxies(const std::vector<std::string>& trusted);

  /// Who asks: the peer, or, while those who say so are trusted, the one before it in X-Forwarded-For, from the right.
  /// What stands further left was written by the client itself and may be anything. An IPv4 address, or an IPv6 network
  /// as `2001:db8:0:1::/64`: one subscriber has as many addresses as that holds.
  std::string client(const std::string& peer, const std::vector<std::pair<std::string, std::string>>& headers) const;
  /// Whether it lies in one of them: an address, or the network of one as client() gives it.
  bool trusts(std::string_view client) const;

 private:
  /// IPv4 addresses stand in their IPv6 form (`::ffff:10.1.2.3`), so that there is one kind.
  using Address = std::array<std::uint8_t, 16>;
  struct Network {
    Address address;
    std::size_t bits;
  };
  static std::optional<Address> read(std::string_view text);
  static std::string key_of(const Address& address);
  bool trusts(const Address& address) const;

  std::vector<Network> trusted_;
};

}  // namespace motcua::http
