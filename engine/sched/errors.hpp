// What is said and done when a target fails: "stopped in", MAKE_PRINT_VAR_ON_ERROR, .ERROR, removal
// of half-made targets. bmake's PrintOnError and its kin.
#pragma once

#include "sched/build.hpp"

#include <string_view>

namespace mmk::sched {

/// What .ERROR_EXIT will say: the status of the first command that failed, 128 more than its
/// signal.
void note_error_status(Build& build, int status);

/// Prints `lead`, "PROGRAM: stopped in DIR", and, the first time, the variables of
/// MAKE_PRINT_VAR_ON_ERROR; then makes .ERROR. `target` may be null.
void print_on_error(Build& build, graph::Target* target, std::string_view lead);

/// A sub-make has already said everything (.MAKE.DIE_QUIETLY, or the failed target is a .MAKE one).
[[nodiscard]] bool should_die_quietly(Build& build, const graph::Target* target);

/// Removes the file of a target whose commands did not end well, and says so. Phony targets: bmake
/// removes such files in compat mode only.
void delete_half_made(Build& build, const graph::Target& target, bool also_phony);

/// Fatal(): prints `text` as it is, "stopped in", and leaves.
[[noreturn]] void fatal(Build& build, std::string_view text);
/// The same when the text has been printed.
[[noreturn]] void stop(Build& build);

} // namespace mmk::sched
