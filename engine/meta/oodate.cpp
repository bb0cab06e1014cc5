#include "meta/oodate.hpp"

#include "fs/paths.hpp"
#include "meta/meta_file.hpp"
#include "meta/record_walk.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <array>

namespace mmk::meta {

namespace {

/// Collects reasons; full() says when the walk may end.
class Reasons {
public:
  Reasons(Verdict& verdict, Walk walk) : m_verdict(verdict), m_walk(walk) {}
  template <class R> void add(R reason) {
    m_verdict.oodate = true;
    if (m_walk == Walk::explain || m_verdict.reasons.empty()) {
      m_verdict.reasons.emplace_back(std::move(reason));
    }
  }
  [[nodiscard]] bool full() const { return m_walk == Walk::decide && m_verdict.oodate; }

private:
  Verdict& m_verdict;
  Walk m_walk;
};

/// Inputs and outputs that ought to exist and do not.
class MissingFiles {
public:
  void add(std::string path, Missing reason) {
    const bool known = std::any_of(m_files.begin(), m_files.end(),
                                   [&path](const File& file) { return file.path == path; });
    if (!known) {
      m_files.push_back(File{std::move(path), std::move(reason)});
    }
  }
  /// The job itself removed or renamed `path`: it and what is below it need not exist.
  void clear(std::string_view path) {
    std::erase_if(m_files, [path](const File& file) { return is_below(file.path, path); });
  }
  [[nodiscard]] bool empty() const { return m_files.empty(); }
  void report(Reasons& reasons) {
    for (File& file : m_files) {
      reasons.add(std::move(file.reason));
    }
  }

private:
  struct File {
    std::string path;
    Missing reason;
  };
  std::vector<File> m_files;
};

class Checker {
public:
  Checker(const CheckContext& context, const TargetFacts& facts, Walk walk, const MetaFile& file,
          Verdict& verdict)
      : m_context(context), m_facts(facts), m_file(file), m_verdict(verdict),
        m_reasons(verdict, walk),
        m_dirs(&context.stats.file_system(), std::string(file.cwd.empty() ? facts.cwd : file.cwd)),
        m_own(own_lines(file)),
        m_same_policy(m_own.present && (context.policy.trust_recorded_rules ||
                                        m_own.policy == context.policy.ignore_fingerprint())),
        m_unproved(facts.newer_sources.begin(), facts.newer_sources.end()) {
    for (std::string& source : m_unproved) {
      source = fold_dots(fs::join(facts.cwd, source));
    }
  }

  void run() {
    if (!m_file.has_output_mark) {
      m_reasons.add(Incomplete{});
      return;
    }
    using Step = void (Checker::*)();
    constexpr std::array<Step, 5> steps{&Checker::commands, &Checker::working_directory,
                                        &Checker::ending, &Checker::filemon, &Checker::sources};
    for (const Step step : steps) {
      (this->*step)();
      if (m_reasons.full()) {
        return;
      }
    }
  }

  // --- the header -----------------------------------------------------------------------------
  void commands() {
    if (m_context.policy.mode.ignore_cmd) {
      return;
    }
    const std::size_t now = m_facts.commands.size();
    const std::size_t then = m_file.commands.size();
    for (std::size_t i = 0; i < std::min(now, then) && !m_reasons.full(); ++i) {
      command(i);
    }
    if (now == then) {
      return;
    }
    const int line = then > now ? m_file.commands[now].line : m_file.cwd_line;
    m_reasons.add(CommandCountChanged{static_cast<int>(then), static_cast<int>(now), line});
  }

  void command(std::size_t i) {
    const CommandNow& now = m_facts.commands[i];
    const MetaCommand& then = m_file.commands[i];
    if (now.never_compare) {
      return;
    }
    if (now.uses_oodate) {
      m_verdict.notes.push_back(fmt::format("{}: {}: cannot compare command using .OODATE",
                                            m_facts.meta_path, then.line));
      return;
    }
    if (now.text == then.text) {
      return;
    }
    const auto& filter = m_context.policy.cmp_filter;
    std::string old_text = filter ? filter(then.text) : std::string(then.text);
    std::string new_text = filter ? filter(now.text) : std::string(now.text);
    if (old_text != new_text) {
      m_reasons.add(
          CommandChanged{static_cast<int>(i), std::move(old_text), std::move(new_text), then.line});
    }
  }

