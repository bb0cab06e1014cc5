// What the engine knows of a shell: how it is called and how echoing and error checking are
// switched in scripts. Built-in specs and the .SHELL syntax. Knows no targets and starts nothing.
#pragma once

#include "base/result.hpp"

#include <string>
#include <string_view>
#include <vector>

namespace mmk::exec {

/// In templates "%s" stands for the command.
struct Shell {
  std::string name;
  std::string path;
  bool has_echo_control = false; ///< echo_off and echo_on work
  std::string echo_off;
  std::string echo_on;
  std::string no_print; ///< text that echo_off itself leaves in the output, to be filtered
  bool has_error_control = false;
  std::string error_on;
  std::string error_off;
  std::string echo_template;   ///< echoes a command (no error control)
  std::string ignore_template; ///< runs a command whatever its status
  std::string check_template;  ///< runs a command and leaves the script if it fails
  std::string newline = "'\n'";
  std::string echo_flag; ///< makes the shell echo commands
  std::string exit_flag; ///< makes the shell leave at the first error
};

/// The spec called `name` (sh, ksh, csh), with the path where Debian has it; empty name: sh. An
/// unknown name gives a Shell without a name.
[[nodiscard]] Shell builtin_shell(std::string_view name);

/// Arguments (argv[0] included) of a shell that reads a script from standard input.
[[nodiscard]] std::vector<std::string> script_arguments(const Shell& shell, bool echo, bool ignore);

/// `.SHELL: spec`. The error text is what bmake's message says behind the program's name.
[[nodiscard]] Result<Shell> parse_shell_spec(std::string_view spec);

/// Does a POSIX shell understand this word itself although there may be a program of that name?
[[nodiscard]] bool is_shell_word(std::string_view word);

/// Is it a reserved word or a builtin of any shell that is found as /bin/sh?
[[nodiscard]] bool is_some_shells_word(std::string_view word);

/// Does a command need a shell, or can it be executed directly?
/// (Builtins need one: /bin/echo is not the shell's echo.)
[[nodiscard]] bool needs_shell(std::string_view command);

} // namespace mmk::exec
