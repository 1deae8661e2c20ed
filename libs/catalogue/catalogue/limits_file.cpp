#include <algorithm>

#include "catalogue/entry.hpp"

namespace motcua::catalogue::reading {
namespace {

// A counting mode has a limit in its own unit. The longest in the law so far are well below; above them a typing error
// is likelier than a rule.
struct LimitKey {
  calendar::Mode mode;
  const char* key;
  int longest;
  int parts;  ///< of the allowance, in one of the unit
};
constexpr std::array<LimitKey, 3> limit_keys{{{calendar::Mode::day, "limit_working_days", 365, 1},
                                              {calendar::Mode::hour, "limit_hours", 365 * 8, 60},
                                              {calendar::Mode::calendar, "limit_days", 365, 1}}};

}  // namespace

std::optional<calendar::Mode> read_mode(const Entry& version) {
  const auto mode = calendar::mode_named(version.text("mode"));
  version.need(mode.has_value(), "mode must be DAY, HOUR or CALENDAR");
  return mode;
}

calendar::Allowance read_limit(const Entry& entry, calendar::Mode mode, int least) {
  const LimitKey& own =
      *std::find_if(limit_keys.begin(), limit_keys.end(), [&](auto& one) { return one.mode == mode; });
  const bool only_own = std::all_of(limit_keys.begin(), limit_keys.end(),
                                    [&](auto& one) { return entry.has(one.key) == (one.mode == mode); });
  entry.need(only_own, std::string{"mode "} + calendar::name_of(mode) + " needs " + own.key + " and no other limit");
  if (!only_own) return {};
  return {mode, entry.number(own.key, least, own.longest) * own.parts};
}

}  // namespace motcua::catalogue::reading
