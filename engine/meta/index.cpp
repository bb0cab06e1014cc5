#include "meta/index.hpp"

#include "fs/directory_listing.hpp"
#include "fs/paths.hpp"
#include "meta/process_dirs.hpp"

#include <xxhash.h>

#include <algorithm>
#include <cstring>
#include <limits>

namespace mmk::meta {

namespace {

constexpr std::int64_t k_holds = std::numeric_limits<std::int64_t>::min();
constexpr std::int64_t k_fails = std::numeric_limits<std::int64_t>::max();

constexpr std::uint32_t k_with_digests = 1;
constexpr std::uint32_t k_whole_filemon = 2;

/// All rules that compile_record() looks at.
std::uint64_t rules_of(const Policy& policy) {
  std::string text = std::to_string(policy.ignore_fingerprint());
  for (const std::string& prefix : policy.bailiwick) {
    text += '\0';
    text += prefix;
  }
  text += '\0';
  text += policy.tmpdir;
  return digest_of(text);
}

FileState state_of(const StoredCondition& condition) {
  return {condition.known != 0, condition.digest, condition.size, condition.mtime_ns,
          condition.identity};
}

} // namespace

std::size_t Index::ConditionHash::operator()(const StoredCondition& condition) const noexcept {
  return XXH3_64bits(&condition, sizeof condition);
}

// --- reading and writing ------------------------------------------------------------------------

namespace {

template <class T> void append(std::string& out, const std::vector<T>& items) {
  if (!items.empty()) {
    out.append(reinterpret_cast<const char*>(items.data()), items.size() * sizeof(T));
  }
}

} // namespace

void Index::open(const CheckContext& context, std::shared_ptr<const IndexFile> file) {
  if (file == nullptr || file->objdir() != m_objdir) {
    file = IndexFile::read(context.stats.file_system(), m_objdir);
  }
  m_was_loaded = file != nullptr && file->rules() == rules_of(context.policy);
  if (m_was_loaded) {
    m_file = std::move(file);
    m_stored_paths = m_file->path_count();
    m_targets.reset(m_file->targets());
    m_conditions.reset(m_file->conditions());
    m_references.reset(m_file->references());
    m_target_of = m_file->by_meta_path();
  } else {
    scan(context);
  }
  context.digests.set_loader([this](DigestCache& cache) {
    for (const DigestCache::Entry& entry : known_digests()) {
      cache.preload(entry);
    }
  });
  if (context.ledger != nullptr) {
    context.ledger->set_loader([this](OutputLedger& ledger) { fill_ledger(ledger); });
  }
}

std::span<const DigestCache::Entry> Index::known_digests() const {
  return m_file == nullptr ? std::span<const DigestCache::Entry>() : m_file->digests();
}

std::uint32_t Index::target_of(std::string_view meta_path) const {
  return m_target_of.find(fs::path_hash(meta_path), [&](std::uint32_t number) {
    return path(m_targets[number].meta_path) == meta_path;
  });
}

void Index::forget_target(std::string_view meta_path) {
  m_target_of.erase(fs::path_hash(meta_path), [&](std::uint32_t number) {
    return path(m_targets[number].meta_path) == meta_path;
  });
}

void Index::set_target(std::string_view meta_path, std::uint32_t number) {
  forget_target(meta_path);
  m_target_of.insert(fs::path_hash(meta_path), number);
}

void Index::scan(const CheckContext& context) {
  const auto names = context.stats.file_system().list(m_objdir);
  if (!names) {
    return;
  }
  for (const std::string& name : *names) {
    if (!name.ends_with(".meta")) {
      continue;
    }
    const std::string meta_path = fs::join(m_objdir, name);
    if (const auto text = context.stats.file_system().read(meta_path)) {
      m_dirty = learn(context, meta_path, *text) || m_dirty;
    }
  }
}

/// Copies what is still referred to, renumbered. Paths come in the order in which the next build
/// asks for them: first what it looks at for the classic rules, then the records.
class Index::Writer {
public:
  explicit Writer(const Index& index) : m_index(index) {
    m_paths.assign(index.path_count(), k_none);
    m_conditions.assign(index.m_conditions.size(), k_none);
  }

