#include "reporting/config.hpp"

namespace motcua::reporting {

std::vector<config::Setting> settings() {
  auto all = runtime::common_settings(
      {.service = "reporting", .http_port = 8104, .http_workers = 8, .admin_port = 9104, .database_connections = 10});
  all.push_back({.name = "topic",
                 .kind = config::Kind::text,
                 .description = "topic of the dossiers' events",
                 .otherwise = "motcua.dossiers.v1"});
  all.push_back({.name = "longest_batch_seconds",
                 .kind = config::Kind::number,
                 .description = "how long this instance may be busy with one batch, or without a database, before "
                                "another gets its partitions",
                 .otherwise = "60",
                 .least = 6,
                 .most = 3600});
  all.push_back({.name = "answers_kept_days",
                 .kind = config::Kind::number,
                 .description = "days for which a repeat of a request gets the first answer; the contract promises 30",
                 .otherwise = "30",
                 .least = 30,
                 .most = 3650});
  return all;
}

Settings::Settings(const config::Values& values)
    : common{values},
      topic{values.text("topic")},
      answers_kept{values.number("answers_kept_days")},
      inbox{.bus = common.kafka, .consumer = "reporting", .instance = common.instance, .topics = {topic}} {
  inbox.bus.longest_absence = std::chrono::seconds{values.number("longest_batch_seconds")};
}

}  // namespace motcua::reporting
