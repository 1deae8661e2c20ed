#include "runtime/signals.hpp"

#include <malloc.h>
#include <sys/resource.h>
#include <sys/stat.h>

#include <csignal>

#include "runtime/runtime.hpp"

namespace motcua::runtime {
namespace {

sigset_t ours() {
  sigset_t signals;
  sigemptyset(&signals);
  for (const int one : {SIGTERM, SIGINT, SIGHUP}) sigaddset(&signals, one);
  return signals;
}

}  // namespace

void prepare_process() {
  const auto signals = ours();
  pthread_sigmask(SIG_BLOCK, &signals, nullptr);  // every thread made from now on inherits it
  umask(077);                                     // databases hold people's data: whatever we make is for our own user
  std::signal(SIGPIPE, SIG_IGN);
  std::signal(SIGXFSZ, SIG_IGN);  // a file that may not grow is an error of that write, as a full disk is
  rlimit descriptors{};
  if (getrlimit(RLIMIT_NOFILE, &descriptors) == 0) {
    descriptors.rlim_cur = descriptors.rlim_max;
    setrlimit(RLIMIT_NOFILE, &descriptors);
  }
  // Some thirty threads would else keep a heap each, and one large import would raise the size from which memory is
  // given back.
  mallopt(M_ARENA_MAX, 2);
  mallopt(M_MMAP_THRESHOLD, 128 * 1024);
  mallopt(M_TRIM_THRESHOLD, 128 * 1024);
}

std::optional<Signal> next_signal(std::chrono::seconds patience) {
  const auto signals = ours();
  const timespec wait{.tv_sec = patience.count(), .tv_nsec = 0};
  const int signal = sigtimedwait(&signals, nullptr, &wait);
  if (signal < 0) return std::nullopt;
  return signal == SIGHUP ? Signal::reload : Signal::stop;
}

}  // namespace motcua::runtime
