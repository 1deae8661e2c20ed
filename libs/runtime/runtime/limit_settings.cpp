#include "runtime/limit_settings.hpp"

namespace motcua::runtime {
namespace {

config::Setting rate(std::string name, std::string description, std::string otherwise) {
  return {.name = std::move(name),
          .kind = config::Kind::number,
          .description = std::move(description),
          .otherwise = std::move(otherwise),
          .least = 1,
          .most = 1'000'000'000};
}

}  // namespace

std::vector<config::Setting> limit_settings() {
  return {rate("requests_per_minute", "requests allowed to one subject of one client, as its token says", "1200"),
          rate("requests_burst", "of these, so many at once after a pause", "200"),
          rate("address_requests_per_minute",
               "requests allowed to one client address (IPv6: /64), whoever asks; behind a proxy of ours see "
               "trusted_proxies",
               "6000"),
          rate("address_requests_burst", "of these, so many at once after a pause", "1000"),
          {.name = "request_allowances",
           .kind = config::Kind::text,
           .description = "other rates, with blanks between: client:ID=6000/1000 (a minute, at once), role:ROLE=…, "
                          "address:NETWORK=…; a client's own counts before its roles'",
           .otherwise = "role:importer=6000/1000"}};
}

LimitSettings limits_from(const config::Values& values) {
  const auto number = [&](const char* name) { return static_cast<int>(values.number(name)); };
  LimitSettings limits{.token = {number("requests_per_minute"), number("requests_burst")},
                       .address = {number("address_requests_per_minute"), number("address_requests_burst")}};
  read_allowances(values.text("request_allowances"), limits);
  return limits;
}

}  // namespace motcua::runtime
