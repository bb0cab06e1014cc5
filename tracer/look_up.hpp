// Asks the file system what a watched process would be told, before it is told: this is what saves
// the second stop per call. Says "unknown" whenever the answer might differ; then the caller waits
// for the call's own result.
#pragma once

#include "tracer/depends_on_asker.hpp"
#include "tracer/model.hpp"
#include "tracer/program.hpp"

#include <cstdint>
#include <string>

namespace mmk::tracer {

enum class LookUp : std::uint8_t {
  unknown,
  missing, ///< ENOENT or ENOTDIR
  denied,  ///< any other failure
  file,
  directory,
};

struct LookUpRequest {
  int dirfd;
  const std::string& path;
  bool follow = true;
  bool must_read = false; ///< answer `denied` where the process may not read it
};

[[nodiscard]] LookUp look_up(const Thread& thread, const LookUpRequest& request);

/// Where the tracer finds what is recorded as `path` of this thread.
struct View {
  std::shared_ptr<WorkingDir> dir; ///< keeps `dirfd` open
  int dirfd = -1;
  std::string path;
};
[[nodiscard]] View view_of(const Thread& thread, const std::string& path);
/// Facts of the program a pending execve names.
[[nodiscard]] ProgramFacts program_of(const Thread& thread, ProgramReader& programs);

} // namespace mmk::tracer
