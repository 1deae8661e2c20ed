#include "http/head.hpp"

#include <algorithm>
#include <array>

#include "core/text.hpp"

namespace motcua::http {
namespace {

constexpr std::array<bool, 256> token_characters = [] {
  std::array<bool, 256> table{};
  for (unsigned c = '0'; c <= '9'; ++c) table[c] = true;
  for (unsigned c = 'a'; c <= 'z'; ++c) table[c] = true;
  for (unsigned c = 'A'; c <= 'Z'; ++c) table[c] = true;
  for (const char c : std::string_view{"!#$%&'*+-.^_`|~"}) table[static_cast<unsigned char>(c)] = true;
  return table;
}();

Breach malformed(std::string_view reason, Words detail) {
  return {400, "malformed-request", reason, std::move(detail)};
}

Breach bad_line() {
  return malformed("request_line",
                   {"Dòng đầu của yêu cầu phải là: phương thức, đích, phiên bản, cách nhau một dấu cách.",
                    "The request line must be method, target and version, one blank between them."});
}
Breach bad_target() {
  return malformed("target", {"Đích của yêu cầu phải bắt đầu bằng / và được mã hóa đúng theo RFC 3986.",
                              "The target must begin with / and be encoded as RFC 3986 says."});
}
Breach bad_field() {
  return malformed(
      "header", {"Một trường ở phần đầu không đúng dạng của HTTP/1.1.", "A header field is not well-formed HTTP/1.1."});
}
Breach repeated_field() {
  return malformed("repeated_header", {"Một trường chỉ được ghi một lần ở phần đầu bị lặp lại.",
                                       "A header field that must be single is repeated."});
}
Breach bad_host() {
  return malformed("host", {"Phải có đúng một trường Host hợp lệ.", "Exactly one well-formed Host field is needed."});
}
Breach bad_length() {
  return malformed("content_length",
                   {"Content-Length phải là một số nguyên không âm.", "Content-Length must be one whole number."});
}
Breach length_and_encoding() {
  return malformed("length_and_encoding", {"Không được có cả Content-Length và Transfer-Encoding.",
                                           "Content-Length and Transfer-Encoding exclude each other."});
}

constexpr std::pair<std::string_view, Method> methods[] = {
    {"GET", Method::get},         {"POST", Method::post},   {"HEAD", Method::head},
    {"PUT", Method::put},         {"PATCH", Method::patch}, {"DELETE", Method::del},
    {"OPTIONS", Method::options}, {"TRACE", Method::trace}, {"CONNECT", Method::connect},
};

bool is_field_value(std::string_view value) {
  return std::all_of(value.begin(), value.end(),
                     [](char c) { return (static_cast<unsigned char>(c) >= 0x20 && c != 0x7f) || c == '\t'; });
}

bool is_host(std::string_view value) {
  return std::all_of(value.begin(), value.end(), [](unsigned char c) {
    return (c >= '0' && c <= '9') || (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') ||
           std::string_view{"-._~!$&'()*+,;=:[]%"}.find(static_cast<char>(c)) != std::string_view::npos;
  });
}

std::string_view trim_blanks(std::string_view text) {
  while (!text.empty() && (text.front() == ' ' || text.front() == '\t')) text.remove_prefix(1);
  while (!text.empty() && (text.back() == ' ' || text.back() == '\t')) text.remove_suffix(1);
  return text;
}

struct Version {
  bool http_1_0 = false;
};

core::Result<Version, Breach> read_line(std::string_view line, Head& head) {
  const std::size_t first = line.find(' ');
  const std::size_t last = line.rfind(' ');
  if (first == std::string_view::npos || first == last) return bad_line();
  const std::string_view method = line.substr(0, first);
  const std::string_view target = line.substr(first + 1, last - first - 1);
  const std::string_view version = line.substr(last + 1);

  const bool named = version.size() == 8 && version.starts_with("HTTP/") && version[6] == '.' && version[5] >= '0' &&
                     version[5] <= '9' && version[7] >= '0' && version[7] <= '9';
  if (!is_token(method) || !named || target.find(' ') != std::string_view::npos) return bad_line();
  if (version != "HTTP/1.1" && version != "HTTP/1.0") {
    return Breach{505,
                  "version-not-supported",
                  "version",
                  {"Chỉ nhận HTTP/1.1 và HTTP/1.0.", "Only HTTP/1.1 and HTTP/1.0 are spoken here."}};
  }
  const auto* known =
      std::find_if(std::begin(methods), std::end(methods), [&](const auto& one) { return one.first == method; });
  head.method = known == std::end(methods) ? Method::other : known->second;
  auto parsed = parse_target(target);
  if (!parsed) return bad_target();
  head.target = std::move(*parsed);
  return Version{version == "HTTP/1.0"};
}

// What the fields say about where the request ends and what happens to the connection then.
class Framing {
 public:
  std::optional<Breach> note(std::string_view name, std::string_view value, Head& head) {
    if (name == "host") return hosts_++ == 0 && is_host(value) ? std::nullopt : std::optional{bad_host()};
    if (name == "content-length") {
      if (lengths_++ > 0 || value.size() > 15) return bad_length();
      const auto length = core::parse_number(value);
      if (!length) return bad_length();
      head.content_length = static_cast<std::size_t>(*length);
    } else if (name == "transfer-encoding") {
      if (head.chunked) return repeated_field();
      if (core::lower(value) != "chunked") {
        return Breach{501,
                      "encoding-not-implemented",
                      "transfer_encoding",
                      {"Chỉ nhận Transfer-Encoding là chunked.", "The only Transfer-Encoding taken is chunked."}};
      }
      head.chunked = true;
    } else if (name == "connection") {
      for (const auto option : core::split(value, ',')) close_ = close_ || core::lower(trim_blanks(option)) == "close";
    } else if (name == "expect") {
      if (head.expects_continue) return repeated_field();
      if (core::lower(value) != "100-continue") {
        return Breach{417,
                      "expectation-failed",
                      "expect",
                      {"Chỉ nhận Expect: 100-continue.", "The only Expect taken is 100-continue."}};
      }
      head.expects_continue = true;
    } else if (name == "authorization") {
      if (authorizations_++ > 0) return repeated_field();
    } else if (name == "content-type") {
      if (types_++ > 0) return repeated_field();
    } else if (name == "idempotency-key") {
      if (keys_++ > 0) return repeated_field();
    }
    return std::nullopt;
  }

  std::optional<Breach> conclude(Version version, Head& head) const {
    if (head.chunked && (lengths_ > 0 || version.http_1_0)) return length_and_encoding();
    if (!version.http_1_0 && hosts_ == 0) return bad_host();
    head.keep_alive = !close_ && !version.http_1_0;
    if (version.http_1_0) head.expects_continue = false;
    return std::nullopt;
  }

 private:
  int hosts_ = 0;
  int lengths_ = 0;
  int authorizations_ = 0;
  int types_ = 0;
  int keys_ = 0;
  bool close_ = false;
};

}  // namespace

bool is_token(std::string_view text) {
  return !text.empty() &&
         std::all_of(text.begin(), text.end(), [](char c) { return token_characters[static_cast<unsigned char>(c)]; });
}

core::Result<Head, Breach> parse_head(std::string_view text, const Limits& limits) {
  Head head;
  Framing framing;
  const auto take_line = [&text] {
    const std::size_t end = text.find("\r\n");
    const std::string_view line = text.substr(0, end);
    text.remove_prefix(end == std::string_view::npos ? text.size() : end + 2);
    return line;
  };
  const auto version = read_line(take_line(), head);
  if (!version) return version.error();
  while (true) {
    const std::string_view line = take_line();
    if (line.empty()) break;
    if (head.headers.size() == limits.fields) {
      return Breach{431, "head-too-large", "header_count", {"Quá nhiều trường ở phần đầu.", "Too many header fields."}};
    }
    const std::size_t colon = line.find(':');
    if (colon == std::string_view::npos || !is_token(line.substr(0, colon)))
      return bad_field();  // a folded line begins with a blank
    const std::string_view value = trim_blanks(line.substr(colon + 1));
    if (!is_field_value(value)) return bad_field();
    std::string name = core::lower(line.substr(0, colon));
    if (auto breach = framing.note(name, value, head)) return std::move(*breach);
    head.headers.emplace_back(std::move(name), value);
  }
  if (auto breach = framing.conclude(version.value(), head)) return std::move(*breach);
  return head;
}

}  // namespace motcua::http
