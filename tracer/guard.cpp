#include "tracer/guard.hpp"

#include "base/pipe.hpp"

#include <fcntl.h>
#include <linux/seccomp.h>
#include <poll.h>
#include <sys/ioctl.h>
#include <sys/mman.h>
#include <sys/syscall.h>
#include <sys/wait.h>
#include <unistd.h>

#include <array>
#include <cerrno>
#include <csignal>
#include <new>
#include <utility>

namespace mmk::tracer {

namespace {

/// The guard's whole life; async-signal-safe, since other threads may have held locks at the fork.
[[noreturn]] void stand_guard(int listener, int alive, const std::atomic<pid_t>& served) {
  // What it needs stands first; nothing else, the job's pipes above all, may stay open.
  listener = ::fcntl(listener, F_DUPFD, 10);
  alive = ::fcntl(alive, F_DUPFD, listener + 1);
  ::syscall(SYS_close_range, 0U, static_cast<unsigned int>(listener - 1), 0U);
  ::syscall(SYS_close_range, static_cast<unsigned int>(listener + 1),
            static_cast<unsigned int>(alive - 1), 0U);
  ::syscall(SYS_close_range, static_cast<unsigned int>(alive + 1), ~0U, 0U);
  char byte = 0;
  while (::read(alive, &byte, 1) < 0 && errno == EINTR) {
  }
  if (const pid_t tid = served.load(); tid > 0) {
    ::kill(tid, SIGKILL);
  }
  for (;;) {
    pollfd calls{listener, POLLIN, 0};
    if (::poll(&calls, 1, -1) > 0 && (calls.revents & POLLIN) == 0) {
      ::_exit(0); // nobody is left
    }
    // Larger than any kernel's structure is so far, and zero, as the kernel insists.
    alignas(seccomp_notif) std::array<char, 512> space{};
    auto* call = reinterpret_cast<seccomp_notif*>(space.data());
    if (::ioctl(listener, SECCOMP_IOCTL_NOTIF_RECV, call) == 0) {
      ::kill(static_cast<pid_t>(call->pid), SIGKILL);
    }
  }
}

} // namespace

void Guard::start(int listener) {
  Result<Pipe> life = make_pipe();
  if (!life) {
    return;
  }
  void* memory =
      ::mmap(nullptr, sizeof(*m_served), PROT_READ | PROT_WRITE, MAP_SHARED | MAP_ANONYMOUS, -1, 0);
  if (memory == MAP_FAILED) {
    return;
  }
  m_served = new (memory) std::atomic<pid_t>(0);
  m_pid = ::fork();
  if (m_pid == 0) {
    ::close(life->write.get()); // or it would wait for itself
    stand_guard(listener, life->read.get(), *m_served);
  }
  m_alive = std::move(life->write);
}

void Guard::serving(pid_t tid) {
  if (m_served != nullptr) {
    m_served->store(tid);
  }
}

Guard::~Guard() {
  if (m_pid > 0) {
    ::kill(m_pid, SIGKILL);
    while (::waitpid(m_pid, nullptr, 0) < 0 && errno == EINTR) {
    }
  }
  if (m_served != nullptr) {
    ::munmap(m_served, sizeof(*m_served));
  }
}

} // namespace mmk::tracer
