#include "exec/plain_runner.hpp"

#include "base/io.hpp"
#include "base/pipe.hpp"
#include "base/unique_fd.hpp"
#include "exec/spawn.hpp"
#include "exec/uname.hpp"
#include "exec/wrapper.hpp"

#include <fcntl.h>
#include <sys/wait.h>
#include <unistd.h>

#include <array>
#include <cerrno>
#include <csignal>
#include <cstring>
#include <optional>

namespace mmk::exec {

namespace {

using Place = PlainCommand::Place;
using When = PlainPipeline::When;

void read_all(int fd, std::string& text) {
  std::array<char, 65536> buffer; // not set to zeros: most outputs fill a page at most
  while (true) {
    const ssize_t n = read(fd, buffer.data(), buffer.size());
    if (n > 0) {
      text.append(buffer.data(), static_cast<std::size_t>(n));
    } else if (n == 0 || errno != EINTR) {
      return;
    }
  }
}

int wait_for(pid_t pid) {
  int status = 0;
  while (waitpid(pid, &status, 0) < 0 && errno == EINTR) {
  }
  return status;
}

std::string quoted(const std::vector<std::string>& words) {
  std::string text;
  for (const std::string& word : words) {
    text += text.empty() ? "'" : " '";
    for (const char c : word) {
      text += c == '\'' ? std::string("'\\''") : std::string(1, c);
    }
    text += '\'';
  }
  return text;
}

/// A shell tells of such ends, on its standard error.
void tell_signal(int status) {
  const int signal = WTERMSIG(status);
  if (signal == SIGINT || signal == SIGPIPE) {
    return;
  }
  const std::string text = strsignal(signal);
  (void)write_all(STDERR_FILENO, text + (WCOREDUMP(status) ? " (core dumped)\n" : "\n"));
}

class Runner {
public:
  explicit Runner(const tracer::Command& place) : m_place(&place) {}

  Result<> run(const PlainPipeline& pipeline) {
    const bool skip = (pipeline.when == When::after_success && m_status != 0) ||
                      (pipeline.when == When::after_failure && m_status == 0);
    if (skip) {
      return {};
    }
    const Result<> started = start_all(pipeline);
    for (const pid_t pid : m_children) {
      finish(pid);
    }
    m_children.clear();
    return started;
  }
  Captured result() && { return {std::move(m_output), m_status << 8}; }

private:
  Result<> start_all(const PlainPipeline& pipeline) {
    Pipe capture;
    MMK_TRY_ASSIGN(capture, make_pipe());
    UniqueFd input;
    for (const PlainCommand& command : pipeline.commands) {
      const bool last = &command == &pipeline.commands.back();
      Pipe next;
      if (!last) {
        MMK_TRY_ASSIGN(next, make_pipe());
      }
      const int output = last ? capture.write.get() : next.write.get();
      if (const auto builtin = without_process(command)) {
        m_status = builtin->status;
        MMK_TRY(echo(command, *builtin, last ? -1 : output));
      } else {
        MMK_TRY(start(command, input.get(), output));
      }
      input = std::move(next.read);
    }
    capture.write.reset();
    read_all(capture.read.get(), m_output);
    return {};
  }

  [[nodiscard]] std::optional<PlainBuiltin> without_process(const PlainCommand& command) const {
    if (command.words.front() != "uname") {
      return plain_builtin(command.words);
    }
    const bool prints = command.places[1] == Place::output;
    std::optional<std::string> answer =
        prints ? answer_uname(command.words, *m_place) : std::nullopt;
    return answer ? std::optional(PlainBuiltin{0, *std::move(answer)}) : std::nullopt;
  }

  Result<> echo(const PlainCommand& command, const PlainBuiltin& builtin, int pipe) {
    if (command.places[1] == Place::null) {
      return {};
    }
    if (pipe >= 0) {
      return write_all(pipe, builtin.output);
    }
    m_output += builtin.output;
    return {};
  }

  Result<> start(const PlainCommand& command, int input, int output) {
    if (!m_process) {
      m_process = *m_place;
    }
    tracer::Command& process = *m_process;
    process.path = command.words.front();
    process.argv = command.words;
    skip_wrapper(process);
    MMK_TRY_ASSIGN(process.stdin_fd, target(command, 0, {input, output}));
    MMK_TRY_ASSIGN(process.stdout_fd, target(command, 1, {input, output}));
    MMK_TRY_ASSIGN(process.stderr_fd, target(command, 2, {input, output}));
    auto pid = spawn(process);
    if (!pid) { // the shell says why
      process.path = "/bin/sh";
      process.argv = {"sh", "-c", quoted(command.words)};
      pid = spawn(process);
    }
    if (!pid) {
      return tl::unexpected(pid.error());
    }
    m_children.push_back(*pid);
    return {};
  }

  /// What becomes descriptor `fd` of the command; -1: it stays what it is.
  Result<int> target(const PlainCommand& command, std::size_t fd, std::array<int, 2> pipes) {
    switch (command.places[fd]) {
    case Place::input:
      return pipes[0];
    case Place::output:
      return pipes[1];
    case Place::error:
      return fd == STDERR_FILENO ? -1 : STDERR_FILENO;
    case Place::null:
      break;
    }
    return null_fd();
  }

  Result<int> null_fd() {
    if (!m_null.valid()) {
      m_null.reset(open("/dev/null", O_RDWR | O_CLOEXEC));
    }
    if (!m_null.valid()) {
      return fail_errno(errno, "/dev/null");
    }
    return m_null.get();
  }

  void finish(pid_t pid) {
    const int status = wait_for(pid);
    m_status = WIFSIGNALED(status) ? 128 + WTERMSIG(status) : WEXITSTATUS(status);
    if (WIFSIGNALED(status)) {
      tell_signal(status);
    }
  }

  const tracer::Command* m_place;
  std::optional<tracer::Command> m_process; ///< a copy that is changed for each command
  UniqueFd m_null;
  std::vector<pid_t> m_children; ///< of the pipeline that runs
  std::string m_output;
  int m_status = 0;
};

} // namespace

Result<Captured> run_plain_script(const PlainScript& script, const tracer::Command& place) {
  Runner runner(place);
  for (const PlainPipeline& pipeline : script) {
    MMK_TRY(runner.run(pipeline));
  }
  return std::move(runner).result();
}

Result<Captured> run_captured(const tracer::Command& command) {
  Pipe pipe;
  MMK_TRY_ASSIGN(pipe, make_pipe());
  tracer::Command process = command;
  process.stdout_fd = pipe.write.get();
  pid_t pid = 0;
  MMK_TRY_ASSIGN(pid, spawn(process));
  pipe.write.reset();
  Captured captured;
  read_all(pipe.read.get(), captured.output);
  captured.wait_status = wait_for(pid);
  return captured;
}

} // namespace mmk::exec
