// The binary index of an object directory, ${.OBJDIR}/.mmk/index: what the .meta files say, boiled
// down so that a build with nothing to do parses no text and looks at each distinct file once. The
// .meta files stay the truth: a target's entry counts only while its .meta file is the very one it
// was made from, and whatever the index cannot vouch for goes to the full check. Missing, damaged
// or from other rules: rebuilt from the .meta files.
#pragma once

#include "base/arena.hpp"
#include "meta/compiled_record.hpp"

#include <cstdint>
#include <memory>
#include <string>
#include <string_view>
#include <unordered_map>
#include <vector>

namespace mmk::meta {

class Index {
public:
  /// Nothing is read yet. `objdir`: canonical.
  explicit Index(std::string objdir) : m_objdir(std::move(objdir)) {}

  /// Reads the index file, or, failing that, all .meta files of the object directory. Sets the
  /// loaders of the context's digest cache and ledger, which must not outlive the index.
  void open(const CheckContext& context);
  /// Like meta::check(), but proves most up-to-date targets without reading their .meta file.
  [[nodiscard]] Verdict check(const CheckContext& context, const TargetFacts& facts, Walk walk);
  /// A job has written this .meta file; the stat cache has already been told what the job changed.
  void update(const CheckContext& context, std::string_view meta_path, std::string_view text);
  /// Writes the file if anything changed.
  [[nodiscard]] Result<> save(const CheckContext& context);

  /// For tests and statistics.
  [[nodiscard]] std::size_t size() const { return m_targets.size(); }
  [[nodiscard]] std::size_t proved() const { return m_proved; }
  [[nodiscard]] bool was_loaded() const { return m_was_loaded; }

private:
  using PathIndex = std::uint32_t;

  /// Fixed layout: stands in the file as it is.
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
    std::uint32_t first = 0; ///< in the references
    std::uint32_t count = 0;
    std::uint64_t commands = 0;
    std::int64_t meta_mtime_ns = 0;
    std::int64_t meta_size = 0;
    std::uint64_t meta_identity = 0;
    std::int64_t stop_usec = 0;
    std::uint64_t flags = 0;
  };
  struct Header;
  class Writer;
  struct ConditionHash {
    std::size_t operator()(const StoredCondition& condition) const noexcept;
  };

  [[nodiscard]] bool load(const CheckContext& context, std::string bytes);
  void scan(const CheckContext& context);
  [[nodiscard]] bool learn(const CheckContext& context, std::string_view meta_path,
                           std::string_view text);
  [[nodiscard]] const StoredTarget* current_entry(const CheckContext& context,
                                                  std::string_view meta_path) const;
  [[nodiscard]] bool proves(const CheckContext& context, const TargetFacts& facts);
  [[nodiscard]] bool entry_fits(const CheckContext& context, const TargetFacts& facts,
                                const StoredTarget& target) const;
  [[nodiscard]] bool proves_sources(const TargetFacts& facts, const StoredTarget& target) const;
  [[nodiscard]] std::int64_t evaluate(const CheckContext& context,
                                      const StoredCondition& condition);
  [[nodiscard]] bool same_content(const CheckContext& context, const StoredCondition& condition,
                                  const fs::FileInfo& info, const std::string& path);
  void fill_ledger(OutputLedger& ledger) const;
  [[nodiscard]] std::string_view path(PathIndex index) const { return m_paths[index]; }
  PathIndex intern(std::string_view path);
  std::uint32_t intern(const StoredCondition& condition);
  void build_maps();

  std::string m_objdir;
  std::string m_bytes; ///< of the file; paths point into it
  Arena m_arena;       ///< of paths learnt since
  std::vector<std::string_view> m_paths;
  std::vector<StoredCondition> m_conditions;
  std::vector<std::uint32_t> m_references;
  std::vector<StoredTarget> m_targets;
  std::unordered_map<std::string_view, std::uint32_t> m_target_of; ///< by .meta path
  std::vector<DigestCache::Entry> m_digests;

  /// Per condition: it holds for targets whose time is at least this. Valid in m_epochs' epoch.
  std::vector<std::int64_t> m_limits;
  std::vector<std::uint64_t> m_epochs;
  std::uint64_t m_epoch = 1;
  std::uint64_t m_generation = 0; ///< of the stat cache, when m_epoch began

  bool m_has_maps = false;
  std::unordered_map<std::string_view, PathIndex> m_path_ids;
  std::unordered_map<StoredCondition, std::uint32_t, ConditionHash> m_condition_ids;
  bool m_dirty = false;
  bool m_was_loaded = false;
  std::size_t m_proved = 0;
};

/// "<objdir>/.mmk/index"
[[nodiscard]] std::string index_path(std::string_view objdir);

} // namespace mmk::meta
