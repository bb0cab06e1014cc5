// meta audit: what the records show that a build should not do.
#include "base/json_writer.hpp"
#include "meta/digest.hpp"
#include "tools/meta/commands.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <map>
#include <set>

namespace mmk::metatool {

namespace {

struct Finding {
  std::string_view kind;
  const Loaded* where = nullptr;
  int line = 0;
  std::string path;
  std::string text;
};

/// A target with what it did.
struct Job {
  const Loaded* loaded = nullptr;
  std::vector<meta::Use> uses;
  std::map<std::string, meta::StateLine> declared; ///< sources, by path
  std::set<std::uint64_t> read_files;
  bool knows_declared = false; ///< written by us with digests: the record tells the sources
};

Job job_of(Context& context, const Loaded& loaded) {
  Job job;
  job.loaded = &loaded;
  job.uses = meta::uses_of(context.disk, loaded.file);
  for (const meta::Section& section : loaded.file.sections) {
    meta::RecordReader reader = section.records();
    meta::Record record;
    while (reader.next(record)) {
      const auto line =
          record.letter == 'H' ? meta::parse_state_line(record.pid, record.data) : std::nullopt;
      if (!line) {
        continue;
      }
      if (line->role == meta::StateRole::policy) {
        job.knows_declared = line->state.size != 0;
      } else if (line->role == meta::StateRole::source) {
        job.declared.emplace(line->path, *line);
      }
      if (line->pid != 0 && line->role != meta::StateRole::asked) {
        job.read_files.insert(line->state.identity);
      }
    }
  }
  return job;
}

bool is_below(std::string_view path, const std::string& root) {
  return path.starts_with(root) &&
         (path.size() == root.size() || path[root.size()] == '/' || root.ends_with('/'));
}

class Auditor {
public:
  Auditor(Context& context, const AuditOptions& options, const std::vector<Job>& jobs)
      : m_jobs(jobs), m_read_roots(roots(context, options.read_roots)),
        m_write_roots(roots(context, options.write_roots)) {
    for (const Job& job : jobs) {
      for (const meta::Use& use : job.uses) {
        if (!use.written) {
          continue;
        }
        const fs::FileInfo info = context.disk.stat(use.path);
        if (info.exists() && !info.is_regular() && !info.is_directory()) {
          m_devices.insert(use.path);
        } else if (!info.is_directory() && !was_directory(job, use)) {
          m_writers[use.path].push_back(&job);
        }
      }
    }
  }

  std::vector<Finding> run() {
    for (const Job& job : m_jobs) {
      for (const meta::Use& use : job.uses) {
        roots_of(job, use);
        generated(job, use);
      }
      never_read(job);
      for (const meta::FilemonWarning& warning : job.loaded->file.warnings) {
        add("incomplete", job, warning.line, "", std::string(warning.text));
      }
    }
    shared_outputs();
    return std::move(m_findings);
  }

private:
  static std::vector<std::string> roots(Context& context, const std::vector<std::string>& names) {
    std::vector<std::string> all;
    for (const std::string& name : names) {
      all.push_back(absolute_path(context, name));
      if (const auto real = context.disk.realpath(name)) {
        all.push_back(*real);
      }
    }
    return all;
  }

  static bool outside(const std::vector<std::string>& roots, std::string_view path) {
    return !roots.empty() &&
           std::none_of(roots.begin(), roots.end(),
                        [path](const std::string& root) { return is_below(path, root); });
  }

  /// Gone by now, but the job used something in it.
  static bool was_directory(const Job& job, const meta::Use& made) {
    return made.made &&
           std::any_of(job.uses.begin(), job.uses.end(), [&made](const meta::Use& use) {
             return use.path.size() > made.path.size() && is_below(use.path, made.path);
           });
  }

  void add(std::string_view kind, const Job& job, int line, std::string path, std::string text) {
    m_findings.push_back(Finding{kind, job.loaded, line, std::move(path), std::move(text)});
  }

  void roots_of(const Job& job, const meta::Use& use) {
    const bool read = use.read && !use.written;
    if (read && outside(m_read_roots, use.path)) {
      add("read-outside", job, use.line, use.path, fmt::format("reads {}", use.path));
    }
    const bool changed = use.written || (use.removed && !use.made);
    if (changed && outside(m_write_roots, use.path) && m_devices.count(use.path) == 0) {
      add("write-outside", job, use.line, use.path,
          fmt::format("{} {}", use.written ? "writes" : "removes", use.path));
    }
  }

  /// Reading what another target makes without saying so works only by luck of the order.
  void generated(const Job& job, const meta::Use& use) {
    if (!use.read || use.written || !job.knows_declared || job.declared.count(use.path) != 0) {
      return;
    }
    const auto writers = m_writers.find(use.path);
    if (writers != m_writers.end() && writers->second.front() != &job) {
      add("undeclared-input", job, use.line, use.path,
          fmt::format("reads {}, which {} makes and which is no declared source of it", use.path,
                      writers->second.front()->loaded->file.target));
    }
  }

  void never_read(const Job& job) {
    for (const auto& [path, line] : job.declared) {
      if (line.pid == 0 && job.read_files.count(line.state.identity) == 0) {
        add("never-read", job, 0, path, fmt::format("declares {} and does not read it", path));
      }
    }
  }

  void shared_outputs() {
    for (const auto& [path, writers] : m_writers) {
      if (writers.size() > 1) {
        add("shared-output", *writers.back(), 0, path,
            fmt::format("writes {}, which {} writes, too", path,
                        writers.front()->loaded->file.target));
      }
    }
  }

  const std::vector<Job>& m_jobs;
  std::vector<std::string> m_read_roots;
  std::vector<std::string> m_write_roots;
  std::map<std::string, std::vector<const Job*>> m_writers;
  std::set<std::string> m_devices; ///< terminals, /dev/null: nothing stays in them
  std::vector<Finding> m_findings;
};

void print(Context& context, const Finding& finding) {
  const std::string place = finding.line > 0
                                ? fmt::format("{}:{}", finding.where->path, finding.line)
                                : finding.where->path;
  context.out +=
      fmt::format("{}: {}: {} {}\n", place, finding.kind, finding.where->file.target, finding.text);
}

void print_json(Context& context, const std::vector<Finding>& findings) {
  JsonWriter json;
  json.begin_array();
  for (const Finding& finding : findings) {
    json.begin_object().field("kind", finding.kind).field("meta", finding.where->path);
    json.field("line", std::int64_t{finding.line}).field("target", finding.where->file.target);
    json.field("path", finding.path).field("text", finding.text).end_object();
  }
  json.end_array();
  context.out += json.take() + '\n';
}

} // namespace

int audit(Context& context, const AuditOptions& options) {
  int failures = 0;
  const auto files = load_all(context, options.files, failures);
  std::vector<Job> jobs;
  jobs.reserve(files.size());
  for (const auto& loaded : files) {
    jobs.push_back(job_of(context, *loaded));
  }
  const std::vector<Finding> findings = Auditor(context, options, jobs).run();
  if (options.json) {
    print_json(context, findings);
  } else {
    for (const Finding& finding : findings) {
      print(context, finding);
    }
  }
  if (failures > 0) {
    return k_error;
  }
  return findings.empty() ? k_ok : k_findings;
}

} // namespace mmk::metatool
