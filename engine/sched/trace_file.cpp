#include "sched/trace_file.hpp"

#include "base/io.hpp"

namespace mmk::sched {

void trace(Build& build, std::string_view event, const graph::Target* target, pid_t pid) {
  if (!build.trace_fd.valid()) {
    return;
  }
  const TimeStamp now = build.clock.now();
  std::string line =
      fmt::format("{}.{:06} {} {} {} {}", now.seconds(), now.ns % 1'000'000'000 / 1000,
                  build.tokens.held(), event, build.pid, build.files.file_system().cwd());
  if (target != nullptr) {
    line += fmt::format(" {} {} 0 0", target->name, pid);
  }
  // A trace that cannot be written is no reason to stop.
  [[maybe_unused]] const auto written = write_all(build.trace_fd.get(), line + "\n");
}

} // namespace mmk::sched
