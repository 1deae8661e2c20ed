#include "runtime/signals.hpp"

#include <sys/resource.h>

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

void hold_signals() {
  const auto signals = ours();
  pthread_sigmask(SIG_BLOCK, &signals, nullptr);  // every thread made from now on inherits it
  std::signal(SIGPIPE, SIG_IGN);
  rlimit descriptors{};
  if (getrlimit(RLIMIT_NOFILE, &descriptors) == 0) {
    descriptors.rlim_cur = descriptors.rlim_max;
    setrlimit(RLIMIT_NOFILE, &descriptors);
  }
}

Signal next_signal() {
  const auto signals = ours();
  for (;;) {
    int signal = 0;
    if (sigwait(&signals, &signal) != 0) continue;
    return signal == SIGHUP ? Signal::reload : Signal::stop;
  }
}

}  // namespace motcua::runtime
