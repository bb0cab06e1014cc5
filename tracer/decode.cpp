#include "tracer/decode.hpp"

#include "tracer/decode_call.hpp"
#include "tracer/other_mounts.hpp"
#include "tracer/proc.hpp"

#include <fmt/format.h>

#include <sched.h>
#include <sys/wait.h>
#include <unistd.h>

#include <cerrno>

namespace mmk::tracer {

namespace {

/// In the order of CallKind.
constexpr std::array<const Handler*, k_call_kinds> k_handlers{
    &handlers::open,       &handlers::open_how,      &handlers::open_handle, &handlers::create,
    &handlers::look_up,    &handlers::look_up,       &handlers::look_up,     &handlers::execute,
    &handlers::change_dir, &handlers::change_dir_fd, &handlers::make,        &handlers::remove,
    &handlers::rename,     &handlers::link,          &handlers::symlink,     &handlers::truncate,
    &handlers::list,       &handlers::credentials,   &handlers::change_root, &handlers::end,
    &handlers::end,        &handlers::own_filter,    &handlers::own_filter,  &handlers::trace_other,
    &handlers::end,        &handlers::refuse,
};

const Handler& handler_of(const Syscall& call) {
  return *k_handlers.at(static_cast<std::size_t>(call.kind));
}

bool is_missing(std::int64_t result) {
  return result == -ENOENT || result == -ENOTDIR;
}

} // namespace

Next Decoder::enter(Thread& thread, const Syscall& call, const std::array<std::uint64_t, 6>& args) {
  thread.pending = PendingCall{};
  thread.pending.call = &call;
  thread.pending.args = args;
  Context context{*this, thread, call, thread.pending};
  return handler_of(call).enter(context);
}

void Decoder::leave(Thread& thread, std::int64_t result) {
  const Syscall* call = thread.pending.call;
  if (call == nullptr) {
    return;
  }
  Context context{*this, thread, *call, thread.pending};
  handler_of(*call).leave(context, result);
  thread.pending.call = nullptr;
}

void Decoder::happened(Thread& thread, const HappenedCall& told) {
  // Not thread.pending: another thread of the process may have told this.
  PendingCall& pending = m_happened;
  if (thread.process->plain && !thread.absolute_names) {
    pending.path = told.path;
  } else if (std::optional<std::string> name = recorded_name(thread, AT_FDCWD, told.path)) {
    pending.path = *std::move(name);
  } else {
    return;
  }
  pending.call = &told.call;
  pending.flags = told.flags;
  pending.leads_to_directory = told.directory;
  Context context{*this, thread, told.call, pending};
  handler_of(told.call).leave(context, told.result);
}

void Decoder::executes(Thread& thread, const Syscall& call, const std::string& path) {
  if (std::optional<std::string> name = recorded_name(thread, AT_FDCWD, path)) {
    thread.pending = PendingCall{};
    thread.pending.call = &call;
    thread.pending.path = *std::move(name);
  }
}

void Decoder::executed(Thread& thread, const ProgramFacts& facts) {
  PendingCall& pending = thread.pending;
  if (pending.call == nullptr || pending.call->kind != CallKind::execute) {
    return;
  }
  if (pending.look_inside) {
    pending.path = proc_link(thread.tid, "exe").value_or(pending.path);
  }
  Process& process = *thread.process;
  record(thread, 'E', pending.path);
  if (process.divided) {
    process.divided = false;
    tell_working_dir(process);
  }
  process.executable = pending.path;
  for (const std::string& helper : facts.helpers) {
    record(thread, 'R', helper);
  }
  if (facts.changes_user) {
    process.plain = false;
    // Where the owner is nobody, nobody's rights are to be had.
    if (::geteuid() != 0 && !(process.other_namespace && !has_user(thread.tid, facts.owner))) {
      m_records->incomplete(fmt::format(
          "process {} executed a setuid program, which a watcher without rights makes run without "
          "its own",
          process.pid));
    }
  }
  pending.call = nullptr;
}

Thread& Decoder::forked(const Process& parent, pid_t child) {
  m_records->fork(parent.pid, child);
  Thread& thread = m_model->add_process(child, parent, share_fs(parent.pid, child));
  if (parent.divided) {
    tell_working_dir(*thread.process);
  }
  if (!parent.other_namespace && in_other_namespace(child)) {
    entered_namespace(*thread.process);
  }
  return thread;
}

Thread& Decoder::forked(const Process& parent, pid_t child, std::uint64_t flags) {
  m_records->fork(parent.pid, child);
  Thread& thread = m_model->add_process(child, parent, (flags & CLONE_FS) != 0);
  if (parent.divided) {
    tell_working_dir(*thread.process);
  }
  if ((flags & CLONE_NEWPID) != 0) {
    thread.process->may_tell = false;
  }
  if (!parent.other_namespace && (flags & (CLONE_NEWNS | CLONE_NEWUSER)) != 0) {
    entered_namespace(*thread.process);
  }
  return thread;
}

void Decoder::tell_working_dir(Process& process) {
  process.fs->processes.erase(process.pid);
  process.fs = std::make_shared<FsInfo>();
  process.fs->processes.insert(process.pid);
  const Thread* const thread = m_model->find(process.pid);
  m_records->path('C', process.pid,
                  thread != nullptr ? working_dir_name(*thread)
                                    : proc_link(process.pid, "cwd").value_or(""));
}

std::string Decoder::working_dir_name(const Thread& thread) {
  const std::string directory = proc_link(thread.tid, "cwd").value_or("");
  return thread.process->other_namespace ? outside_name(thread, directory, true).path : directory;
}

void Decoder::ended(pid_t process, int wait_status) {
  if (WIFEXITED(wait_status)) {
    m_records->exit(process, WEXITSTATUS(wait_status), 0);
  } else {
    m_records->exit(process, 0, WTERMSIG(wait_status));
  }
}

void Decoder::finish() {
  if (m_refused > 0) {
    m_records->note(fmt::format("io_uring_setup answered ENOSYS {} times", m_refused));
  }
}

void Decoder::record(const Thread& thread, char letter, const std::string& path) {
  if (letter == 'N' && !m_options.record_not_found) {
    return;
  }
  if (!thread.process->other_namespace) {
    m_records->path(letter, thread.process->pid, path);
  } else if (const std::optional<std::string> name = name_here(thread, path)) {
    m_records->path(letter, thread.process->pid, *name);
  }
}

void Decoder::record_pair(const Thread& thread, char letter, const PendingCall& call) {
  const bool symbolic = call.call->kind == CallKind::symlink;
  const std::optional<std::string> from =
      symbolic ? std::optional(call.path) : name_here(thread, call.path, false);
  const std::optional<std::string> to = name_here(thread, call.path2, false);
  if (from && to) {
    m_records->pair(letter, thread.process->pid, *from, *to);
  }
}

std::optional<std::string> Decoder::name_here(const Thread& thread, const std::string& path,
                                              bool follow) {
  if (!thread.process->other_namespace) {
    return path;
  }
  OutsideName name = outside_name(thread, path, follow);
  if (name.kind == OutsideName::Kind::private_) {
    return std::nullopt;
  }
  if (name.kind == OutsideName::Kind::elsewhere) {
    m_records->incomplete(fmt::format("process {} had mounts of its own and used {} there, which "
                                      "has no name here",
                                      thread.process->pid, path));
  }
  return std::move(name.path);
}

void Decoder::record_missing(const Thread& thread, std::int64_t result, const std::string& path) {
  if (is_missing(result)) {
    record(thread, 'N', path);
  }
}

void Decoder::entered_namespace(Process& process) {
  process.plain = false;
  process.may_tell = false; // its names have to be looked at while it waits
  process.other_namespace = true;
}

} // namespace mmk::tracer
