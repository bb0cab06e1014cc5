// FileSystem in memory, for tests: files, directories, symlinks, and a clock that advances by one
// second per change.
#pragma once

#include "fs/file_system.hpp"

#include <map>
#include <string>
#include <vector>

namespace mmk::fs {

class MemoryFileSystem final : public FileSystem {
public:
  explicit MemoryFileSystem(std::string cwd = "/");

  /// Creates parents as needed; each call advances the clock.
  void put(const std::string& path, std::string_view bytes);
  void put_at(const std::string& path, std::string_view bytes, TimeStamp mtime);
  void symlink(const std::string& target, const std::string& path);
  void set_mtime(const std::string& path, TimeStamp mtime);

  [[nodiscard]] const std::string& cwd() const override { return m_cwd; }
  [[nodiscard]] Result<> set_cwd(const std::string& directory) override;
  [[nodiscard]] FileInfo stat(const std::string& path) const override;
  [[nodiscard]] FileInfo lstat(const std::string& path) const override;
  [[nodiscard]] Result<std::string> read(const std::string& path) const override;
  [[nodiscard]] Result<std::vector<std::string>> list(const std::string& path) const override;
  [[nodiscard]] Result<std::string> realpath(const std::string& path) const override;
  [[nodiscard]] FileInfo opened(const std::string& path) const override { return stat(path); }
  [[nodiscard]] bool is_writable(const std::string& path) const override;
  [[nodiscard]] Result<std::string> read_link(const std::string& path) const override;
  [[nodiscard]] Result<> write_atomically(const std::string& path, std::string_view bytes) override;
  [[nodiscard]] Result<> make_directories(const std::string& path) override;
  [[nodiscard]] Result<> remove(const std::string& path) override;
  [[nodiscard]] Result<> touch(const std::string& path) override;

private:
  struct Node {
    FileInfo info;
    std::string bytes; ///< file content or link target
  };
  [[nodiscard]] std::string resolve(const std::string& path, bool follow_last) const;
  [[nodiscard]] std::string absolute(const std::string& path) const;
  TimeStamp tick();
  void entry_changed(const std::string& path);

  std::map<std::string, Node> m_nodes; ///< canonical absolute path -> node
  std::string m_cwd;
  std::int64_t m_seconds = 1'000'000'000;
  std::uint64_t m_next_inode = 1;
  std::int64_t m_changes = 0; ///< what ctime counts
};

} // namespace mmk::fs
