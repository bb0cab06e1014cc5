// What the language asks of rooms above it, as interfaces: targets (conditions) and shell commands
// (!=, :!cmd!, :sh).
#pragma once

#include <functional>
#include <optional>
#include <string>
#include <string_view>

namespace mmk::lang {

/// Questions that conditions ask about the graph; implemented there.
class TargetQuery {
public:
  virtual ~TargetQuery() = default;
  [[nodiscard]] virtual bool is_target(std::string_view name) const = 0;    ///< target(x)
  [[nodiscard]] virtual bool has_commands(std::string_view name) const = 0; ///< commands(x)
  [[nodiscard]] virtual bool
  will_be_made(std::string_view pattern) const = 0; ///< make(x), a :M pattern over .TARGETS
  /// exists(x): along .PATH as Dir_FindFile does; the found spelling.
  [[nodiscard]] virtual std::optional<std::string> find_file(std::string_view name) const = 0;
  /// :P, the path of the target of that name if there is one and its path is known.
  [[nodiscard]] virtual std::optional<std::string> path_of(std::string_view name) const {
    (void)name;
    return std::nullopt;
  }
};

struct ShellResult {
  std::string output; ///< standard output; newlines not yet turned to blanks
  std::string error;  ///< "" or a message whose "%s"-like place is the command: see ShellRunner
};

/// Runs a command line with the Session's shell and environment and gives its output.
class ShellRunner {
public:
  virtual ~ShellRunner() = default;
  /// `error` of the result is one of: "" | "Couldn't exec \"CMD\"" | "\"CMD\" exited on a signal" |
  /// "\"CMD\" returned non-zero status" ...
  [[nodiscard]] virtual ShellResult run(std::string_view command) = 0;
};

} // namespace mmk::lang
