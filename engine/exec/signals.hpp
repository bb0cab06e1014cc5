// Signals of the engine as bytes on a pipe, so that the event loop sees them like anything else.
// Installed by main for the one Session that runs as a program; embedders have none.
#pragma once

#include "base/result.hpp"
#include "base/unique_fd.hpp"

#include <memory>

namespace mmk::exec {

/// While it lives SIGINT, SIGTERM, SIGHUP and SIGQUIT (those not ignored at its start) write their
/// number into the pipe, and SIGXFSZ does nothing. Only one at a time.
class SignalPipe {
public:
  [[nodiscard]] static Result<std::unique_ptr<SignalPipe>> create();
  ~SignalPipe();
  SignalPipe(const SignalPipe&) = delete;
  SignalPipe& operator=(const SignalPipe&) = delete;
  [[nodiscard]] int fd() const { return m_read.get(); }

private:
  SignalPipe() = default;
  UniqueFd m_read;
  UniqueFd m_write;
};

/// Ends the process by `signal` with its default action: the parent sees how we died.
[[noreturn]] void die_by_signal(int signal);

} // namespace mmk::exec
