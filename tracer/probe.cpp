#include "tracer/api.hpp"

#include <fmt/format.h>

#include <unistd.h>

namespace mmk::tracer {

Backend Capabilities::best() const {
  if (ptrace) {
    return Backend::ptrace;
  }
  return notify ? Backend::notify : Backend::none;
}

Capabilities probe() {
  Capabilities found;
  const Command command{.path = "/bin/true",
                        .argv = {"true"},
                        .environment = {},
                        .cwd = "",
                        .stdin_fd = -1,
                        .stdout_fd = -1,
                        .stderr_fd = -1,
                        .keep_fds = {},
                        .new_process_group = false};
  Result<std::unique_ptr<Trace>> trace = start(command, {.backend = Backend::ptrace});
  if (!trace) {
    found.why_not = trace.error().text;
    return found;
  }
  const Outcome outcome = (*trace)->wait();
  found.ptrace = outcome.records.find("E ") != std::string::npos;
  return found;
}

} // namespace mmk::tracer