  std::string run(std::uint64_t rules, const std::vector<DigestCache::Entry>& digests) {
    for (std::uint32_t i = 0; i < m_index.m_targets.size(); ++i) {
      const StoredTarget& old = m_index.m_targets[i];
      if (m_index.target_of(m_index.path(old.meta_path)) == i) {
        target(old);
      }
    }
    for (StoredTarget& target : m_out_targets) {
      target.meta_path = path(target.meta_path);
    }
    IndexHeader header;
    header.rules = rules;
    header.paths = m_ends.size();
    header.path_bytes = m_names.size();
    header.conditions = m_out_conditions.size();
    header.references = m_out_references.size();
    header.targets = m_out_targets.size();
    header.digests = digests.size();
    std::string out(reinterpret_cast<const char*>(&header), sizeof header);
    append(out, m_out_targets);
    append(out, m_out_conditions);
    append(out, digests);
    append(out, m_out_references);
    append(out, m_ends);
    out += m_names;
    header.checksum = digest_of(checked_part(out));
    std::memcpy(out.data(), &header, sizeof header);
    return out;
  }

private:
  static constexpr std::uint32_t k_none = 0xffffffffU;

  /// All but the .meta file's path.
  void target(StoredTarget copy) {
    const auto references = m_index.references_of(copy);
    copy.file = path(copy.file);
    copy.cwd = path(copy.cwd);
    copy.first = static_cast<std::uint32_t>(m_out_references.size());
    for (const std::uint32_t reference : references) {
      m_out_references.push_back(condition(reference));
    }
    m_out_targets.push_back(copy);
  }

  std::uint32_t path(std::uint32_t old) {
    if (m_paths[old] == k_none) {
      m_paths[old] = static_cast<std::uint32_t>(m_ends.size());
      m_names += m_index.path(old);
      m_ends.push_back(static_cast<std::uint32_t>(m_names.size()));
    }
    return m_paths[old];
  }

  std::uint32_t condition(std::uint32_t old) {
    if (m_conditions[old] == k_none) {
      StoredCondition copy = m_index.m_conditions[old];
      copy.path = path(copy.path);
      m_conditions[old] = static_cast<std::uint32_t>(m_out_conditions.size());
      m_out_conditions.push_back(copy);
    }
    return m_conditions[old];
  }

