#pragma once

#include <cstddef>
#include <cstdint>
#include <string>
#include <string_view>

#include "http/head.hpp"

namespace motcua::http {

/// Cuts one connection's bytes into whole requests, or says why they are none. It does no I/O and knows no clock: feed
/// it what came, then call step() until it says `more`. The outcome does not depend on where the bytes were split.
///
/// Pistache's own parser hangs a worker when a chunk's CR and LF come apart, drops pipelined requests, goes on parsing
/// after an error, and reserves what Content-Length says; so no byte reaches it. Memory is bounded by the limits and
/// grows only with what came. One thread at a time.
class Guard {
 public:
  enum class Step {
    more,     ///< feed more
    head,     ///< head() is known; limit_body() may be called now, before the next step()
    request,  ///< take_head() and take_body(); the next step() begins the next request
    broken    ///< breach() says why; nothing more comes out, whatever is fed
  };

  explicit Guard(const Limits& limits) : limits_{limits}, body_limit_{limits.body} {}

  void feed(std::string_view bytes);
  Step step();

  const Head& head() const { return head_; }
  /// For this request only; the general limit holds if it is smaller.
  void limit_body(std::size_t bytes) { body_limit_ = bytes < limits_.body ? bytes : limits_.body; }
  Head take_head() { return std::move(head_); }
  std::string take_body() { return std::move(body_); }
  /// What has come of a body that is kept elsewhere; it counts towards the limit all the same. May be asked at any time
  /// between `head` and the next step() after `request`.
  std::string take_part();
  /// Bytes that take_part() would give.
  std::size_t part() const { return body_.size(); }
  const Breach& breach() const { return breach_; }

  /// Lets go of all bytes: nothing will be read any more.
  void forget();

  /// Nothing of a next request has come.
  bool idle() const { return state_ == State::head && pending() == 0; }
  bool in_body() const { return state_ != State::head && state_ != State::broken; }
  /// Bytes of memory that it fills. What a string has reserved and never touched costs none.
  std::size_t held() const { return buffer_.size() + body_.size(); }
  /// Bytes that were fed and not yet used.
  std::size_t pending() const { return buffer_.size() - at_; }

 private:
  enum class State { head, announced, counted, chunk_size, chunk_data, chunk_end, trailers, broken };

  bool find_head_end();
  void read_head();
  bool read_chunk_size();
  bool read_chunk_end();
  bool read_trailer();
  bool take_data();
  void use(std::size_t bytes);
  /// The length of the line at the front without its CRLF; npos when it has not ended, or was broken off.
  std::size_t line_length(std::size_t longest, const Breach& too_long);
  bool fail(Breach breach);
  Step finish();

  Limits limits_;
  State state_ = State::head;
  std::string buffer_;
  std::size_t at_ = 0;         // used up to here
  std::size_t scanned_ = 0;    // from at_: no line end before this one
  std::size_t line_ = 0;       // from at_: where the head's current line begins
  bool skipped_line_ = false;  // one empty line before a request is forgiven (RFC 9112 §2.2)
  Head head_;
  std::string body_;
  std::size_t passed_on_ = 0;  // of this body, by take_part()
  std::size_t body_limit_;
  std::size_t missing_ = 0;  // of the body or the chunk
  std::size_t trailer_bytes_ = 0;
  Breach breach_;
};

}  // namespace motcua::http
