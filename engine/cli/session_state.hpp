// The inside of a Session: the members in order of dependence and the phases of a run. Private to
// cli.
#pragma once

#include "base/environment.hpp"
#include "base/names.hpp"
#include "base/repeatable.hpp"
#include "cli/command_line.hpp"
#include "cli/directories.hpp"
#include "cli/noop_memo.hpp"
#include "cli/session.hpp"
#include "exec/job_output.hpp"
#include "exec/shell.hpp"
#include "exec/shell_runner.hpp"
#include "exec/token_pool.hpp"
#include "exec/words.hpp"
#include "fs/recording_file_system.hpp"
#include "graph/archive.hpp"
#include "graph/graph.hpp"
#include "graph/rules.hpp"
#include "graph/suffixes.hpp"
#include "lang/parser.hpp"
#include "report/recording_sink.hpp"
#include "sched/build.hpp"
#include "sched/meta_mode.hpp"

#include <memory>
#include <optional>
#include <string>
#include <vector>

namespace mmk::cli {

struct Session::State {
  State(const Host& the_host, SessionParts the_parts);

  /// The phases, in order.
  int run();
  void set_builtin_variables();
  void read_command_line();
  void set_directories();
  void set_callers();
  void hand_on_callers(std::string_view here);
  void set_noop_key();
  /// An object directory is entered: is this a run that had nothing to do there last time, and has
  /// nothing to do again? Then prints what it printed.
  [[nodiscard]] bool recall_noop();
  void list_directories();
  void start_prefetch();
  void read_makefiles();
  void read_default_makefile();
  void read_depend_file();
  void check_parse_errors();
  void prepare_build();
  int print_variables();
  int make_targets();
  /// Whatever happened: "Leaving directory", debugging output, buffers.
  void finish();
  /// The run has ended well: keeps it if there was nothing to do.
  void remember_noop();
  void print_stopped();
  /// What this process may use to watch commands; tried once.
  [[nodiscard]] const tracer::Capabilities& tracing();
  [[nodiscard]] std::string usage_name() const;
  void print_stopped_after(std::string_view lead);
  void make_build();

  [[nodiscard]] std::string global(std::string_view name);
  void set_global(std::string_view name, std::string_view value);

  Host host;
  SessionParts parts;
  SystemClock clock;
  TimeStamp started;
  Repeatable repeatable;
  DecidingClock deciding_clock;
  report::RecordingSink printed;
  ReportSink& sink;
  NameTable names;
  Options options;
  DebugLog debug;
  lang::Diagnostics diag;
  fs::RecordingFileSystem recorded;
  fs::StatCache files;
  Environment environment;
  lang::Context context;
  lang::Variables variables;
  graph::Graph graph;
  graph::Suffixes suffixes;
  graph::Archives archives;
  lang::IncludePaths include_paths;
  CommandLineContext command_line_context;
  CommandLine command_line;
  DirectoryServices directories;
  exec::Shell shell;
  graph::Rules rules;
  lang::Parser parser;
  exec::ProcessShellRunner shell_runner;
  exec::OutputSwitch output;
  exec::LocalTokenPool one_token;
  std::unique_ptr<exec::SharedTokenPool> pool;
  std::unique_ptr<sched::Build> build;
  std::string noop_objdir; ///< the object directory, if runs are remembered there
  NoopKey noop_key;
  meta::ComingIndex index;
  std::unique_ptr<sched::MetaMode> meta;
  std::string machine;
  std::string machine_arch;
  std::string callers;   ///< this make and those that called it, for traces; "": not wanted
  std::string makeflags; ///< as exported, without the job pool
  std::optional<tracer::Capabilities> capabilities;
  int level = 0;
  bool in_directory = false;
  bool graph_shown = false;
  bool makeflags_exported = false;

private:
  [[nodiscard]] graph::RuleHooks rule_hooks();
  void set_fickle_environment();
  [[nodiscard]] std::string lasting_makeflags();
  [[nodiscard]] std::uint64_t tracing_answer();
  bool choose_shell(std::string_view spec);
  void on_assignment(std::string_view name, std::string_view value);
  void export_makeflags(bool first);
  void set_make_variable();
  void set_system_path();
  void publish_system_path();
  bool read_one(const std::string& name);
  void read_system_makefile();
  void start_pool();
  void start_meta(std::string_view mode);
  [[nodiscard]] sched::Tracing find_tracing();
  void before_command(const graph::Target& target, std::string_view command);
  [[nodiscard]] std::vector<graph::Target*> wanted_targets();
  void print_graph(int pass);
  void open_trace();
  [[nodiscard]] std::string fs_basename_of_make();
};

} // namespace mmk::cli
