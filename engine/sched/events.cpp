#include "sched/events.hpp"

#include "sched/meta_mode.hpp"

#include <algorithm>

namespace mmk::sched {

using graph::Target;

namespace {

std::string why(const Build& build, const Target& target) {
  if (build.meta != nullptr) {
    return build.meta->why(target);
  }
  const auto it = build.reasons.find(&target);
  return it == build.reasons.end() ? "" : it->second;
}

std::int64_t expected_ns(const Build& build, const Target& target) {
  return build.meta == nullptr ? 0 : build.meta->expected_ns(target);
}

/// One of the wanted targets needs nothing more.
void count_as_done(Build& build, const Target& target) {
  ++build.progress.done;
  build.progress.left_ns =
      std::max<std::int64_t>(build.progress.left_ns - expected_ns(build, target), 0);
}

} // namespace

void tell_wanted(Build& build, const Target& target) {
  if (!target.commands.empty()) {
    ++build.progress.total;
    build.progress.left_ns += expected_ns(build, target);
  }
}

void tell_started(Build& build, Target& target) {
  if (target.commands.empty()) {
    return;
  }
  ++build.progress.running;
  build.sink.progress(build.progress);
  const std::string reason = why(build, target);
  JobEvent event;
  event.target = target.name;
  event.why = reason;
  build.sink.job(event);
}

void tell_finished(Build& build, Target& target, const Ending& ending) {
  if (target.commands.empty()) {
    return;
  }
  --build.progress.running;
  count_as_done(build, target);
  build.progress.failed += ending.failed ? 1 : 0;
  build.sink.progress(build.progress);
  const std::string meta_file = build.meta == nullptr ? "" : build.meta->meta_file(target);
  if (ending.failed && build.job_failed) {
    build.job_failed(target, ending.output, meta_file);
  }
  JobEvent event;
  event.kind = JobEvent::Kind::finished;
  event.target = target.name;
  event.meta_file = meta_file;
  event.exit_status = ending.status;
  event.elapsed_ns = ending.elapsed_ns;
  build.sink.job(event);
}

void tell_up_to_date(Build& build, const Target& target) {
  if (!target.commands.empty()) {
    count_as_done(build, target);
    build.sink.progress(build.progress);
  }
}

} // namespace mmk::sched
