#include "meta/recorder.hpp"

#include "fs/paths.hpp"
#include "meta/uses.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <iterator>
#include <unordered_set>

namespace mmk::meta {

namespace {

/// What the engine keeps: it writes there while jobs run.
bool is_ours(std::string_view path) {
  return path.ends_with(".meta") || path.ends_with("/.mmk") ||
         path.find("/.mmk/") != std::string_view::npos;
}

/// Turns uses into the lines that go behind the records.
class OwnLineWriter {
public:
  OwnLineWriter(const RecorderContext& context, const std::vector<Use>& uses,
                const std::vector<std::string>& sources, std::string_view objdir, TimeStamp started,
                TimeStamp now)
      : m_context(context), m_uses(uses), m_declared(sources.begin(), sources.end()),
        m_objdir(objdir), m_started(started), m_now(now) {}

  /// The lines about all uses.
  void add_all() {
    marker();
    for (const Use& use : m_uses) {
      add(use);
    }
  }

  /// A declared source that the job was not seen to read.
  void source(const std::string& path) {
    if (m_inputs.count(path) == 0 && !m_context.filter.ignored(path)) {
      input(path, 0, StateRole::source, m_context.file_system.stat(path));
    }
  }

  [[nodiscard]] const std::string& text() const { return m_text; }

private:
  void marker() {
    StateLine line;
    line.role = StateRole::policy;
    line.state.known = true;
    line.state.digest = m_context.policy.ignore_fingerprint();
    line.state.size = m_context.policy.mode.digest ? 1 : 0;
    line.state.mtime_ns = m_started.ns;
    line.path = "-";
    append_state_line(m_text, line);
  }

  void add(const Use& use) {
    if (m_context.filter.ignored(use.path)) {
      return;
    }
    // Two thirds of a compiler's uses are names that it looked for in vain: nothing is there.
    const bool may_exist = !use.not_found || use.written || use.wanted || use.removed || use.read ||
                           use.asked || use.listed;
    const fs::FileInfo info = may_exist ? m_context.file_system.stat(use.path) : fs::FileInfo{};
    const bool made = (use.written && info.exists()) || (use.wanted && info.is_directory());
    if (use.not_found && !made) {
      append_record(m_text, 'N', use.pid, use.path);
    }
    if (use.listed && m_context.policy.mode.listing && !is_ours(use.path) &&
        (info.exists() || !took_away(use.path))) {
      listing(use, info);
    }
    if (use.written) {
      output(use, info);
    } else if (use.removed) {
      removed(use, info);
    } else if (use.read) {
      const bool declared = m_declared.count(use.path) != 0;
      input(use.path, use.pid, declared ? StateRole::source : StateRole::input, info);
    } else if (use.asked && m_declared.count(use.path) == 0 && !is_ours(use.path)) {
      asked(use, info);
    }
  }

  [[nodiscard]] bool digests() const { return m_context.policy.mode.digest; }

  /// Was the file, or may it have been, modified after the job began? Times in the future are
  /// no sign of that.
  [[nodiscard]] bool changed_since_start(const fs::FileInfo& info) const {
    if (info.mtime < m_started || info.mtime > m_now) {
      return false;
    }
    const std::optional<TimeStamp> seen = m_context.digests.first_seen(info);
    return !seen || *seen > m_started;
  }

  /// Has it the bytes that an earlier job left in it? Then it has got another time stamp only: go
  /// does that to a program that it would have built the same.
  [[nodiscard]] bool as_last_written(const std::string& path, const FileState& state) const {
    const OutputLedger::Entry* const entry =
        m_context.ledger == nullptr ? nullptr : m_context.ledger->find(path);
    return entry != nullptr && state.known && entry->state.known &&
           entry->state.size == state.size && entry->state.digest == state.digest;
  }

