#include "tracer/api.hpp"

#include <utility>

namespace mmk::tracer {

namespace {

/// Whether a short command gives a whole record; otherwise says why not.
bool works(Backend backend, std::string& why_not) {
  Command command;
  command.path = "/bin/true";
  command.argv = {"true"};
  const Result<std::unique_ptr<Trace>> trace = start(command, {.backend = backend});
  if (!trace) {
    why_not = trace.error().text;
    return false;
  }
  const Outcome outcome = (*trace)->wait();
  if (outcome.records.find(" /bin/true\n") == std::string::npos) {
    why_not = "tracing is accepted but shows nothing";
    return false;
  }
  return true;
}

} // namespace

Backend Capabilities::best() const {
  if (shim) {
    return Backend::shim;
  }
  if (ptrace) {
    return Backend::ptrace;
  }
  return notify ? Backend::notify : Backend::none;
}

Capabilities probe() {
  Capabilities found;
  std::string ptrace_says;
  std::string notify_says;
  std::string shim_says;
  found.shim = works(Backend::shim, shim_says);
  found.ptrace = found.shim || works(Backend::ptrace, ptrace_says); // which is a part of it
  found.notify = works(Backend::notify, notify_says);
  if (!found.ptrace && !found.notify) {
    found.why_not = std::move(ptrace_says);
  }
  return found;
}

} // namespace mmk::tracer
