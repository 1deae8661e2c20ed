#pragma once

#include <cstdint>
#include <optional>
#include <set>
#include <string>
#include <string_view>
#include <vector>

#include "core/time.hpp"
#include "http/message.hpp"

namespace motcua::http {

/// Reads a request's query parameters one by one and remembers everything that is wrong with them; ask for `problem()`
/// last: it also names what was sent and never asked for.
class Query {
 public:
  explicit Query(const Request& request) : request_{request} {}

  std::optional<std::string> text(std::string_view name, std::size_t longest);
  std::optional<core::Date> date(std::string_view name);
  /// A whole number in [least, most].
  std::optional<std::int64_t> number(std::string_view name, std::int64_t least, std::int64_t most);
  /// A unit's code or id: letters and digits, at most 32.
  std::optional<std::string> unit(std::string_view name);
  /// A parameter without which the request means nothing.
  void need(std::string_view name);
  void wrong(std::string_view name, Words why);

  std::optional<Problem> problem();

 private:
  const Request& request_;
  std::set<std::string, std::less<>> known_;
  std::vector<Fault> faults_;
};

/// The one 404 for "does not exist" and "not for you", and the one 400 for a request that cannot be read.
Problem not_found();
Problem malformed(std::vector<Fault> faults);
/// The fault of a query parameter that nobody asked for.
Fault unknown_parameter(std::string_view name);

}  // namespace motcua::http
