#include "exec/shell_runner.hpp"

#include "exec/command_file.hpp"
#include "exec/plain_runner.hpp"
#include "exec/sh_interpreter.hpp"
#include "fs/paths.hpp"

#include <sys/wait.h>

#include <algorithm>
#include <array>

namespace mmk::exec {

namespace {

/// Variables that a shell does not hand on as it got them.
constexpr std::array<std::string_view, 3> k_shell_variables{"IFS", "OPTIND", "PPID"};

bool is_identifier(std::string_view name) {
  const auto fits = [](char c) {
    return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9') || c == '_';
  };
  return !name.empty() && (name[0] < '0' || name[0] > '9') &&
         std::all_of(name.begin(), name.end(), fits);
}

/// Would a shell change the environment besides dropping what is no variable? It looks up programs
/// in a PATH of its own if there is none, and sets PWD if it is wrong.
bool shell_changes(const Environment& environment, const std::string& cwd) {
  const auto is_set = [&](std::string_view name) { return environment.get(name).has_value(); };
  return !is_set("PATH") || environment.get("PWD") != std::string_view(cwd) ||
         std::any_of(k_shell_variables.begin(), k_shell_variables.end(), is_set);
}

/// A shell drops such entries.
bool has_odd_name(const std::string& entry) {
  return !is_identifier(std::string_view(entry).substr(0, entry.find('=')));
}

tracer::Command without_odd_names(tracer::Command process) {
  std::erase_if(process.environment, has_odd_name);
  return process;
}

Result<Captured> run_shell(const Shell& shell, std::string_view command,
                           const Environment& environment, tracer::Command process) {
  process.path = shell.path;
  if (fits_argument(command)) {
    process.argv = {shell.name, "-c", std::string(command)};
    return run_captured(process);
  }
  MMK_TRY_ASSIGN(
      const CommandFile file,
      CommandFile::create(command, fs::join(process.cwd, temporary_directory(environment))));
  process.argv = {shell.name, file.path()};
  return run_captured(process);
}

/// What /bin/sh would do, with fewer processes; nullopt: that takes a shell. There are no odd names
/// in the environment of `place`.
std::optional<Result<Captured>> run_without_shell(std::string_view command,
                                                  const tracer::Command& place) {
  if (fits_argument(command)) { // else a word might be too long for a program, not for a builtin
    if (const auto script = parse_plain_script(command)) {
      return run_plain_script(*script, place);
    }
  }
  if (auto outcome = run_sh(command, place)) {
    return Captured{std::move(outcome->output), outcome->status << 8};
  }
  return std::nullopt;
}

} // namespace

/// Environments are big and change seldom.
void ProcessShellRunner::prepare() {
  m_process.cwd = m_cwd();
  if (m_version == m_environment->version()) {
    return;
  }
  m_version = m_environment->version();
  m_process.environment = m_environment->entries();
  m_has_odd_names =
      std::any_of(m_process.environment.begin(), m_process.environment.end(), has_odd_name);
}

lang::ShellResult ProcessShellRunner::run(std::string_view command) {
  if (m_before) {
    m_before();
  }
  m_sink->flush();
  prepare();
  std::optional<Result<Captured>> captured;
  if (m_shell->path == "/bin/sh" && !shell_changes(*m_environment, m_process.cwd)) {
    captured = m_has_odd_names ? run_without_shell(command, without_odd_names(m_process))
                               : run_without_shell(command, m_process);
  }
  if (!captured) {
    captured = run_shell(*m_shell, command, *m_environment, m_process);
  }
  const std::string quoted = "\"" + std::string(command) + "\"";
  if (!*captured) {
    return {"", "Couldn't exec " + quoted};
  }
  const int status = (*captured)->wait_status;
  lang::ShellResult result{std::move((*captured)->output), ""};
  if (WIFSIGNALED(status)) {
    result.error = quoted + " exited on a signal";
  } else if (WEXITSTATUS(status) != 0) {
    result.error = quoted + " returned non-zero status";
  }
  return result;
}

} // namespace mmk::exec
