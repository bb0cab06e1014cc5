// The engine got a signal: children are told, half-made targets go, .INTERRUPT runs.
#pragma once

#include "sched/build.hpp"

#include <vector>

namespace mmk::sched {

/// Thrown out of a walk; cli ends the process by this signal.
struct Interrupted {
  int signal = 0;
};

/// What both walks do when the engine is told to stop; throws Interrupted.
[[noreturn]] void interrupt(Build& build, int signal,
                            const std::vector<const graph::Target*>& being_made, bool compat);

} // namespace mmk::sched
