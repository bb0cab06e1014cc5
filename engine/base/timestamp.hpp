// Points in time as files carry them: nanoseconds since the epoch.
#pragma once

#include <compare>
#include <cstdint>

namespace mmk {

/// Nanoseconds since 1970-01-01 UTC; 0 means "does not exist" where a file's time is meant (as in
/// bmake).
struct TimeStamp {
  std::int64_t ns = 0;
  constexpr auto operator<=>(const TimeStamp&) const = default;
  [[nodiscard]] constexpr bool is_zero() const { return ns == 0; }
  [[nodiscard]] constexpr std::int64_t seconds() const { return ns / 1'000'000'000; }
  static constexpr TimeStamp from(std::int64_t seconds, std::int64_t nanoseconds) {
    return TimeStamp{seconds * 1'000'000'000 + nanoseconds};
  }
};

class Clock {
public:
  virtual ~Clock() = default;
  [[nodiscard]] virtual TimeStamp now() const = 0;
};

/// The wall clock of the machine.
class SystemClock final : public Clock {
public:
  [[nodiscard]] TimeStamp now() const override;
};

} // namespace mmk
