// What the command line (and MAKEFLAGS, .MAKEFLAGS) asked for: plain data, filled by cli, read by
// everyone.
#pragma once

#include <cstdint>
#include <string>
#include <utility>
#include <vector>

namespace mmk {

enum class PrintVars : std::uint8_t { none, raw, expanded }; ///< -V NAME / -v NAME

struct Options {
  bool compat_make = false;           ///< -B, or no -j: one target after the other
  bool env_overrides = false;         ///< -e
  bool ignore_errors = false;         ///< -i
  bool keep_going = false;            ///< -k
  bool no_execute = false;            ///< -n (targets marked .MAKE still run)
  bool no_recursive_execute = false;  ///< -N
  bool query = false;                 ///< -q
  bool no_builtin_rules = false;      ///< -r
  bool silent = false;                ///< -s
  bool touch = false;                 ///< -t
  bool parse_warnings_fatal = false;  ///< -W
  bool var_no_export_env = false;     ///< -X
  bool enter_flag = false;            ///< -w
  bool lint = false;                  ///< -dL
  bool debug_vars_expanded = false;   ///< -dV
  int max_jobs = 1;                   ///< -j; meaningful unless compat_make
  bool max_jobs_set = false;          ///< -j was given
  std::string job_fds;                ///< -J "R,W", or "" if none
  std::string job_prefix = "---";     ///< -T, .MAKE.JOB.PREFIX
  std::vector<std::string> makefiles; ///< -f, in order
  std::vector<std::string> create;    ///< targets of the command line, in order
  std::vector<std::pair<std::string, PrintVars>> print_vars; ///< -V / -v, in order
  bool explain = false;                                      ///< --explain
  bool json_events = false;                                  ///< --json-events
};

} // namespace mmk
