// Remembers stat results and directory listings for one build, so that each distinct file is asked
// for once. Whoever changes a file tells the cache (forget); the cache itself never decides that
// something is stale.
#pragma once

#include "fs/directory_listing.hpp"
#include "fs/file_system.hpp"
#include "fs/stat_prefetch.hpp"

#include <array>
#include <cstddef>
#include <cstdint>
#include <memory>
#include <string>
#include <string_view>
#include <unordered_map>
#include <vector>

namespace mmk::fs {

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

  /// stat that is at least as new as the last note_command(): asks the disk only if commands ran
  /// since the path was asked for.
  [[nodiscard]] const FileInfo& fresh_stat(std::string_view path);
  /// A command starts or has ended; what it may have changed is fresh_stat()'s to find out.
  void note_command();

  /// Stats these files ahead on a thread, until anything runs that may change files.
  void start_prefetch(std::function<StatPrefetch::Work()> source);
  /// A command is about to start: what is asked for the first time from here on is asked fresh.
  void end_prefetch();
  /// What stat() says, but without remembering it: for files that nobody asks for twice.
  [[nodiscard]] FileInfo stat_once(std::string_view path);

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
  struct Hash {
    using is_transparent = void;
    std::size_t operator()(std::string_view text) const noexcept { return path_hash(text); }
  };
  template <class T> using PathMap = std::unordered_map<std::string, T, Hash, std::equal_to<>>;
  struct Entry {
    FileInfo info;
    std::uint64_t epoch = 0; ///< m_epoch when the disk was asked
  };
  using InfoMap = PathMap<Entry>;
  struct Listing {
    std::unique_ptr<DirectoryListing> names;
    std::vector<std::string> unsure; ///< names to look at again before the next answer
  };
  /// The directories asked for last, by the caller's spelling: searches ask for the same few.
  struct Recent {
    std::string spelling;
    Listing* listing = nullptr;
  };

  [[nodiscard]] std::string_view key(std::string_view path);
  [[nodiscard]] Entry& look(InfoMap& known, std::string_view where, bool follow);
  [[nodiscard]] const FileInfo* prefetched(std::string_view where);
  [[nodiscard]] Listing& find_listing(std::string_view directory);
  void refresh(std::string_view directory, Listing& listing);
  void forget_recent() { m_recent = {}; }

  FileSystem* m_fs;
  std::unique_ptr<StatPrefetch> m_prefetch;
  InfoMap m_stats;
  InfoMap m_lstats;
  PathMap<Listing> m_listings;
  std::array<Recent, 8> m_recent;
  std::string m_recent_cwd; ///< what relative spellings in m_recent started from
  std::size_t m_next_recent = 0;
  Entry m_nothing;   ///< answer for the empty path, which names no file
  std::string m_key; ///< buffer of key(), kept to save allocations
  std::size_t m_disk_stats = 0;
  std::uint64_t m_generation = 0;
  std::uint64_t m_epoch = 0;
};

} // namespace mmk::fs
