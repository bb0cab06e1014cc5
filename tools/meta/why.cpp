// meta why: what the record and the disk say about a target now, what the journal says about the
// last time it was made, and the chain of targets that led there.
#include "base/json_writer.hpp"
#include "fs/paths.hpp"
#include "meta/journal.hpp"
#include "meta/oodate.hpp"
#include "tools/meta/commands.hpp"
#include "tools/meta/journal_reader.hpp"

#include <fmt/chrono.h>
#include <fmt/format.h>

#include <algorithm>
#include <set>

namespace mmk::metatool {

namespace {

std::string time_text(std::int64_t ns) {
  return fmt::format("{:%Y-%m-%d %H:%M:%S}",
                     fmt::localtime(static_cast<std::time_t>(ns / 1'000'000'000)));
}

meta::Policy policy_of(const WhyOptions& options) {
  meta::Policy policy;
  policy.mode = meta::parse_mode(options.mode);
  policy.mode.digest = policy.mode.digest || options.mode == "meta";
  policy.mode.missing_meta = true;
  policy.ignore_paths = meta::default_ignore_paths();
  policy.ignore_paths.insert(policy.ignore_paths.end(), options.ignore_paths.begin(),
                             options.ignore_paths.end());
  policy.bailiwick = options.bailiwick;
  policy.trust_recorded_rules = options.ignore_paths.empty();
  return policy;
}

/// What the check finds now. The commands are taken as recorded: only make can expand them.
std::vector<meta::Reason> reasons_now(Context& context, const WhyOptions& options,
                                      const std::string& meta_path) {
  const meta::Policy policy = policy_of(options);
  fs::StatCache stats(context.disk);
  meta::PathFilter filter(context.disk, policy);
  meta::DigestCache digests(context.disk);
  const meta::CheckContext check{stats, policy, filter, digests, nullptr, context.now};
  const std::string objdir(fs::dirname(meta_path));
  const Result<std::string> bytes = context.disk.read(meta_path);
  if (!bytes) {
    return {meta::NoMeta{}};
  }
  std::vector<meta::CommandNow> commands;
  meta::TargetFacts facts;
  facts.meta_path = meta_path;
  facts.objdir = objdir;
  Loaded loaded;
  const auto file = meta::parse_meta(*bytes);
  std::string path;
  if (file) {
    loaded.file = *file;
    for (const meta::MetaCommand& command : file->commands) {
      commands.push_back(meta::CommandNow{command.text});
    }
    path = target_path(loaded);
    facts.cwd = file->cwd;
    facts.curdir = file->cwd;
    facts.path = path;
    facts.info = stats.stat(path);
    facts.commands = commands;
  }
  meta::Verdict verdict = meta::check_bytes(check, facts, meta::Walk::explain, *bytes);
  if (file && !path.empty() && !facts.info.exists()) {
    verdict.reasons.insert(verdict.reasons.begin(), meta::Missing{path, 0, 0, true});
  }
  return std::move(verdict.reasons);
}

const PastJob* last_job(const std::vector<PastJob>& jobs, const std::string& meta_path) {
  for (auto job = jobs.rbegin(); job != jobs.rend(); ++job) {
    if (job->meta_path == meta_path) {
      return &*job;
    }
  }
  return nullptr;
}

/// The job of the same build, before `job`, that made `path`.
const PastJob* maker(const std::vector<PastJob>& jobs, const PastJob& job,
                     const std::string& path) {
  for (auto other = jobs.rbegin(); other != jobs.rend(); ++other) {
    if (other->build != job.build || &*other == &job || other->time_ns > job.time_ns) {
      continue;
    }
    const std::string made = fs::join(fs::dirname(other->meta_path), other->target);
    if (path == made || path == other->target) {
      return &*other;
    }
  }
  return nullptr;
}

class Story {
public:
  Story(Context& context, const std::vector<PastJob>& jobs) : m_context(context), m_jobs(jobs) {}

  void tell(const PastJob& job, int depth) {
    const std::string indent(static_cast<std::size_t>(depth) * 2 + 2, ' ');
    m_context.out +=
        fmt::format("{}{} was made {}, in {:.2f} s{}, because\n", indent, job.target,
                    time_text(job.time_ns), static_cast<double>(job.elapsed_ns) / 1e9,
                    job.status == 0 ? "" : fmt::format(" and failed ({})", job.status));
    m_told.insert(&job);
    if (job.reasons.empty()) {
      m_context.out += indent + "  " + classic_reason(job) + '\n';
    }
    for (const std::string& reason : job.reasons) {
      m_context.out += indent + "  " + reason + '\n';
    }
    for (const PastJob* cause : causes_of(job)) {
      if (m_told.count(cause) == 0 && depth < 20) {
        tell(*cause, depth + 1);
      }
    }
  }

  void tell_json(JsonWriter& json, const PastJob& job) {
    json.begin_object();
    json.field("target", job.target).field("build", job.build).field("time_ns", job.time_ns);
    json.field("status", std::int64_t{job.status}).field("elapsed_ns", job.elapsed_ns);
    json.key("reasons").begin_array();
    for (const std::string& reason : job.reasons) {
      json.string(reason);
    }
    json.end_array().key("causes").begin_array();
    m_told.insert(&job);
    for (const PastJob* cause : causes_of(job)) {
      if (m_told.count(cause) == 0) {
        tell_json(json, *cause);
      }
    }
    json.end_array().end_object();
  }

private:
  static std::string classic_reason(const PastJob& job) {
    if (job.changed_sources.empty()) {
      return "it did not exist, or a source was newer, or make was told to";
    }
    std::string text = "sources of it were made:";
    for (const std::string& source : job.changed_sources) {
      text += ' ' + source;
    }
    return text;
  }

  [[nodiscard]] std::vector<const PastJob*> causes_of(const PastJob& job) const {
    std::vector<std::string> paths = job.paths;
    if (job.reasons.empty()) {
      paths = job.changed_sources;
    }
    std::vector<const PastJob*> causes;
    for (const std::string& path : paths) {
      const PastJob* cause = path.empty() ? nullptr : maker(m_jobs, job, path);
      if (cause != nullptr && std::find(causes.begin(), causes.end(), cause) == causes.end()) {
        causes.push_back(cause);
      }
    }
    return causes;
  }

  Context& m_context;
  const std::vector<PastJob>& m_jobs;
  std::set<const PastJob*> m_told;
};

/// Facts about a reason that one line does not hold.
std::string details(const meta::Reason& reason) {
  std::string text;
  const auto where = [&text](std::int64_t pid, int line) {
    if (line > 0) {
      text += fmt::format("\n      recorded at line {}", line);
      text += pid > 0 ? fmt::format(", process {}", pid) : "";
    }
  };
  if (const auto* changed = std::get_if<meta::ContentChanged>(&reason)) {
    text += fmt::format("\n      size {} -> {}, mtime {} -> {}", changed->recorded.size,
                        changed->now.size, time_text(changed->recorded.mtime_ns),
                        time_text(changed->now.mtime_ns));
    where(changed->pid, changed->line);
  } else if (const auto* newer = std::get_if<meta::FileNewer>(&reason)) {
    text += fmt::format("\n      its time is {}, the target's {}", time_text(newer->mtime.ns),
                        time_text(newer->target_mtime.ns));
    where(newer->pid, newer->line);
  } else if (const auto* damaged = std::get_if<meta::OutputDamaged>(&reason)) {
    text += fmt::format("\n      size {} -> {}", damaged->recorded.size, damaged->now.size);
    where(0, damaged->line);
  } else if (const auto* missing = std::get_if<meta::Missing>(&reason)) {
    where(missing->pid, missing->line);
  } else if (const auto* appeared = std::get_if<meta::Appeared>(&reason)) {
    where(appeared->pid, appeared->line);
  } else if (const auto* listing = std::get_if<meta::ListingChanged>(&reason)) {
    where(listing->pid, listing->line);
  }
  return text;
}

void print(Context& context, const std::string& target, const std::vector<meta::Reason>& now,
           const std::vector<PastJob>& jobs, const PastJob* last) {
  if (now.empty()) {
    context.out += fmt::format("{} is up to date as far as its record tells\n", target);
  } else {
    context.out += fmt::format("{} is out of date:\n", target);
    for (const meta::Reason& reason : now) {
      context.out += fmt::format("    {}{}\n", meta::render_short(reason), details(reason));
    }
  }
  if (last != nullptr) {
    Story(context, jobs).tell(*last, 0);
  }
}

void print_json(Context& context, const std::string& target, const std::string& meta_path,
                const std::vector<meta::Reason>& now, const std::vector<PastJob>& jobs,
                const PastJob* last) {
  JsonWriter json;
  json.begin_object().field("target", target).field("meta", meta_path);
  json.field_bool("oodate", !now.empty());
  json.key("reasons").begin_array();
  for (const meta::Reason& reason : now) {
    meta::render_json(reason, json);
  }
  json.end_array().key("last");
  if (last != nullptr) {
    Story(context, jobs).tell_json(json, *last);
  } else {
    json.null();
  }
  json.end_object();
  context.out += json.take() + '\n';
}

} // namespace

int why(Context& context, const WhyOptions& options) {
  const std::optional<std::string> found = find_meta(context, options.target, options.objdir);
  if (!found) {
    context.err +=
        fmt::format("meta: there is no .meta file of {}{}\n", options.target,
                    options.objdir.empty() ? "; use -O to name the object directory" : "");
    return k_error;
  }
  const std::string meta_path = absolute_path(context, *found);
  const std::vector<meta::Reason> now = reasons_now(context, options, meta_path);
  std::string target = options.target;
  if (const auto loaded = load(context, meta_path); loaded && !(*loaded)->file.target.empty()) {
    target = (*loaded)->file.target;
  }
  const std::vector<PastJob> jobs = read_journal(context, std::string(fs::dirname(meta_path)));
  const PastJob* last = last_job(jobs, meta_path);
  if (options.json) {
    print_json(context, target, meta_path, now, jobs, last);
  } else {
    print(context, target, now, jobs, last);
  }
  return now.empty() ? k_ok : k_findings;
}

} // namespace mmk::metatool
