#include "config/checks.hpp"

#include <algorithm>
#include <array>
#include <charconv>
#include <limits>
#include <numeric>
#include <optional>

namespace motcua::config {
namespace {

std::optional<std::int64_t> parse_integer(std::string_view text) {
  std::int64_t value = 0;
  const auto [end, failed] = std::from_chars(text.data(), text.data() + text.size(), value);
  if (failed != std::errc{} || end != text.data() + text.size()) return std::nullopt;
  return value;
}

std::optional<std::int64_t> parse_milliseconds(std::string_view text) {
  struct Suffix {
    std::string_view word;
    std::int64_t factor;
  };
  // `ms` before `s`, which it ends with.
  static constexpr std::array<Suffix, 3> suffixes{{{"ms", 1}, {"s", 1000}, {"m", 60000}}};
  std::int64_t factor = 1;
  for (const auto& suffix : suffixes) {
    if (text.ends_with(suffix.word)) {
      text.remove_suffix(suffix.word.size());
      factor = suffix.factor;
      break;
    }
  }
  const auto value = parse_integer(text);
  if (!value || *value < 0 || *value > std::numeric_limits<std::int64_t>::max() / factor) return std::nullopt;
  return *value * factor;
}

std::string quoted(const Setting& setting, const std::string& given) {
  return setting.secret ? "the value given" : "\"" + given + "\"";
}

std::size_t edit_distance(std::string_view left, std::string_view right) {
  std::vector<std::size_t> row(right.size() + 1);
  std::iota(row.begin(), row.end(), std::size_t{0});
  for (std::size_t i = 1; i <= left.size(); ++i) {
    std::size_t diagonal = row[0];
    row[0] = i;
    for (std::size_t j = 1; j <= right.size(); ++j) {
      const std::size_t kept = diagonal + (left[i - 1] == right[j - 1] ? 0 : 1);
      diagonal = row[j];
      row[j] = std::min({kept, row[j] + 1, row[j - 1] + 1});
    }
  }
  return row.back();
}

std::string listed(const std::vector<std::string>& choices) {
  std::string text;
  for (const auto& choice : choices) text += (text.empty() ? "" : ", ") + choice;
  return text;
}

}  // namespace

std::string expectation(const Setting& setting) {
  std::string text;
  switch (setting.kind) {
    case Kind::text: return "a text";
    case Kind::flag: return "true or false";
    case Kind::choice: return "one of " + listed(setting.choices);
    case Kind::number: text = "a number"; break;
    case Kind::milliseconds: text = "a time in milliseconds, or as 500ms, 5s, 2m,"; break;
  }
  const std::string unit = setting.kind == Kind::milliseconds ? " ms" : "";
  if (setting.least) text += " from " + std::to_string(*setting.least) + unit;
  if (setting.most) text += (setting.least ? " to " : " up to ") + std::to_string(*setting.most) + unit;
  if (text.ends_with(',')) text.pop_back();
  return text;
}

core::Result<std::string, Mistakes> checked(const Setting& setting, const std::string& given) {
  const auto wrong = [&] { return Mistakes{quoted(setting, given) + " is not " + expectation(setting) + "."}; };
  switch (setting.kind) {
    case Kind::text:
      if (given.empty() && !setting.otherwise) return Mistakes{"it must not be empty."};
      return given;
    case Kind::flag:
      if (given != "true" && given != "false") return wrong();
      return given;
    case Kind::choice:
      if (std::ranges::find(setting.choices, given) == setting.choices.end()) return wrong();
      return given;
    case Kind::number:
    case Kind::milliseconds: break;
  }
  const auto value = setting.kind == Kind::number ? parse_integer(given) : parse_milliseconds(given);
  if (!value || (setting.least && *value < *setting.least) || (setting.most && *value > *setting.most)) return wrong();
  return std::to_string(*value);
}

std::string nearest(std::string_view unknown, const std::vector<std::string>& names) {
  const std::string* best = nullptr;
  std::size_t least = unknown.size() / 3 + 2;  // further away it is another word, not a slip
  for (const auto& name : names) {
    const auto distance = edit_distance(unknown, name);
    if (distance < least) {
      least = distance;
      best = &name;
    }
  }
  return best == nullptr ? "" : " Did you mean \"" + *best + "\"?";
}

}  // namespace motcua::config
