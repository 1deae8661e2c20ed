#pragma once

namespace motcua::runtime {

enum class Signal { stop, reload };

/// Waits for one of the signals that hold_signals() keeps back.
Signal next_signal();

}  // namespace motcua::runtime
