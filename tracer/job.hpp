// What a Trace and its tracer thread share: the promise of a start, the promise of an outcome, and
// the wish to be rid of it.
#pragma once

#include "base/unique_fd.hpp"
#include "tracer/api.hpp"
#include "tracer/job_shim.hpp"
#include "tracer/launch.hpp"

#include <sys/resource.h>

#include <atomic>
#include <future>
#include <memory>
#include <optional>

namespace mmk::tracer {

struct Job {
  Job(PreparedCommand prepared, const Options& wanted)
      : command(std::move(prepared)), options(wanted) {}

  const PreparedCommand command;
  const Options options;
  std::promise<Result<pid_t>> started;
  std::promise<Outcome> outcome;
  UniqueFd ready;                     ///< eventfd, readable once the outcome is set
  std::atomic<bool> abandoned{false}; ///< nobody waits any more: kill what is left

  void deliver(Outcome result);
};

/// Status and rusage of the command itself, as wait4(2) gave them.
void fill_usage(Outcome& outcome, int status, const rusage& usage);

/// The body of a tracer thread: runs the job to its end (and beyond, for daemons left behind).
/// `shim`: with a fast path beside it; null: without.
void run_ptrace(Job& job, const PtraceFilters& filters, JobShim* shim);
void run_notify(Job& job, const FilterProgram& filter);
void run_untraced(Job& job);
void run_nested(Job& job);

struct Ended {
  pid_t pid;
  Outcome outcome;
};
/// Starts the command and waits for its end, serving nothing meanwhile; nothing if it cannot start.
[[nodiscard]] std::optional<Ended> run_to_end(Job& job, const ChildWatch& watch);

} // namespace mmk::tracer
