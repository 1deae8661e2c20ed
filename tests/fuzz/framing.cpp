#include <algorithm>
#include <functional>
#include <random>
#include <vector>

#include "core/text.hpp"
#include "http/guard.hpp"
#include "targets.hpp"

namespace motcua::fuzz {
namespace {

// Small, so that inputs of a few hundred bytes reach every limit.
constexpr http::Limits limits{.head = 256, .line = 128, .fields = 8, .body = 64};
constexpr std::size_t most_trailers = 4 * 1024;

void check(const http::Head& head, const std::string& body) {
  must(body.size() <= limits.body, "a body beyond its limit");
  must(head.chunked || body.size() == head.content_length, "a body of another length than announced");
  must(head.headers.size() <= limits.fields, "more fields than the limit");
  int lengths = 0;
  int encodings = 0;
  for (const auto& [name, value] : head.headers) {
    must(http::is_token(name) && name == core::lower(name), "a field name that is no token in lower case");
    must(value.find_first_of(std::string_view{"\r\n\0", 3}) == std::string::npos, "a line end or NUL in a value");
    lengths += name == "content-length" ? 1 : 0;
    encodings += name == "transfer-encoding" ? 1 : 0;
  }
  must(lengths + encodings <= 1, "two words about where the body ends");
}

// Everything that came out, as text.
class Seen {
 public:
  void take(std::string_view bytes) {
    guard_.feed(bytes);
    while (true) {
      switch (guard_.step()) {
        case http::Guard::Step::head: text_ += "head\n"; break;
        case http::Guard::Step::request: {
          const http::Head head = guard_.take_head();
          const std::string body = guard_.take_body();
          check(head, body);
          text_ += std::string{http::name_of(head.method)} + ' ' + head.target.path + '\n';
          for (const auto& [name, value] : head.headers) text_.append(name).append(": ").append(value).append("\n");
          text_.append(head.keep_alive ? "\n" : "last\n").append(body).append("\n");
          break;
        }
        case http::Guard::Step::broken:
          must(guard_.held() == 0, "bytes are held after a breach");
          broken_ = std::to_string(guard_.breach().status) + " " + std::string{guard_.breach().reason};
          return;
        case http::Guard::Step::more:
          must(guard_.held() <= std::max(limits.head, most_trailers) + limits.body, "more is held than the limits say");
          return;
      }
    }
  }
  std::string all() const { return text_ + broken_; }

 private:
  http::Guard guard_{limits};
  std::string text_;
  std::string broken_;
};

std::string whole(std::string_view bytes) {
  Seen seen;
  seen.take(bytes);
  return seen.all();
}

// In pieces whose lengths follow from the bytes themselves, so that a finding
// is found again.
std::string in_pieces(std::string_view bytes, std::size_t longest) {
  std::minstd_rand lengths{static_cast<std::minstd_rand::result_type>(std::hash<std::string_view>{}(bytes))};
  Seen seen;
  while (!bytes.empty()) {
    const std::size_t length = std::min<std::size_t>(bytes.size(), 1 + lengths() % longest);
    seen.take(bytes.substr(0, length));
    bytes.remove_prefix(length);
  }
  return seen.all();
}

}  // namespace

void framing(std::string_view bytes) {
  const std::string expected = whole(bytes);
  for (const std::size_t longest : {1U, 3U, 40U, 400U})
    must(in_pieces(bytes, longest) == expected, "another outcome when the bytes are split");
}

}  // namespace motcua::fuzz
