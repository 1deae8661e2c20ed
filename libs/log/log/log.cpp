#include "log/log.hpp"

#include <spdlog/logger.h>
#include <spdlog/sinks/stdout_sinks.h>

#include <atomic>
#include <memory>
#include <mutex>

#include "log/line.hpp"

namespace motcua::log {
namespace {

thread_local std::string current_trace;  // NOLINT: one thread, one request at a time

/// A process has one log. Never destroyed: threads may still write while the program ends.
struct Log {
  std::atomic<int> least{static_cast<int>(Level::error) + 1};  // nothing is written before start()
  std::mutex mutex;
  std::string service;
  std::unique_ptr<spdlog::logger> lines;
};

Log& the_log() {
  static auto* const log = new Log;
  return *log;
}

}  // namespace

void start(std::string service, Level least) {
  auto& log = the_log();
  const std::lock_guard lock{log.mutex};
  log.service = std::move(service);
  // The line is whole before it reaches spdlog, whose own patterns cannot escape for JSON; our mutex orders the
  // writers.
  log.lines = std::make_unique<spdlog::logger>("", std::make_shared<spdlog::sinks::stderr_sink_st>());
  log.lines->set_pattern("%v");
  log.lines->set_level(spdlog::level::trace);
  log.least = static_cast<int>(least);
}

void write(Level level, std::string_view message, std::initializer_list<Field> fields) {
  auto& log = the_log();
  if (static_cast<int>(level) < log.least) return;
  const std::lock_guard lock{log.mutex};
  log.lines->log(spdlog::level::info, line(core::system_now(), level, log.service, current_trace, message, fields));
}

TraceScope::TraceScope(std::string_view trace_id) : previous_{std::move(current_trace)} { current_trace = trace_id; }
TraceScope::~TraceScope() { current_trace = std::move(previous_); }

}  // namespace motcua::log
