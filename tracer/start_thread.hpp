// Threads where there may be no room for another, or a sandbox that wants none.
#pragma once

#include <optional>
#include <system_error>
#include <thread>
#include <utility>

namespace mmk::tracer {

/// Nothing if the system refuses it.
template <class Body> [[nodiscard]] std::optional<std::thread> start_thread(Body body) {
  try {
    return std::thread(std::move(body));
  } catch (const std::system_error&) {
    return std::nullopt;
  }
}

} // namespace mmk::tracer