  const Index& m_index;
  std::vector<std::uint32_t> m_paths; ///< old number -> new
  std::vector<std::uint32_t> m_conditions;
  std::vector<StoredTarget> m_out_targets;
  std::vector<StoredCondition> m_out_conditions;
  std::vector<std::uint32_t> m_out_references;
  std::vector<std::uint32_t> m_ends;
  std::string m_names;
};

Result<> Index::save(const CheckContext& context) {
  if (!m_dirty && context.digests.files_hashed() == 0) {
    return {};
  }
  std::vector<DigestCache::Entry> digests = context.digests.entries();
  if (digests.empty()) {
    digests.assign(known_digests().begin(), known_digests().end());
  }
  // States of files long gone pile up; now and then all are forgotten (and hashed again once).
  if (digests.size() > 4 * m_conditions.size() + 10'000) {
    digests.clear();
  }
  const std::string bytes = Writer(*this).run(rules_of(context.policy), digests);
  fs::FileSystem& files = context.stats.file_system();
  MMK_TRY(files.make_directories(m_objdir + "/.mmk"));
  MMK_TRY(files.write_atomically(index_path(m_objdir), bytes));
  m_dirty = false;
  return {};
}

// --- learning -----------------------------------------------------------------------------------

void Index::build_maps() {
  if (m_has_maps) {
    return;
  }
  m_has_maps = true;
  for (PathIndex i = 0; i < path_count(); ++i) {
    m_path_ids.emplace(path(i), i);
  }
  for (std::uint32_t i = 0; i < m_conditions.size(); ++i) {
    m_condition_ids.emplace(m_conditions[i], i);
  }
}

PathIndex Index::intern(std::string_view name) {
  if (const auto found = m_path_ids.find(name); found != m_path_ids.end()) {
    return found->second;
  }
  const auto id = static_cast<PathIndex>(path_count());
  m_new_paths.push_back(m_arena.copy(name));
  m_path_ids.emplace(m_new_paths.back(), id);
  return id;
}

std::uint32_t Index::intern(const StoredCondition& condition) {
  const auto [found, fresh] =
      m_condition_ids.try_emplace(condition, static_cast<std::uint32_t>(m_conditions.size()));
  if (fresh) {
    m_conditions.push_back(condition);
  }
  return found->second;
}

bool Index::learn(const CheckContext& context, std::string_view meta_path, std::string_view text) {
  const auto file = parse_meta(text);
  const auto record = file ? compile_record(context, *file) : std::nullopt;
  const fs::FileInfo info = context.stats.file_system().stat(std::string(meta_path));
  if (!record || info.size != static_cast<std::int64_t>(text.size())) {
    return false;
  }
  build_maps();
  StoredTarget target;
  target.meta_path = intern(meta_path);
  target.cwd = intern(record->cwd);
  target.file = intern(fs::join(record->cwd, file->target));
  target.commands = record->commands;
  target.meta_mtime_ns = info.mtime.ns;
  target.meta_size = info.size;
  target.meta_identity = identity_of(info);
  target.stop_usec = record->stop_usec;
  target.flags =
      (record->with_digests ? k_with_digests : 0) | (record->whole_filemon ? k_whole_filemon : 0);
  target.first = static_cast<std::uint32_t>(m_references.size());
  for (const Condition& condition : record->conditions) {
    StoredCondition stored;
    stored.path = intern(condition.path);
    stored.kind = static_cast<std::uint32_t>(condition.kind);
    stored.known = condition.state.known ? 1 : 0;
    stored.digest = condition.state.digest;
    stored.size = condition.state.size;
    stored.mtime_ns = condition.state.mtime_ns;
    stored.identity = condition.state.identity;
    m_references.push_back(intern(stored));
  }
  target.count = static_cast<std::uint32_t>(m_references.size()) - target.first;
  m_targets.push_back(target);
  set_target(meta_path, static_cast<std::uint32_t>(m_targets.size() - 1));
  return true;
}

void Index::update(const CheckContext& context, std::string_view meta_path, std::string_view text) {
  if (!learn(context, meta_path, text)) {
    forget_target(meta_path);
  }
  m_dirty = true;
}

void Index::fill_ledger(OutputLedger& ledger) const {
  m_target_of.each([&](std::uint32_t number) {
    const StoredTarget& target = m_targets[number];
    for (const std::uint32_t reference : references_of(target)) {
      const StoredCondition& condition = m_conditions[reference];
      const auto kind = static_cast<ConditionKind>(condition.kind);
      if (kind == ConditionKind::output || kind == ConditionKind::removed) {
        ledger.note(path(condition.path), state_of(condition), target.stop_usec);
      }
    }
  });
}

// --- the check ----------------------------------------------------------------------------------

bool Index::entry_fits(const CheckContext& context, const TargetFacts& facts,
                       const StoredTarget& target) const {
  const Mode& mode = context.policy.mode;
  const bool with_digests = (target.flags & k_with_digests) != 0;
  if (with_digests != mode.digest ||
      (mode.missing_filemon && (target.flags & k_whole_filemon) == 0) ||
      path(target.cwd) != facts.cwd) {
    return false;
  }
  CommandHash commands;
  for (const CommandNow& command : facts.commands) {
    if (command.uses_oodate) {
      return false; // the full check has something to say about it
    }
    commands.add(command.text);
  }
  if (commands.value() != target.commands) {
    return false;
  }
  return true;
}

/// The entry made from the very .meta file that is there now; null if there is none. Nobody else
/// asks for .meta files, so the stat cache would only grow by them.
const StoredTarget* Index::current_entry(const CheckContext& context,
                                         std::string_view meta_path) const {
  const std::uint32_t number = target_of(meta_path);
  if (number == FlatIndex::k_none) {
    return nullptr;
  }
  const StoredTarget& target = m_targets[number];
  const fs::FileInfo info = context.stats.stat_once(meta_path);
  const bool same = info.mtime.ns == target.meta_mtime_ns && info.size == target.meta_size &&
                    identity_of(info) == target.meta_identity;
  return same ? &target : nullptr;
}

bool Index::proves_sources(const TargetFacts& facts, const StoredTarget& target) const {
  for (const std::string& source : facts.newer_sources) {
    const std::string name = fold_dots(fs::join(facts.cwd, source));
    const auto references = references_of(target);
    const bool known = std::any_of(references.begin(), references.end(), [&](auto reference) {
      const StoredCondition& condition = m_conditions[reference];
      const auto kind = static_cast<ConditionKind>(condition.kind);
      return (kind == ConditionKind::same || kind == ConditionKind::output) &&
             path(condition.path) == name;
    });
    if (!known) {
      return false;
    }
  }
  return true;
}

std::int64_t Index::evaluate(const CheckContext& context, const StoredCondition& condition) {
  const std::string_view name = path(condition.path);
  const auto verdict = [](bool holds) { return holds ? k_holds : k_fails; };
  const auto info = [&]() -> const fs::FileInfo& { return context.stats.stat(name); };
  switch (static_cast<ConditionKind>(condition.kind)) {
  case ConditionKind::same:
  case ConditionKind::output:
    return verdict(
        info().exists() &&
        context.digests.same_content(state_of(condition), std::string(name), info(), context.now));
  case ConditionKind::removed:
    return k_holds;
  case ConditionKind::absent:
    return verdict(!context.policy.mode.not_found || !info().exists());
  case ConditionKind::gone:
    return verdict(!info().exists());
  case ConditionKind::exists:
    return verdict(info().exists());
  case ConditionKind::not_newer:
    return info().exists() && !info().is_directory() ? info().mtime.ns : k_fails;
  case ConditionKind::directory:
    return verdict(info().is_directory());
  case ConditionKind::listing:
    return verdict(!context.policy.mode.listing ||
                   listing_digest(context.stats.file_system(), std::string(name)) ==
                       condition.digest);
  }
  return k_fails;
}

bool Index::proves(const CheckContext& context, const TargetFacts& facts) {
  const StoredTarget* entry = current_entry(context, facts.meta_path);
  if (entry == nullptr || !entry_fits(context, facts, *entry) || !proves_sources(facts, *entry)) {
    return false;
  }
  const StoredTarget& target = *entry;
  if (m_generation != context.stats.generation()) {
    m_generation = context.stats.generation();
    ++m_epoch;
  }
  m_limits.resize(m_conditions.size());
  for (const std::uint32_t number : references_of(target)) {
    Limit& limit = m_limits[number];
    if (limit.epoch != m_epoch) {
      limit = {evaluate(context, m_conditions[number]), m_epoch};
    }
    if (limit.ns > facts.info.mtime.ns) {
      return false;
    }
  }
  return true;
}

Verdict Index::check(const CheckContext& context, const TargetFacts& facts, Walk walk) {
  if (proves(context, facts)) {
    ++m_proved;
    return {};
  }
  Verdict verdict = meta::check(context, facts, walk);
  if (!verdict.oodate && current_entry(context, facts.meta_path) == nullptr) {
    // New to the index, or written by somebody else: known from now on.
    const Result<std::string> text = context.stats.file_system().read(std::string(facts.meta_path));
    if (text && learn(context, facts.meta_path, *text)) {
      m_dirty = true;
    }
  }
  return verdict;
}

} // namespace mmk::meta
