// Calls that change what a process may see, and calls a tracer must not let pass as they are.
#include "tracer/decode_call.hpp"

#include <fmt/format.h>

#include <linux/seccomp.h>
#include <sched.h>
#include <sys/ptrace.h>

#include <memory>

namespace mmk::tracer {

namespace {

// ---- calls that change what names mean

Next enter_credentials(Context& context) {
  context.thread.process->plain = false;
  return Next::go;
}

Next enter_change_root(Context& context) {
  context.thread.process->may_tell = false;
  return Next::at_exit;
}

void leave_change_root(Context& context, std::int64_t result) {
  if (result < 0) {
    return;
  }
  Process& process = *context.thread.process;
  const std::string_view name = context.call.name;
  process.plain = false;
  process.fs->dir = std::make_shared<WorkingDir>();
  const bool unshares = name == "unshare";
  const std::uint64_t flags = unshares ? context.arg(0) : 0;
  if ((flags & (CLONE_FS | CLONE_NEWNS)) != 0) {
    context.decoder.model().unshare_fs(context.thread);
  }
  if (name == "setns") { // a tmpfs there may be anybody's
    context.decoder.records().incomplete(fmt::format(
        "process {} entered mounts or users of others: its paths are as it saw them", process.pid));
  }
  if (name == "pivot_root" || name == "setns" || (flags & CLONE_NEWNS) != 0) {
    context.decoder.entered_namespace(process);
  }
}

Next enter_end(Context& /*context*/) {
  return Next::go;
}

Next enter_own_filter(Context& context) {
  context.thread.process->may_tell = false;
  const bool listens = context.call.kind == CallKind::own_filter &&
                       (context.flag_arg() & SECCOMP_FILTER_FLAG_NEW_LISTENER) != 0;
  if (listens) {
    context.decoder.records().incomplete(
        fmt::format("process {} answers system calls by a seccomp notification of its own: those "
                    "are not seen",
                    context.thread.process->pid));
  }
  return Next::go;
}

Next enter_trace_other(Context& context) {
  const std::uint64_t request = context.arg(0);
  const bool begins =
      request == PTRACE_TRACEME || request == PTRACE_ATTACH || request == PTRACE_SEIZE;
  return begins ? Next::at_exit : Next::go;
}

void leave_trace_other(Context& context, std::int64_t result) {
  if (result < 0) {
    context.decoder.records().incomplete(
        fmt::format("process {} wanted ptrace for itself and could not have it, being watched by "
                    "it: mark the target .NOFILEMON, or use filemon --backend notify",
                    context.thread.process->pid));
  }
}

Next enter_refuse(Context& context) {
  context.decoder.count_refused();
  return Next::refuse;
}

} // namespace

const Handler handlers::credentials{enter_credentials, nothing_to_leave};
const Handler handlers::change_root{enter_change_root, leave_change_root};
const Handler handlers::end{enter_end, nothing_to_leave};
const Handler handlers::own_filter{enter_own_filter, nothing_to_leave};
const Handler handlers::trace_other{enter_trace_other, leave_trace_other};
const Handler handlers::refuse{enter_refuse, nothing_to_leave};

} // namespace mmk::tracer
