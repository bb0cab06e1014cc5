// The mechanisms of tracing by themselves: stops or notifications as a tracer needs them, and
// nothing done at them. What they cost here is the least that a tracer built on them can cost.
//
//   bench_trace_bare lives|stops|notifications COMMAND [ARGUMENT...]
//
// lives: ptrace's events of forks, execs and ends; stops: these and a stop at the entry of each
// call that names a file; notifications: one for each such call and no ptrace.
#include "base/unique_fd.hpp"

#include <fcntl.h>
#include <linux/filter.h>
#include <linux/seccomp.h>
#include <poll.h>
#include <sys/ioctl.h>
#include <sys/ptrace.h>
#include <sys/socket.h>
#include <sys/syscall.h>
#include <sys/wait.h>
#include <unistd.h>

#include <array>
#include <cerrno>
#include <csignal>
#include <cstddef>
#include <cstdint>
#include <cstdio>
#include <cstring>
#include <string_view>
#include <vector>

namespace {

/// Most of what names files.
constexpr std::array k_calls{
    SYS_openat, SYS_statx, SYS_faccessat, SYS_faccessat2, SYS_execve, SYS_chdir,  SYS_unlinkat,
#ifdef SYS_open // machines with a past
    SYS_open,   SYS_creat, SYS_stat,      SYS_lstat,      SYS_access, SYS_unlink, SYS_rename,
#endif
};

/// Returns what seccomp(2) does.
long load_filter(std::uint32_t verdict, unsigned int flags) {
  std::vector<sock_filter> code{BPF_STMT(BPF_LD | BPF_W | BPF_ABS, offsetof(seccomp_data, nr))};
  for (const long call : k_calls) {
    code.push_back(BPF_JUMP(BPF_JMP | BPF_JEQ | BPF_K, static_cast<std::uint32_t>(call), 0, 1));
    code.push_back(BPF_STMT(BPF_RET | BPF_K, verdict));
  }
  // It is fstat(3) as well, which names nothing.
  code.insert(
      code.end(),
      {BPF_JUMP(BPF_JMP | BPF_JEQ | BPF_K, static_cast<std::uint32_t>(SYS_newfstatat), 0, 3),
       BPF_STMT(BPF_LD | BPF_W | BPF_ABS, offsetof(seccomp_data, args)),
       BPF_JUMP(BPF_JMP | BPF_JEQ | BPF_K, static_cast<std::uint32_t>(AT_FDCWD), 0, 1),
       BPF_STMT(BPF_RET | BPF_K, verdict), BPF_STMT(BPF_RET | BPF_K, SECCOMP_RET_ALLOW)});
  sock_fprog program{static_cast<unsigned short>(code.size()), code.data()};
  return ::syscall(SYS_seccomp, SECCOMP_SET_MODE_FILTER, flags, &program);
}

int end_like(int status) {
  return WIFEXITED(status) ? WEXITSTATUS(status) : 128 + WTERMSIG(status);
}

/// Goes on when the parent has seen to it.
[[noreturn]] void become(char** command, bool has_filter) {
  ::raise(SIGSTOP);
  if (has_filter && load_filter(SECCOMP_RET_TRACE, 0) < 0) {
    ::_exit(126);
  }
  ::execvp(command[0], command);
  ::_exit(127);
}

int with_ptrace(char** command, bool stops_at_calls) {
  const pid_t child = ::fork();
  if (child == 0) {
    become(command, stops_at_calls);
  }
  ::waitpid(child, nullptr, WUNTRACED);
  constexpr long options = PTRACE_O_TRACESECCOMP | PTRACE_O_TRACEFORK | PTRACE_O_TRACEVFORK |
                           PTRACE_O_TRACECLONE | PTRACE_O_TRACEEXEC | PTRACE_O_EXITKILL;
  if (::ptrace(PTRACE_SEIZE, child, 0L, options) != 0) {
    ::kill(child, SIGKILL);
    return 126;
  }
  ::kill(child, SIGCONT);
  int result = 0;
  int status = 0;
  for (pid_t tid = 0; (tid = ::waitpid(-1, &status, __WALL)) > 0;) {
    if (!WIFSTOPPED(status)) {
      result = tid == child ? end_like(status) : result;
    } else {
      const long signal = status >> 16 == 0 ? WSTOPSIG(status) : 0;
      ::ptrace(PTRACE_CONT, tid, 0L, signal);
    }
  }
  return result;
}

/// Answers until the last process with the filter has gone.
void answer(int listener) {
  constexpr unsigned long set_flags = _IOW('!', 4, std::uint64_t); // Linux 6.6
  constexpr std::uint64_t sync_wake_up = 1;
  ::ioctl(listener, set_flags, sync_wake_up);
  for (;;) {
    pollfd wait{listener, POLLIN, 0};
    if (::poll(&wait, 1, -1) > 0 && (wait.revents & POLLIN) == 0) {
      return;
    }
    seccomp_notif call{};
    if (::ioctl(listener, SECCOMP_IOCTL_NOTIF_RECV, &call) == 0) {
      seccomp_notif_resp response{};
      response.id = call.id;
      response.flags = SECCOMP_USER_NOTIF_FLAG_CONTINUE;
      ::ioctl(listener, SECCOMP_IOCTL_NOTIF_SEND, &response);
    }
  }
}

int with_notifications(char** command) {
  std::array<int, 2> pipe{};
  if (::pipe2(pipe.data(), O_CLOEXEC) != 0) {
    return 126;
  }
  const pid_t child = ::fork();
  if (child == 0) {
    const auto listener = static_cast<int>(
        load_filter(SECCOMP_RET_USER_NOTIF,
                    SECCOMP_FILTER_FLAG_NEW_LISTENER | SECCOMP_FILTER_FLAG_WAIT_KILLABLE_RECV));
    static_cast<void>(::write(pipe[1], &listener, sizeof(listener)));
    ::execvp(command[0], command); // waits for the answer
    ::_exit(127);
  }
  int theirs = -1;
  static_cast<void>(::read(pipe[0], &theirs, sizeof(theirs)));
  const mmk::UniqueFd process(static_cast<int>(::syscall(SYS_pidfd_open, child, 0)));
  const mmk::UniqueFd listener(
      static_cast<int>(::syscall(SYS_pidfd_getfd, process.get(), theirs, 0)));
  if (listener.valid()) {
    answer(listener.get());
  }
  int status = 0;
  ::waitpid(child, &status, 0);
  return end_like(status);
}

} // namespace

int main(int argc, char** argv) {
  const std::string_view what = argc > 2 ? argv[1] : "";
  if (what == "lives" || what == "stops") {
    return with_ptrace(argv + 2, what == "stops");
  }
  if (what == "notifications") {
    return with_notifications(argv + 2);
  }
  std::fputs("usage: bench_trace_bare lives|stops|notifications COMMAND [ARGUMENT...]\n", stderr);
  return 2;
}
