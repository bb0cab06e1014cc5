#include "sched/meta_mode.hpp"

#include "exec/script.hpp"
#include "exec/words.hpp"
#include "fs/paths.hpp"
#include "graph/ar_file.hpp"
#include "graph/archive.hpp"
#include "meta/leftover.hpp"
#include "meta/naming.hpp"
#include "meta/process_dirs.hpp"
#include "sched/commands.hpp"
#include "sched/dates.hpp"

#include <sys/wait.h>

#include <algorithm>
#include <span>
#include <unordered_set>

namespace mmk::sched {

using graph::Attr;
using graph::Made;
using graph::Target;

/// A job that is being recorded.
struct MetaMode::Record {
  std::string path;
  std::unique_ptr<meta::Recorder> recorder;
  bool traced = false;
  pid_t pid = 0; ///< of the first command
  std::int64_t start_usec = 0;
  std::int64_t stop_usec = 0;
  std::string records; ///< of all commands so far
  bool any_section = false;
  TimeStamp started;
  std::int64_t max_rss_kib = 0;
  int status = 0;
};

/// TargetFacts with what its views point at.
struct MetaMode::Facts {
  std::string meta_path;
  std::string path;
  std::string archive;
  std::vector<std::string> texts;
  std::vector<meta::CommandNow> commands;
  std::vector<std::string> newer;
  std::string cwd;
  meta::TargetFacts facts;
};

namespace {

/// $? in any of its spellings: what it expands to differs from build to build.
bool uses_oodate(std::string_view text) {
  if (text.find('$') == std::string_view::npos) {
    return false;
  }
  for (const std::string_view spelling : {"${.OODATE", "$(.OODATE", "$?", "${?", "$(?"}) {
    if (text.find(spelling) != std::string_view::npos) {
      return true;
    }
  }
  return false;
}

/// The command has our name in it as a word of the shell. bmake's META_MODE knows blanks only, so
/// that "@${MAKE}" and "(${MAKE} ...)" have records there.
bool runs_ourselves(std::string_view command, std::string_view make) {
  constexpr std::string_view k_ends = " \t\n;&|()<>`'\"";
  (void)exec::take_run_flags(command);
  return exec::has_word(command, make, k_ends, k_ends);
}

/// Commands up to "...": what is behind it does not make the target.
std::span<const graph::Command> own_commands(const Target& target) {
  const auto dots = std::find_if(target.commands.begin(), target.commands.end(),
                                 [](const graph::Command& c) { return c.text == "..."; });
  return {target.commands.begin(), dots};
}

bool is_file_source(const Target& child) {
  return !child.attrs.any(Attr::phony | Attr::exec | Attr::use | Attr::usebefore | Attr::join |
                          Attr::wait | Attr::invisible | Attr::archv | Attr::member) &&
         !child.mtime.is_zero();
}

/// Calls `visit` for each source; the sources of a .JOIN source come in its stead.
template <class Visit> void for_each_source(const Target& target, const Visit& visit) {
  for (Target* const child : target.children) {
    if (child->attrs.has(Attr::join)) {
      for_each_source(*child, visit);
    } else {
      visit(*child);
    }
  }
}

/// Sources that are newer than a target or were made in this build, for its record to prove that
/// their content is the old one.
class NewerSources {
public:
  NewerSources(const Build& build, TimeStamp target) : m_build(build), m_target(target) {}

  /// False: of one of them no record can tell.
  [[nodiscard]] bool add(const std::vector<Target*>& sources) {
    return std::all_of(sources.begin(), sources.end(),
                       [this](const Target* source) { return add(*source); });
  }
  [[nodiscard]] std::vector<std::string> take() { return std::move(m_files); }

private:
  [[nodiscard]] bool add(const Target& source) {
    if (source.attrs.has(Attr::join)) {
      return add_join(source);
    }
    if (!is_newer(source)) {
      return true;
    }
    // What -n merely pretends to make would perhaps come out the same; that it shows, too.
    const bool pretended = m_build.options.no_execute && source.made == Made::made;
    if (pretended || !is_file_source(source)) {
      return false;
    }
    m_files.push_back(source.file());
    return true;
  }

