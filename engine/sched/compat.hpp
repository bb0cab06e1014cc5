// One target after the other, one shell per command line: the walk without -j. bmake's compat.c
// behaviour.
#pragma once

#include "sched/build.hpp"

#include <string_view>
#include <vector>

namespace mmk::sched {

/// Makes `target` and what it needs, and tells `parent` (the target itself at the top).
void compat_make(Build& build, graph::Target& target, graph::Target& parent);

/// Makes all targets, .BEGIN before and .END after.
[[nodiscard]] RunResult compat_make_all(Build& build, const std::vector<graph::Target*>& targets);

enum class CommandResult : std::uint8_t { ok, failed };
/// Runs one command line (unexpanded) of a target at once; also for '+' lines under -n in jobs
/// mode. Sets target.made on failure.
CommandResult compat_run_command(Build& build, graph::Target& target, graph::Command& command);

} // namespace mmk::sched
