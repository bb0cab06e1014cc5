// uname(1) without a process: nearly every makefile library begins with three or four of them.
// Knows what the system's own program prints for one option; anybody else's program is run.
#pragma once

#include "tracer/api.hpp"

#include <optional>
#include <string>

namespace mmk::exec {

/// What `command` would print; nullopt: it has to be run.
[[nodiscard]] std::optional<std::string> answer_uname(const tracer::Command& command);

} // namespace mmk::exec
