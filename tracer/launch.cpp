#include "tracer/launch.hpp"

#include "base/environment.hpp"
#include "base/pipe.hpp"
#include "tracer/refusal.hpp"

#include <fcntl.h>
#include <linux/seccomp.h>
#include <poll.h>
#include <sys/prctl.h>
#include <sys/socket.h>
#include <sys/uio.h>
#include <unistd.h>

#include <array>
#include <cerrno>
#include <cstring>
#include <optional>
#include <string_view>

namespace mmk::tracer {

namespace {

constexpr int k_no_filter = 1 << 16; // told apart from errno values of exec

std::vector<char*> pointers(std::vector<std::string>& strings) {
  std::vector<char*> result;
  result.reserve(strings.size() + 1);
  for (std::string& s : strings) {
    result.push_back(s.data());
  }
  result.push_back(nullptr);
  return result;
}

std::vector<std::string> candidates_of(const Command& command) {
  if (command.path.find('/') != std::string::npos) {
    return {command.path};
  }
  const Environment environment(command.environment);
  const std::optional<std::string_view> set = environment.get("PATH");
  std::string_view rest = set ? *set : "/usr/local/bin:/bin:/usr/bin";
  std::vector<std::string> result;
  for (;;) {
    const std::size_t colon = rest.find(':');
    const std::string_view dir = rest.substr(0, colon);
    result.push_back(dir.empty() ? command.path : std::string(dir) + "/" + command.path);
    if (colon == std::string_view::npos) {
      return result;
    }
    rest.remove_prefix(colon + 1);
  }
}

/// Puts `fds` at 0, 1, 2; a copy above all of them first, since they may overlap.
int place_standard_fds(std::array<int, 3> fds) {
  for (int& fd : fds) {
    if (fd >= 0 && (fd = ::fcntl(fd, F_DUPFD_CLOEXEC, 10)) < 0) {
      return errno;
    }
  }
  for (int i = 0; i < 3; ++i) {
    const int fd = fds[static_cast<std::size_t>(i)];
    if (fd >= 0 && ::dup2(fd, i) < 0) {
      return errno;
    }
  }
  return 0;
}

template <class T> void put(int fd, T value) {
  while (::write(fd, &value, sizeof(value)) < 0 && errno == EINTR) {
  }
}

template <class T> std::optional<T> get(int fd) {
  T value;
  ssize_t n = 0;
  while ((n = ::read(fd, &value, sizeof(value))) < 0 && errno == EINTR) {
  }
  return n == static_cast<ssize_t>(sizeof(value)) ? std::optional<T>(value) : std::nullopt;
}

struct DescriptorMessage {
  char byte = 'd';
  iovec data{&byte, 1};
  alignas(cmsghdr) std::array<char, CMSG_SPACE(sizeof(int))> control{}; // room for one descriptor
  msghdr message{};
  DescriptorMessage() {
    message.msg_iov = &data;
    message.msg_iovlen = 1;
    message.msg_control = &control;
    message.msg_controllen = sizeof(control);
  }
  DescriptorMessage(const DescriptorMessage&) = delete;
  DescriptorMessage& operator=(const DescriptorMessage&) = delete;
};

void send_descriptor(int socket, int fd) {
  DescriptorMessage m;
  cmsghdr* header = CMSG_FIRSTHDR(&m.message);
  header->cmsg_level = SOL_SOCKET;
  header->cmsg_type = SCM_RIGHTS;
  header->cmsg_len = CMSG_LEN(sizeof(int));
  std::memcpy(CMSG_DATA(header), &fd, sizeof(fd));
  while (::sendmsg(socket, &m.message, MSG_NOSIGNAL) < 0 && errno == EINTR) {
  }
}

struct ChildEnds {
  int go;
  int error;
  int listener;
};

/// Returns 0 or what to report as error.
int come_under_filter(const ChildWatch& watch, int listener) {
  int result = install_filter(*watch.program, watch.flags);
  const bool listens = result >= 0 && (watch.flags & SECCOMP_FILTER_FLAG_NEW_LISTENER) != 0;
  if (listens) {
    // Kept here, it would keep the job waiting for a tracer that has died.
    send_descriptor(listener, result);
    ::close(result);
  } else if ((result == -EBUSY || result == -EINVAL) && watch.fallback != nullptr) {
    result = install_filter(*watch.fallback, 0);
  }
  ::close(listener); // the tracer waits for a descriptor or for this
  return result < 0 ? k_no_filter - result : 0;
}

/// The child's whole life up to execve; async-signal-safe, since other threads may have held locks
/// at the fork.
[[noreturn]] void run_child(const PreparedCommand& command, const ChildWatch& watch,
                            const ChildEnds& ends) {
  if (!get<char>(ends.go)) {
    ::_exit(127); // the tracer gave up or died
  }
  int error = command.set_up_child();
  if (watch.die_with_tracer) {
    ::prctl(PR_SET_PDEATHSIG, SIGKILL, 0, 0, 0);
  }
  if (error == 0 && watch.program != nullptr) {
    error = come_under_filter(watch, ends.listener);
  }
  if (error == 0 && watch.announce != nullptr) {
    ::open(watch.announce, O_RDONLY | O_CLOEXEC); // fails, see nested.hpp
  }
  if (error == 0) {
    // Not before: a signal stops a ptraced child, and the tracer still waits for its descriptor.
    command.restore_signals();
    error = command.execute();
  }
  put(ends.error, error);
  ::_exit(127);
}

} // namespace

PreparedCommand::PreparedCommand(Command command, const sigset_t& mask)
    : m_command(std::move(command)), m_mask(mask), m_candidates(candidates_of(m_command)),
      m_argv(pointers(m_command.argv)), m_envp(pointers(m_command.environment)) {
  m_shell_argv.reserve(m_argv.size() + 2);
  m_shell_argv.push_back(m_argv.front());
  m_shell_argv.push_back(nullptr);
  if (m_argv.size() > 1) {
    m_shell_argv.insert(m_shell_argv.end(), m_argv.begin() + 1, m_argv.end());
  }
}

int PreparedCommand::set_up_child() const {
  if (m_command.new_process_group && ::setpgid(0, 0) != 0) {
    return errno;
  }
  if (!m_command.cwd.empty() && ::chdir(m_command.cwd.c_str()) != 0) {
    return errno;
  }
  const int error =
      place_standard_fds({m_command.stdin_fd, m_command.stdout_fd, m_command.stderr_fd});
  if (error != 0) {
    return error;
  }
  for (const int fd : m_command.keep_fds) {
    if (::fcntl(fd, F_SETFD, 0) != 0) {
      return errno;
    }
  }
  return 0;
}

void PreparedCommand::restore_signals() const {
  for (int signal = 1; signal < NSIG; ++signal) {
    struct sigaction action {};
    const bool handled = ::sigaction(signal, nullptr, &action) == 0 &&
                         action.sa_handler != SIG_DFL && action.sa_handler != SIG_IGN;
    if (handled) {
      ::signal(signal, SIG_DFL); // as execve will; the engine's handlers are not for its children
    }
  }
  ::sigprocmask(SIG_SETMASK, &m_mask, nullptr);
}

int PreparedCommand::execute() const {
  int worst = ENOENT;
  for (const std::string& candidate : m_candidates) {
    ::execve(candidate.c_str(), m_argv.data(), m_envp.data());
    if (errno == ENOEXEC && m_argv.size() > 1) {
      char** argv = const_cast<char**>(m_shell_argv.data());
      argv[1] = const_cast<char*>(candidate.c_str());
      ::execve("/bin/sh", argv, m_envp.data());
    }
    if (errno == EACCES) {
      worst = EACCES; // execvp(3): go on, but remember
    } else if (errno != ENOENT && errno != ENOTDIR) {
      return errno;
    }
  }
  return worst;
}

Result<StartingChild> fork_command(const PreparedCommand& command, const ChildWatch& watch) {
  MMK_TRY_ASSIGN(Pipe go, make_pipe());
  MMK_TRY_ASSIGN(Pipe error, make_pipe());
  ::fcntl(error.read.get(), F_SETFL, O_NONBLOCK);
  std::array<int, 2> sockets{};
  if (::socketpair(AF_UNIX, SOCK_STREAM | SOCK_CLOEXEC, 0, sockets.data()) != 0) {
    return fail_errno(errno, "socketpair");
  }
  UniqueFd listener(sockets[0]);
  const UniqueFd child_listener(sockets[1]);
  const pid_t pid = ::fork();
  if (pid < 0) {
    return fail_errno(errno, "fork");
  }
  if (pid == 0) {
    // Otherwise the child would keep itself waiting after the tracer's death.
    ::close(go.write.get());
    ::close(listener.get());
    run_child(command, watch, {go.read.get(), error.write.get(), child_listener.get()});
  }
  return StartingChild{pid, std::move(go.write), std::move(error.read), std::move(listener)};
}

void let_go(const StartingChild& child) {
  put(child.go.get(), 'g');
}

UniqueFd receive_listener(const StartingChild& child) {
  DescriptorMessage m;
  ssize_t n = 0;
  while ((n = ::recvmsg(child.listener.get(), &m.message, MSG_CMSG_CLOEXEC)) < 0 &&
         errno == EINTR) {
  }
  const cmsghdr* header = n > 0 ? CMSG_FIRSTHDR(&m.message) : nullptr;
  if (header == nullptr || header->cmsg_type != SCM_RIGHTS) {
    return UniqueFd();
  }
  int fd = -1;
  std::memcpy(&fd, CMSG_DATA(header), sizeof(fd));
  return UniqueFd(fd);
}

std::optional<Error> wait_for_exec(const StartingChild& child, const PreparedCommand& command) {
  // The pipe is close-on-exec: its end means success, bytes mean failure.
  pollfd wait{child.error.get(), POLLIN, 0};
  while (::poll(&wait, 1, -1) < 0 && errno == EINTR) {
  }
  if ((wait.revents & POLLIN) == 0) {
    return std::nullopt;
  }
  return start_error(child, command);
}

Error start_error(const StartingChild& child, const PreparedCommand& command) {
  const std::optional<int> code = get<int>(child.error.get());
  if (!code) {
    return Error{Errc::child_failed, command.command().path + ": ended before it started"};
  }
  if (*code > k_no_filter) {
    const int error = *code - k_no_filter;
    return Error{Errc::unsupported, explain_filter_refusal(error), error};
  }
  return fail_errno(*code, command.command().path).value();
}

} // namespace mmk::tracer
