#pragma once

#include <string>
#include <thread>
#include <vector>

#include "runtime/runtime.hpp"

namespace motcua::runtime {

/// The workers at work, each on its thread. Used by the main thread.
class Crew {
 public:
  Crew(std::vector<Worker> workers, metrics::Registry& metrics);
  /// One after the other in the order given: a reader stops before the relay does.
  void stop();

 private:
  struct Member {
    std::string name;
    std::jthread thread;
  };
  std::vector<Member> members_;
};

}  // namespace motcua::runtime
