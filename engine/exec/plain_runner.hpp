// Runs pipelines of plain commands and captures what they write, as a shell would: its exit
// statuses, its messages about signals, the command given to a real shell if it cannot be started.
#pragma once

#include "base/result.hpp"
#include "exec/plain_script.hpp"
#include "tracer/api.hpp"

#include <string>
#include <vector>

namespace mmk::exec {

struct Captured {
  std::string output;
  int wait_status = 0; ///< as waitpid(2) gives it
};

/// `place`: environment and working directory of all commands.
[[nodiscard]] Result<Captured> run_plain_script(const PlainScript& script,
                                                const tracer::Command& place);

/// One program, the shell for example, with its standard output captured.
[[nodiscard]] Result<Captured> run_captured(const tracer::Command& command);

} // namespace mmk::exec
