// What a walk over the targets stands on, and what it keeps for the whole run. One per Session;
// compat and jobs walks, dates, errors and META_MODE share it. Owns nothing but its own notes.
#pragma once

#include "base/fatal.hpp"
#include "base/host.hpp"
#include "base/unique_fd.hpp"
#include "exec/job_output.hpp"
#include "exec/launcher.hpp"
#include "exec/shell.hpp"
#include "exec/token_pool.hpp"
#include "graph/graph.hpp"
#include "graph/locate.hpp"

#include <functional>
#include <optional>
#include <string>
#include <string_view>
#include <unordered_map>
#include <vector>

namespace mmk::sched {

class MetaMode;

struct Build {
  graph::Graph& graph;
  graph::Finder finder;
  lang::Variables& variables;
  fs::StatCache& files;
  Environment& environment;
  Options& options;
  DebugLog& debug;
  lang::Diagnostics& diag;
  ReportSink& sink;
  exec::Shell& shell;
  exec::Launcher& launcher;
  exec::TokenPool& tokens;
  exec::OutputSwitch& output;
  const Clock& clock;
  MetaMode* meta = nullptr; ///< null unless .MAKE.MODE says meta
  /// Called before commands see the environment: exports MAKEFLAGS with the jobserver, PWD.
  std::function<void(const graph::Target&, std::string_view command)> before_command = {};
  /// Descriptors that children inherit (the token pool's).
  std::vector<int> keep_fds = {};
  /// -dg2, -dg3: prints the graph before the words about an error.
  std::function<void()> dump_on_error = {};
  TimeStamp start = {}; ///< "now" of this run

  // notes of the run
  int error_status = 0;                      ///< of the command that failed first
  const graph::Target* error_node = nullptr; ///< the target whose failure was reported first
  graph::Target* current = nullptr;          ///< compat: what is being made, for signals
  /// Standard output is a terminal, or -d was given: no word of ours is late.
  bool flush_always = false;
  /// What commands print comes to the sink even where it could be inherited (JSON events).
  bool capture_all = false;
  bool randomize = false;
  unsigned random_state = 1;
  UniqueFd trace_fd = {}; ///< -T
  pid_t pid = 0;          ///< ours, for debugging output
  /// Why a target is made, for --explain, events and the status line; only if `wants_reasons`.
  bool wants_reasons = false;
  /// ProgressEvent::left_ns is shown.
  bool wants_forecast = false;
  std::unordered_map<const graph::Target*, std::string> reasons = {};
  /// A job has failed: what it printed and its .meta file, for those who repeat it at the end.
  std::function<void(const graph::Target&, std::string_view output, std::string_view meta_file)>
      job_failed = {};
  int job_errors = 0;
  std::optional<bool> die_quietly = {}; ///< decided by the first failure
  ProgressEvent progress = {};
};

/// How the whole run ended.
enum class RunResult { ok, errors, out_of_date };

/// Random order of children in mode "randomize-targets"; what is between two .WAITs stays there.
void shuffle(Build& build, std::vector<graph::Target*>& targets);

/// .TARGET of a target as its parents see it.
[[nodiscard]] std::string target_value(Build& build, graph::Target& target);

[[nodiscard]] bool should_execute(const Build& build, const graph::Target& target);

} // namespace mmk::sched