  FileState with_digest(const std::string& path, const fs::FileInfo& info) {
    FileState state = state_of(info);
    if (const auto digest = m_context.digests.digest(path, info, m_now)) {
      state.known = true;
      state.digest = *digest;
    }
    return state;
  }

  void append(StateRole role, std::string_view path, std::int64_t pid, const FileState& state) {
    append_state_line(m_text, StateLine{pid, role, state, path});
  }

  void input(const std::string& path, std::int64_t pid, StateRole role, const fs::FileInfo& info) {
    if (!digests() || !info.is_regular()) {
      return;
    }
    FileState state = with_digest(path, info);
    if (changed_since_start(info) && !as_last_written(path, state)) {
      state.known = false;
    }
    append(role, path, pid, state);
    m_inputs.insert(path);
  }

  /// Programs that do nothing because all is up to date (make, ninja, cargo; python, of a module
  /// it has compiled) learn that from time stamps alone. The content has the last word here, too,
  /// while there is not too much of it: git(1) may ask about all files of a large tree.
  void asked(const Use& use, const fs::FileInfo& info) {
    if (info.is_directory() && !use.listed && !use.wanted) { // it would have made it
      append(StateRole::there, use.path, use.pid, {});
    }
    if (!info.is_regular()) {
      return;
    }
    FileState state = state_of(info);
    if (changed_since_start(info)) {
      state.size = -1;
    } else if (digests() && info.size <= m_asked_bytes) {
      m_asked_bytes -= info.size;
      state = with_digest(use.path, info);
    }
    append(StateRole::asked, use.path, use.pid, state);
  }

  void output(const Use& use, const fs::FileInfo& info) {
    if (!info.is_regular()) {
      return;
    }
    m_context.digests.note_seen(info, m_now);
    if (digests()) {
      const FileState state = with_digest(use.path, info);
      append(StateRole::output, use.path, use.pid, state);
      note(use.path, state);
    }
  }

  void removed(const Use& use, const fs::FileInfo& info) {
    if (digests() && !use.made && !use.not_found && !info.exists()) {
      FileState gone;
      gone.known = true;
      gone.size = -1;
      append(StateRole::removed, use.path, use.pid, gone);
      note(use.path, gone);
    }
  }

  /// Did the job remove `directory`, or rename it? What was in it was its own affair.
  [[nodiscard]] bool took_away(const std::string& directory) const {
    return std::any_of(m_uses.begin(), m_uses.end(), [&directory](const Use& use) {
      return use.removed && is_below(directory, use.path);
    });
  }

  /// Did somebody else add or remove names while the job ran? It may have listed the directory
  /// before. In the object directory somebody always does: the engine, for one. What the job made
  /// is its own.
  [[nodiscard]] bool changed_by_others(const Use& directory, const fs::FileInfo& info) const {
    return directory.path != m_objdir && !directory.written && changed_since_start(info) &&
           std::none_of(m_uses.begin(), m_uses.end(), [&directory](const Use& use) {
             return (use.written || use.removed) && fs::dirname(use.path) == directory.path;
           });
  }

  void listing(const Use& use, const fs::FileInfo& info) {
    const auto digest = listing_digest(m_context.file_system, use.path);
    FileState state = state_of(info);
    state.known = digest.has_value() && !changed_by_others(use, info);
    state.digest = digest.value_or(0);
    state.size = 0;
    append(StateRole::listing, use.path, use.pid, state);
  }

  void note(const std::string& path, const FileState& state) {
    if (m_context.ledger != nullptr) {
      m_context.ledger->note(path, state, m_now.ns / 1000);
    }
  }

