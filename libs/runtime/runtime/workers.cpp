#include "runtime/workers.hpp"

#include <condition_variable>
#include <mutex>

#include "log/log.hpp"

namespace motcua::runtime {
namespace {

constexpr std::chrono::seconds pause{1};

void wait(const std::stop_token& stop) {
  std::mutex mutex;
  std::condition_variable_any never;
  std::unique_lock lock{mutex};
  never.wait_for(lock, stop, pause, [] { return false; });
}

void work(const Worker& worker, metrics::Counter restarts, const std::stop_token& stop) {
  while (!stop.stop_requested()) {
    std::string reason = "an exception that is no std::exception";
    try {
      worker.run(stop);
      if (stop.stop_requested()) return;
      reason = "it returned although nobody had asked it to stop";
    } catch (const std::exception& broken) {
      reason = broken.what();
    } catch (...) {  // a thread must not end the process, whatever reached its edge
    }
    log::error("worker stopped; it is started again",
               {{"worker", worker.name}, {"reason", reason}, {"next_in", pause.count()}});
    restarts.increment();
    wait(stop);
  }
}

}  // namespace

Crew::Crew(std::vector<Worker> workers, metrics::Registry& metrics) {
  for (auto& worker : workers) {
    auto restarts = metrics.counter("motcua_worker_restarts_total",
                                    "Background threads that broke and were started again.", {{"worker", worker.name}});
    auto name = worker.name;
    members_.push_back(
        {std::move(name), std::jthread{[worker = std::move(worker), restarts](const std::stop_token& stop) {
           work(worker, restarts, stop);
         }}});
  }
}

void Crew::stop() {
  for (auto& member : members_) {
    member.thread.request_stop();
    member.thread.join();
    log::info("worker stopped", {{"worker", member.name}});
  }
  members_.clear();
}

}  // namespace motcua::runtime
