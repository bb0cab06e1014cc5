// Whether a run would go the same way once more if it got the same answers from the file system.
// Who learns something from elsewhere that the next run may find otherwise, or does more than look,
// says so.
#pragma once

#include "base/timestamp.hpp"

#include <functional>
#include <utility>

namespace mmk {

class Repeatable {
public:
  /// It would not. Calls what when_lost() was given, the first time.
  void lose() {
    if (std::exchange(m_yes, false) && m_lost) {
      m_lost();
    }
  }
  [[nodiscard]] bool yes() const { return m_yes; }
  void when_lost(std::function<void()> lost) { m_lost = std::move(lost); }

private:
  bool m_yes = true;
  std::function<void()> m_lost;
};

/// A clock for those whose decisions depend on it.
class DecidingClock final : public Clock {
public:
  DecidingClock(const Clock& clock, Repeatable& repeatable)
      : m_clock(&clock), m_repeatable(&repeatable) {}
  [[nodiscard]] TimeStamp now() const override {
    m_repeatable->lose();
    return m_clock->now();
  }

private:
  const Clock* m_clock;
  Repeatable* m_repeatable;
};

} // namespace mmk
