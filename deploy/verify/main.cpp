#include <exception>
#include <iostream>
#include <optional>
#include <utility>

#include "blobs/blobs.hpp"
#include "bus/bus.hpp"
#include "config/config.hpp"
#include "log/log.hpp"
#include "verify/verify.hpp"

using namespace motcua;

namespace {

std::vector<config::Setting> settings() {
  using config::Kind;
  std::vector<config::Setting> all{
      {.name = "dossiers",
       .kind = Kind::text,
       .description = "database of dossiers: sqlite:PATH or postgresql:CONNECTION",
       .otherwise = std::nullopt,
       .secret = true},
      {.name = "reporting",
       .kind = Kind::text,
       .description = "database of reporting; without it the projection is not looked at",
       .otherwise = "",
       .secret = true},
      {.name = "brokers",
       .kind = Kind::text,
       .description = "Kafka bootstrap addresses; without them the topic is not looked at",
       .otherwise = ""},
      {.name = "catalogue",
       .kind = Kind::text,
       .description = "folder of the catalogue; with it, units that have moved since are named",
       .otherwise = ""},
      {.name = "topic",
       .kind = Kind::text,
       .description = "topic that the history is published on",
       .otherwise = "motcua.dossiers.v1"},
  };
  for (config::Setting setting : blobs::settings()) {
    if (setting.name == "papers") {
      setting.description += "; without it contents of papers are not looked at";
      setting.otherwise = "";
    }
    all.push_back(std::move(setting));
  }
  const auto security = bus::security_settings();
  all.insert(all.end(), security.begin(), security.end());
  return all;
}

std::optional<blobs::Settings> papers_of(const config::Values& values) {
  return values.text("papers").empty() ? std::nullopt : std::optional{blobs::settings_from(values)};
}

}  // namespace

int main(int argc, char** argv) {
  const auto values = config::read_or_exit("motcua-verify", settings(), argc, argv);
  log::start("verify", log::Level::error);
  try {
    const auto findings = verify::verify({.dossiers = values.text("dossiers"),
                                          .reporting = values.text("reporting"),
                                          .brokers = values.text("brokers"),
                                          .catalogue = values.text("catalogue"),
                                          .topic = values.text("topic"),
                                          .security = bus::security_from(values),
                                          .papers = papers_of(values)},
                                         std::cout);
    return findings == 0 ? 0 : 1;
  } catch (const std::exception& broken) {
    std::cerr << "motcua-verify: could not check: " << broken.what() << "\n";
    return 2;
  }
}
