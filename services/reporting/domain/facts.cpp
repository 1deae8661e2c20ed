#include "reporting/domain/facts.hpp"

#include <limits>
#include <stdexcept>

#include "core/text.hpp"

namespace motcua::reporting {

RecordId id_of(const StepName& step) { return RecordId{step.dossier.str() + "/" + std::to_string(step.number)}; }

StepName step_named(const RecordId& id) {
  const std::string& text = id.str();
  const auto slash = text.rfind('/');
  const auto number =
      slash == std::string::npos ? std::nullopt : core::parse_number(std::string_view{text}.substr(slash + 1));
  if (!number || *number < 1 || *number > std::numeric_limits<int>::max())
    throw std::runtime_error{"no id of a step: " + text};
  return {RecordId{text.substr(0, slash)}, static_cast<int>(*number)};
}

std::string_view name_of(Subject subject) { return subject == Subject::dossiers ? "dossiers" : "steps"; }

std::optional<Subject> subject_named(std::string_view word) {
  for (const Subject subject : {Subject::dossiers, Subject::steps}) {
    if (name_of(subject) == word) return subject;
  }
  return std::nullopt;
}

std::string_view name_of(Channel channel) {
  switch (channel) {
    case Channel::direct: return "direct";
    case Channel::online: return "online";
    case Channel::postal: return "postal";
  }
  return "";
}

std::optional<Channel> channel_named(std::string_view word) {
  for (const Channel channel : {Channel::direct, Channel::online, Channel::postal}) {
    if (name_of(channel) == word) return channel;
  }
  return std::nullopt;
}

std::string_view name_of(Trip trip) {
  switch (trip) {
    case Trip::submission: return "submission";
    case Trip::supplement: return "supplement";
    case Trip::payment: return "payment";
    case Trip::collection: return "collection";
  }
  return "";
}

std::optional<Trip> trip_named(std::string_view word) {
  for (const Trip trip : every_trip) {
    if (name_of(trip) == word) return trip;
  }
  return std::nullopt;
}

}  // namespace motcua::reporting
