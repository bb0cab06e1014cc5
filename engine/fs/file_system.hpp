// The file system as the engine sees it: the seam between the engine and the disk. Real and
// in-memory implementations. Every path that is not absolute is taken relative to the object's own
// working directory (there is no chdir(2) below cli).
#pragma once

#include "base/result.hpp"
#include "base/timestamp.hpp"

#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

namespace mmk::fs {

enum class FileType : std::uint8_t { none, regular, directory, symlink, other };

/// What one stat tells. `type == none` means that the path does not exist.
struct FileInfo {
  FileType type = FileType::none;
  TimeStamp mtime;
  std::int64_t size = 0;
  std::uint64_t inode = 0;
  std::uint64_t device = 0;
  std::uint32_t mode = 0; ///< permission bits
  TimeStamp ctime;        ///< of the last change of content or attributes; nobody can set it back

  [[nodiscard]] bool exists() const { return type != FileType::none; }
  [[nodiscard]] bool is_directory() const { return type == FileType::directory; }
  [[nodiscard]] bool is_regular() const { return type == FileType::regular; }
};

class FileSystem {
public:
  virtual ~FileSystem() = default;

  /// The directory that relative paths start from; absolute.
  [[nodiscard]] virtual const std::string& cwd() const = 0;
  /// Changes it (for this object only). Errors: not a directory, no permission.
  [[nodiscard]] virtual Result<> set_cwd(const std::string& directory) = 0;

  /// Follows symlinks. Never fails: what cannot be reached does not exist (bmake treats EACCES like
  /// ENOENT, too).
  [[nodiscard]] virtual FileInfo stat(const std::string& path) const = 0;
  [[nodiscard]] virtual FileInfo lstat(const std::string& path) const = 0;
  [[nodiscard]] virtual Result<std::string> read(const std::string& path) const = 0;
  /// Names in a directory, in directory order, without "." and "..".
  [[nodiscard]] virtual Result<std::vector<std::string>> list(const std::string& path) const = 0;
  /// Canonical absolute path; the whole path must exist.
  [[nodiscard]] virtual Result<std::string> realpath(const std::string& path) const = 0;
  /// What read() or list() would open, which takes opening it; none if it cannot be opened. What is
  /// neither file nor directory is only looked at.
  [[nodiscard]] virtual FileInfo opened(const std::string& path) const = 0;
  [[nodiscard]] virtual bool is_writable(const std::string& path) const = 0;
  [[nodiscard]] virtual Result<std::string> read_link(const std::string& path) const = 0;

  /// Temporary file in the same directory, then rename: `path` has the old bytes or the new ones,
  /// never half.
  [[nodiscard]] virtual Result<> write_atomically(const std::string& path,
                                                  std::string_view bytes) = 0;
  [[nodiscard]] virtual Result<> make_directories(const std::string& path) = 0;
  [[nodiscard]] virtual Result<> remove(const std::string& path) = 0;
  /// Sets the modification time to now, creating an empty file if there is none (-t).
  [[nodiscard]] virtual Result<> touch(const std::string& path) = 0;
};

} // namespace mmk::fs
