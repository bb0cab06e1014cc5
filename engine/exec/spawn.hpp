// Starting a process that nobody watches: posix_spawn(3), which copies no page tables, and the
// search along PATH. Knows no jobs.
#pragma once

#include "base/result.hpp"
#include "tracer/api.hpp"

#include <sys/types.h>

#include <string>
#include <vector>

namespace mmk::exec {

/// The caller waits for it. Errors: as execvp(3); a file that the kernel takes for no program
/// (ENOEXEC) is given to /bin/sh.
[[nodiscard]] Result<pid_t> spawn(const tracer::Command& command);

/// Absolute or relative path of `program` by the PATH of `environment`; empty if there is none
/// (then `sys_errno` is why).
struct FoundProgram {
  std::string path;
  int sys_errno = 0;
};
[[nodiscard]] FoundProgram find_program(const std::string& program,
                                        const std::vector<std::string>& environment,
                                        const std::string& cwd);

} // namespace mmk::exec
