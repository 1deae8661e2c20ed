#include "dossiers/contracts/members.hpp"

#include <simdjson.h>

namespace motcua::dossiers::contracts::members {
namespace {

Element member(const Object& object, const char* name) {
  Element value;
  if (object.at_key(name).get(value) != simdjson::SUCCESS) throw Unreadable{std::string{"missing member: "} + name};
  return value;
}

template <class Kind>
Kind member_as(const Object& object, const char* name, const char* otherwise) {
  Kind value{};
  if (member(object, name).get(value) != simdjson::SUCCESS) throw Unreadable{otherwise + std::string{name}};
  return value;
}

std::string_view words_in(const Object& object, const char* name) {
  return member_as<std::string_view>(object, name, "not a text: ");
}

}  // namespace

bool has(const Object& object, const char* name) { return object.at_key(name).error() == simdjson::SUCCESS; }

Object object_in(const Object& object, const char* name) { return member_as<Object>(object, name, "not an object: "); }
Array list_in(const Object& object, const char* name) { return member_as<Array>(object, name, "not a list: "); }

std::string text_in(const Object& object, const char* name) { return std::string{words_in(object, name)}; }

Object entry(const Element& element, const char* list) {
  Object object;
  if (element.get(object) != simdjson::SUCCESS) throw Unreadable{std::string{"not an object: "} + list};
  return object;
}

std::string word_in(const Object& object, const char* name, std::initializer_list<std::string_view> words) {
  const std::string_view text = words_in(object, name);
  for (const std::string_view word : words) {
    if (text == word) return std::string{text};
  }
  throw Unreadable{std::string{"not one of its words: "} + name};
}

bool flag_in(const Object& object, const char* name) { return member_as<bool>(object, name, "not true or false: "); }

int number_in(const Object& object, const char* name) {
  constexpr std::uint64_t most = 1'000'000;
  const auto number = member_as<std::uint64_t>(object, name, "not a count: ");
  if (number > most) throw Unreadable{std::string{"not a count: "} + name};
  return static_cast<int>(number);
}

std::int64_t amount_in(const Object& object, const char* name) {
  const auto amount = member_as<std::int64_t>(object, name, "not an amount: ");
  if (amount <= 0) throw Unreadable{std::string{"not an amount: "} + name};
  return amount;
}

core::Instant moment_in(const Object& object, const char* name) {
  const auto moment = core::parse_instant(words_in(object, name));
  if (!moment) throw Unreadable{std::string{"not a moment: "} + name};
  return *moment;
}

core::Date date_in(const Object& object, const char* name) {
  const auto date = core::parse_date(words_in(object, name));
  if (!date) throw Unreadable{std::string{"not a date: "} + name};
  return *date;
}

std::string channel_in(const Object& object) { return word_in(object, "channel", {"direct", "online", "postal"}); }

std::optional<std::string> maybe_channel_in(const Object& object) {
  return has(object, "channel") ? std::optional{channel_in(object)} : std::nullopt;
}

About about_in(const Object& data) {
  const Object about = object_in(data, "about");
  const Object procedure = object_in(about, "procedure");
  return {.receiving_unit = core::UnitId{text_in(about, "receiving_unit_id")},
          .procedure = {text_in(procedure, "code"), text_in(procedure, "version"), text_in(procedure, "field")},
          .channel = channel_in(about)};
}

Kept kept_in(const Object& object, const char* ref_name, const char* digest_name) {
  return {text_in(object, ref_name), text_in(object, digest_name)};
}

std::optional<Kept> reasons_in(const Object& data) {
  if (!has(data, "reason_ref")) return std::nullopt;
  return kept_in(data, "reason_ref", "reason_digest");
}

std::optional<Kept> moment_reason_in(const Object& data) {
  if (!has(data, "moment_reason_ref")) return std::nullopt;
  return kept_in(data, "moment_reason_ref", "moment_reason_digest");
}

std::vector<Day> days_in(const Object& data) {
  std::vector<Day> days;
  for (const Element element : list_in(data, "days")) {
    const Object one = entry(element, "days");
    Day day{date_in(one, "date"), flag_in(one, "counted"), text_in(one, "reason")};
    if (has(one, "from")) {
      day.from = moment_in(one, "from");
      day.until = moment_in(one, "until");
    }
    days.push_back(std::move(day));
  }
  return days;
}

Standing standing_in(const Object& data) {
  const Object block = object_in(data, "standing");
  Standing standing{flag_in(block, "paused"), std::nullopt, std::nullopt};
  if (has(block, "due_date")) {
    standing.due_date = date_in(block, "due_date");
    standing.overdue_from = date_in(block, "overdue_from");
  }
  return standing;
}

std::optional<Standing> maybe_standing_in(const Object& data) {
  return has(data, "standing") ? std::optional{standing_in(data)} : std::nullopt;
}

std::optional<ClockStopped> stop_in(const Object& data, const char* name) {
  if (!has(data, name)) return std::nullopt;
  return ClockStopped{number_in(object_in(data, name), "used")};
}

ClockResumed resumption_in(const Object& data, const char* name) {
  const Object block = object_in(data, name);
  return {.used = number_in(block, "used"),
          .due_date = date_in(block, "due_date"),
          .due_at = moment_in(block, "due_at"),
          .calendar_version = text_in(block, "calendar_version"),
          .counted_from = date_in(block, "counted_from"),
          .days = days_in(block)};
}

std::optional<ClockResumed> maybe_resumption_in(const Object& data, const char* name) {
  return has(data, name) ? std::optional{resumption_in(data, name)} : std::nullopt;
}

std::string mode_in(const Object& data) { return word_in(data, "mode", {"DAY", "HOUR", "CALENDAR"}); }

Used used_in(const Object& used) {
  const auto amount = member_as<std::int64_t>(used, "amount", "not a count: ");
  if (amount < 0) throw Unreadable{"not a count: amount"};
  return {mode_in(used), amount};
}

}  // namespace motcua::dossiers::contracts::members
