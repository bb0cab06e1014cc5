#include "exec/shell_runner.hpp"

#include "exec/process_launcher.hpp"

#include <fcntl.h>
#include <sys/wait.h>
#include <unistd.h>

#include <array>
#include <cerrno>

namespace mmk::exec {

namespace {

/// Only standard output is the value; error output goes where ours goes.
JobSpec spec_for(const Shell& shell, std::string_view command, int output) {
  JobSpec spec;
  spec.command.path = shell.path;
  spec.command.argv = {shell.name, "-c", std::string(command)};
  spec.command.stdout_fd = output;
  return spec;
}

std::string read_all(int fd) {
  std::string text;
  std::array<char, 65536> buffer; // not set to zeros: most outputs fill a page at most
  while (true) {
    const ssize_t n = read(fd, buffer.data(), buffer.size());
    if (n > 0) {
      text.append(buffer.data(), static_cast<std::size_t>(n));
    } else if (n == 0 || errno != EINTR) {
      return text;
    }
  }
}

} // namespace

lang::ShellResult ProcessShellRunner::run(std::string_view command) {
  lang::ShellResult result;
  const std::string quoted = "\"" + std::string(command) + "\"";
  std::array<int, 2> fds{};
  if (pipe2(fds.data(), O_CLOEXEC) != 0) {
    result.error = "Couldn't create pipe for " + quoted;
    return result;
  }
  UniqueFd from(fds[0]);
  UniqueFd to(fds[1]);
  if (m_before) {
    m_before();
  }
  m_sink->flush();
  ProcessLauncher launcher(tracer::Options{});
  JobSpec spec = spec_for(*m_shell, command, to.get());
  spec.command.environment = m_environment->entries();
  spec.command.cwd = m_cwd();
  if (!launcher.start(spec)) {
    result.error = "Couldn't exec " + quoted;
    return result;
  }
  to.reset();
  result.output = read_all(from.get());
  const int status = launcher.wait(-1).outcome.wait_status;
  if (WIFSIGNALED(status)) {
    result.error = quoted + " exited on a signal";
  } else if (WEXITSTATUS(status) != 0) {
    result.error = quoted + " returned non-zero status";
  }
  return result;
}

} // namespace mmk::exec
