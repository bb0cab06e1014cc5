// The bytes of an index file, checked and cut into its arrays, which are used where they lie. Knows
// the layout, not what it means (index.hpp does).
#pragma once

#include "base/flat_index.hpp"
#include "fs/stat_prefetch.hpp"
#include "meta/digest.hpp"

#include <cstdint>
#include <future>
#include <memory>
#include <span>
#include <string>
#include <string_view>

namespace mmk::meta {

using PathIndex = std::uint32_t;

/// Fixed layout: these stand in the file as they are.
struct StoredCondition {
  PathIndex path = 0;
  std::uint32_t kind = 0;
  std::uint64_t known = 0;
  std::uint64_t digest = 0;
  std::int64_t size = 0;
  std::int64_t mtime_ns = 0;
  std::uint64_t identity = 0;
  bool operator==(const StoredCondition&) const = default;
};

struct StoredTarget {
  PathIndex meta_path = 0;
  PathIndex cwd = 0;
  PathIndex file = 0;      ///< the target itself
  std::uint32_t flags = 0; ///< k_with_digests ...
  std::uint32_t first = 0; ///< in the references
  std::uint32_t count = 0;
  std::uint64_t commands = 0;
  std::int64_t meta_mtime_ns = 0;
  std::int64_t meta_size = 0;
  std::uint64_t meta_identity = 0;
  std::int64_t stop_usec = 0;
};

struct IndexHeader {
  char magic[8] = {'M', 'M', 'K', 'I', 'D', 'X', '0', '3'};
  std::uint64_t checksum = 0; ///< of all behind it
  std::uint64_t rules = 0;
  std::uint64_t paths = 0;
  std::uint64_t path_bytes = 0;
  std::uint64_t conditions = 0;
  std::uint64_t references = 0;
  std::uint64_t targets = 0;
  std::uint64_t digests = 0;
};

class IndexFile {
public:
  /// Null: absent, damaged, or of another version.
  [[nodiscard]] static std::shared_ptr<const IndexFile> read(const fs::FileSystem& files,
                                                             std::string objdir);

  [[nodiscard]] const std::string& objdir() const { return m_objdir; }
  [[nodiscard]] std::uint64_t rules() const { return m_rules; }
  [[nodiscard]] std::span<const StoredTarget> targets() const { return m_targets; }
  [[nodiscard]] std::span<const StoredCondition> conditions() const { return m_conditions; }
  [[nodiscard]] std::span<const DigestCache::Entry> digests() const { return m_digests; }
  [[nodiscard]] std::span<const std::uint32_t> references() const { return m_references; }
  [[nodiscard]] std::size_t path_count() const { return m_ends.size(); }
  [[nodiscard]] std::string_view path(PathIndex index) const {
    const std::uint32_t begin = index == 0 ? 0 : m_ends[index - 1];
    return m_names.substr(begin, m_ends[index] - begin);
  }
  /// Targets by path_hash() of their .meta file's path.
  [[nodiscard]] const FlatIndex& by_meta_path() const { return m_by_meta_path; }

private:
  [[nodiscard]] bool cut();

  std::string m_objdir;
  std::string m_bytes;
  std::uint64_t m_rules = 0;
  std::span<const StoredTarget> m_targets;
  std::span<const StoredCondition> m_conditions;
  std::span<const DigestCache::Entry> m_digests;
  std::span<const std::uint32_t> m_references;
  std::span<const std::uint32_t> m_ends; ///< of the paths, in m_names
  std::string_view m_names;
  FlatIndex m_by_meta_path;
};

/// "<objdir>/.mmk/index"
[[nodiscard]] std::string index_path(std::string_view objdir);

/// The index's bytes behind magic and checksum, which the checksum is of.
[[nodiscard]] std::string_view checked_part(std::string_view bytes);

/// An index on its way: read on the prefetch's thread, which then stats all it names.
using ComingIndex = std::shared_future<std::shared_ptr<const IndexFile>>;

} // namespace mmk::meta
