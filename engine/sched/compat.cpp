#include "sched/compat.hpp"

#include "exec/command_file.hpp"
#include "exec/spawn.hpp"
#include "exec/words.hpp"
#include "fs/paths.hpp"
#include "sched/commands.hpp"
#include "sched/dates.hpp"
#include "sched/errors.hpp"
#include "sched/events.hpp"
#include "sched/expand.hpp"
#include "sched/interrupt.hpp"
#include "sched/meta_mode.hpp"

#include <sys/wait.h>

#include <algorithm>
#include <cstring>

namespace mmk::sched {

using graph::Attr;
using graph::Made;
using graph::Target;

namespace {

bool is_program(Build& build, const exec::JobSpec& spec, const std::string& name) {
  if (build.shell.path != exec::builtin_shell("").path || build.debug.on(Debug::shell)) {
    return false;
  }
  return !exec::find_program(name, spec.command.environment, spec.command.cwd).path.empty();
}

exec::JobSpec command_spec(Build& build, Target& target, std::string_view command) {
  exec::JobSpec spec = make_spec(build, target, command);
  // What is not found is left to the shell: its message, its status.
  auto words = build.shell.name != "sh" || exec::needs_shell(command) ? std::nullopt
                                                                      : exec::split_words(command);
  if (words && !words->empty() && is_program(build, spec, (*words)[0])) {
    spec.command.argv = std::move(*words);
    spec.command.path = spec.command.argv[0];
  } else {
    spec.command.path = build.shell.path;
    spec.command.argv = {build.shell.name, build.debug.on(Debug::shell) ? "-xc" : "-c",
                         std::string(command)};
  }
  spec.capture = build.capture_all;
  if (build.meta != nullptr && build.meta->recording(target)) {
    spec.capture = true;
    spec.traced = build.meta->traced(target);
  }
  return spec;
}

/// Waits for the one command that runs, passing its output on; gives its wait(2) status.
int wait_for_command(Build& build, Target& target) {
  while (true) {
    const exec::Event event = build.launcher.wait(-1);
    switch (event.kind) {
    case exec::Event::Kind::output:
      build.sink.out(event.bytes);
      if (build.meta != nullptr) {
        build.meta->output(target, event.bytes);
      }
      break;
    case exec::Event::Kind::signal:
      interrupt(build, event.signal, {&target}, true);
    case exec::Event::Kind::finished:
      if (build.meta != nullptr && build.meta->recording(target)) {
        build.meta->section(target, event);
      }
      return event.outcome.wait_status;
    case exec::Event::Kind::token:
      break;
    case exec::Event::Kind::none:
      return 0;
    }
  }
}

/// What is too long to be an argument of the shell is put into `file` for it.
Result<exec::JobId> start(Build& build, exec::JobSpec& spec,
                          std::optional<exec::CommandFile>& file) {
  std::vector<std::string>& argv = spec.command.argv;
  const bool shell_command = argv.size() == 3 && (argv[1] == "-c" || argv[1] == "-xc");
  if (shell_command && !exec::fits_argument(argv[2])) {
    MMK_TRY_ASSIGN(
        file, exec::CommandFile::create(
                  argv[2], fs::join(spec.command.cwd, temporary_directory(build.environment))));
    argv[2] = file->path();
    if (argv[1] == "-xc") {
      argv[1] = "-x";
    } else {
      argv.erase(argv.begin() + 1);
    }
  }
  return build.launcher.start(spec);
}

int run(Build& build, Target& target, std::string_view command) {
  exec::JobSpec spec = command_spec(build, target, command);
  std::optional<exec::CommandFile> file;
  if (build.flush_always || spec.capture) {
    build.sink.flush();
  }
  const auto started = start(build, spec, file);
  if (!started) {
    const Error& error = started.error();
    const std::string why = error.sys_errno != 0
                                ? fmt::format("exec({}) failed ({})", spec.command.path,
                                              std::strerror(error.sys_errno)) // NOLINT
                                : error.text;
    const std::string text = build.diag.program() + ": " + why + "\n";
    build.sink.err(text);
    if (build.meta != nullptr) {
      build.meta->output(target, text);
    }
    return 1 << 8;
  }
  const int status = wait_for_command(build, target);
  build.files.note_command();
  return status;
}

/// Says how the command ended and what follows from it.
CommandResult judge(Build& build, Target& target, std::string_view command, int wait_status,
                    bool check_errors) {
  if (wait_status == 0) {
    return CommandResult::ok;
  }
  int status = 0;
  std::string text;
  if (WIFSIGNALED(wait_status)) {
    status = WTERMSIG(wait_status);
    text = fmt::format("*** Signal {}", status);
  } else {
    status = WEXITSTATUS(wait_status);
    if (build.debug.on(Debug::error)) {
      print_failed_commands(build, target, command);
    }
    text = fmt::format("*** Error code {}", status);
  }
  if (build.meta != nullptr && build.meta->recording(target)) {
    build.meta->failed(target, status, !check_errors);
  }
  if (!check_errors) {
    build.sink.out(text + " (ignored)\n");
    return CommandResult::ok;
  }
  build.sink.out(text + (build.options.keep_going ? " (continuing)\n" : "\n"));
  target.made = Made::error;
  note_error_status(build, WIFSIGNALED(wait_status) ? 128 + status : status);
  if (build.graph.settings.delete_on_error) {
    delete_half_made(build, target, true);
  }
  return CommandResult::failed;
}

/// The command goes out before what it prints. Other words of ours wait in the buffer, as bmake's
/// do unless it writes to a terminal or debugs.
void show(Build& build, const Target& target, std::string_view command, bool silent) {
  if (!silent || !should_execute(build, target)) {
    build.sink.out(std::string(command) + "\n");
    build.sink.flush();
  }
}

void run_commands(Build& build, Target& target) {
  build.current = &target;
  for (std::size_t i = 0; i < target.commands.size(); ++i) {
    // By index: "..." of another target may append to .END while .END runs.
    if (compat_run_command(build, target, target.commands[i]) == CommandResult::failed) {
      break;
    }
  }
  build.current = nullptr;
}

/// Runs what has to be run; target.made is error afterwards if it failed.
void execute(Build& build, Target& target) {
  if (!check_commands(build, target)) {
    if (!build.options.keep_going) {
      stop(build);
    }
    target.made = Made::error;
    return;
  }
  if (build.options.touch && !target.attrs.has(Attr::make)) {
    touch(build, target, target.attrs.has(Attr::silent));
    return;
  }
  const bool record = build.meta != nullptr && should_execute(build, target);
  if (record && !build.meta->begin(target)) {
    target.made = Made::error;
    return;
  }
  const TimeStamp started = build.clock.now();
  tell_started(build, target);
  run_commands(build, target);
  if (record) {
    build.meta->finish(target, target.made == Made::error ? 1 : 0);
  }
  const bool failed = target.made == Made::error;
  tell_finished(build, target, {failed ? 1 : 0, failed, build.clock.now().ns - started.ns, ""});
}

void make_children(Build& build, const std::vector<Target*>& children, Target& parent) {
  std::vector<Target*> nodes = children; // making a child may add to the list
  if (build.randomize) {
    shuffle(build, nodes);
  }
  for (Target* const node : nodes) {
    compat_make(build, *node, parent);
  }
}

bool is_implied_source_of(const Target& target, const Target& parent) {
  return std::find(target.implicit_parents.begin(), target.implicit_parents.end(), &parent) !=
         target.implicit_parents.end();
}

void set_implied_source(Build& build, Target& target, Target& parent) {
  if (is_implied_source_of(target, parent)) {
    build.variables.set(parent.vars, ".IMPSRC", target_value(build, target));
  }
}

/// The target's own commands are through: what does it mean for the parent?
void tell_parent(Build& build, Target& target, Target& parent) {
  if (target.made == Made::error) {
    if (!build.options.keep_going) {
      print_on_error(build, &target, "\nStop.\n");
      throw FatalError{"", 1};
    }
    parent.remake = false;
    return;
  }
  target.made = Made::made;
  if (recheck(build, target).is_zero()) {
    parent.force = true;
  }
  if (!target.attrs.has(Attr::exec)) {
    parent.child_made = true;
    update_youngest_child(parent, target);
  }
}

void make_unmade(Build& build, Target& target, Target& parent) {
  target.remake = true;
  target.made = Made::being_made;
  if (!target.attrs.has(Attr::made)) {
    build.finder.suffixes.find_deps(target);
    make_children(build, target.children, target);
  }
  if (!target.remake) {
    target.made = Made::aborted;
    parent.remake = false;
    return;
  }
  set_implied_source(build, target, parent);
  if (build.debug.on(Debug::make)) {
    build.debug.print("Examining {}...", target.name);
  }
  if (!is_oodate(build, target)) {
    target.made = Made::up_to_date;
    tell_up_to_date(build, target);
    if (build.debug.on(Debug::make)) {
      build.debug.write("up-to-date.\n");
    }
    return;
  }
  if (build.debug.on(Debug::make)) {
    build.debug.write("out-of-date.\n");
  }
  if (build.options.query) {
    throw FatalError{"", 1};
  }
  set_local_vars(build, target);
  apply_flags(build, target);
  execute(build, target);
  tell_parent(build, target, parent);
}

/// The target was dealt with before; the parent learns how.
void note_made(Build& build, Target& target, Target& parent) {
  if (target.made == Made::error) {
    parent.remake = false;
    return;
  }
  set_implied_source(build, target, parent);
  switch (target.made) {
  case Made::being_made:
    build.diag.error("Graph cycles through {}", target.name);
    target.made = Made::error;
    parent.remake = false;
    break;
  case Made::made:
    if (!target.attrs.has(Attr::exec)) {
      parent.child_made = true;
      update_youngest_child(parent, target);
    }
    break;
  case Made::up_to_date:
    if (!target.attrs.has(Attr::exec)) {
      update_youngest_child(parent, target);
    }
    break;
  case Made::aborted:
    parent.remake = false;
    break;
  default:
    break;
  }
}

bool failed(const Target& target) {
  return target.made == Made::error || target.made == Made::aborted;
}

void run_begin(Build& build) {
  Target* const begin = build.graph.find(".BEGIN");
  if (begin == nullptr || build.options.query) {
    return;
  }
  compat_make(build, *begin, *begin);
  if (failed(*begin)) {
    print_on_error(build, begin, "\nStop.\n");
    throw FatalError{"", 1};
  }
}

void print_status(Build& build, const Target& target) {
  if (target.made == Made::up_to_date) {
    build.sink.out("`" + target.name + "' is up to date.\n");
  } else if (target.made == Made::aborted) {
    build.sink.out("`" + target.name + "' not remade because of errors.\n");
  }
}

} // namespace

CommandResult compat_run_command(Build& build, Target& target, graph::Command& command) {
  if (target.attrs.has(Attr::save_commands) && &target != &end_target(build)) {
    save_for_end(build, target, command);
    return CommandResult::ok;
  }
  const std::string expanded = expand_command(build, target, command.text);
  command.text.clear();
  if (expanded == "...") {
    target.attrs |= Attr::save_commands;
    return CommandResult::ok;
  }
  std::string_view text = expanded;
  const exec::RunFlags flags = exec::take_run_flags(text);
  if (text.empty()) {
    return CommandResult::ok;
  }
  // -dl shows '@' commands, even those of .SILENT targets.
  const bool silent = flags.echo ? target.attrs.has(Attr::silent) : !build.debug.on(Debug::loud);
  show(build, target, text, silent);
  if (!flags.always && !should_execute(build, target)) {
    return CommandResult::ok;
  }
  if (build.debug.on(Debug::job)) {
    build.debug.print("Execute: '{}'\n", text);
  }
  const int status = run(build, target, text);
  return judge(build, target, text, status,
               !flags.ignore_errors && !target.attrs.has(Attr::ignore));
}

void compat_make(Build& build, Target& target, Target& parent) {
  if (target.made == Made::unmade && (&target == &parent || !parent.attrs.has(Attr::made))) {
    make_unmade(build, target, parent);
  } else {
    note_made(build, target, parent);
  }
  make_children(build, target.cohorts, parent);
}

RunResult compat_make_all(Build& build, const std::vector<Target*>& targets) {
  (void)end_target(build); // .ALLTARGETS tells of it from here on
  run_begin(build);
  expand_use(build, targets);
  Target* error_node = nullptr;
  for (Target* const target : targets) {
    compat_make(build, *target, *target);
    print_status(build, *target);
    if (failed(*target) && error_node == nullptr) {
      error_node = target;
    }
  }
  if (error_node == nullptr && !build.options.query) {
    Target& end = end_target(build);
    compat_make(build, end, end);
    if (failed(end)) {
      error_node = &end;
    }
  }
  if (error_node != nullptr) {
    if (build.dump_on_error) {
      build.dump_on_error();
    }
    print_on_error(build, error_node, "\nStop.\n");
    return RunResult::errors;
  }
  return RunResult::ok;
}

} // namespace mmk::sched
