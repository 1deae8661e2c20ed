#include <array>

#include "catalogue/entry.hpp"

namespace motcua::catalogue::reading {
namespace {

// Far above any rule so far; beyond them a typing error is likelier.
constexpr int most_times = 100;
constexpr int most_days = 365;

constexpr std::array<std::string_view, 7> switches{
    "supplement_effect",   "supplement_limit", "supplement_reply_limit",  "financial_step",
    "reappointment_limit", "receipt_cut_off",  "saturday_reception_until"};

// Those that the object names.
OwnSwitches read_switches(const Entry& entry) {
  OwnSwitches own;
  const auto read = [&](const char* key, auto& value, auto how) {
    if (entry.has(key)) value = how(key);
  };
  const auto times = [&](const char* key) { return static_cast<int>(entry.number(key, 0, most_times)); };
  const auto time = [&](const char* key) { return entry.time_or_null(key); };
  read("supplement_effect", own.supplement_effect,
       [&](const char* key) { return entry.word(key, supplement_effect_named, "RESTART, PAUSE or NO_EFFECT"); });
  read("supplement_limit", own.supplement_limit, times);
  read("supplement_reply_limit", own.supplement_reply_limit,
       [&](const char* key) { return entry.number_or_null(key, 1, most_days); });
  read("financial_step", own.financial_step,
       [&](const char* key) { return entry.word(key, financial_step_named, "PAUSE or COUNT"); });
  read("reappointment_limit", own.reappointment_limit, times);
  read("receipt_cut_off", own.receipt_cut_off, time);
  read("saturday_reception_until", own.saturday_reception_until, time);
  own.origin = entry.origin();
  return own;
}

std::vector<std::string_view> switches_and(const std::vector<std::string_view>& others) {
  std::vector<std::string_view> keys{switches.begin(), switches.end()};
  keys.insert(keys.end(), others.begin(), others.end());
  return keys;
}

}  // namespace

std::vector<DefaultSwitches> read_default_switches(const Entry& file) {
  std::vector<DefaultSwitches> all;
  const std::vector<Entry> listed = file.parts("switches", "switches", "valid_from");
  file.need(!listed.empty(), "switches must list the defaults, each with valid_from");
  for (const Entry& entry : listed) {
    entry.only(switches_and({"valid_from", "knowledge", "source"}));
    for (const std::string_view key : switches) entry.need(entry.has(key), std::string{key} + " is missing");
    OwnSwitches read = read_switches(entry);
    const auto validity = entry.validity();
    if (!validity) continue;
    DefaultSwitches defaults{validity->from, read.over({}), std::move(read.origin)};
    entry.need(all.empty() || begins(all.back()) < begins(defaults),
               "valid_from must ascend, or two defaults hold at once");
    all.push_back(std::move(defaults));
  }
  return all;
}

std::optional<OwnSwitches> read_own_switches(const Entry& version) {
  if (!version.has("switches")) return std::nullopt;
  const Entry own = version.part("switches");
  own.only(switches_and({"knowledge", "source"}));
  return read_switches(own);
}

}  // namespace motcua::catalogue::reading
