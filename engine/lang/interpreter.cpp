#include "lang/interpreter.hpp"

#include "lang/chars.hpp"

namespace mmk::lang {

namespace {

/// Files and loops inside each other. Real trees stay below 50; endless recursion shall end in a
/// message, not in exhausted memory.
constexpr std::size_t k_max_inputs = 4096;

/// `include FILE` of other makes, unless the colon says that it is a rule for "include".
bool is_sysv_include(std::string_view line) {
  if (!line.empty() && (line.front() == '-' || line.front() == 's' || line.front() == 'd')) {
    line.remove_prefix(1);
  }
  if (!line.starts_with("include") || line.size() < 8 || !is_space(line[7])) {
    return false;
  }
  for (std::size_t colon = line.find(':'); colon != std::string_view::npos;
       colon = line.find(':', colon + 1)) {
    if (colon + 1 == line.size() || line[colon + 1] == ':' || is_space(line[colon + 1])) {
      return false;
    }
  }
  return true;
}

/// `export NAME=VALUE` of GNU make.
bool is_export(std::string_view line) {
  return line.starts_with("export") && line.size() > 6 && is_space(line[6]) &&
         line.find(':') == std::string_view::npos;
}

} // namespace

void Interpreter::set_reading_depend(bool on) {
  m_reading_depend = on;
  m_rules->set_reading_depend(on);
}

void Interpreter::run_file(std::string_view name, std::string bytes) {
  const bool depend_before = m_reading_depend;
  m_inputs.push_file(name, std::move(bytes), m_conditions.depth(), m_reading_depend);
  std::string_view line;
  while (!m_stopped && next_line(line)) {
    parse_line(line);
  }
  if (!m_stopped) {
    m_rules->end_of_group();
    set_reading_depend(depend_before);
  }
}

bool Interpreter::is_too_deep() {
  if (m_inputs.size() < k_max_inputs) {
    return false;
  }
  diag().parse(Level::fatal, "Included files and .for loops are nested more than {} levels deep",
               k_max_inputs);
  stop();
  return true;
}

/// The next line that is to be carried out; false at the very end.
bool Interpreter::next_line(std::string_view& line) {
  diag().set_trace_messages(context().debug.on(Debug::parse));
  while (!m_stopped) {
    const LineMode mode = m_conditions.skipping() ? LineMode::skipping : LineMode::normal;
    switch (m_inputs.top().reader.next(mode, line)) {
    case ReadStatus::zero_byte:
      diag().parse(Level::fatal, "Zero byte read from file");
      [[fallthrough]];
    case ReadStatus::end:
      if (!end_of_input()) {
        return false;
      }
      continue;
    case ReadStatus::line:
      break;
    }
    if (m_main_begun && m_main_lines < 2) {
      ++m_main_lines;
    }
    if (line.empty() || line.front() != '.') {
      return true;
    }
    const std::string_view text = trim_left(line.substr(1));
    const bool is_done = conditional(text) || m_conditions.skipping() || loop(text);
    if (!is_done) {
      return true;
    }
  }
  return false;
}

void Interpreter::check_open_conditions() {
  const std::size_t base = m_inputs.top().base_conditions;
  if (m_conditions.depth() > base) {
    const std::size_t open = m_conditions.depth() - base;
    diag().parse(Level::fatal, "{} open conditional{}", open, open == 1 ? "" : "s");
    m_conditions.reset(base);
  }
}

bool Interpreter::end_of_input() {
  check_open_conditions();
  if (m_inputs.next_turn()) {
    return true;
  }
  const bool has_more = m_inputs.pop();
  if (has_more && m_inputs.top().is_depend != m_reading_depend) {
    set_reading_depend(m_inputs.top().is_depend);
  }
  return has_more;
}

void Interpreter::parse_line(std::string_view line) {
  if (context().debug.on(Debug::parse)) {
    context().debug.print("Parsing line {}: {}\n", m_inputs.raw().line, line);
  }
  const char first = line.empty() ? '\0' : line.front();
  if (first == '.' && directive(line)) {
    return;
  }
  if (first == '\t') {
    command_line(line);
    return;
  }
  if (is_sysv_include(line)) {
    sysv_include(line);
    return;
  }
  if (first == 'e' && is_export(line)) {
    export_line(trim_left(line.substr(6)));
    return;
  }
  m_rules->end_of_group();
  if (const std::optional<Assignment> assignment = find_assignment(line)) {
    do_assignment(m_variables->global(), *assignment);
  } else {
    m_rules->dependency_line(line, m_inputs.raw());
  }
}

void Interpreter::command_line(std::string_view line) {
  const std::string_view command = trim_left(line);
  if (command.empty()) {
    return;
  }
  if (m_rules->in_group()) {
    m_rules->command_line(command, m_inputs.raw());
  } else {
    diag().parse(Level::fatal, "Unassociated shell command \"{}\"", command);
  }
}

void Interpreter::export_line(std::string_view text) {
  const std::size_t equals = text.find('=');
  if (equals == std::string_view::npos) {
    diag().parse(Level::fatal, "Variable/Value missing from \"export\"");
    return;
  }
  context().environment.set(
      text.substr(0, equals),
      m_variables->expand(text.substr(equals + 1), m_variables->cmdline(), EvalMode::eval));
}

void Interpreter::do_assignment(Scope& scope, const Assignment& assignment) {
  if (!assign(*m_variables, scope, assignment)) {
    return;
  }
  const std::string_view name = assignment.name;
  if (name.empty() || name.front() != '.') {
    return;
  }
  if (name == ".MAKE.EXPORTED") {
    m_variables->export_vars(ExportKind::plain, m_variables->value(scope, name).value_or(""));
  } else if (m_hook &&
             (name == ".MAKEOVERRIDES" || name == ".CURDIR" || name == ".MAKE.JOB.PREFIX")) {
    m_hook(name, m_variables->value(scope, name).value_or(""));
  }
}

void Interpreter::handle_posix() {
  if (m_main_lines != 1 || m_inputs.size() != 1) {
    return;
  }
  m_variables->set(m_variables->global(), "%POSIX", "1003.2");
  include_file("posix.mk", true, false, true);
}

} // namespace mmk::lang
