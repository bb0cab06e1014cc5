// Outlives a tracer that is killed, and kills what it watched by notifications: with nobody to
// answer them, calls would fail with ENOSYS, among them exit(2), which threads then try for ever.
#pragma once

#include "base/unique_fd.hpp"

#include <sys/types.h>

#include <atomic>

namespace mmk::tracer {

class Guard {
public:
  Guard() = default;
  Guard(const Guard&) = delete;
  Guard& operator=(const Guard&) = delete;
  /// Lets the guard go: nobody is left to be killed.
  ~Guard();

  /// Forks it. Where that cannot be, there is no guard.
  void start(int listener);
  /// Whose call has been received and is not yet answered; 0: nobody's.
  void serving(pid_t tid);

private:
  pid_t m_pid = -1;
  UniqueFd m_alive;                       ///< closed when this process ends, however that comes
  std::atomic<pid_t>* m_served = nullptr; ///< shared with the guard
};

} // namespace mmk::tracer
