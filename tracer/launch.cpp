#include "tracer/launch.hpp"

#include "base/environment.hpp"
#include "base/pipe.hpp"
#include "tracer/raw_call.hpp"
#include "tracer/refusal.hpp"

#include <fcntl.h>
#include <linux/seccomp.h>
#include <poll.h>
#include <sched.h>
#include <sys/prctl.h>
#include <sys/socket.h>
#include <sys/syscall.h>
#include <sys/uio.h>
#include <unistd.h>

#include <array>
#include <cerrno>
#include <cstddef>
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
  constexpr long above = 10;
  for (int& fd : fds) {
    if (fd >= 0) {
      fd = static_cast<int>(raw_call(SYS_fcntl, fd, F_DUPFD_CLOEXEC, above));
      if (fd < 0) {
        return -fd;
      }
    }
  }
  for (int i = 0; i < 3; ++i) {
    const int fd = fds[static_cast<std::size_t>(i)];
    if (fd >= 0 && raw_call(SYS_dup3, fd, i, 0) < 0) {
      return EBADF;
    }
  }
  return 0;
}

template <class T> void put(int fd, T value) {
  while (raw_call(SYS_write, fd, raw_argument(&value), sizeof(value)) == -EINTR) {
  }
}

template <class T> std::optional<T> get(int fd) {
  T value;
  long n = 0;
  while ((n = raw_call(SYS_read, fd, raw_argument(&value), sizeof(value))) == -EINTR) {
  }
  return n == static_cast<long>(sizeof(value)) ? std::optional<T>(value) : std::nullopt;
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
  while (raw_call(SYS_sendmsg, socket, raw_argument(&m.message), MSG_NOSIGNAL) == -EINTR) {
  }
}

struct ChildEnds {
  int go;
  int error;
  int listener;
  int others[2]; ///< the parent's: the child would keep itself waiting after the tracer's death
};

/// Returns 0 or what to report as error.
int come_under_filter(const ChildWatch& watch, int listener) {
  int result = install_filter(*watch.program, watch.flags);
  const bool listens = result >= 0 && (watch.flags & SECCOMP_FILTER_FLAG_NEW_LISTENER) != 0;
  if (listens) {
    // Kept here, it would keep the job waiting for a tracer that has died.
    send_descriptor(listener, result);
    raw_call(SYS_close, result);
  } else if ((result == -EBUSY || result == -EINVAL) && watch.fallback != nullptr) {
    result = install_filter(*watch.fallback, 0);
  }
  raw_call(SYS_close, listener); // the tracer waits for a descriptor or for this
  return result < 0 ? k_no_filter - result : 0;
}

[[noreturn]] void end_child() {
  constexpr long not_executed = 127;
  for (;;) {
    raw_call(SYS_exit_group, not_executed);
  }
}

/// The child's whole life up to execve. It may be in the parent's memory (see ChildMemory), so it
/// calls the kernel only.
[[noreturn]] void run_child(const PreparedCommand& command, const ChildWatch& watch,
                            const ChildEnds& ends) {
  for (const int fd : ends.others) {
    raw_call(SYS_close, fd);
  }
  if (!get<char>(ends.go)) {
    end_child(); // the tracer gave up or died
  }
  int error = command.set_up_child();
  if (watch.die_with_tracer) {
    raw_call(SYS_prctl, PR_SET_PDEATHSIG, SIGKILL);
  }
  if (error == 0 && watch.program != nullptr) {
    error = come_under_filter(watch, ends.listener);
  }
  if (error == 0 && watch.announce != nullptr) {
    // fails, see nested.hpp
    raw_call(SYS_openat, AT_FDCWD, raw_argument(watch.announce), O_RDONLY | O_CLOEXEC);
  }
  if (error == 0) {
    // Not before: a signal stops a ptraced child, and the tracer still waits for its descriptor.
    command.restore_signals();
    error = command.execute();
  }
  put(ends.error, error);
  end_child();
}

std::vector<int> handled_signals() {
  std::vector<int> signals;
  for (int signal = 1; signal < NSIG; ++signal) {
    struct sigaction action {};
    if (::sigaction(signal, nullptr, &action) == 0 && action.sa_handler != SIG_DFL &&
        action.sa_handler != SIG_IGN) {
      signals.push_back(signal);
    }
  }
  return signals;
}

} // namespace

/// What a child needs as long as it has no memory of its own: fork(2) would copy the tables of all
/// of this process's memory for each job, and then page after page.
struct ChildMemory {
  static constexpr std::size_t k_stack_size = 65536;
  const PreparedCommand* command;
  ChildWatch watch;
  ChildEnds ends;
  alignas(std::max_align_t) std::array<std::byte, k_stack_size> stack;
};

