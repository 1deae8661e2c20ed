#include <algorithm>
#include <map>
#include <nlohmann/json.hpp>

#include "catalogue/reading.hpp"

namespace motcua::catalogue::reading {
namespace {

using calendar::Session;
using calendar::SpecialDay;
using calendar::SpecialKind;
using calendar::WeeklyRest;
using calendar::WorkingHours;
using nlohmann::json;

constexpr std::array<std::pair<std::string_view, SpecialKind>, 4> kinds{{{"statutory", SpecialKind::statutory},
                                                                         {"compensatory", SpecialKind::compensatory},
                                                                         {"swap", SpecialKind::swap},
                                                                         {"makeup", SpecialKind::makeup}}};

// How a day is known. `provisional`: not decided yet, so the reason that people read must say so too.
constexpr std::array<std::pair<std::string_view, int>, 4> sources{
    {{"verified", 0}, {"computed", 1}, {"memory", 2}, {"provisional", 3}}};

struct Frame {
  std::string version;
  core::Date first_day;
  core::Date last_day;
  std::vector<WeeklyRest> weekly_rest;
  std::vector<WorkingHours> hours;
};

constexpr std::array<std::pair<std::string_view, std::chrono::weekday>, 7> weekdays{
    {{"monday", std::chrono::Monday},
     {"tuesday", std::chrono::Tuesday},
     {"wednesday", std::chrono::Wednesday},
     {"thursday", std::chrono::Thursday},
     {"friday", std::chrono::Friday},
     {"saturday", std::chrono::Saturday},
     {"sunday", std::chrono::Sunday}}};

std::string text_of(const json& object, const char* key) {
  const auto found = object.find(key);
  return found != object.end() && found->is_string() ? found->get<std::string>() : std::string{};
}

std::vector<std::chrono::weekday> read_rest(const json& rule, Findings& findings) {
  std::vector<std::chrono::weekday> days;
  const auto list = rule.find("days");
  if (list == rule.end() || !list->is_array()) {
    findings.add(0, "weekly_rest needs a list of days");
    return days;
  }
  for (const json& one : *list) {
    const std::string name = one.is_string() ? one.get<std::string>() : "(not a text)";
    const auto day = named(weekdays, name);
    if (!day) {
      findings.add(0, "weekly_rest: not a day of the week, as saturday: " + name);
    } else if (std::find(days.begin(), days.end(), *day) != days.end()) {
      findings.add(0, "weekly_rest names " + name + " twice");
    } else {
      days.push_back(*day);
    }
  }
  return days;
}

std::optional<Session> read_session(const json& one) {
  if (!one.is_object()) return std::nullopt;
  const auto opens = read_time(text_of(one, "opens"));
  const auto closes = read_time(text_of(one, "closes"));
  if (!opens || !closes || *opens >= *closes) return std::nullopt;
  return Session{*opens, *closes};
}

std::vector<Session> read_sessions(const json& rule, Findings& findings) {
  std::vector<Session> sessions;
  const auto list = rule.find("sessions");
  if (list == rule.end() || !list->is_array() || list->empty()) {
    findings.add(0, "sessions must list at least one stretch of the working day");
    return sessions;
  }
  for (const json& one : *list) {
    const auto session = read_session(one);
    if (!session) {
      findings.add(0, "a session needs opens before closes, both as HH:MM: " +
                          one.dump(-1, ' ', false, json::error_handler_t::replace));
      continue;
    }
    if (!sessions.empty() && session->opens < sessions.back().closes)
      findings.add(0, "sessions must ascend and not overlap");
    sessions.push_back(*session);
  }
  return sessions;
}

/// A list of rules of which each holds until the next begins; nothing is assumed where the file says nothing.
template <class Rule, class Read>
std::vector<Rule> read_dated(const json& frame, const std::string& name, const std::string& content,
                             std::optional<core::Date> first_day, Findings& findings, Read read) {
  std::vector<Rule> rules;
  const auto list = frame.find(name);
  if (list == frame.end() || !list->is_array() || list->empty()) {
    findings.add(0, name + " must list at least one rule with valid_from and " + content);
    return rules;
  }
  for (const json& one : *list) {
    const auto from = one.is_object() ? core::parse_date(text_of(one, "valid_from")) : std::nullopt;
    if (!from) {
      findings.add(0, name + ": valid_from must be a date YYYY-MM-DD");
      continue;
    }
    for (const auto& [key, value] : one.items()) {
      if (key == "valid_from" || key == content) continue;
      std::string said = name;
      findings.add(0, said.append(": unknown key ").append(key));
    }
    if (!rules.empty() && *from <= rules.back().valid_from)
      findings.add(0, name + ": valid_from must ascend, or two rules hold at once: " + core::format_date(*from));
    rules.push_back({*from, read(one, findings)});
  }
  if (!rules.empty() && first_day && *first_day < rules.front().valid_from)
    findings.add(0, name + ": no rule holds from first_day until " + core::format_date(rules.front().valid_from));
  return rules;
}

std::optional<Frame> read_frame(std::string_view text, Findings& findings) {
  if (!is_sound_json(text, findings)) return std::nullopt;
  const json frame = json::parse(text);
  if (!frame.is_object()) {
    findings.add(1, "must be an object");
    return std::nullopt;
  }
  constexpr std::array<std::string_view, 7> keys{"version",  "first_day",      "last_day", "weekly_rest",
                                                 "sessions", "sessions_known", "note"};
  for (const auto& [key, value] : frame.items()) {
    if (std::find(keys.begin(), keys.end(), key) == keys.end()) findings.add(0, "unknown key " + key);
  }
  const std::string version = text_of(frame, "version");
  if (!is_plain_text(version)) findings.add(0, "version must name this calendar");
  const auto first_day = core::parse_date(text_of(frame, "first_day"));
  const auto last_day = core::parse_date(text_of(frame, "last_day"));
  if (!first_day) findings.add(0, "first_day must be a date YYYY-MM-DD");
  if (!last_day) findings.add(0, "last_day must be a date YYYY-MM-DD");
  auto weekly_rest = read_dated<WeeklyRest>(frame, "weekly_rest", "days", first_day, findings, read_rest);
  auto hours = read_dated<WorkingHours>(frame, "sessions", "sessions", first_day, findings, read_sessions);
  if (!first_day || !last_day) return std::nullopt;
  if (*first_day > *last_day) {
    findings.add(0, "last_day comes before first_day");
    return std::nullopt;
  }
  if (findings.count() > 0) return std::nullopt;
  return Frame{version, *first_day, *last_day, std::move(weekly_rest), std::move(hours)};
}

calendar::Calendar calendar_of(const Frame& frame, std::vector<SpecialDay> days) {
  return {frame.version, frame.first_day, frame.last_day, std::move(days), frame.weekly_rest, frame.hours};
}

std::vector<SpecialDay> read_days(std::string_view text, const std::optional<Frame>& frame, Findings& findings) {
  std::vector<SpecialDay> days;
  std::map<core::Date, int> lines;
  const auto plain = frame ? std::optional{calendar_of(*frame, {})} : std::nullopt;
  for (const Row& row : read_table(text, {"date", "kind", "reason", "source"}, findings)) {
    const auto date = core::parse_date(row[0]);
    const auto kind = named(kinds, row[1]);
    if (!date) findings.add(row.line, "not a date YYYY-MM-DD: " + row[0]);
    if (!kind) findings.add(row.line, "kind must be statutory, compensatory, swap or makeup: " + row[1]);
    if (!is_plain_text(row[2])) findings.add(row.line, "reason is missing");
    if (!named(sources, row[3]))
      findings.add(row.line, "source must be verified, computed, memory or provisional: " + row[3]);
    if (row[3] == "provisional" && row[2].find("provisional") == std::string::npos) {
      findings.add(row.line, "the reason of a provisional day must say provisional, for people read it");
    }
    if (date) {
      const auto [first, added] = lines.emplace(*date, row.line);
      if (!added) findings.add(row.line, row[0] + " stands already in line " + std::to_string(first->second));
    }
    if (date && frame && (*date < frame->first_day || frame->last_day < *date)) {
      findings.add(row.line, row[0] + " lies outside first_day and last_day of calendar.json");
    } else if (date && kind && plain && (*kind == SpecialKind::makeup) == plain->is_working_day(*date)) {
      findings.add(row.line, *kind == SpecialKind::makeup ? row[0] + " is worked anyway: not a makeup day"
                                                          : row[0] + " is a day of weekly rest, off anyway");
    }
    if (date && kind) days.push_back({*date, *kind, row[2]});
  }
  return days;
}

}  // namespace

std::optional<calendar::Calendar> read_calendar(std::string_view csv, std::string_view json_text,
                                                std::vector<Mistake>& mistakes) {
  Findings frame_findings{"calendar.json", mistakes};
  Findings day_findings{"calendar.csv", mistakes};
  const std::optional<Frame> frame = read_frame(json_text, frame_findings);
  std::vector<SpecialDay> days = read_days(csv, frame, day_findings);
  if (!frame) return std::nullopt;
  return calendar_of(*frame, std::move(days));
}

}  // namespace motcua::catalogue::reading
