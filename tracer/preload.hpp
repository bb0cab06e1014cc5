// Has a program that is about to start load the shim's library: by two more variables in the
// environment that execve is given, which the library removes again before the program's own code
// runs.
#pragma once

#include "tracer/model.hpp"
#include "tracer/tracee.hpp"

#include <sys/types.h>

#include <cstdint>
#include <string>
#include <unordered_map>
#include <vector>

namespace mmk::tracer {

/// Whether the library can work in this program and saves more than it costs: a dynamically linked
/// program of this machine for the GNU C library, no sanitizer's, and of some size.
[[nodiscard]] bool gains_by_preload(int dirfd, const std::string& path);

class Preloader {
public:
  Preloader(std::string library, std::uint64_t page, int ring_fd);

  [[nodiscard]] const std::string& library() const { return m_library; }
  /// At the entry stop of an execve that will probably succeed. True if its environment was
  /// changed; then the end of the call must be reported by one of the two functions below.
  [[nodiscard]] bool arrange(const Thread& thread, const EntryStop& stop);
  void succeeded(pid_t tid) { m_changed.erase(tid); }
  /// Puts everything back as it was; false if nothing had been changed.
  bool failed(pid_t tid);

private:
  struct Changed {
    std::uint64_t environment; ///< the argument as it was
    std::uint64_t address;     ///< of the memory that was written over
    std::vector<char> memory;
  };

  std::string m_library;
  std::string m_strings; ///< both variables, each with its NUL
  std::unordered_map<pid_t, Changed> m_changed;
};

} // namespace mmk::tracer