  void working_directory() {
    if (m_file.cwd != m_facts.cwd) {
      m_reasons.add(CwdChanged{std::string(m_file.cwd), std::string(m_facts.cwd), m_file.cwd_line});
    }
  }

  void ending() {
    if (!m_file.complete()) {
      m_reasons.add(Incomplete{});
    } else if (m_file.failed_status != 0) {
      m_reasons.add(LastFailed{m_file.failed_status});
    }
  }

  // --- the records ----------------------------------------------------------------------------
  void filemon() {
    if (m_context.policy.mode.missing_filemon) {
      if (!m_file.has_filemon()) {
        m_reasons.add(NoFilemonData{});
      } else if (!m_file.warnings.empty()) {
        m_reasons.add(NoFilemonData{std::string(m_file.warnings.front().text)});
      }
    }
    // With our digests the records themselves have nothing to add.
    for (RecordReader reader : records_of(m_file, m_own, digests_decide() && m_same_policy)) {
      walk(reader);
    }
    if (!m_reasons.full()) {
      appeared_paths();
      m_missing.report(m_reasons);
    }
  }

  void walk(RecordReader& reader) {
    Record record;
    while (!m_reasons.full() && reader.next(record)) {
      visit_record(record, *this);
    }
    if (reader.bad() && !m_reasons.full()) {
      m_reasons.add(Corrupt{"malformed", reader.bad()->line});
    }
  }

  void moves(const Record& record) { m_dirs.feed(record); }

  [[nodiscard]] std::string absolute(const Record& record, std::string_view path) const {
    return m_dirs.absolute(record.pid, path);
  }

  /// True if our digest lines decide about what the job read and wrote.
  [[nodiscard]] bool digests_decide() const {
    return m_own.with_digests && m_context.policy.mode.digest;
  }

  /// R and E by the classic rule: newer than the target, or gone.
  void reads(const Record& record, std::string_view path) { reads(record, path, m_own.present); }

  void links(const Record& record) {
    reads(record, record.path,
          m_own.present && is_hard_link(m_context.stats.file_system(), m_dirs, record));
    writes(record, record.path2);
  }

  /// `sure`: the file was there under this very name.
  void reads(const Record& record, std::string_view path, bool sure) {
    std::string found = absolute(record, path);
    const fs::FileInfo* info = &m_context.stats.stat(found);
    if (!info->exists() && !fs::is_absolute(path)) {
      // Records of other tracers do not resolve descriptors; try what may have been meant.
      for (const std::string& directory : {m_dirs.latest(record.pid), m_dirs.make_cwd()}) {
        std::string candidate = fold_dots(fs::join(directory, path));
        const fs::FileInfo& other = m_context.stats.stat(candidate);
        if (other.exists()) {
          info = &other;
          found = std::move(candidate);
          break;
        }
      }
    }
    if (info->is_directory()) {
      m_dirs.set_latest(record.pid, std::move(found));
      return;
    }
    if (digests_decide() && m_same_policy) {
      return;
    }
    if (!info->exists()) {
      // bmake forgives what is gone in its own directory, since records of its tracers are not sure
      // about relative names. Ours are.
      const bool certain = sure || (fs::is_absolute(path) && !is_below(found, m_file.cwd));
      if (certain && !ignored(found)) {
        m_missing.add(found, Missing{found, record.pid, record.line, false});
      }
    } else if (found != m_facts.archive && info->mtime > target_time() && !ignored(found)) {
      m_reasons.add(
          FileNewer{std::move(found), info->mtime, target_time(), record.pid, record.line});
    }
  }

  /// A member's date has whole seconds only, and other members' jobs write the archive after it:
  /// there the end of the job is what counts.
  [[nodiscard]] TimeStamp target_time() const {
    return m_facts.archive.empty() ? m_facts.info.mtime
                                   : TimeStamp{m_file.sections.back().stop_usec * 1000};
  }

  [[nodiscard]] bool ignored(const std::string& path) { return m_context.filter.ignored(path); }

