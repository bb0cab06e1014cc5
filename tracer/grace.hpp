// The time that processes left behind by a finished command get to end by themselves. The clock is
// a child that sleeps: its end is seen by the same wait that sees the tracees, so the tracer needs
// neither signals nor polling.
#pragma once

#include <sys/types.h>

namespace mmk::tracer {

class Grace {
public:
  /// False if there can be no clock; then there is no grace either.
  [[nodiscard]] bool start();
  /// Ends it at once: nobody is left to wait for.
  void stop();
  /// Whether `ended` is the clock's process id.
  [[nodiscard]] bool is_over(pid_t ended) const { return m_clock > 0 && ended == m_clock; }

private:
  pid_t m_clock = -1;
};

} // namespace mmk::tracer
