#include "sched/errors.hpp"

#include "sched/compat.hpp"
#include "sched/meta_mode.hpp"

namespace mmk::sched {

using graph::Attr;
using graph::Target;

namespace {

std::string global(Build& build, std::string_view name) {
  return build.variables.value(build.variables.global(), name).value_or("");
}

/// Boolean values as the manual spells them.
bool is_true(std::string_view value) {
  return !value.empty() && (std::string_view("YyTt1").find(value[0]) != std::string_view::npos ||
                            ((value[0] == 'o' || value[0] == 'O') && value.size() > 1 &&
                             (value[1] == 'n' || value[1] == 'N')));
}

void set_error_vars(Build& build, const Target& target) {
  auto& variables = build.variables;
  variables.set(variables.global(), ".ERROR_TARGET", target.name);
  variables.set(variables.global(), ".ERROR_EXIT", std::to_string(build.error_status));
  variables.remove(variables.global(), ".ERROR_CMD");
  for (const graph::Command& command : target.commands) {
    if (command.text.empty()) { // compat mode empties what it has run
      break;
    }
    variables.append(variables.global(), ".ERROR_CMD", command.text);
  }
}

} // namespace

bool should_die_quietly(Build& build, const Target* target) {
  // Decided by the first failure and kept: what failed later is its consequence.
  if (!build.die_quietly) {
    const std::string value = global(build, ".MAKE.DIE_QUIETLY");
    build.die_quietly =
        value.empty() ? target != nullptr && target->attrs.has(Attr::make) : is_true(value);
    if (build.debug.on(Debug::job)) {
      build.die_quietly = false;
    }
  }
  return *build.die_quietly;
}

void note_error_status(Build& build, int status) {
  if (build.error_status == 0) {
    build.error_status = status;
  }
}

void print_on_error(Build& build, Target* target, std::string_view lead) {
  std::string text(lead);
  std::string dir = global(build, ".CURDIR"); // empty while the command line is read
  dir = dir.empty() ? build.files.file_system().cwd() : dir;
  text += build.diag.program() + ": stopped in " + dir + "\n";
  build.sink.out(text);
  build.sink.flush();
  if (should_die_quietly(build, target) || build.error_node != nullptr) {
    return;
  }
  if (target != nullptr) {
    build.error_node = target;
    set_error_vars(build, *target);
  }
  build.sink.out(build.variables.expand("${MAKE_PRINT_VAR_ON_ERROR:@v@$v='${$v}'\n@}",
                                        build.variables.global(), lang::EvalMode::eval));
  build.sink.flush();
  if (Target* const error = build.graph.find(".ERROR"); error != nullptr) {
    build.error_node = error;
    error->attrs |= Attr::special;
    compat_make(build, *error, *error);
  }
}

void delete_half_made(Build& build, const Target& target, bool also_phony) {
  if (target.attrs.any(Attr::precious | Attr::join | Attr::use | Attr::usebefore | Attr::exec) ||
      build.graph.settings.all_precious || build.options.no_execute ||
      (!also_phony && target.attrs.has(Attr::phony))) {
    return;
  }
  const std::string& file = target.file();
  const fs::FileInfo info = build.files.file_system().lstat(file);
  if (!info.exists() || info.is_directory()) {
    return;
  }
  if (build.files.file_system().remove(file)) {
    build.files.forget(file);
    build.sink.flush();
    build.sink.err(build.diag.program() + ": *** " + file + " removed\n");
  }
}

void fatal(Build& build, std::string_view text) {
  build.sink.flush();
  build.sink.err(std::string(text) + "\n");
  stop(build);
}

void stop(Build& build) {
  print_on_error(build, nullptr, "\n");
  throw FatalError{"", 2};
}

} // namespace mmk::sched
