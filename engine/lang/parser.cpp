#include "lang/parser.hpp"

#include "fs/paths.hpp"
#include "lang/interpreter.hpp"

namespace mmk::lang {

struct Parser::State {
  Interpreter interpreter;
  std::string system_makefile; ///< the last that find_system_makefile() gave
};

Parser::Parser(Variables& variables, RuleSink& rules, IncludePaths& paths)
    : m_variables(variables), m_rules(rules), m_paths(paths),
      m_state(new State{Interpreter(variables, rules, paths), {}}) {
  m_variables.context().diag.set_location_source(this);
}

Parser::~Parser() {
  m_variables.context().diag.set_location_source(nullptr);
}

void Parser::set_assignment_hook(AssignmentHook hook) {
  m_state->interpreter.set_assignment_hook(std::move(hook));
}

void Parser::set_reading_depend(bool on) {
  m_state->interpreter.set_reading_depend(on);
}

bool Parser::stopped() const {
  return m_state->interpreter.stopped();
}

void Parser::handle_posix() {
  m_state->interpreter.handle_posix();
}

void Parser::parse_file(std::string_view name, std::string bytes) {
  Interpreter& interpreter = m_state->interpreter;
  if (name == "(stdin)") {
    m_variables.set(m_variables.internal(), "MAKEFILE", "");
  }
  if (!interpreter.main_begun() && name != m_state->system_makefile) {
    interpreter.begin_main();
  }
  interpreter.run_file(name, std::move(bytes));
}

bool Parser::parse_makefile(const std::string& name) {
  fs::FileSystem& files = m_variables.context().files.file_system();
  const std::optional<std::string> curdir = m_variables.value(m_variables.global(), ".CURDIR");
  std::string path = name;
  if (!fs::is_absolute(name) && curdir && *curdir != files.cwd()) {
    path = fs::join(*curdir, name);
  }
  Result<std::string> bytes = files.read(path);
  if (!bytes && path != name) {
    path = name;
    bytes = files.read(path);
  }
  if (!bytes) {
    const std::optional<std::string> found = m_state->interpreter.finder().find_makefile(name);
    if (!found) {
      return false;
    }
    path = *found;
    bytes = files.read(path);
    if (!bytes) {
      return false;
    }
  }
  if (!m_state->interpreter.reading_depend()) {
    m_variables.set(m_variables.internal(), "MAKEFILE", path);
  }
  parse_file(path, *std::move(bytes));
  return true;
}

std::string Parser::find_system_makefile(std::string_view name) const {
  m_state->system_makefile = m_state->interpreter.finder().find_system_only(name).value_or("");
  return m_state->system_makefile;
}

bool Parser::parse_assignment(std::string_view text, Scope& scope) {
  const std::optional<Assignment> assignment = find_assignment(text);
  if (assignment) {
    m_state->interpreter.do_assignment(scope, *assignment);
  }
  return assignment.has_value();
}

Location Parser::current() const {
  return m_state->interpreter.inputs().shown();
}

std::string Parser::full_trace() const {
  return m_state->interpreter.inputs().trace(true);
}

std::string Parser::stack_trace() const {
  return m_state->interpreter.inputs().trace();
}

} // namespace mmk::lang
