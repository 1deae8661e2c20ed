#include "http/guard.hpp"

#include <algorithm>
#include <utility>

namespace motcua::http {
namespace {

constexpr std::size_t longest_chunk_line = 256;  // size and extensions
constexpr std::size_t most_trailer_bytes = 4 * 1024;
constexpr std::size_t kept_capacity = 4 * 1024;  // an idle connection keeps no more than this

Breach bare_line_end() {
  return {
      400, "malformed-request", "line_end", {"Mỗi dòng phải kết thúc bằng CR LF.", "Every line must end in CR LF."}};
}
Breach bad_chunk() {
  return {400,
          "malformed-request",
          "chunk",
          {"Nội dung chia khúc không đúng dạng.", "The chunked body is not well-formed."}};
}
Breach head_too_large() {
  return {
      431, "head-too-large", "head_size", {"Phần đầu của yêu cầu quá dài.", "The head of the request is too long."}};
}
Breach target_too_long() {
  return {414, "target-too-long", "target_size", {"Đích của yêu cầu quá dài.", "The target is too long."}};
}
Breach body_too_large() {
  return {413, "body-too-large", "body_size", {"Nội dung gửi lên quá lớn.", "The body is too large."}};
}

bool has_control(std::string_view text) {
  return std::any_of(text.begin(), text.end(),
                     [](char c) { return (static_cast<unsigned char>(c) < 0x20 && c != '\t') || c == 0x7f; });
}

}  // namespace

void Guard::feed(std::string_view bytes) {
  if (state_ == State::broken) return;
  if (at_ > 0) {
    buffer_.erase(0, at_);
    at_ = 0;
  }
  buffer_.append(bytes);
}

void Guard::use(std::size_t bytes) {
  at_ += bytes;
  scanned_ = 0;
  line_ = 0;
  if (at_ < buffer_.size()) return;
  at_ = 0;
  if (buffer_.capacity() > kept_capacity) {
    buffer_ = {};
  } else {
    buffer_.clear();
  }
}

void Guard::forget() {
  state_ = State::broken;
  buffer_ = {};
  body_ = {};
  at_ = 0;
}

bool Guard::fail(Breach breach) {
  breach_ = std::move(breach);
  forget();
  return false;
}

Guard::Step Guard::finish() {
  state_ = State::head;
  skipped_line_ = false;
  return Step::request;
}

Guard::Step Guard::step() {
  while (true) {
    switch (state_) {
      case State::broken: return Step::broken;
      case State::head:
        if (!find_head_end()) return state_ == State::broken ? Step::broken : Step::more;
        read_head();
        if (state_ == State::announced) return Step::head;
        break;
      case State::announced:
        missing_ = head_.content_length;
        if (head_.chunked) {
          state_ = State::chunk_size;
        } else if (missing_ > body_limit_) {
          fail(body_too_large());
        } else {
          state_ = State::counted;
        }
        break;
      case State::counted:
        if (!take_data()) return Step::more;
        return finish();
      case State::chunk_size:
        if (!read_chunk_size()) return state_ == State::broken ? Step::broken : Step::more;
        break;
      case State::chunk_data:
        if (!take_data()) return Step::more;
        state_ = State::chunk_end;
        break;
      case State::chunk_end:
        if (!read_chunk_end()) return state_ == State::broken ? Step::broken : Step::more;
        break;
      case State::trailers:
        if (!read_trailer()) return state_ == State::broken ? Step::broken : Step::more;
        if (state_ == State::head) return finish();
        break;
    }
  }
}

bool Guard::find_head_end() {
  const std::string_view bytes = std::string_view{buffer_}.substr(at_);
  while (true) {
    const std::size_t feed = bytes.find('\n', scanned_);
    const bool first_line = line_ == 0;
    if (feed == std::string_view::npos) {
      scanned_ = bytes.size();
      if (first_line && bytes.size() > limits_.line) return fail(target_too_long());
      if (bytes.size() > limits_.head) return fail(head_too_large());
      return false;
    }
    scanned_ = feed + 1;
    if (first_line && feed > limits_.line) return fail(target_too_long());
    if (feed >= limits_.head) return fail(head_too_large());
    if (feed == line_ || bytes[feed - 1] != '\r') return fail(bare_line_end());
    const bool empty = feed == line_ + 1;
    if (empty && first_line) {
      if (skipped_line_) return fail(bare_line_end());
      skipped_line_ = true;
      use(2);
      return find_head_end();
    }
    line_ = feed + 1;
    if (empty) return true;
  }
}

void Guard::read_head() {
  const std::size_t length = line_;
  auto parsed = parse_head(std::string_view{buffer_}.substr(at_, length), limits_);
  if (!parsed) {
    fail(parsed.error());
    return;
  }
  head_ = std::move(parsed).value();
  body_.clear();
  passed_on_ = 0;
  body_limit_ = limits_.body;
  state_ = State::announced;
  use(length);
}

bool Guard::take_data() {
  const std::size_t length = std::min(missing_, pending());
  body_.append(buffer_, at_, length);
  missing_ -= length;
  use(length);
  return missing_ == 0;
}

std::string Guard::take_part() {
  passed_on_ += body_.size();
  return std::exchange(body_, {});
}

std::size_t Guard::line_length(std::size_t longest, const Breach& too_long) {
  const std::string_view bytes = std::string_view{buffer_}.substr(at_);
  const std::size_t feed = bytes.find('\n', scanned_);
  if (std::min(feed, bytes.size()) > longest + 1) {
    fail(too_long);
    return std::string_view::npos;
  }
  if (feed == std::string_view::npos) {
    scanned_ = bytes.size();
    return std::string_view::npos;
  }
  if (feed == 0 || bytes[feed - 1] != '\r') {
    fail(bare_line_end());
    return std::string_view::npos;
  }
  return feed - 1;
}

bool Guard::read_chunk_size() {
  const std::size_t length = line_length(longest_chunk_line, bad_chunk());
  if (length == std::string_view::npos) return false;
  const std::string_view line = std::string_view{buffer_}.substr(at_, length);
  const std::string_view digits = line.substr(0, line.find(';'));
  if (digits.empty() || digits.size() > 8 || has_control(line)) return fail(bad_chunk());
  std::size_t size = 0;
  for (const char c : digits) {
    const std::string_view hex{"0123456789abcdef"};
    const std::size_t value = hex.find(c >= 'A' && c <= 'F' ? static_cast<char>(c - 'A' + 'a') : c);
    if (value == std::string_view::npos) return fail(bad_chunk());
    size = size * 16 + value;
  }
  use(length + 2);
  if (size > body_limit_ - body_.size() - passed_on_) return fail(body_too_large());
  missing_ = size;
  trailer_bytes_ = 0;
  state_ = size == 0 ? State::trailers : State::chunk_data;
  return true;
}

bool Guard::read_chunk_end() {
  const std::string_view bytes = std::string_view{buffer_}.substr(at_, 2);
  if (!std::string_view{"\r\n"}.starts_with(bytes)) return fail(bad_chunk());
  if (bytes.size() < 2) return false;
  use(2);
  state_ = State::chunk_size;
  return true;
}

// Trailers are checked like any line and dropped: nothing here has a use for fields that come after the body.
bool Guard::read_trailer() {
  const std::size_t length = line_length(most_trailer_bytes - trailer_bytes_, head_too_large());
  if (length == std::string_view::npos) return false;
  const std::string_view line = std::string_view{buffer_}.substr(at_, length);
  if (length > 0) {
    const std::size_t colon = line.find(':');
    if (colon == std::string_view::npos || !is_token(line.substr(0, colon)) || has_control(line))
      return fail(bad_chunk());
  }
  trailer_bytes_ += length;
  use(length + 2);
  if (length == 0) state_ = State::head;
  return true;
}

}  // namespace motcua::http
