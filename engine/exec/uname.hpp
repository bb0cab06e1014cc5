// uname(1) without a process: nearly every makefile library begins with three or four of them.
// Knows what the system's own program prints for one option; anybody else's program is run.
#pragma once

#include "tracer/api.hpp"

#include <optional>
#include <string>
#include <vector>

namespace mmk::exec {

/// What the command of these words would print; nullopt: it has to be run. `place`: its environment
/// and working directory.
[[nodiscard]] std::optional<std::string> answer_uname(const std::vector<std::string>& words,
                                                      const tracer::Command& place);

} // namespace mmk::exec
