#include "http/trace.hpp"

#include <algorithm>
#include <cstdint>
#include <cstring>
#include <random>

#include "core/random.hpp"
#include "core/text.hpp"

namespace motcua::http {
namespace {

bool is_hex(std::string_view text) {
  return std::all_of(text.begin(), text.end(), [](char c) { return (c >= '0' && c <= '9') || (c >= 'a' && c <= 'f'); });
}
bool is_id(std::string_view text) { return is_hex(text) && text.find_first_not_of('0') != std::string_view::npos; }

std::mt19937_64 seeded() {
  const std::string bytes = core::random_bytes(64);
  std::seed_seq seed(bytes.begin(), bytes.end());
  return std::mt19937_64{seed};
}

}  // namespace

bool is_traceparent(std::string_view text) {
  return text.size() == 55 && text.starts_with("00-") && text[35] == '-' && text[52] == '-' &&
         is_id(text.substr(3, 32)) && is_id(text.substr(36, 16)) && is_hex(text.substr(53, 2));
}

// Nobody gains by guessing an id, and the system is not asked for each: the generator is seeded from it.
std::string new_traceparent() {
  thread_local std::mt19937_64 random = seeded();
  std::string bytes(24, '\0');
  for (std::size_t at = 0; at < bytes.size(); at += 8) {
    const std::uint64_t eight = random();
    std::memcpy(bytes.data() + at, &eight, 8);
  }
  const std::string ids = core::to_hex(bytes);
  std::string text{"00-"};
  text.append(ids, 0, 32).append("-").append(ids, 32).append("-00");
  return text;
}

}  // namespace motcua::http
