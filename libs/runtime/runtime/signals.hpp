#pragma once

#include <chrono>
#include <optional>

namespace motcua::runtime {

enum class Signal { stop, reload };

/// Waits for one of the signals that prepare_process() keeps back; nothing when none came within `patience`.
std::optional<Signal> next_signal(std::chrono::seconds patience);

}  // namespace motcua::runtime
