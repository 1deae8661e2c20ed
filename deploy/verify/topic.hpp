#pragma once

#include <cstdint>
#include <deque>
#include <map>
#include <optional>
#include <string>

#include "bus/bus.hpp"
#include "store/database.hpp"
#include "verify/report.hpp"

namespace motcua::verify {

/// What the broker has of a topic, from its oldest message to the newest one at the time of construction. To be made
/// before the database is looked at: then history knows every message of it.
class Topic {
 public:
  /// Throws std::runtime_error when the broker does not answer.
  Topic(const bus::Settings& settings, std::string name);

  /// Every message is an event of history, word for word.
  void check(store::Transaction& dossiers, Report& report);

 private:
  std::vector<std::int64_t> start(const std::vector<std::pair<std::string, std::int32_t>>& partitions);
  /// Nothing when all has been read. Throws std::runtime_error when the broker falls silent.
  std::optional<bus::Message> next();
  std::optional<bus::Message> arrived();
  /// It is of the messages that were there at the time of construction; the last one of them ends its partition.
  bool is_wanted(const bus::Message& message);
  void drop_what_the_broker_forgot();

  std::string name_;
  std::map<std::int32_t, std::int64_t> ends_;  ///< of the partitions that are not read to their end
  bool started_ = false;
  std::deque<bus::Message> early_;
  bus::Consumer consumer_;
};

}  // namespace motcua::verify