  /// W and the target of L and M: gone although we are masters of its place.
  void writes(const Record& record, std::string_view path) {
    std::string name = absolute(record, path);
    if (fs::is_absolute(path) && m_context.filter.in_bailiwick(name) &&
        !is_below(name, m_file.cwd) && !m_context.filter.in_tmp(name) && !ignored(name) &&
        !m_context.stats.stat(name).exists()) {
      m_missing.add(name, Missing{name, record.pid, record.line, true});
    }
    if (!m_own.present) {
      m_written.push_back(std::move(name));
    }
  }

  void removes(const Record& record, std::string_view path) {
    m_missing.clear(absolute(record, path));
  }

  void misses(const Record& record) {
    if (m_context.policy.mode.not_found) {
      m_not_found.push_back({absolute(record, record.path), record.pid, record.line});
    }
  }

  /// N: decided at the end, since the job may have made the path after looking for it.
  void appeared_paths() {
    for (NotFound& path : m_not_found) {
      if (!m_reasons.full() && m_context.stats.stat(path.path).exists() &&
          std::find(m_written.begin(), m_written.end(), path.path) == m_written.end() &&
          (m_same_policy || !ignored(path.path))) {
        m_reasons.add(Appeared{path.path, path.pid, path.line});
      }
    }
  }

  // --- the recorder's own lines ---------------------------------------------------------------
  void remembers(const Record& record, const StateLine& line) {
    const int number = record.line;
    const bool decide = digests_decide();
    switch (line.role) {
    case StateRole::input:
    case StateRole::source:
      if (decide) {
        judge_input(line, number);
      }
      break;
    case StateRole::asked:
      judge_asked(line, number);
      break;
    case StateRole::there:
      judge_there(line, number);
      break;
    case StateRole::output:
      if (decide) {
        judge_output(line, number);
      }
      break;
    case StateRole::listing:
      if (m_context.policy.mode.listing) {
        judge_listing(line, number);
      }
      break;
    case StateRole::removed:
    case StateRole::policy:
      break;
    }
  }

  /// `now` gets what is there.
  bool same_content(const FileState& then, const std::string& path, const fs::FileInfo& info,
                    FileState& now) {
    return m_context.digests.same_content(then, path, info, m_context.now, &now);
  }

  void judge_input(const StateLine& line, int number) {
    std::string path(line.path);
    if (!m_same_policy && ignored(path)) {
      prove(path);
      return;
    }
    const fs::FileInfo info = m_context.stats.stat(path);
    const bool declared = line.role == StateRole::source;
    FileState now;
    if (!info.exists()) {
      m_reasons.add(Missing{std::move(path), line.pid, number, false});
    } else if (!line.state.known) {
      m_reasons.add(ChangedDuringJob{std::move(path), line.pid, number});
    } else if (!same_content(line.state, path, info, now)) {
      m_reasons.add(ContentChanged{std::move(path), line.state, now, line.pid, number, declared});
    } else {
      prove(path);
    }
  }

  /// All that the job can have learnt is in the status: the same status, the same outcome.
  void judge_asked(const StateLine& line, int number) {
    std::string path(line.path);
    if (!m_same_policy && ignored(path)) {
      return;
    }
    const fs::FileInfo info = m_context.stats.stat(path);
    const bool same_status = info.size == line.state.size && info.mtime.ns == line.state.mtime_ns;
    FileState now;
    if (!info.exists()) {
      m_reasons.add(Missing{std::move(path), line.pid, number, false});
    } else if (line.state.size < 0) {
      m_reasons.add(ChangedDuringJob{std::move(path), line.pid, number});
    } else if (!same_status && !same_content(line.state, path, info, now)) {
      m_reasons.add(ContentChanged{std::move(path), line.state, now, line.pid, number, false});
    }
  }

  void judge_there(const StateLine& line, int number) {
    std::string path(line.path);
    if (!m_context.stats.stat(path).is_directory() && (m_same_policy || !ignored(path))) {
      m_reasons.add(Missing{std::move(path), line.pid, number, false});
    }
  }

  void prove(const std::string& path) {
    if (!m_unproved.empty()) {
      std::erase(m_unproved, path);
    }
  }

