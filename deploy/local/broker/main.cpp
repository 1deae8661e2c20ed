#include <csignal>
#include <cstdint>
#include <cstdio>
#include <exception>
#include <stdexcept>
#include <string>
#include <utility>
#include <vector>

#include "bus/embedded.hpp"

namespace motcua {
namespace {

constexpr const char* usage =
    "motcua-broker [--port 9092] [--topic NAME:PARTITIONS]...\n"
    "A Kafka broker for trying out, on 127.0.0.1 only. It keeps the newest 5 MiB of each partition in memory and\n"
    "forgets everything when it ends; the services refill it.\n";

struct Settings {
  std::uint16_t port = 9092;
  std::vector<std::pair<std::string, int>> topics;
};

/// Throws std::exception when an argument cannot be read.
Settings read(const std::vector<std::string>& arguments) {
  Settings settings;
  for (std::size_t at = 0; at < arguments.size(); at += 2) {
    const std::string& name = arguments[at];
    const std::string& value = arguments.at(at + 1);
    if (name == "--port") {
      settings.port = static_cast<std::uint16_t>(std::stoul(value));
    } else if (name == "--topic") {
      const auto colon = value.rfind(':');
      settings.topics.emplace_back(value.substr(0, colon), std::stoi(value.substr(colon + 1)));
    } else {
      throw std::invalid_argument(name);
    }
  }
  return settings;
}

}  // namespace
}  // namespace motcua

int main(int argc, char** argv) {
  const std::vector<std::string> arguments(argv + 1, argv + argc);
  if (!arguments.empty() && arguments.front() == "--help") {
    std::fputs(motcua::usage, stdout);
    return 0;
  }
  motcua::Settings settings;
  try {
    settings = motcua::read(arguments);
  } catch (const std::exception&) {
    std::fputs(motcua::usage, stderr);
    return 2;
  }

  sigset_t signals{};
  sigemptyset(&signals);
  sigaddset(&signals, SIGTERM);
  sigaddset(&signals, SIGINT);
  pthread_sigmask(SIG_BLOCK, &signals, nullptr);  // before any thread: all of them inherit it
  try {
    const motcua::bus::EmbeddedBroker broker{settings.port, settings.topics};
    std::printf("motcua-broker listens on 127.0.0.1:%d\n", static_cast<int>(broker.port()));
    std::fflush(stdout);
    int received = 0;
    sigwait(&signals, &received);
    return 0;
  } catch (const std::exception& failure) {
    std::fprintf(stderr, "motcua-broker: %s\n", failure.what());
    return 1;
  }
}
