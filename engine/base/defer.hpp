// Runs a callable at scope exit.
#pragma once

#include <utility>

namespace mmk {

template <class F> class Defer {
public:
  explicit Defer(F f) : m_f(std::move(f)) {}
  ~Defer() { m_f(); }
  Defer(const Defer&) = delete;
  Defer& operator=(const Defer&) = delete;

private:
  F m_f;
};

} // namespace mmk