namespace {

int run_child_in(void* memory) {
  const auto* child = static_cast<const ChildMemory*>(memory);
  run_child(*child->command, child->watch, child->ends);
}

/// Sanitizers want children made by fork(2), with a memory of their own.
#if defined(METAMAKE_SANITIZED)
pid_t start_child(ChildMemory& memory) {
  const pid_t pid = ::fork();
  if (pid == 0) {
    run_child_in(&memory);
  }
  return pid;
}
#else
pid_t start_child(ChildMemory& memory) {
  return ::clone(run_child_in, memory.stack.data() + memory.stack.size(), CLONE_VM | SIGCHLD,
                 &memory);
}
#endif

} // namespace

PreparedCommand::PreparedCommand(Command command, const sigset_t& mask)
    : m_command(std::move(command)), m_mask(mask), m_handled(handled_signals()),
      m_candidates(candidates_of(m_command)), m_argv(pointers(m_command.argv)),
      m_envp(pointers(m_command.environment)) {
  m_shell_argv.reserve(m_argv.size() + 2);
  m_shell_argv.push_back(m_argv.front());
  m_shell_argv.push_back(nullptr);
  if (m_argv.size() > 1) {
    m_shell_argv.insert(m_shell_argv.end(), m_argv.begin() + 1, m_argv.end());
  }
}

int PreparedCommand::set_up_child() const {
  long result = 0;
  if (m_command.new_process_group && (result = raw_call(SYS_setpgid, 0, 0)) != 0) {
    return static_cast<int>(-result);
  }
  if (!m_command.cwd.empty() &&
      (result = raw_call(SYS_chdir, raw_argument(m_command.cwd.c_str()))) != 0) {
    return static_cast<int>(-result);
  }
  const int error =
      place_standard_fds({m_command.stdin_fd, m_command.stdout_fd, m_command.stderr_fd});
  if (error != 0) {
    return error;
  }
  for (const int fd : m_command.keep_fds) {
    if ((result = raw_call(SYS_fcntl, fd, F_SETFD, 0)) != 0) {
      return static_cast<int>(-result);
    }
  }
  return 0;
}

void PreparedCommand::restore_signals() const {
  constexpr long kernel_set_size = 8;
  constexpr std::array<unsigned long, 4> default_action{}; // as the kernel takes it: all 0
  for (const int signal : m_handled) {
    // As execve will; the engine's handlers are not for its children.
    raw_call(SYS_rt_sigaction, signal, raw_argument(default_action.data()), 0, kernel_set_size);
  }
  raw_call(SYS_rt_sigprocmask, SIG_SETMASK, raw_argument(&m_mask), 0, kernel_set_size);
}

int PreparedCommand::execute() const {
  const auto execute = [this](const char* path, char* const* argv) {
    return static_cast<int>(
        -raw_call(SYS_execve, raw_argument(path), raw_argument(argv), raw_argument(m_envp.data())));
  };
  int worst = ENOENT;
  for (const std::string& candidate : m_candidates) {
    int error = execute(candidate.c_str(), m_argv.data());
    if (error == ENOEXEC && m_argv.size() > 1) {
      char** argv = const_cast<char**>(m_shell_argv.data());
      argv[1] = const_cast<char*>(candidate.c_str());
      error = execute("/bin/sh", argv);
    }
    if (error == EACCES) {
      worst = EACCES; // execvp(3): go on, but remember
    } else if (error != ENOENT && error != ENOTDIR) {
      return error;
    }
  }
  return worst;
}

StartingChild::StartingChild() = default;
StartingChild::StartingChild(StartingChild&&) noexcept = default;
StartingChild& StartingChild::operator=(StartingChild&&) noexcept = default;
StartingChild::~StartingChild() = default;

Result<StartingChild> fork_command(const PreparedCommand& command, const ChildWatch& watch) {
  MMK_TRY_ASSIGN(Pipe go, make_pipe());
  MMK_TRY_ASSIGN(Pipe error, make_pipe());
  ::fcntl(error.read.get(), F_SETFL, O_NONBLOCK);
  std::array<int, 2> sockets{};
  if (::socketpair(AF_UNIX, SOCK_STREAM | SOCK_CLOEXEC, 0, sockets.data()) != 0) {
    return fail_errno(errno, "socketpair");
  }
  StartingChild child;
  child.listener.reset(sockets[0]);
  const UniqueFd child_listener(sockets[1]);
  child.memory = std::make_unique_for_overwrite<ChildMemory>();
  child.memory->command = &command;
  child.memory->watch = watch;
  child.memory->ends = {.go = go.read.get(),
                        .error = error.write.get(),
                        .listener = child_listener.get(),
                        .others = {go.write.get(), child.listener.get()}};
  child.pid = start_child(*child.memory);
  if (child.pid < 0) {
    return fail_errno(errno, "fork");
  }
  child.go = std::move(go.write);
  child.error = std::move(error.read);
  return child;
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
