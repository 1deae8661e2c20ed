#include "cache/cache.hpp"

namespace motcua::cache {
namespace {

constexpr std::size_t least_key = 32;

std::string secret(const config::Values& values, const char* setting, std::size_t least) {
  const auto& file = values.text(setting);
  return file.empty() ? std::string{} : config::secret_in(setting, file, least);
}

}  // namespace

std::vector<config::Setting> settings() {
  using config::Kind;
  return {{.name = "cache",
           .kind = Kind::text,
           .description = "redis:HOST:PORT, memory (one instance alone) or off",
           .otherwise = "memory"},
          {.name = "cache_memory_kib",
           .kind = Kind::number,
           .description = "KiB of the cache that this process keeps; before Redis, what was used last (0: nothing)",
           .otherwise = "4096",
           .least = 0,
           .most = 1048576},
          {.name = "cache_user", .kind = Kind::text, .description = "user of Redis, where it has any", .otherwise = ""},
          {.name = "cache_password_file",
           .kind = Kind::text,
           .description = "file with the password of Redis on its first line, where it asks for one",
           .otherwise = ""},
          {.name = "cache_key_file",
           .kind = Kind::text,
           .description = "file with the key that values in Redis are sealed with (32 characters or more, the same for "
                          "every instance); without it, whoever writes into Redis can change what is read",
           .otherwise = ""}};
}

Settings settings_from(const config::Values& values) {
  return {.url = values.text("cache"),
          .memory_bytes = static_cast<std::size_t>(values.number("cache_memory_kib")) * 1024,
          .user = values.text("cache_user"),
          .password = secret(values, "cache_password_file", 1),
          .seal_key = secret(values, "cache_key_file", least_key)};
}

}  // namespace motcua::cache
