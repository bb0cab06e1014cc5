#include "cli/program.hpp"

#include "cli/command_line.hpp"
#include "cli/session.hpp"
#include "cli/version.hpp"
#include "exec/process_launcher.hpp"
#include "exec/signals.hpp"
#include "fs/real_file_system.hpp"
#include "report/text_sink.hpp"

#include <climits>
#include <cstdlib>
#include <string_view>
#include <unistd.h>

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
  host.uid = getuid();
  host.gid = getgid();
  host.pid = getpid();
  host.ppid = getppid();
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

} // namespace

int run_program(int argc, char** argv, char** environment) {
  const Host host = collect_host(argc, argv, environment);
  report::TextSink sink(STDOUT_FILENO, STDERR_FILENO);
  if (answer_about_itself(host, sink)) {
    return 0;
  }
  ExitStatus exit;
  {
    const auto signals = exec::SignalPipe::create();
    fs::RealFileSystem files(host.cwd);
    exec::ProcessLauncher launcher(tracer::Options{}, signals ? (*signals)->fd() : -1);
    Session session(host, SessionParts{sink, files, launcher, [] { return tracer::probe(); }});
    exit = session.run();
  }
  sink.flush();
  if (exit.signal != 0) {
    exec::die_by_signal(exit.signal);
  }
  return exit.status;
}

} // namespace mmk::cli
