#include <algorithm>
#include <map>
#include <nlohmann/json.hpp>

#include "catalogue/reading.hpp"

namespace motcua::catalogue::reading {
namespace {

using calendar::Session;
using calendar::SpecialDay;
using calendar::SpecialKind;
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
  std::vector<Session> sessions;
};

std::string text_of(const json& object, const char* key) {
  const auto found = object.find(key);
  return found != object.end() && found->is_string() ? found->get<std::string>() : std::string{};
}

// `08:00`, to the minute, up to 24:00.
std::optional<std::chrono::minutes> read_time(const std::string& text) {
  const bool shaped = text.size() == 5 && text[2] == ':' &&
                      text.find_first_not_of("0123456789:") == std::string::npos &&
                      text.find(':', 3) == std::string::npos;
  if (!shaped) return std::nullopt;
  const int hours = std::stoi(text.substr(0, 2));
  const int minutes = std::stoi(text.substr(3));
  if (minutes > 59 || hours * 60 + minutes > 24 * 60) return std::nullopt;
  return std::chrono::minutes{hours * 60 + minutes};
}

std::vector<Session> read_sessions(const json& frame, Findings& findings) {
  std::vector<Session> sessions;
  const auto list = frame.find("sessions");
  if (list == frame.end() || !list->is_array() || list->empty()) {
    findings.add(0, "sessions must list at least one stretch of the working day");
    return sessions;
  }
  for (const json& one : *list) {
    const auto opens = one.is_object() ? read_time(text_of(one, "opens")) : std::nullopt;
    const auto closes = one.is_object() ? read_time(text_of(one, "closes")) : std::nullopt;
    if (!opens || !closes || *opens >= *closes) {
      findings.add(0, "a session needs opens before closes, both as HH:MM: " +
                          one.dump(-1, ' ', false, json::error_handler_t::replace));
      continue;
    }
    if (!sessions.empty() && *opens < sessions.back().closes) findings.add(0, "sessions must ascend and not overlap");
    sessions.push_back({*opens, *closes});
  }
  return sessions;
}

std::optional<Frame> read_frame(std::string_view text, Findings& findings) {
  if (!is_sound_json(text, findings)) return std::nullopt;
  const json frame = json::parse(text);
  if (!frame.is_object()) {
    findings.add(1, "must be an object");
    return std::nullopt;
  }
  constexpr std::array<std::string_view, 6> keys{"version",  "first_day",      "last_day",
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
  std::vector<Session> sessions = read_sessions(frame, findings);
  if (!first_day || !last_day || sessions.empty()) return std::nullopt;
  if (*first_day > *last_day) {
    findings.add(0, "last_day comes before first_day");
    return std::nullopt;
  }
  return Frame{version, *first_day, *last_day, std::move(sessions)};
}

bool is_weekend(core::Date date) { return std::chrono::weekday{date}.iso_encoding() >= 6; }

std::vector<SpecialDay> read_days(std::string_view text, const std::optional<Frame>& frame, Findings& findings) {
  std::vector<SpecialDay> days;
  std::map<core::Date, int> lines;
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
      if (frame && (*date < frame->first_day || frame->last_day < *date)) {
        findings.add(row.line, row[0] + " lies outside first_day and last_day of calendar.json");
      }
    }
    if (date && kind && (*kind == SpecialKind::makeup) != is_weekend(*date)) {
      findings.add(row.line, *kind == SpecialKind::makeup ? row[0] + " is a weekday, worked anyway: not a makeup day"
                                                          : row[0] + " is a weekend day, off anyway");
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
  return calendar::Calendar{frame->version, frame->first_day, frame->last_day, std::move(days), frame->sessions};
}

}  // namespace motcua::catalogue::reading
