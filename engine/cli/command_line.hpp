// The command line, MAKEFLAGS and .MAKEFLAGS: bmake's option grammar from one table, which --help
// and the usage text come from as well. Fills Options and the variables that options set; knows
// nothing of what is built.
#pragma once

#include "base/debug_log.hpp"
#include "base/options.hpp"
#include "lang/parser.hpp"

#include <functional>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace mmk::cli {

/// A malformed command line: `text` was found wrong; cli prints it, then the usage if wanted.
struct UsageError {
  std::string text;
  bool show_usage = true;
};

/// What options act upon; owned by the Session.
struct CommandLineContext {
  Options& options;
  DebugLog& debug;
  lang::Variables& variables;
  lang::IncludePaths& paths;
  lang::Diagnostics& diag;
  pid_t pid = 0;
  int processors = 1;                   ///< what a multiple of -j is one of
  std::string trace_file;               ///< -T
  std::vector<std::string> directories; ///< -C, in order
  /// VAR=value words, as they were given (set up once there is a parser).
  std::function<bool(std::string_view)> assign;
  bool makesyspath_set = false; ///< -m was given
  bool debug_given = false;     ///< -d was given, with whatever letters
};

class CommandLine {
public:
  explicit CommandLine(CommandLineContext& context) : m_context(&context) {}

  /// Words of argv (without argv[0]). Throws UsageError.
  void parse(const std::vector<std::string>& words);
  /// MAKEFLAGS and .MAKEFLAGS: split as a shell would. `from_environment`: a word of letters only
  /// is a bunch of flags (POSIX).
  void parse_text(std::string_view text, bool from_environment);

  // for the table's actions
  [[nodiscard]] CommandLineContext& context() { return *m_context; }
  void remember(std::string_view flag);
  void remember(std::string_view flag, std::string_view value);

private:
  [[nodiscard]] std::size_t option_word(const std::vector<std::string>& words, std::size_t at);
  void operand(const std::string& word);
  bool long_option(const std::string& word);
  CommandLineContext* m_context;
  bool m_options_ended = false;
};

/// The text behind "usage: ".
[[nodiscard]] std::string usage_text(std::string_view program);
/// --help: every option with a line of explanation.
[[nodiscard]] std::string help_text(std::string_view program);

/// MAKEFLAGS for children from .MAKEFLAGS and .MAKEOVERRIDES.
[[nodiscard]] std::string makeflags_value(lang::Variables& variables);

} // namespace mmk::cli
