#include <malloc.h>

#include <condition_variable>
#include <cstdlib>
#include <mutex>
#include <thread>

#include "log/log.hpp"
#include "runtime/admin.hpp"
#include "runtime/runtime.hpp"
#include "runtime/signals.hpp"
#include "runtime/workers.hpp"

namespace motcua::runtime {
namespace {

constexpr int admin_workers = 2;  // one for the scrape, one for the probes while a command runs
constexpr std::chrono::milliseconds admin_patience{500};
constexpr std::chrono::milliseconds longest_stop{9700};  // whoever sent the signal kills after 10 s

/// Ends the process when an orderly stop takes too long: what was acknowledged is committed, and a killed process is no
/// worse.
class Watch {
 public:
  Watch()
      : thread_{[this] {
          std::unique_lock lock{mutex_};
          if (over_.wait_for(lock, longest_stop, [this] { return done_; })) return;
          log::error("the stop took too long; ended as it stands");
          std::_Exit(1);
        }} {}
  ~Watch() {
    {
      const std::lock_guard lock{mutex_};
      done_ = true;
    }
    over_.notify_all();
    thread_.join();
  }
  Watch(const Watch&) = delete;
  Watch& operator=(const Watch&) = delete;

 private:
  std::mutex mutex_;
  std::condition_variable over_;
  bool done_ = false;
  std::thread thread_;
};

void reload(const Program& program) {
  if (!program.reload) return;
  try {
    program.reload();
  } catch (const std::exception& broken) {
    log::error("reload failed; what was in use stays in use", {{"reason", broken.what()}});
  }
}

void serve(Program& program, std::atomic<bool>& stopping) {
  program.admin.name = "admin";
  program.admin.workers = admin_workers;
  http::Server admin{program.admin,
                     admin_routes(std::move(program.checks), std::move(program.commands), stopping, program.metrics),
                     program.metrics, program.unavailable};
  admin.start();
  Crew crew{std::move(program.workers), program.metrics};
  program.server.start();
  log::info("started", {{"port", program.server.port()}, {"admin_port", admin.port()}});

  for (;;) {
    const auto signal = next_signal(std::chrono::seconds{20});
    if (signal == Signal::stop) break;
    if (signal == Signal::reload) reload(program);
    malloc_trim(0);  // what a burst left behind goes back to the machine
  }

  const Watch watch;
  log::info("stopping");
  stopping = true;
  program.server.stop(program.patience);
  crew.stop();
  admin.stop(admin_patience);
  log::info("stopped");
}

}  // namespace

int run_until_stopped(Program program) {
  std::atomic<bool> stopping{false};
  try {
    serve(program, stopping);
  } catch (const std::exception& broken) {
    log::error("cannot start", {{"reason", broken.what()}});
    return 1;
  }
  return 0;
}

}  // namespace motcua::runtime