  void judge_output(const StateLine& line, int number) {
    std::string path(line.path);
    // Side outputs count only if a ledger can tell whether another target wrote them later.
    if (path != m_facts.path && (m_context.ledger == nullptr || is_tool_cache(path))) {
      return;
    }
    const fs::FileInfo info = m_context.stats.stat(path);
    const OutputLedger::Entry* latest =
        m_context.ledger == nullptr ? nullptr : m_context.ledger->find(path);
    FileState now;
    if (!info.exists()) {
      if (latest == nullptr || latest->state.size >= 0) {
        m_reasons.add(Missing{std::move(path), line.pid, number, true});
      }
    } else if (!same_content(line.state, path, info, now) &&
               (latest == nullptr || !same_content(latest->state, path, info, now)) &&
               !was_appended_to(line.state, path, info)) {
      m_reasons.add(OutputDamaged{std::move(path), line.state, now, number});
    } else {
      prove(path);
    }
  }

  /// Outside of our own places files are shared with builds we know nothing of: what has only grown
  /// is a log, such as the list of all installed files, and no damage.
  bool was_appended_to(const FileState& then, const std::string& path, const fs::FileInfo& info) {
    if (info.size <= then.size || then.size == 0 || path == m_facts.path ||
        is_below(path, m_facts.objdir) || m_context.filter.in_bailiwick(path)) {
      return false;
    }
    const Result<std::string> bytes = m_context.stats.file_system().read(path);
    return bytes &&
           digest_of(std::string_view(*bytes).substr(0, static_cast<std::size_t>(then.size))) ==
               then.digest;
  }

  void judge_listing(const StateLine& line, int number) {
    std::string path(line.path);
    if (!m_same_policy && ignored(path)) {
      return;
    }
    const std::optional<Digest> now = listing_digest(m_context.stats.file_system(), path);
    if (!line.state.known || now != line.state.digest) {
      m_reasons.add(ListingChanged{std::move(path), line.pid, number});
    }
  }

  /// What the classic rules found newer has to be proved unchanged by a line of ours.
  void sources() {
    for (const std::string& source : m_unproved) {
      m_reasons.add(SourceNewer{source});
    }
  }

private:
  struct NotFound {
    std::string path;
    std::int64_t pid = 0;
    int line = 0;
  };

  const CheckContext& m_context;
  const TargetFacts& m_facts;
  const MetaFile& m_file;
  Verdict& m_verdict;
  Reasons m_reasons;
  ProcessDirs m_dirs;
  MissingFiles m_missing;
  const OwnLines m_own;
  const bool m_same_policy; ///< nothing that was left out then counts now
  std::vector<NotFound> m_not_found;
  std::vector<std::string> m_written;
  std::vector<std::string> m_unproved; ///< absolute
};

void finish(Verdict& verdict, const TargetFacts& facts) {
  verdict.oodate_is_allsrc =
      verdict.oodate && std::any_of(facts.commands.begin(), facts.commands.end(),
                                    [](const CommandNow& command) { return command.uses_oodate; });
}

/// No .meta file: does that matter?
Verdict without_meta(const CheckContext& context, const TargetFacts& facts, Walk walk) {
  Verdict verdict;
  Reasons reasons(verdict, walk);
  const bool wanted = context.policy.mode.missing_meta || facts.wants_meta;
  const bool is_source = is_below(facts.path, facts.curdir) && !is_below(facts.path, facts.objdir);
  if (wanted && !is_source) {
    reasons.add(NoMeta{});
  }
  for (const std::string& source : facts.newer_sources) {
    reasons.add(SourceNewer{source});
  }
  finish(verdict, facts);
  return verdict;
}

} // namespace

Verdict check_bytes(const CheckContext& context, const TargetFacts& facts, Walk walk,
                    std::string_view bytes) {
  Verdict verdict;
  const auto file = parse_meta(bytes);
  if (!file) {
    Reasons(verdict, walk).add(Corrupt{file.error().text, file.error().line});
  } else {
    Checker(context, facts, walk, *file, verdict).run();
  }
  finish(verdict, facts);
  return verdict;
}

Verdict check(const CheckContext& context, const TargetFacts& facts, Walk walk) {
  const std::string path(facts.meta_path);
  const Result<std::string> bytes = context.stats.file_system().read(path);
  if (bytes) {
    return check_bytes(context, facts, walk, *bytes);
  }
  if (!context.stats.file_system().lstat(path).exists()) {
    return without_meta(context, facts, walk);
  }
  Verdict verdict;
  Reasons(verdict, walk).add(Corrupt{bytes.error().text, 1});
  finish(verdict, facts);
  return verdict;
}

} // namespace mmk::meta
