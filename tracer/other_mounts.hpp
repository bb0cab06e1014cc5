// What a name of a process with mounts of its own is called here. Knows /proc and file systems,
// nothing of calls or records.
#pragma once

#include "tracer/model.hpp"

#include <cstdint>
#include <string>

namespace mmk::tracer {

struct OutsideName {
  enum class Kind : std::uint8_t {
    here,      ///< `path` is the file's name here
    private_,  ///< on a file system that only such processes have, such as a tmpfs of their own
    elsewhere, ///< has no name here, or none that could be found
  };
  Kind kind = Kind::elsewhere;
  std::string path;
};

/// `path` as it would be recorded of any other process. `follow`: to what a symbolic link at its
/// end names. A name that is not there is judged by the next directory above that is.
[[nodiscard]] OutsideName outside_name(const Thread& thread, const std::string& path, bool follow);

} // namespace mmk::tracer
