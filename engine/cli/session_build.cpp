// The phases of a run behind reading: modes, the job pool, META_MODE, making.
#include "cli/session_state.hpp"
#include "fs/paths.hpp"
#include "graph/dump.hpp"
#include "meta/policy.hpp"
#include "sched/compat.hpp"
#include "sched/jobs.hpp"
#include "sched/trace_file.hpp"

#include <fcntl.h>

namespace mmk::cli {

namespace {

bool is_true(std::string_view value) {
  return !value.empty() && std::string_view("YyTt1Oo").find(value[0]) != std::string_view::npos;
}

std::vector<std::string> words_of(const std::string& text) {
  return exec::split_words(text).value_or(std::vector<std::string>{});
}

/// Does a command run a program of this name (as a word, with any directory)?
bool runs(std::string_view command, std::string_view program) {
  return exec::has_word(command, program, " \t\n;&|(/'\"", " \t\n;&|)'\"");
}

} // namespace

int Session::State::run() {
  set_fickle_environment();
  set_builtin_variables();
  read_command_line();
  set_directories();
  set_callers();
  set_noop_key();
  if (recall_noop()) {
    return 0;
  }
  list_directories();
  if (options.enter_flag) {
    sink.out(fmt::format("{}: Entering directory `{}'\n", diag.program(), graph.roots.curdir));
  }
  in_directory = true;
  start_prefetch();
  read_makefiles();
  check_parse_errors();
  prepare_build();
  if (debug.on(Debug::graph1)) {
    print_graph(1);
  }
  if (!options.print_vars.empty()) {
    return print_variables();
  }
  return make_targets();
}

void Session::State::export_makeflags(bool first) {
  // Before everything is read MAKEFLAGS is only exported again, never for the first time.
  if (first) {
    makeflags_exported = true;
  } else if (!makeflags_exported) {
    return;
  }
  makeflags = makeflags_value(variables);
  if (!makeflags.empty()) {
    environment.set("MAKEFLAGS", makeflags);
  }
}

void Session::State::make_build() {
  if (build != nullptr) {
    return;
  }
  exec::TokenPool& tokens = pool != nullptr ? static_cast<exec::TokenPool&>(*pool)
                                            : static_cast<exec::TokenPool&>(one_token);
  build.reset(new sched::Build{graph, graph::Finder{graph, suffixes, archives}, variables, files,
                               environment, options, debug, diag, sink, shell, parts.launcher,
                               tokens, output, clock});
  build->start = clock.now();
  build->pid = host.pid;
  build->capture_all = parts.capture_all;
  build->flush_always = host.stdout_is_tty || command_line_context.debug_given;
  build->wants_reasons = parts.wants_progress || options.explain;
  build->wants_forecast = parts.wants_progress;
  if (parts.job_failed) {
    build->job_failed = [this](const graph::Target& target, std::string_view text,
                               std::string_view meta_file) {
      parts.job_failed(target.name, text, meta_file);
    };
  }
  build->dump_on_error = [this] {
    if (debug.on(Debug::graph2)) {
      print_graph(2);
    } else if (debug.on(Debug::graph3)) {
      print_graph(3);
    }
    graph_shown = true;
  };
  build->random_state = static_cast<unsigned>(host.pid) ^ static_cast<unsigned>(build->start.ns);
  build->before_command = [this](const graph::Target& target, std::string_view command) {
    before_command(target, command);
  };
}

void Session::State::start_pool() {
  if (options.compat_make) {
    return;
  }
  if (!options.job_fds.empty()) {
    auto joined = exec::SharedTokenPool::join(options.job_fds, options.max_jobs);
    if (joined) {
      pool = *std::move(joined);
    } else {
      options.max_jobs = 1; // the parent did not take us for a make
    }
  } else if (options.max_jobs > 1) {
    auto created =
        exec::SharedTokenPool::create(options.max_jobs, temporary_directory(environment));
    if (created) {
      pool = *std::move(created);
    }
  }
  if (pool == nullptr) {
    one_token = exec::LocalTokenPool(options.max_jobs);
  }
  if (debug.on(Debug::job)) {
    const std::string fds = pool == nullptr ? "-1 -1" : pool->describe();
    debug.print("job_pipe {}, maxjobs {}, tokens {}, compat {}\n", fds, options.max_jobs,
                options.max_jobs, options.compat_make ? 1 : 0);
  }
}

void Session::State::prepare_build() {
  const std::string mode =
      variables.expand("${.MAKE.MODE:tl}", variables.global(), lang::EvalMode::eval);
  const meta::Mode parsed = meta::parse_mode(mode);
  if (!parsed.meta || !parsed.memo || parsed.read_only || parsed.randomize_targets) {
    repeatable.lose();
  }
  options.compat_make = options.compat_make || parsed.compat || !options.max_jobs_set;
  if (graph.settings.no_parallel) {
    options.max_jobs = 1;
  }
  start_pool();
  build.reset();
  make_build();
  build->randomize = parsed.randomize_targets;
  const auto prefix = variables.value(variables.global(), ".MAKE.JOB.PREFIX");
  if (prefix) {
    options.job_prefix =
        variables.expand("${.MAKE.JOB.PREFIX}", variables.global(), lang::EvalMode::eval);
  }
  output.set_prefix(options.job_prefix);
  output.set_markers(options.max_jobs > 1);
  if (const auto vpath = variables.value(variables.global(), "VPATH")) {
    std::string text = variables.expand("${VPATH}", variables.global(), lang::EvalMode::eval);
    while (!text.empty()) {
      const std::size_t colon = text.find(':');
      graph.path.add(files, text.substr(0, colon));
      text.erase(0, colon == std::string::npos ? text.size() : colon + 1);
    }
  }
  suffixes.do_paths();
  variables.append(variables.global(), "MFLAGS", global(".MAKEFLAGS"));
  if (parsed.meta) {
    start_meta(mode);
  }
}

/// A big index of META_MODE in the object directory: while makefiles are read, a thread reads it
/// and stats what it names. The small ones are not worth a thread.
void Session::State::start_prefetch() {
  constexpr std::int64_t k_worth_it = 256 * 1024;
  const fs::FileSystem& disk = files.file_system();
  const std::string objdir = disk.realpath(graph.roots.objdir).value_or("");
  if (objdir.empty() || disk.stat(meta::index_path(objdir)).size < k_worth_it) {
    return;
  }
  const auto coming = std::make_shared<std::promise<std::shared_ptr<const meta::IndexFile>>>();
  index = coming->get_future().share();
  files.start_prefetch([coming, objdir, &disk] {
    const auto file = meta::IndexFile::read(disk, objdir);
    coming->set_value(file);
    fs::StatPrefetch::Work work;
    if (file != nullptr) {
      work.owner = file;
      work.paths.reserve(file->path_count());
      for (meta::PathIndex i = 0; i < file->path_count(); ++i) {
        work.paths.push_back(file->path(i));
      }
    }
    return work;
  });
}

void Session::State::start_meta(std::string_view mode) {
  sched::MetaSetup setup;
  meta::Policy& policy = setup.policy;
  policy.mode = meta::parse_mode(mode);
  const auto list = [this](std::string_view expression) {
    return words_of(variables.expand(expression, variables.global(), lang::EvalMode::eval));
  };
  if (!variables.value(variables.global(), ".MAKE.META.PREFIX")) {
    set_global(".MAKE.META.PREFIX", "Building ${.TARGET:H:tA}/${.TARGET:T}");
  }
  variables.define_computed(".MAKE.META.FILES", [this] { return meta ? meta->files() : ""; });
  variables.define_computed(".MAKE.META.CREATED", [this] { return meta ? meta->created() : ""; });
  policy.bailiwick = list("${.MAKE.META.BAILIWICK:O:u:tA}");
  std::string ignored;
  for (const std::string& path : meta::default_ignore_paths()) {
    ignored += (ignored.empty() ? "" : " ") + path;
  }
  ignored += " ${TMPDIR}";
  // A value of the command line stays as it is, but the policy has these all the same.
  const std::string all = "${:U${.MAKE.META.IGNORE_PATHS} " + ignored;
  policy.ignore_paths = list(all + ":O:u:tA}");
  for (const std::string& path : list(all + ":O:u}")) {
    policy.ignore_paths.push_back(path);
  }
  variables.append(variables.global(), ".MAKE.META.IGNORE_PATHS", ignored);
  policy.ignore_patterns = list("${.MAKE.META.IGNORE_PATTERNS}");
  policy.tmpdir = environment.get("TMPDIR").value_or("");
  if (variables.value(variables.global(), ".MAKE.META.IGNORE_FILTER")) {
    policy.ignore_filter_text = global(".MAKE.META.IGNORE_FILTER");
    policy.ignore_filter = [this](std::string_view path) {
      set_global(".meta.path", path);
      return variables
          .expand("${.meta.path:${.MAKE.META.IGNORE_FILTER:ts:}}", variables.global(),
                  lang::EvalMode::eval)
          .empty();
    };
  }
  setup.curdir = files.file_system().realpath(graph.roots.curdir).value_or(graph.roots.curdir);
  setup.objdir = files.file_system().realpath(graph.roots.objdir).value_or("");
  setup.index = index;
  if (!policy.mode.no_filemon && parts.capabilities) {
    setup.tracing = [this] { return find_tracing(); };
  }
  meta = std::make_unique<sched::MetaMode>(*build, std::move(setup));
  build->meta = meta.get();
}

/// Whether jobs can be traced; says once if they cannot.
sched::Tracing Session::State::find_tracing() {
  const tracer::Capabilities& can = tracing();
  sched::Tracing result;
  result.on = can.best() != tracer::Backend::none;
  if (!result.on) {
    result.why_not = can.why_not;
    sink.flush();
    sink.err(
        fmt::format("{}: warning: commands are not traced: {}\n", diag.program(), can.why_not));
  }
  return result;
}

/// What a child finds in its environment; decided per command because the dialects of the job pool
/// exclude each other.
void Session::State::before_command(const graph::Target& target, std::string_view command) {
  repeatable.lose();
  files.end_prefetch();
  environment.set("MAKELEVEL", std::to_string(level + 1));
  hand_on_callers(fmt::format("\tin target \"{}\" from {}:{}\n", target.name, target.where.file,
                              target.where.line));
  build->keep_fds.clear();
  std::string flags = makeflags;
  if (pool != nullptr) {
    // A script may run a make that we do not see: every child may take part. The spelling is that
    // of GNU make, which mmk reads as well, unless the command names a program that wants another.
    const bool own = runs(command, fs_basename_of_make());
    const auto dialect = !own && runs(command, "bmake")   ? exec::TokenDialect::bmake
                         : !own && runs(command, "ninja") ? exec::TokenDialect::fifo
                                                          : exec::TokenDialect::gmake;
    std::string auth = pool->child_flags(dialect);
    if (auth.empty()) {
      auth = pool->child_flags(exec::TokenDialect::gmake);
    }
    flags += (flags.ends_with(' ') ? "" : " ") + auth;
    build->keep_fds = pool->child_fds();
  }
  if (!flags.empty()) {
    environment.set("MAKEFLAGS", flags);
  }
}

std::string Session::State::fs_basename_of_make() {
  const std::string make = global("MAKE");
  return make.substr(make.rfind('/') + 1);
}

int Session::State::print_variables() {
  for (const auto& [name, how] : options.print_vars) {
    const bool expand = how == PrintVars::expanded ||
                        (!options.debug_vars_expanded && is_true(global(".MAKE.EXPAND_VARIABLES")));
    std::string value;
    if (name.find('$') != std::string::npos) {
      value = variables.expand(name, variables.global(), lang::EvalMode::eval);
    } else if (expand) {
      value = variables.expand("${" + name + "}", variables.global(), lang::EvalMode::eval);
    } else {
      value = variables.value(variables.global(), name).value_or("");
    }
    sink.out(value + "\n");
  }
  return 0;
}

std::vector<graph::Target*> Session::State::wanted_targets() {
  std::vector<graph::Target*> targets;
  for (const std::string& name : options.create) {
    graph::Target& target = graph.get(name);
    targets.push_back(&target);
    if (target.attrs.has(graph::Attr::doubledep)) {
      targets.insert(targets.end(), target.cohorts.begin(), target.cohorts.end());
    }
  }
  if (options.create.empty()) {
    if (graph.main == nullptr) {
      throw FatalError{diag.program() + ": no target to make.", 2};
    }
    targets.push_back(graph.main);
    if (graph.main->attrs.has(graph::Attr::doubledep)) {
      targets.insert(targets.end(), graph.main->cohorts.begin(), graph.main->cohorts.end());
    }
    variables.append(variables.global(), ".TARGETS", graph.main->name);
  }
  return targets;
}

void Session::State::open_trace() {
  const std::string& name = command_line_context.trace_file;
  if (!name.empty()) {
    repeatable.lose();
    const std::string path = fs::join(files.file_system().cwd(), name);
    build->trace_fd.reset(open(path.c_str(), O_WRONLY | O_APPEND | O_CREAT | O_CLOEXEC, 0666));
  }
}

int Session::State::make_targets() {
  (void)global(".SHELL"); // from here on the shell is settled
  export_makeflags(true);
  const std::vector<graph::Target*> targets = wanted_targets();
  open_trace();
  if (parts.watch_signals) {
    parts.watch_signals();
  }
  if (!options.compat_make && parts.jobs_mode_begins) {
    parts.jobs_mode_begins();
  }
  sched::trace(*build, "BEG");
  const sched::RunResult result = options.compat_make ? sched::compat_make_all(*build, targets)
                                                      : sched::make_jobs(*build, targets);
  sched::trace(*build, "END");
  if (result != sched::RunResult::ok) {
    return 1;
  }
  // -dL: what was reported on the way counts although all was made.
  return options.lint && diag.errors() + diag.fatals() > 0 ? 2 : 0;
}

void Session::State::print_graph(int pass) {
  debug.write(graph::dump_graph(graph, suffixes, static_cast<graph::DumpPass>(pass)));
}

void Session::State::finish() {
  while (parts.launcher.running() > 0) {
    // Something fatal came between: what runs may end, as bmake lets it.
    const exec::Event event = parts.launcher.wait(-1);
    if (event.kind == exec::Event::Kind::output) {
      sink.out(event.bytes);
    } else if (event.kind == exec::Event::Kind::signal) {
      parts.launcher.signal_all(event.signal);
    }
  }
  meta.reset(); // writes journal and index
  if (debug.on(Debug::graph2) && build != nullptr && !graph_shown) {
    print_graph(2);
  }
  if (options.enter_flag && in_directory) {
    sink.out(fmt::format("{}: Leaving directory `{}'\n", diag.program(), graph.roots.curdir));
  }
  if (build != nullptr) {
    pool.reset(); // tokens go back, the FIFO goes
  }
  sink.flush();
}

} // namespace mmk::cli
