// The script of a target in jobs mode: commands wrapped in what the shell needs for echo and error
// control. Text in, text out; knows neither targets nor processes.
#pragma once

#include "exec/shell.hpp"

#include <string>
#include <string_view>

namespace mmk::exec {

/// The prefix characters of a command line, and the command behind them.
struct RunFlags {
  bool echo = true;           ///< no '@'
  bool always = false;        ///< '+'
  bool ignore_errors = false; ///< '-'
};
/// Takes '@', '-', '+' and blanks off the front of `command`.
RunFlags take_run_flags(std::string_view& command);

struct ScriptOptions {
  bool echo = true;           ///< commands are shown at all (no -s, .SILENT)
  bool ignore_errors = false; ///< -i, .IGNORE
  bool run = true;            ///< false under -n: the script is only shown
  bool trace_shell = false;   ///< -dx
};

class ScriptWriter {
public:
  ScriptWriter(const Shell& shell, ScriptOptions options) : m_shell(&shell), m_options(options) {}
  /// One command, without its prefix characters.
  void add(RunFlags flags, std::string_view command);
  [[nodiscard]] const std::string& text() const { return m_text; }
  [[nodiscard]] bool empty() const { return m_text.empty(); }
  void clear() { m_text.clear(); }
  /// Some command's failure is ignored: with a shell that cannot tell, that of the whole job.
  [[nodiscard]] bool ignores_errors() const { return m_ignores; }

private:
  void line(std::string_view text);
  void echo_by_template(RunFlags& flags, const std::string& command);
  void error_control(std::string_view text);
  const Shell* m_shell;
  ScriptOptions m_options;
  std::string m_text;
  bool m_ignores = false;
  bool m_tracing = false;
};

} // namespace mmk::exec
