#include "meta/compiled_record.hpp"

#include "fs/paths.hpp"
#include "meta/record_walk.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <iterator>
#include <unordered_set>

namespace mmk::meta {

namespace {

class Compiler {
public:
  Compiler(const CheckContext& context, const MetaFile& file)
      : m_context(context), m_file(file),
        m_dirs(&context.stats.file_system(), std::string(file.cwd)), m_own(own_lines(file)) {}

  std::optional<CompiledRecord> run() {
    if (!m_file.complete() || m_file.failed_status != 0) {
      return std::nullopt;
    }
    header();
    for (RecordReader reader : records_of(m_file, m_own, m_own.with_digests)) {
      Record record;
      while (m_usable && reader.next(record)) {
        visit_record(record, *this);
      }
      if (reader.bad()) {
        return std::nullopt;
      }
    }
    not_found();
    if (!m_usable || !m_gone.empty()) {
      return std::nullopt;
    }
    return std::move(m_out);
  }

  void header() {
    CommandHash hash;
    for (const MetaCommand& command : m_file.commands) {
      hash.add(command.text);
    }
    m_out.commands = hash.value();
    m_out.cwd = m_file.cwd;
    m_out.whole_filemon = m_file.has_filemon() && m_file.warnings.empty();
    if (m_file.has_filemon()) {
      m_out.stop_usec = m_file.sections.back().stop_usec;
    }
    m_out.with_digests = m_own.with_digests;
    m_usable = !m_own.present || m_own.policy == m_context.policy.ignore_fingerprint();
  }

  void moves(const Record& record) { m_dirs.feed(record); }

  void misses(const Record& record) {
    m_not_found.push_back(m_dirs.absolute(record.pid, record.path));
  }

  void add(ConditionKind kind, std::string path, const FileState& state = {}) {
    m_out.conditions.push_back(Condition{kind, std::move(path), state});
  }

  void reads(const Record& record, std::string_view name) { reads(record, name, m_own.present); }

  void links(const Record& record) {
    reads(record, record.path,
          m_own.present && is_hard_link(m_context.stats.file_system(), m_dirs, record));
    writes(record, record.path2);
  }

  /// `sure`: the file was there under this very name.
  void reads(const Record& record, std::string_view name, bool sure) {
    if (m_out.with_digests) {
      return;
    }
    std::string path = m_dirs.absolute(record.pid, name);
    const fs::FileInfo& info = m_context.stats.stat(path);
    if (info.is_directory()) {
      add(ConditionKind::directory, std::move(path));
    } else if (info.exists()) {
      if (!m_context.filter.ignored(path)) {
        add(ConditionKind::not_newer, std::move(path));
      }
    } else if (fs::is_absolute(name)) {
      if ((sure || !is_below(path, m_file.cwd)) && !m_context.filter.ignored(path)) {
        m_gone.push_back(path);
      }
      add(ConditionKind::gone, std::move(path));
    } else {
      relative(record, name, std::move(path), sure);
    }
  }

  /// A relative name that is not where the process stood: guessing is the full check's business,
  /// unless there is nothing to be found.
  void relative(const Record& record, std::string_view name, std::string path, bool sure) {
    if (sure && !m_context.filter.ignored(path)) {
      m_gone.push_back(path);
    }
    add(ConditionKind::gone, std::move(path));
    for (const std::string& directory : {m_dirs.latest(record.pid), m_dirs.make_cwd()}) {
      std::string candidate = fold_dots(fs::join(directory, name));
      m_usable = m_usable && !m_context.stats.stat(candidate).exists();
      add(ConditionKind::gone, std::move(candidate));
    }
  }

  void writes(const Record& record, std::string_view name) {
    if (m_out.with_digests) {
      return;
    }
    std::string path = m_dirs.absolute(record.pid, name);
    if (fs::is_absolute(name) && m_context.filter.in_bailiwick(path) &&
        !is_below(path, m_file.cwd) && !m_context.filter.in_tmp(path) &&
        !m_context.filter.ignored(path)) {
      if (m_context.stats.stat(path).exists()) {
        add(ConditionKind::exists, path);
      } else {
        m_gone.push_back(path);
      }
    }
    if (!m_own.present) {
      m_written.insert(std::move(path));
    }
  }

  void removes(const Record& record, std::string_view name) {
    const std::string path = m_dirs.absolute(record.pid, name);
    std::erase_if(m_gone, [&path](const std::string& gone) { return is_below(gone, path); });
  }

  void not_found() {
    for (std::string& path : m_not_found) {
      if (m_written.count(path) == 0 && (m_own.present || !m_context.filter.ignored(path))) {
        add(ConditionKind::absent, std::move(path));
      }
    }
  }

  void remembers(const Record& /*record*/, const StateLine& line) {
    std::string path(line.path);
    switch (line.role) {
    case StateRole::input:
    case StateRole::source:
      if (m_out.with_digests) {
        m_usable = m_usable && line.state.known;
        add(ConditionKind::same, std::move(path), line.state);
      }
      break;
    case StateRole::asked:
      m_usable = m_usable && line.state.size >= 0;
      add(ConditionKind::same, std::move(path), line.state);
      break;
    case StateRole::there:
      add(ConditionKind::directory, std::move(path));
      break;
    case StateRole::output:
      if (m_out.with_digests && !is_tool_cache(path)) {
        m_usable = m_usable && line.state.known;
        add(ConditionKind::output, std::move(path), line.state);
      }
      break;
    case StateRole::removed:
      add(ConditionKind::removed, std::move(path), line.state);
      break;
    case StateRole::listing:
      m_usable = m_usable && line.state.known;
      add(ConditionKind::listing, std::move(path), line.state);
      break;
    case StateRole::policy:
      break;
    }
  }

private:
  const CheckContext& m_context;
  const MetaFile& m_file;
  ProcessDirs m_dirs;
  const OwnLines m_own;
  CompiledRecord m_out;
  bool m_usable = true;
  std::vector<std::string> m_gone; ///< what the full check would call missing now
  std::vector<std::string> m_not_found;
  std::unordered_set<std::string> m_written;
};

} // namespace

void CommandHash::add(std::string_view text) {
  fmt::format_to(std::back_inserter(m_text), "{}:", text.size());
  m_text += text;
}

std::optional<CompiledRecord> compile_record(const CheckContext& context, const MetaFile& file) {
  return Compiler(context, file).run();
}

} // namespace mmk::meta
