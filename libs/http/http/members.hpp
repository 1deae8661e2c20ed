#pragma once

#include <cstdint>
#include <iterator>
#include <nlohmann/json.hpp>
#include <optional>
#include <set>
#include <string>
#include <string_view>
#include <vector>

#include "core/time.hpp"
#include "http/message.hpp"

namespace motcua::http {

/// Reads the members of one JSON object from outside, one by one, and notes everything that is wrong under its JSON
/// pointer; what was sent and never asked for is noted by `finish`. After a fault the values that come back are empty:
/// look at the faults before using any.
class Members {
 public:
  /// `pointer` is the object's own, empty for the whole body. A value that is no object is a fault. Both must outlive
  /// this.
  Members(const nlohmann::json& value, std::string pointer, std::vector<Fault>& faults);

  /// Text of 1 to `longest` characters, without control characters, not blank.
  std::string text(const char* name, std::size_t longest);
  std::optional<std::string> optional_text(const char* name, std::size_t longest);
  std::optional<core::Instant> optional_moment(const char* name);
  /// A day that exists, as 2026-11-24.
  core::Date date(const char* name);
  std::int64_t number(const char* name, std::int64_t least, std::int64_t most);
  std::int64_t number(const char* name, std::int64_t least, std::int64_t most, std::int64_t otherwise);
  /// True or false; false when it is left out.
  bool flag(const char* name);
  /// One of a set of words, as `known` knows them: `known(word)` gives an optional.
  template <class Known>
  auto word(const char* name, Known known, const char* words) ->
      typename decltype(known(std::string_view{}))::value_type {
    const std::string given = text(name, 64);
    if (given.empty()) return {};
    if (const auto found = known(std::string_view{given})) return *found;
    wrong(name, {std::string{"phải là một trong: "} + words, std::string{"must be one of: "} + words});
    return {};
  }
  /// Texts as `text`; nothing when the member is left out.
  std::vector<std::string> texts(const char* name, std::size_t most, std::size_t longest);
  /// The member itself; null when it is left out.
  const nlohmann::json* object(const char* name);
  const nlohmann::json* array(const char* name, std::size_t most);

  /// `path` is written by us and may lead through several levels, as `components/3`; a name from outside is escaped
  /// first.
  std::string pointer_to(const std::string& path) const { return pointer_ + "/" + path; }
  void wrong(const std::string& path, Words why) { faults_.push_back({pointer_to(path), std::move(why)}); }
  void add(std::vector<Fault> faults) {
    faults_.insert(faults_.end(), std::make_move_iterator(faults.begin()), std::make_move_iterator(faults.end()));
  }
  bool has(const char* name) const { return is_object_ && value_.contains(name); }
  /// Notes the members that nobody asked for.
  void finish();

 private:
  const nlohmann::json* find(const char* name);

  const nlohmann::json& value_;
  std::string pointer_;
  std::vector<Fault>& faults_;
  std::set<std::string> known_;
  bool is_object_;
};

}  // namespace motcua::http
