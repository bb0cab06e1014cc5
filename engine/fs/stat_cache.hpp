// Remembers stat results and directory listings for one build, so that each distinct file is asked
// for once. Whoever changes a file tells the cache (forget); the cache itself never decides that
// something is stale.
#pragma once

#include "fs/file_system.hpp"

#include <memory>
#include <string>
#include <string_view>
#include <unordered_map>
#include <unordered_set>

namespace mmk::fs {

/// Entries of a directory for name look-ups.
using DirectoryListing = std::unordered_set<std::string>;

class StatCache {
public:
  explicit StatCache(FileSystem& file_system) : m_fs(&file_system) {}

  [[nodiscard]] FileSystem& file_system() { return *m_fs; }
  /// Cached stat (following symlinks).
  [[nodiscard]] const FileInfo& stat(const std::string& path);
  /// Cached lstat.
  [[nodiscard]] const FileInfo& lstat(const std::string& path);
  /// Cached listing, nullptr if it is no readable directory. Valid until forget()/clear() of that
  /// directory.
  [[nodiscard]] const DirectoryListing* list(const std::string& directory);

  /// A command may have changed `path`: the next look is fresh, and its directory's listing too.
  void forget(const std::string& path);
  void clear();
  /// For tests and -d output: how often the disk was really asked.
  [[nodiscard]] std::size_t disk_stats() const { return m_disk_stats; }

private:
  FileSystem* m_fs;
  std::unordered_map<std::string, FileInfo> m_stats;
  std::unordered_map<std::string, FileInfo> m_lstats;
  std::unordered_map<std::string, std::unique_ptr<DirectoryListing>> m_listings;
  std::size_t m_disk_stats = 0;
};

} // namespace mmk::fs
