// Has a program that has just been executed load the shim's library: by two more variables in the
// environment on its new stack, which the library removes again before the program's own code runs.
#pragma once

#include "tracer/program.hpp"

#include <sys/types.h>

#include <cstdint>
#include <map>
#include <string>

namespace mmk::tracer {

class Preloader {
public:
  Preloader(std::string library, std::uint64_t page, int ring_fd);

  [[nodiscard]] const std::string& library() const { return m_library; }
  /// At the stop that tells of a successful execve, where none of the program has run yet. Leaves
  /// alone what cannot use the library or costs less without it.
  void arrange(pid_t tid);

private:
  [[nodiscard]] bool is_worthwhile(pid_t tid);

  std::string m_library;
  std::string m_strings; ///< both variables, each with its NUL
  std::map<FileState, bool> m_worthwhile;
};

} // namespace mmk::tracer
