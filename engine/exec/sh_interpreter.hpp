// Runs shell text that needs no process: only builtins that ask and print. As nothing of it changes
// the world, it can be given up at any point, for a real shell to begin anew.
#pragma once

#include "exec/sh_syntax.hpp"
#include "tracer/api.hpp"

#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace mmk::exec {

/// What "sh -c text" would print, and its exit status. nullopt: run a shell. `place`: environment
/// and working directory, which is also the environment's PWD.
struct ShOutcome {
  std::string output;
  int status = 0;
};
[[nodiscard]] std::optional<ShOutcome> run_sh(std::string_view text, const tracer::Command& place);

/// The program and arguments that such a script, called with the words `argv` in the environment of
/// `place`, becomes by "exec"; nullopt if it does anything else. `path` is the script's.
[[nodiscard]] std::optional<std::vector<std::string>>
run_sh_wrapper(std::string_view text, const std::string& path, const tracer::Command& place);

} // namespace mmk::exec
