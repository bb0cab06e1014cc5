#include "sched/commands.hpp"

#include "exec/words.hpp"
#include "graph/locate.hpp"
#include "graph/rules.hpp"
#include "sched/compat.hpp"
#include "sched/errors.hpp"

#include <algorithm>

namespace mmk::sched {

using graph::Attr;
using graph::Made;
using graph::Target;

namespace {

/// A source from .depend that is gone: .STALE is told once per file, the rule is ignored.
void stale_dependency(Build& build, Target& target) {
  Target* const stale = build.graph.find(".STALE");
  const bool handled = stale != nullptr && !stale->commands.empty();
  if (handled) {
    build.variables.set(stale->vars, ".ALLSRC", target.where.file);
    stale->done_allsrc = true;
    if (stale->made == Made::unmade) {
      compat_make(build, *stale, *stale);
    }
  } else {
    const std::string depend_file =
        build.variables.value(build.variables.global(), ".MAKE.DEPENDFILE").value_or(".depend");
    build.sink.out(fmt::format("{}: {}, {}: ignoring stale {} for {}\n", build.diag.program(),
                               target.where.file, target.where.line, depend_file, target.name));
  }
}

bool take_default_rule(Build& build, Target& target) {
  Target* const rule = build.graph.default_rule;
  if (rule == nullptr || rule->commands.empty() || target.attrs.has(Attr::special)) {
    return false;
  }
  // Its commands are used as if it were a .USE rule; what it depends on is not.
  graph::apply_use(build.graph, *rule, target);
  build.variables.set(target.vars, ".IMPSRC", target_value(build, target));
  return true;
}

/// Runs of blanks and newlines become one blank.
std::string one_line(std::string_view text) {
  std::string result;
  for (const char c : text) {
    const bool blank = c == ' ' || c == '\t' || c == '\n';
    if (!blank) {
      result += c;
    } else if (!result.ends_with(' ')) {
      result += ' ';
    }
  }
  return result;
}

void set_entry(std::vector<std::string>& environment, const std::string& name,
               const std::string& value) {
  const std::string prefix = name + "=";
  const auto found = std::find_if(environment.begin(), environment.end(),
                                  [&](const std::string& e) { return e.starts_with(prefix); });
  if (found != environment.end()) {
    *found = prefix + value;
  } else {
    environment.push_back(prefix + value);
  }
}

} // namespace

std::string expand_command(Build& build, Target& target, std::string_view text) {
  return build.variables.expand(text, target.vars, lang::EvalMode::eval);
}

bool check_commands(Build& build, Target& target) {
  if (target.is_target() || !target.commands.empty() ||
      (target.attrs.has(Attr::lib) && !target.children.empty()) ||
      take_default_rule(build, target)) {
    return true;
  }
  graph::update_mtime(build.finder, target, false);
  if (!target.mtime.is_zero() || target.attrs.has(Attr::special)) {
    return true;
  }
  if (target.from_depend) {
    stale_dependency(build, target);
    return true;
  }
  const std::string text =
      fmt::format("{}: don't know how to make {}", build.diag.program(), target.name);
  build.sink.flush();
  if (target.attrs.has(Attr::optional)) {
    build.sink.out(text + " (ignored)\n");
    return true;
  }
  build.sink.err(text + (build.options.keep_going ? " (continuing)\n" : ". Stop\n"));
  return false;
}

void touch(Build& build, Target& target, bool silent) {
  if (target.attrs.any(Attr::join | Attr::use | Attr::usebefore | Attr::exec | Attr::optional |
                       Attr::special | Attr::phony)) {
    return;
  }
  const bool run = should_execute(build, target);
  if (!silent || !run) {
    build.sink.out("touch " + target.name + "\n");
  }
  if (!run) {
    return;
  }
  Result<> done;
  if (target.attrs.has(Attr::archv)) {
    done = build.finder.archives.touch_member(target);
  } else if (target.attrs.has(Attr::lib)) {
    done = build.finder.archives.touch_library(target);
  } else {
    done = build.files.file_system().touch(target.file());
    build.files.forget(target.file());
  }
  if (!done) {
    build.sink.out("*** couldn't touch " + target.file() + ": " + done.error().text + "\n");
  }
}

Target& end_target(Build& build) {
  if (build.graph.end == nullptr) {
    build.graph.end = &build.graph.get(".END");
    build.graph.end->attrs |= Attr::special;
  }
  return *build.graph.end;
}

void save_for_end(Build& build, Target& target, const graph::Command& command) {
  graph::Command saved = command;
  saved.text = expand_command(build, target, command.text);
  end_target(build).commands.push_back(std::move(saved));
}

void apply_flags(Build& build, Target& target) {
  if (build.options.ignore_errors) {
    target.attrs |= Attr::ignore;
  }
  if (build.options.silent) {
    target.attrs |= Attr::silent;
  }
}

exec::JobSpec make_spec(Build& build, Target& target, std::string_view command) {
  build.variables.reexport(target.vars);
  if (build.before_command) {
    build.before_command(target, command);
  }
  exec::JobSpec spec;
  spec.command.environment = build.environment.entries();
  for (const auto& [name, value] : build.variables.exports_of(target.vars)) {
    set_entry(spec.command.environment, name, value);
  }
  spec.command.cwd = build.files.file_system().cwd();
  spec.command.keep_fds = build.keep_fds;
  return spec;
}

void print_failed_commands(Build& build, Target& target, std::string_view failed_command) {
  if (!failed_command.empty()) {
    build.debug.print("\n*** Failed target:  {}\n*** Failed command: {}\n", target.name,
                      one_line(failed_command));
    return;
  }
  std::string text = "\n*** Failed target: " + target.name + "\n";
  text += "*** Failed commands:\n";
  for (const graph::Command& command : target.commands) {
    text += "\t" + command.text + "\n";
    const std::string expanded = expand_command(build, target, command.text);
    if (expanded != command.text) {
      text += "\t=> " + expanded + "\n";
    }
  }
  build.debug.write(text);
}

} // namespace mmk::sched
