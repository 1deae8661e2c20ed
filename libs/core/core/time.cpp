#include "core/time.hpp"

#include <cstdio>

namespace motcua::core {
namespace {

using std::chrono::milliseconds;

// One zone and one offset: since 1975 Vietnam has kept UTC+7, and no record of ours is older.
constexpr std::chrono::hours vietnam_offset{7};

constexpr int first_year = 1900;
constexpr int last_year = 2999;

// A hand-written reader: the library's own are looser than RFC 3339 (blanks, signs, short fields) and depend on the
// locale.
class Reader {
 public:
  explicit Reader(std::string_view text) : rest_{text} {}

  /// Exactly `count` digits.
  std::optional<int> digits(std::size_t count) {
    if (rest_.size() < count) return std::nullopt;
    int number = 0;
    for (std::size_t i = 0; i < count; ++i) {
      if (!is_digit(rest_[i])) return std::nullopt;
      number = number * 10 + (rest_[i] - '0');
    }
    rest_.remove_prefix(count);
    return number;
  }

  bool one_of(std::string_view allowed) {
    if (rest_.empty() || allowed.find(rest_.front()) == std::string_view::npos) return false;
    last_ = rest_.front();
    rest_.remove_prefix(1);
    return true;
  }

  /// One to nine digits of a fraction, cut to milliseconds.
  std::optional<int> fraction() {
    std::size_t count = 0;
    int number = 0;
    for (; count < rest_.size() && is_digit(rest_[count]); ++count) {
      if (count < 3) number = number * 10 + (rest_[count] - '0');
    }
    if (count == 0 || count > 9) return std::nullopt;
    for (std::size_t i = count; i < 3; ++i) number *= 10;
    rest_.remove_prefix(count);
    return number;
  }

  char last() const { return last_; }
  bool at_end() const { return rest_.empty(); }

 private:
  static bool is_digit(char c) { return c >= '0' && c <= '9'; }

  std::string_view rest_;
  char last_ = '\0';
};

std::optional<std::chrono::year_month_day> read_day(Reader& reader) {
  const auto year = reader.digits(4);
  if (!year || *year < first_year || *year > last_year || !reader.one_of("-")) return std::nullopt;
  const auto month = reader.digits(2);
  if (!month || !reader.one_of("-")) return std::nullopt;
  const auto day = reader.digits(2);
  if (!day) return std::nullopt;
  const std::chrono::year_month_day date{std::chrono::year{*year}, std::chrono::month{static_cast<unsigned>(*month)},
                                         std::chrono::day{static_cast<unsigned>(*day)}};
  if (!date.ok()) return std::nullopt;
  return date;
}

std::optional<milliseconds> read_time_of_day(Reader& reader) {
  const auto hour = reader.digits(2);
  if (!hour || *hour > 23 || !reader.one_of(":")) return std::nullopt;
  const auto minute = reader.digits(2);
  if (!minute || *minute > 59 || !reader.one_of(":")) return std::nullopt;
  const auto second = reader.digits(2);
  if (!second || *second > 59) return std::nullopt;
  int fraction = 0;
  if (reader.one_of(".")) {
    const auto read = reader.fraction();
    if (!read) return std::nullopt;
    fraction = *read;
  }
  return std::chrono::hours{*hour} + std::chrono::minutes{*minute} + std::chrono::seconds{*second} +
         milliseconds{fraction};
}

std::optional<std::chrono::minutes> read_offset(Reader& reader) {
  if (reader.one_of("Zz")) return std::chrono::minutes{0};
  if (!reader.one_of("+-")) return std::nullopt;
  const int sign = reader.last() == '-' ? -1 : 1;
  const auto hours = reader.digits(2);
  if (!hours || *hours > 23 || !reader.one_of(":")) return std::nullopt;
  const auto minutes = reader.digits(2);
  if (!minutes || *minutes > 59) return std::nullopt;
  return sign * (std::chrono::hours{*hours} + std::chrono::minutes{*minutes});
}

std::chrono::local_time<milliseconds> vietnam_local(Instant moment) {
  return std::chrono::local_time<milliseconds>{moment.time_since_epoch() + vietnam_offset};
}

struct Parts {
  int year;
  unsigned month;
  unsigned day;
};

Parts parts_of(Date date) {
  const std::chrono::year_month_day day{date};
  return {static_cast<int>(day.year()), static_cast<unsigned>(day.month()), static_cast<unsigned>(day.day())};
}

}  // namespace

Date vietnam_date(Instant moment) { return std::chrono::floor<std::chrono::days>(vietnam_local(moment)); }

milliseconds vietnam_time_of_day(Instant moment) { return vietnam_local(moment) - vietnam_date(moment); }

Instant vietnam_instant(Date date, milliseconds time_of_day) {
  return Instant{date.time_since_epoch() + time_of_day - vietnam_offset};
}

std::string format_instant(Instant moment) {
  const auto [year, month, day] = parts_of(vietnam_date(moment));
  const std::chrono::hh_mm_ss time{vietnam_time_of_day(moment)};
  char text[64];
  const auto ms = static_cast<int>(time.subseconds().count());
  int length = std::snprintf(text, sizeof text, "%04d-%02u-%02uT%02d:%02d:%02d", year, month, day,
                             static_cast<int>(time.hours().count()), static_cast<int>(time.minutes().count()),
                             static_cast<int>(time.seconds().count()));
  std::string result(text, static_cast<std::size_t>(length));
  if (ms != 0) {
    length = std::snprintf(text, sizeof text, ".%03d", ms);
    result.append(text, static_cast<std::size_t>(length));
  }
  return result + "+07:00";
}

std::optional<Instant> parse_instant(std::string_view text) {
  Reader reader{text};
  const auto day = read_day(reader);
  if (!day || !reader.one_of("Tt")) return std::nullopt;
  const auto time = read_time_of_day(reader);
  if (!time) return std::nullopt;
  const auto offset = read_offset(reader);
  if (!offset || !reader.at_end()) return std::nullopt;
  return std::chrono::sys_days{*day} + *time - *offset;
}

std::string format_date(Date date) {
  const auto [year, month, day] = parts_of(date);
  char text[32];
  const int length = std::snprintf(text, sizeof text, "%04d-%02u-%02u", year, month, day);
  return {text, static_cast<std::size_t>(length)};
}

std::optional<Date> parse_date(std::string_view text) {
  Reader reader{text};
  const auto day = read_day(reader);
  if (!day || !reader.at_end()) return std::nullopt;
  return Date{*day};
}

std::string format_yymmdd(Date date) {
  const auto [year, month, day] = parts_of(date);
  char text[32];
  const int length = std::snprintf(text, sizeof text, "%02d%02u%02u", year % 100, month, day);
  return {text, static_cast<std::size_t>(length)};
}

Instant system_now() { return std::chrono::floor<milliseconds>(std::chrono::system_clock::now()); }

Instant steady_now() {
  return Instant{std::chrono::floor<milliseconds>(std::chrono::steady_clock::now().time_since_epoch())};
}

}  // namespace motcua::core
