// File states (size, mtime, inode, content digest) and the cache that keeps a file from being
// hashed twice in a build. The H lines of .meta files carry them. Knows no targets.
#pragma once

#include "fs/file_system.hpp"
#include "fs/stat_cache.hpp"

#include <cstdint>
#include <functional>
#include <optional>
#include <string>
#include <string_view>
#include <unordered_map>
#include <vector>

namespace mmk::meta {

/// XXH3 64 of the bytes.
using Digest = std::uint64_t;
[[nodiscard]] Digest digest_of(std::string_view bytes);

/// What was known of a file at a moment.
struct FileState {
  bool known = false; ///< false: it was changing while we looked; nothing can be compared with it
  Digest digest = 0;
  std::int64_t size = 0;
  std::int64_t mtime_ns = 0;
  std::uint64_t identity = 0; ///< identity_of()
  bool operator==(const FileState&) const = default;
};

/// Inode and change time mixed: tells a file from another put in its place, and from itself after a
/// write even if its time was set back.
[[nodiscard]] std::uint64_t identity_of(const fs::FileInfo& info);

/// All but the digest.
[[nodiscard]] FileState state_of(const fs::FileInfo& info);

/// Why a file has an H line.
enum class StateRole : char {
  input = 'i',   ///< read or executed
  source = 's',  ///< declared source of the target; pid 0 if the job was not seen to read it
  asked = 'a',   ///< asked for its status and not opened; digest "?": time stamp and size decide
  there = 'e',   ///< a directory asked about: it has to exist
  output = 'o',  ///< written, still there when the job ended
  removed = 'x', ///< was there before the job, not after it
  listing = 'd', ///< directory that was listed: digest over its sorted entries
  policy = 'p',  ///< no file: digest is the ignore fingerprint; marks a file finished by us (pid 0)
};

/// `H <pid> <role>:<digest>:<size>:<mtime ns>:<identity> <path>`; digest and identity in hex, an
/// unknown digest "?".
struct StateLine {
  std::int64_t pid = 0;
  StateRole role = StateRole::input;
  FileState state;
  std::string_view path;
};
void append_state_line(std::string& out, const StateLine& line);
/// From the data of an H record (behind "H pid "). nullopt: not of that shape (another tool's H).
[[nodiscard]] std::optional<StateLine> parse_state_line(std::int64_t pid, std::string_view data);

/// Digest over the names in a directory, independent of their order; our own files (*.meta, .mmk,
/// temporaries of atomic writes) do not count. nullopt: not a readable directory.
[[nodiscard]] std::optional<Digest> listing_digest(const fs::FileSystem& file_system,
                                                   const std::string& directory);

/// Caches that tools keep for themselves (~/.cache, .ccache, __pycache__): what a job leaves there
/// may change and vanish without its target being any the worse.
[[nodiscard]] bool is_tool_cache(std::string_view path);

/// Content digests by identity (device, inode, change time, size, mtime), so that each distinct
/// file is read once. Owned by the Session; not for several threads.
class DigestCache {
public:
  explicit DigestCache(const fs::FileSystem& file_system) : m_fs(&file_system) {}

  /// Digest of the file at `path` whose stat gave `info`. nullopt: cannot be read. `now`: files
  /// whose mtime is not clearly in the past are hashed but not remembered: a further write in
  /// the same clock tick would go unseen.
  [[nodiscard]] std::optional<Digest> digest(const std::string& path, const fs::FileInfo& info,
                                             TimeStamp now);
  /// Are the bytes those of `then`? mtime, size and identity are the filter, the digest the
  /// verdict. `now` gets what is there.
  [[nodiscard]] bool same_content(const FileState& then, const std::string& path,
                                  const fs::FileInfo& info, TimeStamp time,
                                  FileState* now = nullptr);
  /// The moment this very state was first seen in this build, if it was: an input that a job
  /// has just read is known to be older than the job if its state was seen before the job began.
  [[nodiscard]] std::optional<TimeStamp> first_seen(const fs::FileInfo& info) const;
  void note_seen(const fs::FileInfo& info, TimeStamp when);

  struct Entry {
    std::uint64_t device = 0;
    std::uint64_t identity = 0;
    std::int64_t size = 0;
    std::int64_t mtime_ns = 0;
    Digest digest = 0;
  };
  /// For keeping the cache between builds (the index does).
  void preload(const Entry& entry);
  [[nodiscard]] std::vector<Entry> entries() const;
  [[nodiscard]] std::size_t files_hashed() const { return m_files_hashed; }
  /// Called once, before the first file would be hashed: a build that hashes nothing need not load
  /// what earlier builds knew.
  void set_loader(std::function<void(DigestCache&)> loader) { m_loader = std::move(loader); }

private:
  struct Key {
    std::uint64_t device = 0;
    std::uint64_t identity = 0;
    std::int64_t size = 0;
    std::int64_t mtime_ns = 0;
    bool operator==(const Key&) const = default;
  };
  struct KeyHash {
    std::size_t operator()(const Key& key) const noexcept;
  };
  static Key key_of(const fs::FileInfo& info);
  const fs::FileSystem* m_fs;
  std::unordered_map<Key, Digest, KeyHash> m_digests;
  std::unordered_map<Key, TimeStamp, KeyHash> m_seen;
  std::function<void(DigestCache&)> m_loader;
  std::size_t m_files_hashed = 0;
};

/// The last state that any recorded job left each output in. Several targets may write one file
/// (a link step and a strip step); whoever came last says what it should look like.
class OutputLedger {
public:
  struct Entry {
    FileState state;
    std::int64_t stop_usec = 0;
  };
  void note(std::string_view path, const FileState& state, std::int64_t stop_usec);
  [[nodiscard]] const Entry* find(std::string_view path);
  /// Called once, before the first find().
  void set_loader(std::function<void(OutputLedger&)> loader) { m_loader = std::move(loader); }

private:
  std::function<void(OutputLedger&)> m_loader;
  std::unordered_map<std::string, Entry> m_entries;
};

} // namespace mmk::meta
