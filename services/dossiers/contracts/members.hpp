#pragma once

#include <cstdint>
#include <initializer_list>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "dossiers/contracts/parts.hpp"

namespace simdjson::dom {
class array;
class element;
class object;
}  // namespace simdjson::dom

/// Members of events as they are read: for the contracts' own reading, nobody else's. All but `has` throw Unreadable.
namespace motcua::dossiers::contracts::members {

using Object = simdjson::dom::object;
using Array = simdjson::dom::array;
using Element = simdjson::dom::element;

/// What is wrong with an event; caught in `parse`, never let out.
struct Unreadable {
  std::string what;
};

bool has(const Object& object, const char* name);
Object object_in(const Object& object, const char* name);
Array list_in(const Object& object, const char* name);
/// A member of a list that must be an object.
Object entry(const Element& element, const char* list);
std::string text_in(const Object& object, const char* name);
std::string word_in(const Object& object, const char* name, std::initializer_list<std::string_view> words);
bool flag_in(const Object& object, const char* name);
/// Up to a million.
int number_in(const Object& object, const char* name);
/// Above 0.
std::int64_t amount_in(const Object& object, const char* name);
core::Instant moment_in(const Object& object, const char* name);
core::Date date_in(const Object& object, const char* name);

std::string channel_in(const Object& object);
std::optional<std::string> maybe_channel_in(const Object& object);
About about_in(const Object& data);
Kept kept_in(const Object& object, const char* ref_name, const char* digest_name);
std::optional<Kept> reasons_in(const Object& data);
std::optional<Kept> moment_reason_in(const Object& data);
std::vector<Day> days_in(const Object& data);
Standing standing_in(const Object& data);
std::optional<Standing> maybe_standing_in(const Object& data);
std::optional<ClockStopped> stop_in(const Object& data, const char* name = "clock");
ClockResumed resumption_in(const Object& data, const char* name = "clock");
std::optional<ClockResumed> maybe_resumption_in(const Object& data, const char* name = "clock");
std::string mode_in(const Object& data);
Used used_in(const Object& used);

}  // namespace motcua::dossiers::contracts::members