  /// Its own sources count, and the file of its name if there is one: of an archive member that is
  /// the object file, which the member's job itself may have written.
  [[nodiscard]] bool add_join(const Target& source) {
    if (source.made == Made::made && !source.commands.empty()) {
      return false;
    }
    if (source.mtime > m_target) {
      m_files.push_back(source.file());
    }
    return add(source.children);
  }

  [[nodiscard]] bool is_newer(const Target& source) const {
    return source.mtime > m_target || source.made == Made::made;
  }

  const Build& m_build;
  TimeStamp m_target;
  std::vector<std::string> m_files;
};

} // namespace

MetaMode::MetaMode(Build& build, MetaSetup setup)
    : m_build(build), m_setup(std::move(setup)),
      m_filter(build.files.file_system(), m_setup.policy), m_digests(build.files.file_system()),
      m_index(m_setup.objdir), m_journal(m_setup.objdir, build.start.ns) {
  if (!m_setup.objdir.empty()) {
    m_index.open(context(), m_setup.index.valid() ? m_setup.index.get() : nullptr);
    if (m_build.wants_forecast) {
      m_history = meta::read_history(m_setup.objdir);
    }
  }
}

MetaMode::~MetaMode() {
  if (!m_setup.objdir.empty() && !m_setup.policy.mode.read_only && !m_build.options.no_execute) {
    // An index that cannot be written costs time, not truth.
    (void)m_index.save(context());
  }
}

meta::CheckContext MetaMode::context() {
  return {m_build.files, m_setup.policy, m_filter, m_digests, &m_ledger, m_build.clock.now()};
}

/// Attr::submake is there for less: another make, named as such (`make -C lib'), is a tool like
/// others.
bool MetaMode::is_submake(Target& target) {
  if (!target.attrs.has(Attr::submake)) {
    return false;
  }
  lang::Variables& variables = m_build.variables;
  const std::string make = variables.value(variables.global(), ".MAKE").value_or("");
  const auto commands = own_commands(target);
  return !make.empty() &&
         std::any_of(commands.begin(), commands.end(), [&](const graph::Command& command) {
           return runs_ourselves(expand_command(m_build, target, command.text), make);
         });
}

/// Why a target has no .meta file, as -dM says it; "" if it has one.
std::string_view MetaMode::why_not(Target& target) {
  if (target.attrs.has(Attr::nometa)) {
    return ".NOMETA";
  }
  if (target.internal) {
    return ".SPECIAL";
  }
  if (!target.attrs.has(Attr::meta)) {
    if (target.attrs.has(Attr::phony)) {
      return ".PHONY";
    }
    if (target.attrs.has(Attr::special)) {
      return ".SPECIAL";
    }
    if (target.attrs.has(Attr::make)) {
      return ".MAKE";
    }
    const auto commands = own_commands(target);
    if (commands.empty()) {
      return "no commands";
    }
    if (is_submake(target)) {
      return ".SUBMAKE";
    }
  }
  if (m_setup.objdir.empty()) {
    return "no .OBJDIR";
  }
  if (m_setup.objdir == m_setup.curdir && !m_setup.policy.mode.curdir_ok) {
    return ".OBJDIR == .CURDIR";
  }
  return "";
}

bool MetaMode::wants(Target& target, bool verbose) {
  const std::string_view why = why_not(target);
  if (!why.empty() && verbose && m_build.debug.on(Debug::meta)) {
    m_build.debug.print("Skipping meta for {}: {}\n", target.name, why);
  }
  return why.empty();
}

std::string MetaMode::meta_file(Target& target) {
  if (!why_not(target).empty()) {
    return "";
  }
  return meta_name(target);
}

std::string MetaMode::meta_name(const Target& target) {
  const fs::FileSystem& files = m_build.files.file_system();
  return meta::meta_name(files, m_setup.objdir, files.cwd(), target.file());
}

MetaMode::Facts MetaMode::facts(Target& target) {
  Facts f;
  f.meta_path = meta_name(target);
  f.cwd = m_build.files.file_system().cwd();
  const auto commands = own_commands(target);
  f.texts.reserve(commands.size()); // views into it are taken
  f.commands.reserve(commands.size());
  for (const graph::Command& command : commands) {
    std::string_view text = command.text;
    if (text.find('$') != std::string_view::npos) {
      set_local_vars(m_build, target);
      text = f.texts.emplace_back(expand_command(m_build, target, text));
    }
    f.commands.push_back({text, uses_oodate(command.text), target.attrs.has(Attr::nometa_cmp)});
  }
  f.path = target.file();
  if (target.attrs.any(Attr::archv | Attr::member)) {
    f.archive = fs::join(f.cwd, graph::split_archive_name(target.name).archive);
  }
  if (target.attrs.any(Attr::archv | Attr::member | Attr::phony)) {
    f.path.clear();
  } else if (f.path[0] != '/') {
    f.path = f.cwd + "/" + f.path;
  }
  return f;
}

void MetaMode::apply_verdict(Target& target, const meta::Verdict& verdict) {
  const bool debug = m_build.debug.on(Debug::meta);
  if (debug) {
    for (const std::string& line : verdict.notes) {
      m_build.debug.write(line + "\n");
    }
  }
  const std::string path = verdict.reasons.empty() ? "" : meta_name(target);
  for (const meta::Reason& reason : verdict.reasons) {
    if (debug) {
      m_build.debug.write(meta::render_text(reason, path) + "\n");
    } else if (meta::is_warning(reason)) {
      m_build.sink.err(m_build.diag.program() + ": " + meta::render_text(reason, path) + "\n");
    }
  }
  if (!verdict.reasons.empty()) {
    m_reasons[&target] = verdict.reasons;
    m_why[&target] = meta::render_short(verdict.reasons.front());
  }
  if (verdict.oodate_is_allsrc) {
    set_local_vars(m_build, target);
    auto& variables = m_build.variables;
    variables.set(target.vars, ".OODATE", variables.value(target.vars, ".ALLSRC").value_or(""));
  }
}

/// .MAKE.META.CMP_FILTER, the target's own or the global one: modifiers for both commands. Looked
/// up when two commands differ, which is rare.
void MetaMode::set_compare_filter(Target& target) {
  m_setup.policy.cmp_filter = [this, &target](std::string_view command) {
    const auto filter = m_build.variables.value(target.vars, ".MAKE.META.CMP_FILTER");
    if (!filter || filter->empty()) {
      return std::string(command);
    }
    set_local_vars(m_build, target);
    m_build.variables.set(m_build.variables.global(), ".meta.cmd", command);
    return m_build.variables.expand("${.meta.cmd:${.MAKE.META.CMP_FILTER:ts:}}", target.vars,
                                    lang::EvalMode::eval);
  };
}

bool MetaMode::oodate(Target& target, bool classic) {
  const bool age_only =
      classic && !target.mtime.is_zero() && !target.force &&
      !target.attrs.any(Attr::force | Attr::phony | Attr::exec | Attr::join | Attr::doubledep);
  if (classic && !(age_only && m_setup.policy.mode.digest)) {
    return true;
  }
  if (!wants(target, false)) {
    return classic;
  }
  NewerSources newer(m_build, target.mtime);
  if (classic && !newer.add(target.children)) {
    return true;
  }
  Facts f = facts(target);
  f.newer = newer.take();
  m_files.push_back(&target);
  f.facts.meta_path = f.meta_path;
  f.facts.path = f.path;
  f.facts.info = f.path.empty() ? fs::FileInfo{} : m_build.files.stat(f.path);
  f.facts.archive = f.archive;
  f.facts.commands = f.commands;
  f.facts.cwd = f.cwd;
  f.facts.curdir = m_setup.curdir;
  f.facts.objdir = m_setup.objdir;
  f.facts.wants_meta = target.attrs.has(Attr::meta);
  f.facts.newer_sources = f.newer;
  set_compare_filter(target);
  const meta::Verdict verdict = m_index.check(
      context(), f.facts, m_build.options.explain ? meta::Walk::explain : meta::Walk::decide);
  apply_verdict(target, verdict);
  return verdict.oodate;
}

/// Their .meta files in order, each once.
std::string MetaMode::names_of(const std::vector<const Target*>& targets) {
  std::unordered_set<std::string> known;
  std::string text;
  for (const Target* const target : targets) {
    const auto [name, fresh] = known.insert(meta_name(*target));
    if (fresh) {
      text += (text.empty() ? "" : " ") + *name;
    }
  }
  return text;
}

const Tracing& MetaMode::tracing() {
  if (!m_tracing) {
    m_tracing = m_setup.tracing ? m_setup.tracing() : Tracing{};
  }
  return *m_tracing;
}

void MetaMode::print_building(Target& target) {
  if (m_setup.policy.mode.verbose) {
    const std::string line = expand_command(m_build, target, "${.MAKE.META.PREFIX}");
    if (!line.empty()) {
      m_build.sink.out(line + "\n");
    }
  }
}

/// An archive is shared by its members' jobs: it is damaged only if it is none, and so has no
/// member that could have been found up to date.
bool MetaMode::is_damaged(const Facts& facts, const std::string& file, const fs::FileInfo& info) {
  if (facts.archive.empty()) {
    return meta::is_left_damaged(context(), facts.meta_path, file);
  }
  if (info.size == 0) {
    return true;
  }
  const fs::FileSystem& files = m_build.files.file_system();
  const Result<std::string> bytes = files.read(file);
  const auto members = bytes ? graph::read_ar(*bytes) : tl::unexpected(bytes.error());
  return !members && members.error().code == Errc::corrupt && files.lstat(facts.meta_path).exists();
}

/// What a power cut, a killed job or somebody's hand made of the target is no beginning for
/// commands that update it in place, as ar(1) does: they would fail or keep the damage. An
/// interrupted bmake removes what was being made, too. Spared is what is .PRECIOUS, and what lies
/// among sources, for it may be somebody's work, unless it is empty.
void MetaMode::remove_damaged(const Target& target, const Facts& facts) {
  if (!m_setup.policy.mode.digest || target.attrs.has(Attr::precious) ||
      m_build.graph.settings.all_precious) {
    return;
  }
  fs::FileSystem& files = m_build.files.file_system();
  const std::string& file = facts.archive.empty() ? facts.path : facts.archive;
  const fs::FileInfo info = file.empty() ? fs::FileInfo{} : files.lstat(file);
  const bool spared =
      info.size != 0 && (m_setup.objdir == m_setup.curdir || !meta::is_below(file, m_setup.objdir));
  if (info.is_regular() && !spared && is_damaged(facts, file, info) && files.remove(file)) {
    m_build.files.forget(file);
    if (m_build.debug.on(Debug::meta)) {
      m_build.debug.print("{}: removed, it is not as its last job left it\n", file);
    }
  }
}

bool MetaMode::begin(Target& target) {
  if (!wants(target, true)) {
    return true;
  }
  set_local_vars(m_build, target);
  Facts f = facts(target);
  m_files.push_back(&target);
  if (m_setup.policy.mode.silent) {
    target.attrs |= Attr::silent;
  }
  print_building(target);
  if (m_setup.policy.mode.read_only) {
    return true;
  }
  m_created.push_back(&target);
  remove_damaged(target, f);
  meta::MetaHeader header;
  header.meta_path = f.meta_path;
  header.target = target_value(m_build, target);
  header.cwd = f.cwd;
  for (const meta::CommandNow& command : f.commands) {
    header.commands.emplace_back(command.text);
  }
  header.oodate = m_build.variables.value(target.vars, ".OODATE").value_or("");
  if (m_setup.policy.mode.env) {
    header.environment = m_build.environment.entries();
  }
  std::vector<std::string> sources;
  for_each_source(target, [&sources](const Target& source) {
    if (is_file_source(source)) {
      sources.push_back(source.file());
    }
  });
  auto record = std::make_unique<Record>();
  record->path = f.meta_path;
  record->started = m_build.clock.now();
  record->traced = !target.attrs.has(Attr::nofilemon) && tracing().on;
  record->recorder = std::make_unique<meta::Recorder>(
      meta::RecorderContext{m_build.files.file_system(), m_setup.policy, m_filter, m_digests,
                            &m_ledger},
      std::move(header), std::move(sources), record->started);
  if (const auto begun = record->recorder->begin(); !begun) {
    m_build.diag.error("Could not open meta file '{}': {}", record->path, begun.error().text);
    return false;
  }
  m_records[&target] = std::move(record);
  return true;
}

bool MetaMode::recording(const Target& target) const {
  return m_records.contains(&target);
}

bool MetaMode::traced(const Target& target) const {
  const auto it = m_records.find(&target);
  return it != m_records.end() && it->second->traced;
}

void MetaMode::output(const Target& target, std::string_view bytes) {
  if (const auto it = m_records.find(&target); it != m_records.end()) {
    it->second->recorder->append_output(bytes);
  }
}

void MetaMode::section(const Target& target, const exec::Event& event) {
  const auto it = m_records.find(&target);
  if (it == m_records.end()) {
    return;
  }
  Record& record = *it->second;
  record.max_rss_kib = std::max(record.max_rss_kib, event.outcome.max_rss_kib);
  if (record.traced) {
    // One section for all commands of a target: meta2deps.py takes a second "V 5" for a broken
    // file.
    if (!record.any_section) {
      record.pid = event.pid;
      record.start_usec = event.start_usec;
    }
    record.any_section = true;
    record.stop_usec = event.stop_usec;
    record.records += event.outcome.records;
    if (!event.outcome.complete) {
      m_build.sink.flush();
      m_build.sink.err(fmt::format("{}: warning: {}: the record is incomplete: {}\n",
                                   m_build.diag.program(), target.name,
                                   tracer::first_warning(event.outcome.records)));
    }
  }
}

void MetaMode::failed(Target& target, int status, bool ignored) {
  const auto it = m_records.find(&target);
  if (it == m_records.end()) {
    return;
  }
  if (ignored) {
    it->second->recorder->append_output(fmt::format("*** Error code {} (ignored)\n", status));
    return;
  }
  it->second->status = status;
  auto& variables = m_build.variables;
  variables.set(variables.global(), ".ERROR_META_FILE", it->second->path);
  variables.set(variables.global(), ".ERROR_CWD", m_build.files.file_system().cwd());
}

void MetaMode::finish(Target& target, int status) {
  const auto it = m_records.find(&target);
  if (it == m_records.end()) {
    return;
  }
  const std::unique_ptr<Record> record = std::move(it->second);
  m_records.erase(it);
  if (record->any_section) {
    record->recorder->add_section(tracer::format_section(record->pid, record->start_usec,
                                                         record->stop_usec, record->records));
  }
  const TimeStamp now = m_build.clock.now();
  const std::string untraced = target.attrs.has(Attr::nofilemon)
                                   ? std::string("the target is marked .NOFILEMON")
                                   : tracing().why_not;
  if (!record->any_section && !record->traced && !untraced.empty() &&
      !m_setup.policy.mode.no_filemon) {
    record->recorder->add_section(tracer::format_section(
        0, record->started.ns / 1000, now.ns / 1000, "# filemon: " + untraced + "\n"));
  }
  const auto summary =
      record->recorder->finish(status != 0 && record->status != 0 ? record->status : status, now);
  if (!summary && !m_build.files.file_system().stat(m_setup.objdir).exists()) {
    return; // removed by the commands themselves: no place for a record, and nothing made in it
  }
  if (!summary) {
    m_build.diag.error("{}: {}", record->path, summary.error().text);
    target.made = Made::error;
    return;
  }
  for (const std::string& path : summary->written) {
    m_build.files.forget(path);
  }
  m_build.files.forget(record->path);
  m_index.update(context(), record->path, summary->text);
  meta::JournalEntry entry;
  entry.time = now;
  entry.target = target.name;
  entry.meta_path = record->path;
  entry.status = status;
  entry.elapsed_ns = now.ns - record->started.ns;
  entry.max_rss_kib = record->max_rss_kib;
  for (const meta::Reason& reason : m_reasons[&target]) {
    entry.reasons.push_back(meta::render_short(reason));
    entry.paths.emplace_back(meta::path_of(reason));
  }
  for (const Target* const child : target.children) {
    if (child->made == Made::made && !child->mtime.is_zero()) {
      entry.changed_sources.push_back(child->file());
    }
  }
  m_journal.append(std::move(entry));
}

std::string MetaMode::why(const Target& target) const {
  const auto it = m_why.find(&target);
  if (it != m_why.end()) {
    return it->second;
  }
  const auto classic = m_build.reasons.find(&target);
  return classic == m_build.reasons.end() ? "" : classic->second;
}

std::int64_t MetaMode::expected_ns(const Target& target) const {
  return m_history.expected_ns(target.name);
}

std::vector<std::string> MetaMode::all_reasons(const Target& target) const {
  std::vector<std::string> texts;
  if (const auto it = m_reasons.find(&target); it != m_reasons.end()) {
    for (const meta::Reason& reason : it->second) {
      texts.push_back(meta::render_short(reason));
    }
  }
  return texts;
}

} // namespace mmk::sched
