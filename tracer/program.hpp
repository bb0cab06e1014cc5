// What the kernel reads of a program besides the program: a script's interpreter, an ELF program's
// loader. Knows file formats only.
#pragma once

#include <string>
#include <vector>

namespace mmk::tracer {

struct ProgramFacts {
  std::vector<std::string> helpers; ///< in the order the kernel opens them
  bool changes_user = false;        ///< setuid or setgid
  std::string image;                ///< what runs in the end: the program or its interpreter
};

/// Facts of `path` below `dirfd`, in the tracer's own terms; empty where it cannot be read.
[[nodiscard]] ProgramFacts read_program(int dirfd, const std::string& path);

} // namespace mmk::tracer
