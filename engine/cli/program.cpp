#include "cli/program.hpp"

#include "cli/command_line.hpp"
#include "cli/session.hpp"
#include "cli/version.hpp"
#include "exec/process_launcher.hpp"
#include "exec/signals.hpp"
#include "fs/real_file_system.hpp"
#include "report/json_sink.hpp"
#include "report/status_sink.hpp"
#include "report/text_sink.hpp"

#include <climits>
#include <fmt/format.h>

#include <sys/ioctl.h>
#include <sys/utsname.h>
#include <unistd.h>

#include <algorithm>
#include <cstdlib>
#include <memory>
#include <string_view>
#include <system_error>

namespace mmk::cli {

namespace {

Host collect_host(int argc, char** argv, char** environment) {
  Host host;
  host.argv.assign(argv, argv + argc);
  for (char** entry = environment; *entry != nullptr; ++entry) {
    host.environment.emplace_back(*entry);
  }
  char path[PATH_MAX]; // NOLINT: for getcwd and realpath
  if (getcwd(path, sizeof(path)) != nullptr) {
    host.cwd = path;
  }
  if (realpath("/proc/self/exe", path) != nullptr) {
    host.executable = path;
  }
  utsname system{};
  uname(&system);
  host.system = system.sysname;
  host.machine = system.machine;
  host.uid = getuid();
  host.gid = getgid();
  host.pid = getpid();
  host.ppid = getppid();
  host.processors = std::max(1, static_cast<int>(sysconf(_SC_NPROCESSORS_ONLN)));
  host.stdout_is_tty = isatty(STDOUT_FILENO) != 0;
  host.stderr_is_tty = isatty(STDERR_FILENO) != 0;
  return host;
}

bool has_word(const Host& host, std::string_view word) {
  for (std::size_t i = 1; i < host.argv.size(); ++i) {
    if (host.argv[i] == word) {
      return true;
    }
  }
  return false;
}

std::string_view environment_value(const Host& host, std::string_view name) {
  for (const std::string& entry : host.environment) {
    if (entry.size() > name.size() && entry.starts_with(name) && entry[name.size()] == '=') {
      return std::string_view(entry).substr(name.size() + 1);
    }
  }
  return "";
}

/// Only the outermost make on a terminal that can erase a line.
bool wants_status_line(const Host& host) {
  const std::string_view terminal = environment_value(host, "TERM");
  return host.stdout_is_tty && !terminal.empty() && terminal != "dumb" &&
         environment_value(host, "MAKELEVEL").empty() &&
         environment_value(host, "NO_STATUS").empty();
}

int terminal_width() {
  winsize size{};
  return ioctl(STDOUT_FILENO, TIOCGWINSZ, &size) == 0 && size.ws_col > 0 ? size.ws_col : 80;
}

/// --help and --version need no Session.
bool answer_about_itself(const Host& host, ReportSink& sink) {
  if (has_word(host, "--help")) {
    sink.out(help_text("mmk"));
    return true;
  }
  if (has_word(host, "--version")) {
    sink.out(version_text(has_word(host, "--json")));
    return true;
  }
  return false;
}

/// A value that nobody got is no success, whatever came before.
int judge_output(report::TextSink& sink, int status) {
  sink.flush();
  if (sink.output_state()) {
    return status;
  }
  sink.err(fmt::format("mmk: standard output: {}\n",
                       std::generic_category().message(sink.output_state().error().sys_errno)));
  return status == 0 ? 1 : status;
}

} // namespace

int run_program(int argc, char** argv, char** environment) {
  const Host host = collect_host(argc, argv, environment);
  report::TextSink sink(STDOUT_FILENO, STDERR_FILENO);
  if (answer_about_itself(host, sink)) {
    return judge_output(sink, 0);
  }
  const SystemClock clock;
  const bool json = has_word(host, "--json-events");
  const bool status = !json && wants_status_line(host);
  report::JsonSink json_sink(sink);
  report::StatusSink status_sink(sink, clock, terminal_width());
  ReportSink& chosen = json     ? static_cast<ReportSink&>(json_sink)
                       : status ? static_cast<ReportSink&>(status_sink)
                                : sink;
  std::unique_ptr<exec::SignalPipe> signals;
  fs::RealFileSystem files(host.cwd);
  exec::ProcessLauncher launcher(tracer::Options{.record_stat = tracer::StatRecords::found});
  SessionParts parts{chosen, files, launcher, [] { return tracer::probe(); }};
  parts.wants_progress = json || status;
  parts.watch_signals = [&signals, &launcher] {
    if (auto made = exec::SignalPipe::create()) {
      signals = *std::move(made);
      launcher.set_signal_fd(signals->fd());
    }
  };
  parts.capture_all = json;
  if (status) {
    parts.jobs_mode_begins = [&status_sink] { status_sink.enable(); };
    parts.job_failed = [&](std::string_view target, std::string_view text, std::string_view meta) {
      status_sink.remember_failure(target, text, meta);
    };
  }
  Session session(host, std::move(parts));
  const ExitStatus exit = session.run();
  status_sink.finish();
  sink.flush();
  if (exit.signal != 0) {
    exec::die_by_signal(exit.signal);
  }
  // run() has closed what must be closed. Freeing a graph of many thousand targets piece by piece
  // would take as long as finding out that there is nothing to do.
  std::_Exit(judge_output(sink, exit.status));
}

} // namespace mmk::cli
