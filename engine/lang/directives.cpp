#include "lang/chars.hpp"
#include "lang/interpreter.hpp"

namespace mmk::lang {

const Interpreter::Directive Interpreter::k_directives[] = {
    {"break", &Interpreter::do_break},
    {"undef", &Interpreter::do_undef},
    {"export", &Interpreter::do_export},
    {"export-all", &Interpreter::do_export_all},
    {"export-env", &Interpreter::do_export_env},
    {"export-literal", &Interpreter::do_export_literal},
    {"unexport", &Interpreter::do_unexport},
    {"unexport-env", &Interpreter::do_unexport_env},
    {"info", &Interpreter::do_info},
    {"warning", &Interpreter::do_warning},
    {"error", &Interpreter::do_error},
};

namespace {

/// The spelling of an include directive: .include, .-include, .sinclude, .dinclude.
bool is_include(std::string_view text) {
  if (!text.empty() && (text.front() == '-' || text.front() == 's' || text.front() == 'd')) {
    text.remove_prefix(1);
  }
  return text.starts_with("include");
}

} // namespace

/// Carries out the line if it is a directive. Otherwise it may still be an assignment to ".info" or
/// a rule for it.
bool Interpreter::directive(std::string_view line) {
  const std::string_view text = trim_left(line.substr(1));
  if (is_include(text)) {
    do_include(text);
    return true;
  }
  std::size_t length = 0;
  while (length < text.size() && (is_alnum(text[length]) || text[length] == '-')) {
    ++length;
  }
  if (length < text.size() && !is_space(text[length])) {
    return false;
  }
  const std::string_view name = text.substr(0, length);
  for (const Directive& known : k_directives) {
    if (known.name == name) {
      (this->*known.run)(trim_left(text.substr(length)));
      return true;
    }
  }
  return false;
}

void Interpreter::do_break(std::string_view argument) {
  if (!argument.empty()) {
    diag().parse(Level::fatal, "The .break directive does not take arguments");
  }
  Input& input = m_inputs.top();
  if (input.loop == nullptr) {
    diag().parse(Level::fatal, "break outside of for loop");
    return;
  }
  input.loop->stop();
  m_conditions.reset(input.base_conditions);
  input.reader.skip_to_end();
}

void Interpreter::do_undef(std::string_view argument) {
  m_variables->undef(argument);
}

void Interpreter::do_export(std::string_view argument) {
  m_variables->export_vars(argument.empty() ? ExportKind::all : ExportKind::plain, argument);
}

void Interpreter::do_export_all(std::string_view argument) {
  if (!argument.empty()) {
    diag().parse(Level::fatal, "The .export-all directive does not take arguments");
  }
  m_variables->export_vars(ExportKind::all, {});
}

void Interpreter::do_export_env(std::string_view argument) {
  m_variables->export_vars(ExportKind::env, argument);
}

void Interpreter::do_export_literal(std::string_view argument) {
  m_variables->export_vars(ExportKind::literal, argument);
}

void Interpreter::do_unexport(std::string_view argument) {
  m_variables->unexport(false, argument);
}

void Interpreter::do_unexport_env(std::string_view argument) {
  m_variables->unexport(true, argument);
}

void Interpreter::do_info(std::string_view argument) {
  message(Level::info, "info", argument);
}

void Interpreter::do_warning(std::string_view argument) {
  message(Level::warning, "warning", argument);
}

void Interpreter::do_error(std::string_view argument) {
  if (message(Level::fatal, "error", argument)) {
    stop();
  }
}

bool Interpreter::message(Level level, std::string_view name, std::string_view text) {
  if (text.empty()) {
    diag().parse(Level::fatal, "Missing argument for \".{}\"", name);
    return false;
  }
  diag().parse(level, "{}", m_variables->expand(text, m_variables->cmdline(), EvalMode::eval));
  return true;
}

/// `text` begins with the directive's name.
void Interpreter::do_include(std::string_view text) {
  const char kind = text.front();
  text = trim_left(text.substr(kind == 'i' ? 7 : 8));
  if (text.empty() || (text.front() != '"' && text.front() != '<')) {
    diag().parse(Level::fatal, ".include filename must be delimited by '\"' or '<'");
    return;
  }
  const char close = text.front() == '<' ? '>' : '"';
  text.remove_prefix(1);
  const std::size_t end = text.find(close);
  if (end == std::string_view::npos) {
    diag().parse(Level::fatal, "Unclosed .include filename. '{}' expected", close);
    return;
  }
  const std::string name =
      m_variables->expand(text.substr(0, end), m_variables->cmdline(), EvalMode::eval);
  include_file(name, close == '>', kind == 'd', kind != 'i');
}

void Interpreter::sysv_include(std::string_view line) {
  const bool silent = line.front() != 'i';
  const std::string names = m_variables->expand(trim_left(line.substr(silent ? 8 : 7)),
                                                m_variables->cmdline(), EvalMode::eval);
  std::string_view rest = trim_left(names);
  do {
    include_file(take_word(rest), false, false, silent);
  } while (!rest.empty() && !m_stopped);
}

void Interpreter::include_file(std::string_view name, bool system, bool depend, bool silent) {
  const std::optional<std::string> found = m_finder.find(name, system, m_inputs.top().name);
  if (!found) {
    if (!silent) {
      diag().parse(Level::fatal, "Could not find {}", name);
    }
    return;
  }
  Result<std::string> bytes = context().files.file_system().read(*found);
  if (!bytes) {
    if (!silent) {
      diag().parse(Level::fatal, "Cannot open {}", *found);
    }
    return;
  }
  if (is_too_deep()) {
    return;
  }
  if (depend && !m_reading_depend) {
    set_reading_depend(true);
  }
  m_inputs.push_file(*found, *std::move(bytes), m_conditions.depth(), m_reading_depend);
}

} // namespace mmk::lang
