// What the kernel reads of a program besides the program: a script's interpreter, an ELF program's
// loader. Knows file formats only.
#pragma once

#include <sys/stat.h>

#include <compare>
#include <cstdint>
#include <map>
#include <optional>
#include <string>
#include <vector>

namespace mmk::tracer {

struct ProgramFacts {
  std::vector<std::string> helpers; ///< in the order the kernel opens them
  bool changes_user = false;        ///< setuid or setgid
  uid_t owner = 0;                  ///< of what changes the user
  std::string image;                ///< what runs in the end: the program or its interpreter
  std::int64_t image_size = 0;
  std::string loader; ///< its dynamic loader; "" if it has none
};

/// A file in one state: whatever is read of it is true as long as this stays the same.
struct FileState {
  std::uint64_t device;
  std::uint64_t inode;
  std::int64_t size;
  std::int64_t changed_ns; ///< ctime
  auto operator<=>(const FileState&) const = default;
};
/// Nothing for a file changed just now: the next change could leave the same time behind.
[[nodiscard]] std::optional<FileState> settled_state(const struct stat& st);

/// Reads programs, each of them once.
class ProgramReader {
public:
  /// Facts of `path` below `dirfd`, in the tracer's own terms; empty where it cannot be read.
  [[nodiscard]] ProgramFacts read(int dirfd, const std::string& path);

private:
  struct Helper {
    std::string path; ///< empty: the kernel opens nothing else
    bool of_script = false;
  };
  std::optional<Helper> helper_of(int dirfd, const std::string& path, const struct stat& st);

  std::map<FileState, Helper> m_known;
};

} // namespace mmk::tracer
