// The binary index of an object directory, ${.OBJDIR}/.mmk/index: what the .meta files say, boiled
// down so that a build with nothing to do parses no text and looks at each distinct file once. The
// .meta files stay the truth: a target's entry counts only while its .meta file is the very one it
// was made from, and whatever the index cannot vouch for goes to the full check. Missing, damaged
// or from other rules: rebuilt from the .meta files.
#pragma once

#include "base/arena.hpp"
#include "base/flat_index.hpp"
#include "meta/compiled_record.hpp"
#include "meta/index_file.hpp"

#include <cstdint>
#include <memory>
#include <span>
#include <string>
#include <string_view>
#include <unordered_map>
#include <vector>

namespace mmk::meta {

/// An array that lies in the index file, then new items behind it.
template <class T> class Extended {
public:
  void reset(std::span<const T> stored) {
    m_stored = stored;
    m_new.clear();
  }
  [[nodiscard]] const T& operator[](std::size_t i) const {
    return i < m_stored.size() ? m_stored[i] : m_new[i - m_stored.size()];
  }
  [[nodiscard]] std::size_t size() const { return m_stored.size() + m_new.size(); }
  void push_back(const T& item) { m_new.push_back(item); }
  /// Items that were added together lie together.
  [[nodiscard]] std::span<const T> part(std::size_t first, std::size_t count) const {
    return first < m_stored.size() ? m_stored.subspan(first, count)
                                   : std::span(m_new).subspan(first - m_stored.size(), count);
  }

private:
  std::span<const T> m_stored;
  std::vector<T> m_new;
};

class Index {
public:
  /// Nothing is read yet. `objdir`: canonical.
  explicit Index(std::string objdir) : m_objdir(std::move(objdir)) {}

  /// Reads the index file, or, failing that, all .meta files of the object directory. Sets the
  /// loaders of the context's digest cache and ledger, which must not outlive the index.
  /// `file`: the index file if it has been read already.
  void open(const CheckContext& context, std::shared_ptr<const IndexFile> file = nullptr);
  /// Like meta::check(), but proves most up-to-date targets without reading their .meta file.
  [[nodiscard]] Verdict check(const CheckContext& context, const TargetFacts& facts, Walk walk);
  /// A job has written this .meta file; the stat cache has already been told what the job changed.
  void update(const CheckContext& context, std::string_view meta_path, std::string_view text);
  /// Writes the file if anything changed.
  [[nodiscard]] Result<> save(const CheckContext& context);

  /// For tests and statistics.
  [[nodiscard]] std::size_t size() const { return m_target_of.size(); }
  [[nodiscard]] std::size_t proved() const { return m_proved; }
  [[nodiscard]] bool was_loaded() const { return m_was_loaded; }

private:
  class Writer;
  struct ConditionHash {
    std::size_t operator()(const StoredCondition& condition) const noexcept;
  };

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
  [[nodiscard]] std::span<const DigestCache::Entry> known_digests() const;
  void fill_ledger(OutputLedger& ledger) const;
  [[nodiscard]] std::string_view path(PathIndex index) const {
    return index < m_stored_paths ? m_file->path(index) : m_new_paths[index - m_stored_paths];
  }
  [[nodiscard]] std::size_t path_count() const { return m_stored_paths + m_new_paths.size(); }
  [[nodiscard]] std::uint32_t target_of(std::string_view meta_path) const;
  void set_target(std::string_view meta_path, std::uint32_t number);
  void forget_target(std::string_view meta_path);
  [[nodiscard]] std::span<const std::uint32_t> references_of(const StoredTarget& target) const {
    return m_references.part(target.first, target.count);
  }
  PathIndex intern(std::string_view path);
  std::uint32_t intern(const StoredCondition& condition);
  void build_maps();

  std::string m_objdir;
  std::shared_ptr<const IndexFile> m_file; ///< null: nothing was loaded
  std::size_t m_stored_paths = 0;          ///< in m_file
  Arena m_arena;                           ///< of paths learnt since
  std::vector<std::string_view> m_new_paths;
  Extended<StoredCondition> m_conditions;
  Extended<std::uint32_t> m_references;
  Extended<StoredTarget> m_targets;
  FlatIndex m_target_of; ///< by .meta path

  /// Per condition: it holds for targets whose time is at least this. Valid in that epoch.
  struct Limit {
    std::int64_t ns = 0;
    std::uint64_t epoch = 0;
  };
  std::vector<Limit> m_limits;
  std::uint64_t m_epoch = 1;
  std::uint64_t m_generation = 0; ///< of the stat cache, when m_epoch began

  bool m_has_maps = false;
  std::unordered_map<std::string_view, PathIndex> m_path_ids;
  std::unordered_map<StoredCondition, std::uint32_t, ConditionHash> m_condition_ids;
  bool m_dirty = false;
  bool m_was_loaded = false;
  std::size_t m_proved = 0;
};

} // namespace mmk::meta
