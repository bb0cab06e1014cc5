// The phases of a run up to the point where everything is read.
#include "cli/session_state.hpp"

#include "cli/version.hpp"
#include "fs/paths.hpp"
#include "sched/errors.hpp"

#include <algorithm>
#include <array>
#include <charconv>
#include <cstdio>

namespace mmk::cli {

namespace {

constexpr std::string_view k_stack_trace = "MAKE_STACK_TRACE";

std::string base_name(const std::string& path) {
  return std::string(fs::basename(path));
}

/// Debian's names of the processors, as its bmake has them.
std::string arch_of(const std::string& machine) {
  if (machine == "x86_64") {
    return "amd64";
  }
  if (machine == "aarch64") {
    return "arm64";
  }
  return machine;
}

std::string read_standard_input() {
  std::string text;
  std::array<char, 65536> buffer{};
  while (const std::size_t n = std::fread(buffer.data(), 1, buffer.size(), stdin)) {
    text.append(buffer.data(), n);
  }
  return text;
}

int parse_level(std::string_view text) {
  int level = 0;
  std::from_chars(text.data(), text.data() + text.size(), level);
  return level > 0 ? level : 0;
}

} // namespace

Session::State::State(const Host& the_host, SessionParts the_parts)
    : host(the_host), parts(std::move(the_parts)), started(clock.now()),
      deciding_clock(clock, repeatable), printed(parts.sink), sink(printed), debug(sink),
      diag(sink, options, base_name(host.argv.empty() ? "mmk" : host.argv[0])),
      recorded(parts.files), files(recorded),
      environment(host.environment), context{names,       debug,   diag,          files,
                                             environment, options, deciding_clock},
      variables(context), graph(graph::Services{variables, files, debug, diag, options}),
      suffixes(graph), archives(graph),
      command_line_context{
          options, debug, variables, include_paths, diag, host.pid, host.processors,
          {},      {},    {},        false},
      command_line(command_line_context), directories{graph, variables, files, environment, diag},
      shell(exec::builtin_shell("")), rules(graph, suffixes, rule_hooks()),
      parser(variables, rules, include_paths),
      shell_runner(
          shell, environment, sink,
          [this] {
            files.forget_stats(); // what the command makes or removes must be seen
            return files.file_system().cwd();
          },
          [this] {
            repeatable.lose();
            environment.set("MAKELEVEL", std::to_string(level + 1));
            hand_on_callers(diag.full_trace());
          }),
      output(sink, false), one_token(1) {
  repeatable.when_lost([this] {
    recorded.stop();
    printed.stop();
  });
  context.repeatable = &repeatable;
  context.targets = &rules;
  context.shell = &shell_runner;
  command_line_context.assign = [this](std::string_view word) {
    return parser.parse_assignment(word, variables.cmdline());
  };
  parser.set_assignment_hook(
      [this](std::string_view name, std::string_view value) { on_assignment(name, value); });
}

graph::RuleHooks Session::State::rule_hooks() {
  graph::RuleHooks hooks;
  hooks.main_arguments = [this](std::string_view args) { command_line.parse_text(args, false); };
  hooks.set_objdir = [this](std::string_view dir) {
    const bool entered = set_objdir(directories, dir, false);
    if (entered && recall_noop()) {
      throw FatalError{"", 0};
    }
    return entered;
  };
  hooks.set_shell = [this](std::string_view spec) { return choose_shell(spec); };
  hooks.posix = [this] { parser.handle_posix(); };
  hooks.syspath = [this](const std::vector<std::string>& dirs) {
    if (dirs.empty()) {
      include_paths.system.clear();
    }
    include_paths.system.insert(include_paths.system.end(), dirs.begin(), dirs.end());
    publish_system_path();
  };
  return hooks;
}

bool Session::State::choose_shell(std::string_view spec) {
  auto chosen = exec::parse_shell_spec(spec);
  if (!chosen) {
    diag.parse(lang::Level::fatal, "{}", chosen.error().text);
    return false;
  }
  shell = *std::move(chosen);
  lang::SetFlags fixed;
  fixed.read_only = true;
  variables.remove(variables.cmdline(), ".SHELL");
  variables.set(variables.cmdline(), ".SHELL", shell.path, fixed);
  return true;
}

void Session::State::on_assignment(std::string_view name, std::string_view value) {
  if (name == ".CURDIR") {
    graph.roots.curdir = value;
    set_global(".PATH", fs::path_value(graph.path, graph.roots));
  } else if (name == ".MAKEOVERRIDES") {
    export_makeflags(false);
  } else if (name == ".MAKE.JOB.PREFIX") {
    options.job_prefix = value;
  }
}

std::string Session::State::global(std::string_view name) {
  return variables.value(variables.global(), name).value_or("");
}

void Session::State::set_global(std::string_view name, std::string_view value) {
  variables.set(variables.global(), name, value);
}

void Session::State::set_make_variable() {
  const std::string& name = host.argv.empty() ? "mmk" : host.argv[0];
  std::string make = name;
  if (name.find('/') != std::string::npos && name[0] != '/') {
    make = files.file_system().realpath(name).value_or(name);
  }
  set_global("MAKE", make);
  set_global(".MAKE", make);
}

void Session::State::set_builtin_variables() {
  machine = environment.get("MACHINE").value_or(host.machine);
  machine_arch = environment.get("MACHINE_ARCH").value_or(arch_of(host.machine));
  lang::SetFlags fixed;
  fixed.read_only = true;
  const auto fix = [&](std::string_view name, std::string_view value) {
    variables.set(variables.global(), name, value, fixed);
  };
  fix(".MAKE.OS", host.system);
  set_global("MACHINE", machine);
  set_global("MACHINE_ARCH", machine_arch);
  fix(".newline", "\n");
  set_global(".MAKE.MAKEFILE_PREFERENCE", "makefile Makefile");
  set_global(".MAKE.DEPENDFILE", ".depend");
  set_make_variable();
  set_global(".MAKEFLAGS", "");
  set_global(".MAKEOVERRIDES", "");
  set_global("MFLAGS", "");
  set_global(".ALLTARGETS", "");
  variables.set(variables.cmdline(), ".MAKE.LEVEL.ENV", "MAKELEVEL", fixed);
  level = parse_level(environment.get("MAKELEVEL").value_or("0"));
  set_global(".MAKE.LEVEL", std::to_string(level));
  if (level > 0) {
    diag.set_program(diag.program() + "[" + std::to_string(level) + "]");
  }
  const lang::SetFlags fickle{.no_export = false, .read_only = true, .fickle = true};
  variables.set(variables.global(), ".MAKE.PID", std::to_string(host.pid), fickle);
  variables.set(variables.global(), ".MAKE.PPID", std::to_string(host.ppid), fickle);
  fix(".MAKE.UID", std::to_string(host.uid));
  fix(".MAKE.GID", std::to_string(host.gid));
  // Found out when somebody asks: trying takes a child process.
  variables.define_computed(".MAKE.PATH_FILEMON", [this] {
    const tracer::Backend best = tracing().best();
    return best == tracer::Backend::none ? std::string() : std::string(tracer::backend_name(best));
  });
  // Makefiles (Debian's among them) ask which bmake this is; upstream's dumps do not list it.
  variables.define_constant("MAKE_VERSION", k_bmake_version);
  variables.define_constant(".MAKE.JOBS.C", "yes");
  variables.define_on_demand(".SHELL", [this] { return shell.path; });
  variables.define_computed(".SUFFIXES", [this] { return suffixes.names(); });
}

void Session::State::read_command_line() {
  if (const auto flags = environment.get("MAKEFLAGS")) {
    const std::string text(*flags);
    command_line.parse_text(text, true);
  }
  // -C, -f and -V of an outer make are not ours, but bmake takes them as they come.
  std::vector<std::string> words(host.argv.begin() + (host.argv.empty() ? 0 : 1), host.argv.end());
  command_line.parse(words);
}

void Session::State::set_directories() {
  graph.roots.curdir = choose_curdir(directories, host, command_line_context.directories);
  set_global(".CURDIR", graph.roots.curdir);
  choose_objdir(directories, machine, machine_arch);
}

/// MAKE_STACK_TRACE is "yes", and behind that the lines of the makes that called this one.
void Session::State::set_callers() {
  constexpr std::string_view yes = "yes";
  std::string_view wish = environment.get(k_stack_trace).value_or("");
  if (wish.substr(0, wish.find('\n')) != yes) {
    return;
  }
  wish.remove_prefix(std::min(wish.size(), yes.size() + 1));
  callers =
      fmt::format("\tin {} in directory \"{}\"\n{}", diag.program(), graph.roots.curdir, wish);
  diag.set_callers(callers);
}

/// A make that is called now learns `here`, the lines about the place.
void Session::State::hand_on_callers(std::string_view here) {
  if (!callers.empty()) {
    environment.set(k_stack_trace, fmt::format("yes\n{}{}", here, callers));
  }
}

void Session::State::list_directories() {
  // exists() without a directory speaks of the time before the first makefile, as in bmake.
  (void)files.list(".");
  (void)files.list(graph.roots.curdir);
}

/// MAKESYSPATH, else what is installed beside the program, else the sources.
void Session::State::set_system_path() {
  if (!command_line_context.makesyspath_set) {
    include_paths.system.clear();
    std::string path;
    if (const auto env = environment.get("MAKESYSPATH"); env && !env->empty()) {
      path = *env;
    } else {
      path = default_system_path(host.executable, files.file_system());
    }
    while (!path.empty()) {
      const std::size_t colon = path.find(':');
      if (colon != 0) {
        include_paths.system.push_back(path.substr(0, colon));
      }
      path.erase(0, colon == std::string::npos ? path.size() : colon + 1);
    }
  }
  publish_system_path();
}

void Session::State::publish_system_path() {
  std::string joined;
  for (const std::string& directory : include_paths.system) {
    joined += (joined.empty() ? "" : " ") + directory;
  }
  set_global(".SYSPATH", joined);
}

void Session::State::read_system_makefile() {
  if (options.no_builtin_rules) {
    return;
  }
  const std::string path = parser.find_system_makefile("sys.mk");
  if (path.empty()) {
    throw FatalError{diag.program() + ": no system rules (sys.mk).", 2};
  }
  auto bytes = files.file_system().read(path);
  if (!bytes) {
    throw FatalError{diag.program() + ": cannot open " + path + ".", 2};
  }
  parser.parse_file(path, *std::move(bytes));
}

bool Session::State::read_one(const std::string& name) {
  if (name == "-") {
    repeatable.lose();
    parser.parse_file("(stdin)", read_standard_input());
    return true;
  }
  return parser.parse_makefile(name);
}

void Session::State::read_default_makefile() {
  const std::string preference =
      variables.expand("${.MAKE.MAKEFILE_PREFERENCE}", variables.global(), lang::EvalMode::eval);
  const auto words = exec::split_words(preference);
  if (!words) {
    return;
  }
  for (const std::string& name : *words) {
    if (read_one(name)) {
      return;
    }
  }
}

void Session::State::read_depend_file() {
  const std::string name =
      variables.expand("${.MAKE.DEPENDFILE}", variables.global(), lang::EvalMode::eval);
  if (name.empty() || name == "/dev/null") {
    return;
  }
  parser.set_reading_depend(true);
  (void)parser.parse_makefile(name);
  parser.set_reading_depend(false);
}

void Session::State::read_makefiles() {
  set_system_path();
  if (options.create.empty()) {
    set_global(".TARGETS", "");
  }
  for (const std::string& target : options.create) {
    variables.append(variables.global(), ".TARGETS", target);
  }
  read_system_makefile();
  if (options.makefiles.empty()) {
    read_default_makefile();
  }
  // By index: .MAKEFLAGS may add a -f while one is read.
  for (std::size_t i = 0; i < options.makefiles.size(); ++i) {
    const std::string name = options.makefiles[i];
    if (!read_one(name)) {
      throw FatalError{diag.program() + ": Cannot open " + name + ": No such file or directory", 2};
    }
  }
  if (!parser.stopped()) {
    read_depend_file();
  }
}

void Session::State::check_parse_errors() {
  if (parser.stopped()) {
    sink.flush();
    print_stopped_after("\n");
    throw FatalError{"", 1};
  }
  if (diag.fatals() > 0) {
    sink.flush();
    sink.err(diag.program() + ": Fatal errors encountered -- cannot continue\n");
    print_stopped_after("");
    throw FatalError{"", 1};
  }
}

/// "stopped in" with MAKE_PRINT_VAR_ON_ERROR and .ERROR once there is a graph.
void Session::State::print_stopped_after(std::string_view lead) {
  if (build == nullptr) {
    make_build();
  }
  sched::print_on_error(*build, nullptr, lead);
}

const tracer::Capabilities& Session::State::tracing() {
  if (!capabilities) {
    capabilities = parts.capabilities ? parts.capabilities() : tracer::Capabilities{};
  }
  return *capabilities;
}

std::string Session::State::usage_name() const {
  return base_name(host.argv.empty() ? "mmk" : host.argv[0]);
}

void Session::State::print_stopped() {
  print_stopped_after("\n");
}

} // namespace mmk::cli
