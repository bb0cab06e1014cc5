// Reads makefiles: lines and continuations, comments, directives, .for, .include, assignments;
// hands rules to a RuleSink.
#pragma once

#include "lang/rule_sink.hpp"
#include "lang/variables.hpp"

#include <functional>
#include <memory>
#include <string>
#include <string_view>
#include <vector>

namespace mmk::lang {

/// Where .include looks; directories are absolute or relative to the FileSystem's cwd.
struct IncludePaths {
  std::vector<std::string> user; ///< -I
  std::vector<std::string>
      system; ///< -m / MAKESYSPATH / built in; ".../name" entries search upward
};

class Parser final : public LocationSource {
public:
  Parser(Variables& variables, RuleSink& rules, IncludePaths& paths);
  ~Parser() override;
  Parser(const Parser&) = delete;
  Parser& operator=(const Parser&) = delete;

  /// Called after an assignment to one of the variables that steer the program as a whole:
  /// .CURDIR, .MAKEOVERRIDES, .MAKE.JOB.PREFIX. .MAKE.EXPORTED is dealt with here.
  using AssignmentHook = std::function<void(std::string_view name, std::string_view value)>;
  void set_assignment_hook(AssignmentHook hook);
  /// The files read from here on are generated dependencies (.depend).
  void set_reading_depend(bool on);
  /// `.error` was met (or input nested without end): nothing more is read, the run ends with status
  /// 1 at once.
  [[nodiscard]] bool stopped() const;
  /// `.POSIX:` was met; if it is the first line of the main makefile, sets %POSIX and includes
  /// <posix.mk>.
  void handle_posix();

  /// Reads a whole makefile. `name` is how messages call it. Problems are reported through
  /// Diagnostics.
  void parse_file(std::string_view name, std::string bytes);
  /// Finds and reads `name` as a makefile of the command line: "-" handled by the caller. False if
  /// there is no such file.
  [[nodiscard]] bool parse_makefile(const std::string& name);
  /// Finds a system makefile (`<sys.mk>`); "" if none.
  [[nodiscard]] std::string find_system_makefile(std::string_view name) const;
  /// VAR=value words of the command line or .MAKEFLAGS: true if `text` is an assignment (then it
  /// was done in `scope`).
  [[nodiscard]] bool parse_assignment(std::string_view text, Scope& scope);

  // LocationSource
  [[nodiscard]] Location current() const override;
  [[nodiscard]] std::string stack_trace() const override;
  [[nodiscard]] std::string full_trace() const override;

private:
  struct State;
  Variables& m_variables;
  RuleSink& m_rules;
  IncludePaths& m_paths;
  std::unique_ptr<State> m_state;
};

} // namespace mmk::lang
