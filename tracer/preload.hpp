// Has a program that has just been executed load the shim's library: by two more variables in the
// environment on its new stack, which the library removes again before the program's own code runs.
#pragma once

#include "tracer/program.hpp"

#include <sys/types.h>

#include <cstdint>
#include <map>
#include <string>
#include <utility>

namespace mmk::tracer {

class Preloader {
public:
  Preloader(std::string library, std::uint64_t page)
      : m_library(std::move(library)), m_page(page) {}

  [[nodiscard]] const std::string& library() const { return m_library; }
  /// Whether the program that `tid` has just executed can use the library and costs less with it.
  [[nodiscard]] bool is_worthwhile(pid_t tid, const ProgramFacts& facts);
  /// At the stop that tells of a successful execve, where none of the program has run yet.
  void arrange(pid_t tid, int ring_fd) const;

private:
  std::string m_library;
  std::uint64_t m_page;
  std::map<FileState, bool> m_suitable;
};

} // namespace mmk::tracer
