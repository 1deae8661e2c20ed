#pragma once

#include <array>
#include <list>
#include <memory>
#include <mutex>
#include <string>
#include <string_view>
#include <unordered_map>

#include "auth/claims.hpp"
#include "auth/keys.hpp"

namespace motcua::auth {

/// A token that was found good, and under which keys.
struct Verified {
  Claims claims;
  std::shared_ptr<const Keys> keys;
};

/// The tokens verified last, by digest, so that one client's thousand requests cost one signature check. At most 2,048;
/// the one used longest ago goes first. Says nothing about time: the verifier looks at the clock for each request.
/// Thread-safe.
class Remembered {
 public:
  std::shared_ptr<const Verified> find(const std::string& digest);
  void keep(const std::string& digest, std::shared_ptr<const Verified> verified);

 private:
  using Entry = std::pair<std::string, std::shared_ptr<const Verified>>;
  struct Shard {
    std::mutex mutex;
    std::list<Entry> latest_first;
    std::unordered_map<std::string_view, std::list<Entry>::iterator> by_digest;
  };
  Shard& shard_of(const std::string& digest);

  std::array<Shard, 8> shards_;
};

}  // namespace motcua::auth
