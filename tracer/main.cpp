// filemon: runs a command under watch and writes what files it touched.
#include "base/defer.hpp"
#include "base/io.hpp"
#include "base/timestamp.hpp"
#include "tracer/api.hpp"

#include <CLI/CLI.hpp>

#include <fcntl.h>
#include <poll.h>
#include <spdlog/logger.h>
#include <spdlog/sinks/stdout_sinks.h>
#include <sys/resource.h>
#include <sys/signalfd.h>
#include <sys/stat.h>
#include <sys/wait.h>
#include <unistd.h>

#include <array>
#include <csignal>
#include <cstdio>
#include <cstdlib>
#include <memory>
#include <sstream>
#include <string>
#include <vector>

namespace {

using mmk::Result;
namespace tracer = mmk::tracer;

constexpr int k_usage_error = 2;
constexpr int k_not_executable = 126;
constexpr int k_not_found = 127;

struct Arguments {
  std::string output;
  std::string backend = "auto";
  bool stat = false;
  bool no_not_found = false;
  bool no_listings = false;
  bool verbose = false;
  std::vector<std::string> command;
};

/// What filemon itself has to say, apart from the record.
spdlog::logger standard_error_log(bool verbose) {
  spdlog::logger log("filemon", std::make_shared<spdlog::sinks::stderr_sink_st>());
  log.set_pattern("%n: %v");
  log.set_level(verbose ? spdlog::level::info : spdlog::level::err);
  return log;
}

int complain(spdlog::logger& log, const std::string& text, int status) {
  log.error(text);
  return status;
}

void tell(spdlog::logger& log, const tracer::Outcome& outcome) {
  log.info("the command used {} ms of CPU time, {} KiB of memory at most",
           (outcome.user_usec + outcome.system_usec) / 1000, outcome.max_rss_kib);
  if (outcome.left_behind > 0) {
    log.info("{} of its processes go on, unwatched", outcome.left_behind);
  }
  if (!outcome.complete) {
    log.error("the record is incomplete: {}", tracer::first_warning(outcome.records));
  }
}

/// Terminal signals reach the command by themselves and are its to judge; the others are passed on.
tracer::Outcome await(tracer::Trace& trace) {
  sigset_t watched;
  sigemptyset(&watched);
  for (const int signal : {SIGINT, SIGQUIT, SIGTERM, SIGHUP}) {
    sigaddset(&watched, signal);
  }
  ::sigprocmask(SIG_BLOCK, &watched, nullptr);
  const mmk::UniqueFd signals(::signalfd(-1, &watched, SFD_CLOEXEC));
  for (;;) {
    std::array<pollfd, 2> fds{{{trace.ready_fd(), POLLIN, 0}, {signals.get(), POLLIN, 0}}};
    if (::poll(fds.data(), fds.size(), -1) > 0) {
      if ((fds[0].revents & POLLIN) != 0) {
        return trace.wait();
      }
      signalfd_siginfo info{};
      if (::read(signals.get(), &info, sizeof(info)) == static_cast<ssize_t>(sizeof(info)) &&
          (info.ssi_signo == SIGTERM || info.ssi_signo == SIGHUP)) {
        ::kill(trace.pid(), static_cast<int>(info.ssi_signo));
      }
    }
  }
}

Result<> write_section(const std::string& path, const std::string& text) {
  if (path.empty()) {
    return mmk::write_all(STDERR_FILENO, text);
  }
  if (path == "-") {
    return mmk::write_all(STDOUT_FILENO, text);
  }
  struct stat st {};
  if (::stat(path.c_str(), &st) != 0 || S_ISREG(st.st_mode)) {
    return mmk::write_file_atomically(path, text);
  }
  const mmk::UniqueFd fd(::open(path.c_str(), O_WRONLY | O_CLOEXEC | O_NOCTTY));
  return fd.valid() ? mmk::write_all(fd.get(), text) : mmk::fail_errno(errno, path);
}

/// Ends as the command ended.
int end_like(int wait_status) {
  if (WIFEXITED(wait_status)) {
    return WEXITSTATUS(wait_status);
  }
  const int signal = WTERMSIG(wait_status);
  const rlimit no_core{0, 0}; // the command has dumped its own
  ::setrlimit(RLIMIT_CORE, &no_core);
  ::signal(signal, SIG_DFL);
  sigset_t set;
  sigemptyset(&set);
  sigaddset(&set, signal);
  ::sigprocmask(SIG_UNBLOCK, &set, nullptr);
  ::raise(signal);
  return 128 + signal;
}

int run(const Arguments& arguments, char** environment) {
  spdlog::logger log = standard_error_log(arguments.verbose);
  const Result<tracer::Backend> backend = tracer::backend_from_name(arguments.backend);
  if (!backend) {
    return complain(log, backend.error().text, k_usage_error);
  }
  tracer::Command command;
  command.path = arguments.command.front();
  command.argv = arguments.command;
  for (char** entry = environment; *entry != nullptr; ++entry) {
    command.environment.emplace_back(*entry);
  }
  if (log.should_log(spdlog::level::info)) {
    const bool choose = *backend == tracer::Backend::automatic;
    log.info("back end {}", tracer::backend_name(choose ? tracer::probe().best() : *backend));
  }
  const mmk::SystemClock clock;
  const std::int64_t start_usec = clock.now().ns / 1000;
  Result<std::unique_ptr<tracer::Trace>> trace =
      tracer::start(command, {.backend = *backend,
                              .record_stat = arguments.stat ? tracer::StatRecords::all
                                                            : tracer::StatRecords::none,
                              .record_not_found = !arguments.no_not_found,
                              .record_listings = !arguments.no_listings});
  if (!trace) {
    const bool missing = trace.error().code == mmk::Errc::not_found;
    return complain(log, trace.error().text, missing ? k_not_found : k_not_executable);
  }
  const tracer::Outcome outcome = await(**trace);
  tell(log, outcome);
  const Result<> written = write_section(
      arguments.output,
      tracer::format_section((*trace)->pid(), start_usec, clock.now().ns / 1000, outcome.records));
  if (!written) {
    return complain(log, written.error().text, k_usage_error);
  }
  return end_like(outcome.wait_status);
}

/// --help and --version come this way, too.
int answer(const CLI::App& app, const CLI::ParseError& error) {
  std::ostringstream output;
  std::ostringstream complaint;
  const int status = app.exit(error, output, complaint);
  if (!mmk::write_output("filemon", output.str())) {
    return k_usage_error;
  }
  if (status != 0) {
    std::fputs(("filemon: " + complaint.str()).c_str(), stderr);
  }
  return status == 0 ? 0 : k_usage_error;
}

} // namespace

int main(int argc, char** argv, char** environment) {
  Arguments arguments;
  CLI::App app("Runs a command and records the files it touches.", "filemon");
  app.set_version_flag("--version", "filemon 0.1.0 (record version 5)");
  app.add_option("-o,--output", arguments.output, "Write the record to FILE, not standard error")
      ->type_name("FILE");
  app.add_option("--backend", arguments.backend, "auto, ptrace, shim, notify or none")
      ->type_name("NAME");
  app.add_flag("--stat", arguments.stat, "Record successful stat calls (S)");
  app.add_flag("--no-not-found", arguments.no_not_found, "Leave out N records");
  app.add_flag("--no-listings", arguments.no_listings, "Leave out G records");
  app.add_flag("-v,--verbose", arguments.verbose, "Say which back end watches and what it saw end");
  app.add_option("command", arguments.command, "Command and its arguments")->required();
  app.prefix_command(false);
  app.positionals_at_end(true);
  try {
    app.parse(argc, argv);
  } catch (const CLI::ParseError& error) {
    return answer(app, error);
  }
  return run(arguments, environment);
}
