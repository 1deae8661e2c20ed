#include "core/random.hpp"

#include <sys/random.h>

#include <algorithm>
#include <cctype>
#include <cerrno>
#include <cstdint>
#include <mutex>
#include <stdexcept>
#include <system_error>

#include "core/text.hpp"

namespace motcua::core {
namespace {

unsigned random_up_to_12_bits() {
  const std::string bytes = random_bytes(2);
  return (static_cast<unsigned>(static_cast<unsigned char>(bytes[0])) << 8U | static_cast<unsigned char>(bytes[1])) &
         0xFFFU;
}

// RFC 9562 section 6.2, method 1: a 12-bit counter after the millisecond, started at random in its lower half so that
// it seldom runs over. When it does, or when the clock was set back, the stamp runs ahead of the clock instead of
// repeating.
class Stamps {
 public:
  struct Stamp {
    std::uint64_t millisecond;
    unsigned counter;
  };

  Stamp next(std::uint64_t millisecond) {
    const unsigned start = random_up_to_12_bits() & 0x7FFU;
    const std::lock_guard lock{mutex_};
    if (millisecond > last_.millisecond) {
      last_ = {millisecond, start};
    } else if (last_.counter < 0xFFFU) {
      ++last_.counter;
    } else {
      last_ = {last_.millisecond + 1, start};
    }
    return last_;
  }

 private:
  std::mutex mutex_;
  Stamp last_{0, 0};
};

}  // namespace

std::string random_bytes(std::size_t count) {
  std::string bytes(count, '\0');
  std::size_t done = 0;
  while (done < count) {
    const ssize_t got = ::getrandom(bytes.data() + done, count - done, 0);
    if (got < 0 && errno == EINTR) continue;
    if (got <= 0) throw std::system_error{errno, std::generic_category(), "the system gives no random bytes"};
    done += static_cast<std::size_t>(got);
  }
  return bytes;
}

std::string random_text(std::size_t count, std::string_view alphabet) {
  if (alphabet.empty() || alphabet.size() > 256) throw std::invalid_argument{"an alphabet has 1 to 256 characters"};
  // Bytes above the last full round are thrown away: the remainder alone would favour the alphabet's first characters.
  const std::size_t usable = 256 - 256 % alphabet.size();
  std::string text;
  while (text.size() < count) {
    for (const char c : random_bytes(count - text.size())) {
      const auto byte = static_cast<unsigned char>(c);
      if (byte < usable) text += alphabet[byte % alphabet.size()];
    }
  }
  return text;
}

std::string uuid7(Instant moment) {
  static Stamps stamps;
  const auto [millisecond, counter] =
      stamps.next(static_cast<std::uint64_t>(std::max<std::int64_t>(stored(moment), 0)));

  std::string bytes = random_bytes(16);
  for (unsigned i = 0; i < 6; ++i) bytes[i] = static_cast<char>(millisecond >> (40U - 8U * i) & 255U);
  bytes[6] = static_cast<char>(0x70U | counter >> 8U);
  bytes[7] = static_cast<char>(counter & 255U);
  bytes[8] = static_cast<char>(0x80U | (static_cast<unsigned char>(bytes[8]) & 0x3FU));

  std::string text = to_hex(bytes);
  for (const std::size_t at : {8U, 13U, 18U, 23U}) text.insert(at, 1, '-');
  return text;
}

bool is_uuid(std::string_view text) {
  return text.size() == 36 &&
         std::all_of(text.begin(), text.end(), [](unsigned char c) { return std::isxdigit(c) != 0 || c == '-'; });
}

}  // namespace motcua::core
