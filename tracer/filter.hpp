// The seccomp filter that lets everything pass but the calls of the table. Knows BPF; the
// loading itself is a few raw calls that are safe between fork and exec.
#pragma once

#include <fcntl.h>
#include <linux/filter.h>

#include <cstdint>
#include <span>
#include <vector>

namespace mmk::tracer {

/// What happens at a watched call.
enum class FilterAction : std::uint8_t {
  trace,  ///< a ptrace stop
  notify, ///< a notification
  mixed,  ///< a notification where the call only asks, reads or executes, a ptrace stop else
};

/// Flags of open(2) that make it more than reading.
inline constexpr std::uint64_t k_flags_that_write = O_ACCMODE | O_CREAT | O_TRUNC;

struct FilterProgram {
  std::vector<sock_filter> code;
};

/// How much of the calls that only ask about names is watched. realpath(3) calls readlink for every
/// component of every path (cc1: three times as often as everything else together), so that comes
/// only with `all`.
enum class LookUps : std::uint8_t { none, stats, all };

[[nodiscard]] FilterProgram build_filter(FilterAction action, LookUps look_ups);

/// What the shim may do unstopped (see shim_protocol.hpp), since it tells of it itself.
struct PassingCalls {
  std::span<const std::uint32_t> numbers;
  std::uint64_t returns_to; ///< calls that return there
};
[[nodiscard]] FilterProgram with_passing_calls(const FilterProgram& program,
                                               const PassingCalls& passing);

/// Installs `program` for the calling thread; sets no_new_privs only if the kernel demands it.
/// Returns what seccomp(2) does (with SECCOMP_FILTER_FLAG_NEW_LISTENER a descriptor) or -errno.
/// Calls the kernel only.
[[nodiscard]] int install_filter(const FilterProgram& program, unsigned int flags);

} // namespace mmk::tracer
