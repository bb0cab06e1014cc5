#include "base/timestamp.hpp"

#include <time.h>

namespace mmk {

TimeStamp SystemClock::now() const {
  timespec ts{};
  ::clock_gettime(CLOCK_REALTIME, &ts);
  return TimeStamp::from(ts.tv_sec, ts.tv_nsec);
}

} // namespace mmk
