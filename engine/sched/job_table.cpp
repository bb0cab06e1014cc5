#include "sched/job_table.hpp"

#include "sched/commands.hpp"
#include "sched/compat.hpp"
#include "sched/errors.hpp"
#include "sched/events.hpp"
#include "sched/interrupt.hpp"
#include "sched/meta_mode.hpp"
#include "sched/trace_file.hpp"

#include <sys/wait.h>

#include <csignal>

namespace mmk::sched {

using graph::Attr;
using graph::Made;
using graph::Target;

struct JobTable::Job {
  Target* target = nullptr;
  exec::JobOutput output;
  bool ignore = false;
  TimeStamp started;
  pid_t pid = 0;
  std::string text = {}; ///< the end of what it printed, kept in case that it fails
};

namespace {

constexpr std::size_t k_kept_output = std::size_t{32} * 1024;

/// Exit code as people know it: 128 + signal for a killed job.
int exit_code(int wait_status) {
  return WIFSIGNALED(wait_status) ? 128 + WTERMSIG(wait_status) : WEXITSTATUS(wait_status);
}

bool is_silent(const Build& build, const Target& target) {
  return build.options.silent || target.attrs.has(Attr::silent);
}

bool ignores_errors(const Build& build, const Target& target) {
  return build.options.ignore_errors || target.attrs.has(Attr::ignore);
}

} // namespace

JobTable::JobTable(Build& build, std::function<void(Target&)> made)
    : m_build(build), m_made(std::move(made)) {}
JobTable::~JobTable() = default;

std::vector<const Target*> JobTable::being_made() const {
  std::vector<const Target*> targets;
  for (const auto& [id, job] : m_jobs) {
    targets.push_back(job->target);
  }
  return targets;
}

/// Nothing can be made of this: bmake gives up at once, running jobs included.
void JobTable::die_horribly(Target& target) {
  print_on_error(m_build, &target, "\n");
  m_build.launcher.signal_all(SIGINT);
  while (m_build.launcher.running() > 0) {
    (void)m_build.launcher.wait(-1);
  }
  for (const Target* const half_made : being_made()) {
    delete_half_made(m_build, *half_made, false);
  }
  throw FatalError{"", 2};
}

exec::ScriptWriter JobTable::write_script(Target& target, bool run) {
  exec::ScriptOptions options;
  options.echo = !is_silent(m_build, target);
  options.ignore_errors = ignores_errors(m_build, target);
  options.run = run;
  options.trace_shell = m_build.debug.on(Debug::shell);
  exec::ScriptWriter script(m_build.shell, options);
  for (graph::Command& command : target.commands) {
    const std::string expanded = expand_command(m_build, target, command.text);
    if (expanded == "...") {
      target.attrs |= Attr::save_commands;
      command.text = expanded; // so that job_done() finds the place
      break;
    }
    std::string_view text = expanded;
    exec::RunFlags flags = exec::take_run_flags(text);
    if (flags.always && !run) {
      // '+' under -n: run at once so that its output is where it belongs.
      graph::Command copy = command;
      show(target, script);
      script.clear();
      m_build.sink.flush();
      compat_run_command(m_build, target, copy);
      continue;
    }
    if (text.empty()) {
      continue;
    }
    flags.echo = flags.echo || m_build.debug.on(Debug::loud);
    script.add(flags, text);
  }
  return script;
}

void JobTable::show(const Target& target, const exec::ScriptWriter& script) {
  if (!script.empty()) {
    if (!m_build.options.silent) {
      m_build.output.to(&target, target.name);
    }
    m_build.sink.out(script.text());
  }
}

void JobTable::start(Target& target) {
  if (!check_commands(m_build, target)) {
    die_horribly(target);
  }
  const bool run = should_execute(m_build, target);
  if (m_build.options.touch && run && !target.attrs.has(Attr::make)) {
    touch(m_build, target, is_silent(m_build, target));
    job_done(target);
    return;
  }
  const bool record = m_build.meta != nullptr && run && !target.commands.empty();
  if (record && !m_build.meta->begin(target)) {
    target.made = Made::error;
    ++m_build.job_errors;
    m_aborting = m_aborting || !m_build.options.keep_going;
    m_build.tokens.give_back();
    return;
  }
  exec::ScriptWriter script = write_script(target, run);
  if (!run) {
    show(target, script);
    job_done(target);
  } else if (script.empty()) {
    if (record) {
      m_build.meta->finish(target, 0);
    }
    job_done(target);
  } else {
    launch(target, script);
  }
}

/// What comes behind "..." is run by .END; the target counts as made.
void JobTable::job_done(Target& target) {
  if (target.attrs.has(Attr::save_commands)) {
    bool behind = false;
    for (const graph::Command& command : target.commands) {
      if (behind) {
        save_for_end(m_build, target, command);
      }
      behind = behind || command.text == "...";
    }
  }
  target.made = Made::made;
  m_build.tokens.give_back();
  m_made(target);
}

void JobTable::launch(Target& target, const exec::ScriptWriter& script) {
  exec::JobSpec spec = make_spec(m_build, target, script.text());
  spec.command.path = m_build.shell.path;
  const bool silent = is_silent(m_build, target);
  const bool ignore = ignores_errors(m_build, target) || script.ignores_errors();
  spec.command.argv = exec::script_arguments(m_build.shell, !silent, ignore);
  spec.command.new_process_group = true;
  spec.capture = true;
  spec.has_input = true;
  spec.input = script.text();
  spec.traced = m_build.meta != nullptr && m_build.meta->traced(target);
  if (!silent) { // so that it is seen to run, whether it prints anything or not
    m_build.output.to(&target, target.name);
  }
  m_build.sink.flush();
  auto job = std::make_unique<Job>(
      Job{&target,
          exec::JobOutput(m_build.output, &target, target.name,
                          silent ? "" : m_build.shell.no_print, m_build.options.silent),
          ignore, m_build.clock.now()});
  if (m_build.debug.on(Debug::job)) {
    std::string words;
    for (const std::string& word : spec.command.argv) {
      words += word + " ";
    }
    m_build.debug.print("{}Running {}\n\tCommand: {}\n", script.text(), target.name, words);
  }
  const auto started = m_build.launcher.start(spec);
  if (!started) {
    fatal(m_build, fmt::format("{}: cannot run {}: {}", m_build.diag.program(), spec.command.path,
                               started.error().text));
  }
  job->pid = m_build.launcher.pid(*started);
  if (m_build.debug.on(Debug::job)) {
    m_build.debug.print("JobExec({}): pid {} added to jobs table\n", target.name, job->pid);
  }
  trace(m_build, "JOB", &target, job->pid);
  m_jobs.emplace(started->value, std::move(job));
  print_table();
  tell_started(m_build, target);
}

void JobTable::print_table() {
  if (!m_build.debug.on(Debug::job)) {
    return;
  }
  m_build.debug.write("job table @ job started\n");
  int number = 0;
  for (const auto& [id, job] : m_jobs) {
    m_build.debug.print("job {}, status 3, flags {}--, pid {}\n", number++, job->ignore ? 'i' : '-',
                        job->pid);
  }
}

void JobTable::handle_event(bool wait_for_token) {
  const exec::Event event = m_build.launcher.wait(wait_for_token ? m_build.tokens.wait_fd() : -1);
  if (event.kind == exec::Event::Kind::signal) {
    interrupt(m_build, event.signal, being_made(), false);
  }
  const auto it = m_jobs.find(event.job.value);
  if (it == m_jobs.end()) {
    return;
  }
  Job& job = *it->second;
  if (event.kind == exec::Event::Kind::output) {
    const std::string printed = job.output.feed(event.bytes);
    m_build.sink.flush(); // people watch
    if (m_build.job_failed) {
      job.text += printed;
      if (job.text.size() > 2 * k_kept_output) {
        job.text.erase(0, job.text.size() - k_kept_output);
      }
    }
    if (m_build.meta != nullptr) {
      m_build.meta->output(*job.target, printed);
    }
  } else if (event.kind == exec::Event::Kind::finished) {
    const std::unique_ptr<Job> ended = std::move(it->second);
    m_build.files.note_command();
    m_jobs.erase(it);
    finish(*ended, event);
  }
}

/// The lines about a failed job, and what becomes of its half-made target.
void JobTable::report_end(Job& job, int wait_status, bool ignored) {
  Target& target = *job.target;
  std::string text;
  if (WIFSIGNALED(wait_status)) {
    text = fmt::format("*** [{}] Signal {}\n", target.name, WTERMSIG(wait_status));
  } else {
    if (m_build.debug.on(Debug::error)) {
      print_failed_commands(m_build, target, "");
    }
    text = fmt::format("*** [{}] Error code {}{}\n", target.name, WEXITSTATUS(wait_status),
                       ignored ? " (ignored)" : "");
  }
  if (m_build.meta != nullptr && m_build.meta->recording(target)) {
    m_build.meta->failed(target, exit_code(wait_status), ignored);
  }
  if (!should_die_quietly(m_build, &target)) {
    if (!m_build.options.silent) {
      m_build.output.to(&target, target.name);
    }
    m_build.sink.out(text);
  }
  if (ignored) {
    return;
  }
  if (m_build.graph.settings.delete_on_error) {
    delete_half_made(m_build, target, false);
  }
  note_error_status(m_build, exit_code(wait_status));
  print_on_error(m_build, &target, "\n");
}

void JobTable::finish(Job& job, const exec::Event& event) {
  Target& target = *job.target;
  const std::string rest = job.output.finish();
  const int status = event.outcome.wait_status;
  if (m_build.debug.on(Debug::job)) {
    m_build.debug.print("Process {} exited/stopped status {:x}.\nJobFinish: {} [{}], status {}\n",
                        event.pid, status, event.pid, target.name, status);
  }
  trace(m_build, "DON", &target, event.pid);
  const bool ignored = job.ignore && !WIFSIGNALED(status);
  const bool failed = status != 0 && !ignored;
  if (m_build.meta != nullptr && m_build.meta->recording(target)) {
    m_build.meta->output(target, rest);
    m_build.meta->section(target, event);
  }
  if (status != 0) {
    report_end(job, status, ignored);
  }
  if (m_build.meta != nullptr) {
    m_build.meta->finish(target, failed ? exit_code(status) : 0);
  }
  m_build.sink.flush();
  if (m_jobs.empty()) {
    m_build.tokens.reclaim();
  }
  tell_finished(m_build, target,
                {exit_code(status), failed, m_build.clock.now().ns - job.started.ns, job.text});
  if (!failed) {
    job_done(target);
    return;
  }
  target.made = Made::error;
  ++m_build.job_errors;
  m_build.tokens.give_back();
  m_aborting = m_aborting || !m_build.options.keep_going;
}

} // namespace mmk::sched
