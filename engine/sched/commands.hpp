// Things that both walks do with a target's commands: can it be made at all, -t, "...", and how a
// single command line is run at once.
#pragma once

#include "exec/script.hpp"
#include "sched/build.hpp"

#include <string>
#include <string_view>

namespace mmk::sched {

/// Expanded text of a command in the target's scope.
[[nodiscard]] std::string expand_command(Build& build, graph::Target& target,
                                         std::string_view text);

/// Has the target commands (its own, or .DEFAULT's), or does it need none? If nobody knows how to
/// make it, says so, and that this is the end unless -k was given.
[[nodiscard]] bool check_commands(Build& build, graph::Target& target);

/// -t: updates the file's time and says so.
void touch(Build& build, graph::Target& target, bool silent);

/// "..." was met: the rest is run by .END.
void save_for_end(Build& build, graph::Target& target, const graph::Command& command);
[[nodiscard]] graph::Target& end_target(Build& build);

/// Marks -s/-i and .SILENT/.IGNORE on the target.
void apply_flags(Build& build, graph::Target& target);

/// A process to run for a target: environment, directory, inherited descriptors.
[[nodiscard]] exec::JobSpec make_spec(Build& build, graph::Target& target,
                                      std::string_view command);

/// -de: which commands of which target failed.
void print_failed_commands(Build& build, graph::Target& target, std::string_view failed_command);

} // namespace mmk::sched
