// What the parser does with each line: conditionals and loops decide which lines count, directives
// and assignments are carried out, rules go to the RuleSink. Internal to the parser.
#pragma once

#include "lang/assignment.hpp"
#include "lang/cond_stack.hpp"
#include "lang/conditions.hpp"
#include "lang/include.hpp"
#include "lang/input_stack.hpp"
#include "lang/parser.hpp"

#include <string>
#include <string_view>

namespace mmk::lang {

class Interpreter {
public:
  Interpreter(Variables& variables, RuleSink& rules, IncludePaths& paths)
      : m_variables(&variables), m_rules(&rules), m_finder(variables, paths), m_inputs(variables) {}

  void set_assignment_hook(Parser::AssignmentHook hook) { m_hook = std::move(hook); }
  void set_reading_depend(bool on);
  [[nodiscard]] bool reading_depend() const { return m_reading_depend; }
  [[nodiscard]] const InputStack& inputs() const { return m_inputs; }
  [[nodiscard]] const IncludeFinder& finder() const { return m_finder; }
  [[nodiscard]] bool stopped() const { return m_stopped; }

  void run_file(std::string_view name, std::string bytes);
  void handle_posix();
  /// The first file that is not a system makefile is the main one.
  void begin_main() { m_main_begun = true; }
  [[nodiscard]] bool main_begun() const { return m_main_begun; }
  void do_assignment(Scope& scope, const Assignment& assignment);

private:
  // interpreter.cpp: lines
  [[nodiscard]] bool next_line(std::string_view& line);
  [[nodiscard]] bool end_of_input();
  void parse_line(std::string_view line);
  void command_line(std::string_view line);
  void export_line(std::string_view text);
  void check_open_conditions();
  void stop() { m_stopped = true; }
  [[nodiscard]] bool is_too_deep();

  // conditionals.cpp: .if and its kin; `text` begins behind the '.' and its blanks
  [[nodiscard]] bool conditional(std::string_view text);
  void do_if(std::string_view condition, CondOptions options);
  void do_elif(std::string_view condition, CondOptions options);
  void do_else(std::string_view arguments);
  void do_endif(std::string_view arguments);
  [[nodiscard]] bool has_if() const {
    return m_conditions.has_block(m_inputs.top().base_conditions);
  }

  // loops.cpp
  [[nodiscard]] bool loop(std::string_view text);
  void run_loop(const ForHead& head);
  [[nodiscard]] std::string_view collect_body();

  // directives.cpp
  [[nodiscard]] bool directive(std::string_view line);
  void do_break(std::string_view argument);
  void do_undef(std::string_view argument);
  void do_export(std::string_view argument);
  void do_export_all(std::string_view argument);
  void do_export_env(std::string_view argument);
  void do_export_literal(std::string_view argument);
  void do_unexport(std::string_view argument);
  void do_unexport_env(std::string_view argument);
  void do_info(std::string_view argument);
  void do_warning(std::string_view argument);
  void do_error(std::string_view argument);
  bool message(Level level, std::string_view name, std::string_view text);
  void do_include(std::string_view text);
  void sysv_include(std::string_view line);
  void include_file(std::string_view name, bool system, bool depend, bool silent);

  struct Directive {
    std::string_view name;
    void (Interpreter::*run)(std::string_view argument);
  };
  static const Directive k_directives[];

  [[nodiscard]] Context& context() { return m_variables->context(); }
  [[nodiscard]] Diagnostics& diag() { return m_variables->context().diag; }

  Variables* m_variables;
  RuleSink* m_rules;
  IncludeFinder m_finder;
  InputStack m_inputs;
  CondStack m_conditions;
  Parser::AssignmentHook m_hook;
  bool m_stopped = false;
  bool m_reading_depend = false;
  bool m_main_begun = false;
  int m_main_lines = 0; ///< logical lines of the main makefile so far, for .POSIX
};

} // namespace mmk::lang
