#include "exec/script.hpp"

namespace mmk::exec {

namespace {

/// For a command inside double quotes of a template.
std::string escape_double_quoted(std::string_view command) {
  std::string result;
  for (const char c : command) {
    if (c == '$' || c == '"' || c == '`' || c == '\\') {
      result += '\\';
    }
    result += c;
  }
  return result;
}

std::string fill(std::string_view text, std::string_view command) {
  const std::size_t place = text.find("%s");
  if (place == std::string_view::npos) {
    return std::string(text);
  }
  return std::string(text.substr(0, place)).append(command).append(text.substr(place + 2));
}

} // namespace

RunFlags take_run_flags(std::string_view& command) {
  RunFlags flags;
  while (!command.empty()) {
    const char c = command.front();
    if (c == '@') {
      flags.echo = false;
    } else if (c == '-') {
      flags.ignore_errors = true;
    } else if (c == '+') {
      flags.always = true;
    } else if (c != ' ' && c != '\t' && c != '\n') {
      break;
    }
    command.remove_prefix(1);
  }
  return flags;
}

void ScriptWriter::line(std::string_view text) {
  if (!text.empty()) {
    m_text.append(text).append("\n");
  }
}

/// Shows the command by the shell's echo template instead of by its echo mode.
void ScriptWriter::echo_by_template(RunFlags& flags, const std::string& command) {
  if (!m_options.echo || !flags.echo || m_shell->echo_template.empty()) {
    return;
  }
  if (m_shell->has_echo_control) {
    line(m_shell->echo_off);
  }
  m_text += fill(m_shell->echo_template, escape_double_quoted(command));
  flags.echo = false;
}

/// Switches error checking without showing that.
void ScriptWriter::error_control(std::string_view text) {
  const bool hide = m_options.echo && m_shell->has_echo_control;
  if (hide) {
    line(m_shell->echo_off);
  }
  line(text);
  if (hide) {
    line(m_shell->echo_on);
  }
}

void ScriptWriter::add(RunFlags flags, std::string_view command) {
  const std::string text(command);
  std::string_view run_template = "%s\n";
  // A comment inside of "{ ... }" would hide the closing brace's line from some shells; bmake runs
  // it as it is.
  const bool comment = command.starts_with('#');
  bool check_again = false;
  if (!flags.echo) {
    if (m_options.echo && m_options.run && m_shell->has_echo_control) {
      line(m_shell->echo_off);
    } else if (m_shell->has_error_control) {
      flags.echo = true;
    }
  }
  if (flags.ignore_errors) {
    if (!m_options.run) {
      // nothing to switch: nothing runs
    } else if (m_shell->has_error_control) {
      error_control(m_shell->error_off);
      check_again = true;
    } else if (!m_shell->ignore_template.empty()) {
      m_ignores = true;
      echo_by_template(flags, text);
      run_template = m_shell->ignore_template;
      flags.ignore_errors = false;
    }
  } else if (!m_shell->has_error_control && !m_shell->check_template.empty() && !comment) {
    echo_by_template(flags, text);
    run_template = m_shell->check_template;
  } else if (!m_shell->has_error_control && !m_shell->has_echo_control) {
    echo_by_template(flags, text);
  }
  if (m_options.trace_shell && !m_tracing && m_options.run) {
    line("set -x");
    m_tracing = true;
  }
  m_text += fill(run_template, text);
  if (check_again) {
    error_control(m_shell->error_on);
  }
  if (!flags.echo && m_options.echo && m_shell->has_echo_control) {
    line(m_shell->echo_on);
  }
}

} // namespace mmk::exec
