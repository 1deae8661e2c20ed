#include <malloc.h>

#include <cstdlib>
#include <thread>

#include "log/log.hpp"
#include "runtime/admin.hpp"
#include "runtime/runtime.hpp"
#include "runtime/service.hpp"
#include "runtime/signals.hpp"
#include "runtime/workers.hpp"

namespace motcua::runtime {
namespace {

constexpr int admin_workers = 2;       // one for the scrape, one for the probes while a command runs
constexpr int admin_connections = 64;  // few ask there, and the REST port counts on it
constexpr std::chrono::milliseconds admin_patience{500};

/// Ends the process when an orderly stop takes too long: what was acknowledged is committed, and a killed process is no
/// worse. Nothing calls it off: what main destroys after us may hang as well.
void end_within(std::chrono::milliseconds time) {
  std::thread{[time] {
    std::this_thread::sleep_for(time);
    log::error("the stop took too long; ended as it stands");
    std::_Exit(1);
  }}.detach();
}

void reload(const Program& program) {
  if (!program.reload) return;
  try {
    program.reload();
  } catch (const std::exception& broken) {
    log::error("reload failed; what was in use stays in use", {{"reason", broken.what()}});
  }
}

/// What a burst left behind goes back to the machine. A little is kept: it would soon be asked for again.
void give_memory_back() {
  constexpr std::size_t kept = 4 * 1024 * 1024;
  if (mallinfo2().fordblks > kept) malloc_trim(0);
}

void serve(Program& program, std::atomic<Phase>& phase) {
  program.admin.name = "admin";
  program.admin.workers = admin_workers;
  program.admin.connections = admin_connections;
  program.admin.connections_of_an_address = 0;
  http::Server admin{
      program.admin,
      admin_routes(std::move(program.checks), std::move(program.commands), program.admin_hosts, phase, program.metrics),
      program.metrics, unavailable};
  admin.start();
  Crew crew{std::move(program.workers), program.metrics};
  program.server.start();
  phase = Phase::serving;
  log::info("started", {{"port", program.server.port()}, {"admin_port", admin.port()}});

  for (;;) {
    const auto signal = next_signal(std::chrono::seconds{1});
    if (signal == Signal::stop) break;
    if (signal == Signal::reload) reload(program);
    give_memory_back();
  }

  end_within(program.longest_stop);
  log::info("stopping");
  phase = Phase::stopping;
  program.server.stop(program.patience);
  crew.stop();
  admin.stop(admin_patience);
  log::info("stopped");
}

}  // namespace

int run_until_stopped(Program program) {
  std::atomic<Phase> phase{Phase::starting};
  try {
    serve(program, phase);
  } catch (const std::exception& broken) {
    log::error("cannot start", {{"reason", broken.what()}});
    return 1;
  }
  return 0;
}

}  // namespace motcua::runtime
