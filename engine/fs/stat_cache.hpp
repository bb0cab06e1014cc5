// Remembers stat results and directory listings for one build, so that each distinct file is asked
// for once. Whoever changes a file tells the cache (forget); the cache itself never decides that
// something is stale.
#pragma once

#include "fs/file_system.hpp"

#include <cstdint>
#include <memory>
#include <string>
#include <string_view>
#include <unordered_map>
#include <unordered_set>
#include <vector>

namespace mmk::fs {

/// Hash that lets string containers be searched by string_view without making a string.
struct PathHash {
  using is_transparent = void;
  std::size_t operator()(std::string_view text) const noexcept;
};

/// Entries of a directory for name look-ups.
using DirectoryListing = std::unordered_set<std::string, PathHash, std::equal_to<>>;

/// What find_file() counted, for -dg's "Directory Cache" lines.
struct SearchStats {
  int hits = 0;        ///< answered by a listing
  int misses = 0;      ///< in no listing
  int near_misses = 0; ///< names with a directory part that were found by stat
  int losers = 0;      ///< absolute names that were found by stat
};

class StatCache {
public:
  explicit StatCache(FileSystem& file_system) : m_fs(&file_system) {}

  [[nodiscard]] FileSystem& file_system() { return *m_fs; }
  /// Cached stat (following symlinks). The reference stays valid until forget()/clear() of the
  /// path.
  [[nodiscard]] const FileInfo& stat(std::string_view path);
  /// Cached lstat.
  [[nodiscard]] const FileInfo& lstat(std::string_view path);
  /// Cached listing, nullptr if it is no readable directory. Valid until forget()/clear() of that
  /// directory.
  [[nodiscard]] const DirectoryListing* list(std::string_view directory);

  /// A command may have changed `path`: the next look is fresh, and so is its entry in its
  /// directory's listing (the rest of the listing is kept: re-reading a directory for each file
  /// made in it would be quadratic).
  void forget(std::string_view path);
  void clear();
  /// A command of unknown effect ran while makefiles were read: what stat said is forgotten, but
  /// listings stay, so that exists(name) answers as of the first look, as bmake documents.
  void forget_stats();
  /// For tests and -d output: how often the disk was really asked.
  [[nodiscard]] std::size_t disk_stats() const { return m_disk_stats; }
  /// Changes with every forget() and clear(): who keeps conclusions drawn from this cache looks
  /// again when it does.
  [[nodiscard]] std::uint64_t generation() const { return m_generation; }
  SearchStats search_stats;

private:
  using InfoMap = std::unordered_map<std::string, FileInfo, PathHash, std::equal_to<>>;
  struct Listing {
    std::unique_ptr<DirectoryListing> names;
    std::vector<std::string> unsure; ///< names to look at again before the next answer
  };
  using ListingMap = std::unordered_map<std::string, Listing, PathHash, std::equal_to<>>;

  [[nodiscard]] std::string_view key(std::string_view path);
  [[nodiscard]] const FileInfo& look(InfoMap& known, std::string_view path, bool follow);
  void refresh(const std::string& directory, Listing& listing);

  FileSystem* m_fs;
  InfoMap m_stats;
  InfoMap m_lstats;
  ListingMap m_listings;
  FileInfo m_nothing; ///< answer for the empty path, which names no file
  std::string m_key;  ///< buffer of key(), kept to save allocations
  std::size_t m_disk_stats = 0;
  std::uint64_t m_generation = 0;
};

} // namespace mmk::fs
