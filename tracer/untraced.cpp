// Back end "none": the command runs unwatched; only its end is reported.
#include "tracer/job.hpp"

#include <sys/resource.h>
#include <sys/wait.h>

#include <cerrno>
#include <optional>

namespace mmk::tracer {

void fill_usage(Outcome& outcome, int status, const rusage& usage) {
  const auto usec = [](const timeval& t) { return std::int64_t{t.tv_sec} * 1'000'000 + t.tv_usec; };
  outcome.wait_status = status;
  outcome.user_usec = usec(usage.ru_utime);
  outcome.system_usec = usec(usage.ru_stime);
  outcome.max_rss_kib = usage.ru_maxrss;
}

std::optional<Ended> run_to_end(Job& job, const ChildWatch& watch) {
  Result<StartingChild> child = fork_command(job.command, watch);
  if (!child) {
    job.started.set_value(tl::unexpected(std::move(child).error()));
    return std::nullopt;
  }
  let_go(*child);
  const std::optional<Error> error = wait_for_exec(*child, job.command);
  if (!error) {
    job.started.set_value(child->pid);
  }
  int status = 0;
  rusage usage{};
  while (::wait4(child->pid, &status, 0, &usage) < 0 && errno == EINTR) {
  }
  if (error) {
    job.started.set_value(tl::unexpected(*error));
    return std::nullopt;
  }
  Ended ended{child->pid, {}};
  fill_usage(ended.outcome, status, usage);
  return ended;
}

void run_untraced(Job& job) {
  if (std::optional<Ended> ended = run_to_end(job, {})) {
    job.deliver(std::move(ended->outcome));
  }
}

} // namespace mmk::tracer
