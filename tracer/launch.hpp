// Starts a command in a child that waits for leave to go on, so that it can be put under watch
// first. Everything that allocates happens before the fork.
#pragma once

#include "base/unique_fd.hpp"
#include "tracer/api.hpp"
#include "tracer/filter.hpp"

#include <csignal>
#include <memory>
#include <optional>
#include <string>
#include <vector>

namespace mmk::tracer {

/// A command in the form execve(2) takes it.
class PreparedCommand {
public:
  /// `mask`: the signal mask the command starts with.
  PreparedCommand(Command command, const sigset_t& mask);

  // The rest up to command() is for the child, and calls the kernel only.

  /// Becomes the command; only returns (with errno) if that fails.
  [[nodiscard]] int execute() const;
  /// Lets signals through again, as the command is to find them.
  void restore_signals() const;
  /// Descriptors, group and directory, in the child. Returns an errno, 0 for success.
  [[nodiscard]] int set_up_child() const;
  [[nodiscard]] const Command& command() const { return m_command; }

private:
  Command m_command;
  sigset_t m_mask;
  std::vector<int> m_handled; ///< signals this process has handlers for
  std::vector<std::string> m_candidates;
  std::vector<char*> m_argv;
  std::vector<char*> m_envp;
  std::vector<char*> m_shell_argv; ///< for a script without "#!": execvp(3)'s habit
};

struct ChildMemory;

/// A child between fork and exec. It runs in this process's memory: until it has executed the
/// command or is dead, neither this nor the command may go away.
struct StartingChild {
  StartingChild();
  StartingChild(StartingChild&&) noexcept;
  StartingChild& operator=(StartingChild&&) noexcept;
  ~StartingChild();

  pid_t pid = -1;
  std::unique_ptr<ChildMemory> memory;
  UniqueFd go;       ///< write one byte: the child goes on
  UniqueFd error;    ///< the child writes its errno if it cannot become the command
  UniqueFd listener; ///< the child sends its notification descriptor
};

/// How the child comes under watch by itself, just before execve.
struct ChildWatch {
  const FilterProgram* program = nullptr;  ///< a filter; null: none
  unsigned int flags = 0;                  ///< of seccomp(2)
  const FilterProgram* fallback = nullptr; ///< without flags, where there can be no listener
  bool die_with_tracer = false;
  const char* announce = nullptr; ///< a name to open, see nested.hpp; null: none
};

[[nodiscard]] Result<StartingChild> fork_command(const PreparedCommand& command,
                                                 const ChildWatch& watch);
void let_go(const StartingChild& child);
/// The notification descriptor of a filter with a listener; invalid if the child failed.
[[nodiscard]] UniqueFd receive_listener(const StartingChild& child);
/// Blocks until the child has become the command (nothing) or has failed to (the error). Only for
/// callers that need not serve the child meanwhile.
[[nodiscard]] std::optional<Error> wait_for_exec(const StartingChild& child,
                                                 const PreparedCommand& command);
/// What the child wrote into `error` before it ended, as an Error naming the program.
[[nodiscard]] Error start_error(const StartingChild& child, const PreparedCommand& command);

} // namespace mmk::tracer