  const RecorderContext& m_context;
  const std::vector<Use>& m_uses;
  std::unordered_set<std::string> m_declared;
  std::string_view m_objdir;
  TimeStamp m_started;
  TimeStamp m_now;
  std::string m_text;
  std::unordered_set<std::string> m_inputs;
  std::int64_t m_asked_bytes = std::int64_t{16} << 20U; ///< that may be hashed yet
};

bool is_look_up(std::string_view line) {
  if (line.starts_with("Q ")) { // an escaped record: the letter comes behind the process
    line.remove_prefix(std::min(line.size(), line.find(' ', 2) + 1));
  }
  return line.starts_with("N ") || line.starts_with("S ") || line.starts_with("K ");
}

/// N, S and K records are left out: the recorder's own lines say them once, with absolute paths.
std::string without_look_ups(std::string_view section) {
  std::string out;
  out.reserve(section.size());
  while (!section.empty()) {
    const std::size_t newline = section.find('\n');
    const std::size_t length = newline == std::string_view::npos ? section.size() : newline + 1;
    if (!is_look_up(section.substr(0, length))) {
      out += section.substr(0, length);
    }
    section.remove_prefix(length);
  }
  return out;
}

/// Where lines can be added at the end of a section: before its "# Stop" or "# Bye bye".
std::size_t end_of_records(std::string_view section) {
  for (const std::string_view mark :
       {std::string_view("\n# Stop "), std::string_view("\n# Bye bye")}) {
    const std::size_t at = section.rfind(mark);
    if (at != std::string_view::npos) {
      return at + 1;
    }
  }
  return section.size();
}

} // namespace

Recorder::Recorder(RecorderContext context, MetaHeader header, std::vector<std::string> sources,
                   TimeStamp started)
    : m_context(context), m_header(std::move(header)), m_sources(std::move(sources)),
      m_started(started) {
  if (!m_context.policy.mode.digest) {
    m_sources.clear();
  }
  for (std::string& source : m_sources) {
    source = fold_dots(fs::join(m_header.cwd, source));
    // What is there before the job begins was not changed by anybody while it ran.
    m_context.digests.note_seen(m_context.file_system.stat(source), m_started);
  }
}

Result<> Recorder::begin() {
  // No output mark, and a command that never is the target's: out of date for every reader.
  const std::string text =
      fmt::format("# Meta data file {}\nCMD # interrupted: the commands did not come to their "
                  "end\nCWD {}\nTARGET {}\n",
                  m_header.meta_path, m_header.cwd, m_header.target);
  Result<> written = m_context.file_system.write_atomically(m_header.meta_path, text);
  if (!written) {
    // An old record must not vouch for what is about to be overwritten.
    Result<> removed = m_context.file_system.remove(m_header.meta_path);
    if (removed || removed.error().code == Errc::not_found) {
      return {};
    }
  }
  return written;
}

Result<RecordSummary> Recorder::finish(int status, TimeStamp now) {
  RecordSummary summary;
  Uses uses(m_context.file_system, m_header.cwd);
  for (const std::string& section : m_sections) {
    uses.feed_all(RecordReader(section, 1));
  }
  OwnLineWriter lines(m_context, uses.all(), m_sources, fs::dirname(m_header.meta_path), m_started,
                      now);
  lines.add_all();
  for (const Use& use : uses.all()) {
    if (use.written || use.removed) {
      summary.written.push_back(use.path);
    }
  }
  for (const std::string& source : m_sources) {
    lines.source(source);
  }

  std::string output = protect_output(m_output);
  if (status != 0) {
    output += fmt::format("*** Error code {}\n", status);
  }
  m_header.parts = MetaParts{output.size(), m_sections.size()};
  summary.text = format_header(m_header);
  summary.text += output;
  summary.text += '\n';
  for (std::size_t i = 0; i < m_sections.size(); ++i) {
    std::string section = without_look_ups(m_sections[i]);
    if (i + 1 == m_sections.size()) {
      section.insert(end_of_records(section), lines.text());
    }
    summary.text += k_filemon_mark;
    summary.text += '\n';
    summary.text += section;
  }
  MMK_TRY(m_context.file_system.write_atomically(m_header.meta_path, summary.text));
  return summary;
}

} // namespace mmk::meta
