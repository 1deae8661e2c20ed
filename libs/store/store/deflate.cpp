#include "store/deflate.hpp"

#include <zlib.h>

#include <limits>
#include <new>
#include <stdexcept>

namespace motcua::store {
namespace {

// A window of 4 KiB sees all of a usual answer, and a stream takes 32 KiB of memory instead of 256.
constexpr int window_bits = 12;
constexpr int memory_level = 6;

class Stream {
 public:
  Stream(std::string_view input, int (*end)(z_stream*)) : end_{end} {
    if (input.size() > std::numeric_limits<uInt>::max()) throw std::length_error("too long to be deflated or inflated");
    // zlib reads only, and says so since a later version.
    all_.next_in = reinterpret_cast<Bytef*>(const_cast<char*>(input.data()));
    all_.avail_in = static_cast<uInt>(input.size());
  }
  ~Stream() { end_(&all_); }
  Stream(const Stream&) = delete;
  Stream& operator=(const Stream&) = delete;

  z_stream* get() { return &all_; }
  /// Goes on to the end of `output`, whose first `filled` bytes are there already.
  void into(std::string& output, std::size_t filled) {
    all_.next_out = reinterpret_cast<Bytef*>(output.data() + filled);
    all_.avail_out = static_cast<uInt>(output.size() - filled);
  }

 private:
  z_stream all_{};
  int (*end_)(z_stream*);
};

void must_begin(int outcome) {
  if (outcome != Z_OK) throw std::bad_alloc{};
}

}  // namespace

std::string deflated(std::string_view plain) {
  Stream stream{plain, deflateEnd};
  must_begin(deflateInit2(stream.get(), Z_BEST_SPEED, Z_DEFLATED, window_bits, memory_level, Z_DEFAULT_STRATEGY));
  std::string packed(deflateBound(stream.get(), static_cast<uLong>(plain.size())), '\0');
  stream.into(packed, 0);
  if (deflate(stream.get(), Z_FINISH) != Z_STREAM_END) throw std::length_error("too long to be deflated");
  packed.erase(stream.get()->total_out);
  return packed;
}

std::string inflated(std::string_view packed) {
  Stream stream{packed, inflateEnd};
  must_begin(inflateInit2(stream.get(), window_bits));
  std::string plain(packed.size() * 4 + 64, '\0');
  std::size_t filled = 0;
  for (;;) {
    stream.into(plain, filled);
    const int outcome = inflate(stream.get(), Z_FINISH);
    filled = plain.size() - stream.get()->avail_out;
    if (outcome == Z_STREAM_END) break;
    if (outcome == Z_MEM_ERROR) throw std::bad_alloc{};
    if (outcome != Z_BUF_ERROR || filled < plain.size()) throw std::runtime_error("not what was deflated here");
    plain.append(plain.size(), '\0');
  }
  plain.erase(filled);
  return plain;
}

}  // namespace motcua::store
