#include "exec/signals.hpp"

#include <fcntl.h>
#include <signal.h>
#include <unistd.h>

#include <array>
#include <atomic>
#include <cerrno>

namespace mmk::exec {

namespace {

constexpr std::array k_signals{SIGINT, SIGTERM, SIGHUP, SIGQUIT};

// A signal handler gets nothing but the number; this is the only way it can know the pipe. The one
// exception to "no globals" of the engine.
std::atomic<int> handler_fd{-1}; // NOLINT(cppcoreguidelines-avoid-non-const-global-variables)

void on_signal(int number) {
  const int saved = errno;
  const auto byte = static_cast<unsigned char>(number);
  [[maybe_unused]] const ssize_t n = write(handler_fd.load(), &byte, 1);
  errno = saved;
}

/// A file that must not grow is an error of write(2), to be reported like any other. Not ignored,
/// which commands would inherit.
void on_file_too_large(int /*number*/) {}

void set_action(int number, void (*handler)(int)) {
  struct sigaction action {};
  action.sa_handler = handler;
  sigemptyset(&action.sa_mask);
  sigaction(number, &action, nullptr);
}

} // namespace

Result<std::unique_ptr<SignalPipe>> SignalPipe::create() {
  std::array<int, 2> fds{};
  if (pipe2(fds.data(), O_CLOEXEC | O_NONBLOCK) != 0) {
    return fail_errno(errno, "pipe");
  }
  std::unique_ptr<SignalPipe> result(new SignalPipe); // NOLINT: private constructor
  result->m_read.reset(fds[0]);
  result->m_write.reset(fds[1]);
  handler_fd = fds[1];
  for (const int number : k_signals) {
    struct sigaction old {};
    sigaction(number, nullptr, &old);
    if (old.sa_handler != SIG_IGN) {
      set_action(number, on_signal);
    }
  }
  set_action(SIGXFSZ, on_file_too_large);
  return result;
}

SignalPipe::~SignalPipe() {
  for (const int number : k_signals) {
    struct sigaction old {};
    sigaction(number, nullptr, &old);
    if (old.sa_handler == on_signal) {
      set_action(number, SIG_DFL);
    }
  }
  set_action(SIGXFSZ, SIG_DFL);
  handler_fd = -1;
}

void die_by_signal(int signal) {
  set_action(signal, SIG_DFL);
  sigset_t set;
  sigemptyset(&set);
  sigaddset(&set, signal);
  sigprocmask(SIG_UNBLOCK, &set, nullptr);
  kill(getpid(), signal);
  _exit(128 + signal); // a signal whose default is not to die
}

} // namespace mmk::exec
