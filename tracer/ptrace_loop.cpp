// Back end (a): ptrace with a seccomp filter that stops only at watched calls. Calls that only ask,
// read or execute are answered by notifications, on a thread of their own: the switch to the tracer
// and back then stays on one CPU, where a ptrace stop wakes another. Everything else, and the lives
// of processes and threads, is seen by ptrace. The two threads share the model under one lock.
#include "tracer/decode.hpp"
#include "tracer/grace.hpp"
#include "tracer/job.hpp"
#include "tracer/look_up.hpp"
#include "tracer/model.hpp"
#include "tracer/notification.hpp"
#include "tracer/proc.hpp"
#include "tracer/record.hpp"
#include "tracer/refusal.hpp"
#include "tracer/scheduling.hpp"
#include "tracer/start_thread.hpp"
#include "tracer/tracee.hpp"
#include "tracer/witness.hpp"

#include <fmt/format.h>

#include <fcntl.h>
#include <linux/seccomp.h>
#include <sched.h>
#include <sys/eventfd.h>
#include <sys/ptrace.h>
#include <sys/resource.h>
#include <sys/stat.h>
#include <sys/wait.h>
#include <unistd.h>

#include <array>
#include <cerrno>
#include <csignal>
#include <mutex>
#include <optional>
#include <thread>
#include <unordered_set>

namespace mmk::tracer {

namespace {

#if defined(__x86_64__)
constexpr bool k_can_mix = true;
#else
constexpr bool k_can_mix = false; // keep_uninterrupted() is not written for other machines yet
#endif

bool opens_something_slow(const Thread& thread, const Syscall& call,
                          const std::array<std::uint64_t, 6>& args) {
  const auto arg = [&](std::int8_t position) {
    return args.at(static_cast<std::size_t>(position));
  };
  if ((arg(call.flags) & k_flags_that_write) != 0) {
    return true; // was not notified
  }
  const RemoteString path = read_string(thread.tid, arg(call.path));
  const bool at_cwd = call.dirfd < 0 || static_cast<int>(arg(call.dirfd)) == AT_FDCWD;
  if (!path.text || (!at_cwd && !path.text->starts_with('/'))) {
    return false;
  }
  const View view = view_of(thread, *path.text);
  struct stat st {};
  return ::fstatat(view.dirfd, view.path.c_str(), &st, 0) == 0 &&
         (S_ISFIFO(st.st_mode) || S_ISCHR(st.st_mode));
}

class PtraceLoop {
public:
  PtraceLoop(Job& job, JobShim* shim)
      : m_job(&job), m_shim(shim), m_decoder(job.options, m_model, m_records) {}

  void run(const PtraceFilters& filters);

private:
  bool begin(const PtraceFilters& filters);
  void wait_for_events();
  void serve_notifications();
  Next on_notification(const Notification& notification);
  void keep_uninterrupted(pid_t tid);
  void on_end(pid_t tid, int status, const rusage& usage);
  void on_root_end(int status, const rusage& usage);
  void on_stop(pid_t tid, int status);
  void on_watched_call(pid_t tid);
  void on_exit_stop(pid_t tid);
  void on_exec(pid_t leader);
  void on_fork(pid_t tid, int event);
  void add_child(const Thread& parent, pid_t child, int event);
  void on_group_stop(pid_t tid, int signal);
  void on_signal(pid_t tid, int signal);
  void silence(const Thread& thread);
  bool has_given_up_shim(pid_t tid);
  [[nodiscard]] ShimRing* shim_ring();
  void hear_shim();
  void hear_unfinished(pid_t tid);
  void on_told(const ToldCall& told);
  Thread* known(pid_t tid);
  Thread* introduce(pid_t tid);
  void deliver();
  void kill_all();

  Job* m_job;
  JobShim* m_shim;   ///< null: the plain back end
  std::mutex m_lock; ///< over everything below but the listener
  Model m_model;
  RecordWriter m_records;
  Decoder m_decoder;
  StartingChild m_child;
  Outcome m_outcome;
  Grace m_grace;
  std::unordered_set<pid_t> m_early; ///< met before their parent's fork event
  bool m_started = false;
  bool m_root_ending = false;
  bool m_root_ended = false;
  bool m_delivered = false;

  ProgramReader m_programs;
  std::optional<NotificationListener> m_listener;
  UniqueFd m_nobody_left; ///< eventfd: ends the thread that serves notifications
};

bool PtraceLoop::begin(const PtraceFilters& filters) {
  Result<StartingChild> child =
      fork_command(m_job->command, {.program = k_can_mix ? &filters.mixed : &filters.trace,
                                    .flags = k_can_mix ? SECCOMP_FILTER_FLAG_NEW_LISTENER |
                                                             SECCOMP_FILTER_FLAG_WAIT_KILLABLE_RECV
                                                       : 0,
                                    .fallback = &filters.trace});
  if (!child) {
    m_job->started.set_value(tl::unexpected(std::move(child).error()));
    return false;
  }
  m_child = *std::move(child);
  if (const int error = seize(m_child.pid); error != 0) {
    ::kill(m_child.pid, SIGKILL);
    ::waitpid(m_child.pid, nullptr, 0);
    m_job->started.set_value(fail(Errc::unsupported, explain_ptrace_refusal(error), error));
    return false;
  }
  m_model.add_first(m_child.pid);
  let_go(m_child);
  UniqueFd listener = receive_listener(m_child);
  if (listener.valid()) {
    m_listener.emplace(std::move(listener));
    m_nobody_left.reset(::eventfd(0, EFD_CLOEXEC));
  }
  return true;
}

void PtraceLoop::run(const PtraceFilters& filters) {
  if (!begin(filters)) {
    return;
  }
  take_short_turns();
  std::optional<std::thread> notifications;
  if (m_listener) {
    notifications = start_thread([this] { serve_notifications(); });
    if (!notifications) {
      ::kill(m_child.pid, SIGKILL); // nobody would answer it
    }
  }
  wait_for_events();
  if (m_listener && m_listener->has_senders()) {
    const std::lock_guard guard(m_lock);
    m_records.incomplete("a process was started so that ptrace does not see it (CLONE_UNTRACED)");
    ++m_outcome.left_behind;
    deliver();
  }
  if (notifications) {
    const std::uint64_t one = 1;
    static_cast<void>(::write(m_nobody_left.get(), &one, sizeof(one)));
    notifications->join();
  }
  deliver();
}

void PtraceLoop::wait_for_events() {
  for (;;) {
    int status = 0;
    rusage usage{};
    // Without __WNOTHREAD this would eat the children of every other thread of the engine.
    // The kernel adds usage up for every stop if asked: a tenth of all the time tracing takes.
    const pid_t tid = ::wait4(-1, &status, __WALL | __WNOTHREAD, m_root_ending ? &usage : nullptr);
    if (tid < 0) {
      if (errno == EINTR) {
        continue;
      }
      return; // ECHILD: nobody is left
    }
    const std::lock_guard guard(m_lock);
    hear_shim();
    if (m_grace.is_over(tid)) {
      deliver();
    } else if (WIFSTOPPED(status)) {
      on_stop(tid, status);
    } else {
      on_end(tid, status, usage);
    }
  }
}

void PtraceLoop::serve_notifications() {
  while (const std::optional<Notification> notification =
             m_listener->wait_and_receive(m_nobody_left.get())) {
    if (on_notification(*notification) == Next::refuse) {
      m_listener->answer_error(*notification, ENOSYS);
    } else {
      m_listener->let_run(*notification);
    }
  }
}

Next PtraceLoop::on_notification(const Notification& notification) {
  const std::lock_guard guard(m_lock);
  hear_shim();
  // Its first stop came before its first call; a thread that is not known has been killed.
  Thread* thread = m_delivered ? nullptr : m_model.find(notification.tid);
  const Syscall* call = find_syscall(notification.audit_arch, notification.number);
  if (thread == nullptr || call == nullptr) {
    return Next::go;
  }
  const Next next = m_decoder.enter(*thread, *call, notification.args);
  if (next == Next::at_exit) {
    // What only asks or reads changes nothing: its outcome can be told beforehand. An execve that
    // succeeds is told by an event of its own.
    const Witness witness(*thread);
    const std::int64_t result = witness.result(*thread);
    if (call->kind != CallKind::execute || result < 0) {
      m_decoder.leave(*thread, result);
    }
  }
  return next;
}

/// Null as long as nothing can be told.
ShimRing* PtraceLoop::shim_ring() {
  return m_shim != nullptr ? m_shim->ring() : nullptr;
}

/// Everything told before the event at hand comes before it in the record, too.
void PtraceLoop::hear_shim() {
  ShimRing* ring = shim_ring();
  if (ring == nullptr) {
    return;
  }
  for (const ToldCall& told : ring->take()) {
    on_told(told);
  }
  if (!ring->sound()) {
    m_records.incomplete("a process wrote over the memory in which calls are told");
  }
}

/// Calls that `tid` can no longer end. One that opens may have done so.
void PtraceLoop::hear_unfinished(pid_t tid) {
  ShimRing* ring = shim_ring();
  if (ring == nullptr) {
    return;
  }
  for (const ToldCall& told : ring->take_unfinished(tid)) {
    on_told(told);
  }
}

void PtraceLoop::on_told(const ToldCall& told) {
  if (m_delivered) {
    return;
  }
  const Syscall* call = find_syscall(abi_table().front().audit_arch, told.number);
  const bool opens = call != nullptr && call->kind == CallKind::open;
  const bool executes = call != nullptr && call->kind == CallKind::execute;
  const bool other =
      call != nullptr && (call->kind == CallKind::look_up || call->kind == CallKind::remove);
  Thread* thread = m_model.find(told.thread);
  if (thread == nullptr || (!opens && !executes && !other)) {
    m_records.incomplete("calls were told by a process that cannot be known by its number");
    return;
  }
  if (executes && !told.end_told) {
    m_decoder.executes(*thread, *call, told.path); // it did if there is an event that says so
  } else if (opens || told.end_told) {
    m_decoder.happened(*thread, {.call = *call,
                                 .flags = told.flags,
                                 .directory = told.directory,
                                 .path = told.path,
                                 .result = told.result});
  }
}

/// A signal may come before a notification is received. The call has done nothing yet and must not
/// fail with EINTR, which opening a file, asking about a name or executing a program never does.
/// Only a pipe or a device may have kept it waiting.
void PtraceLoop::keep_uninterrupted(pid_t tid) {
  const std::optional<InterruptedCall> interrupted = interrupted_call(tid);
  const Thread* thread = interrupted ? m_model.find(tid) : nullptr;
  const Syscall* call =
      interrupted ? find_syscall(interrupted->audit_arch, interrupted->number) : nullptr;
  if (thread == nullptr || call == nullptr || !m_listener) {
    return;
  }
  const bool opens = call->kind == CallKind::open;
  if (can_be_foretold(call->kind) ||
      (opens && !opens_something_slow(*thread, *call, interrupted->args))) {
    insist_on_restart(tid);
  }
}

Thread* PtraceLoop::introduce(pid_t tid) {
  const std::optional<Ids> ids = read_ids(tid);
  if (!ids) {
    return nullptr;
  }
  m_early.insert(tid);
  if (ids->process != tid) {
    Thread* sibling = m_model.find(ids->process);
    return sibling != nullptr ? &m_model.add_thread(tid, sibling->process) : nullptr;
  }
  Thread* parent = m_model.find(ids->parent);
  // An orphan's parent cannot be known any more; it stays a descendant of the command.
  Thread& thread =
      parent != nullptr ? m_decoder.forked(*parent->process, tid) : m_model.add_first(tid);
  if (m_shim != nullptr && counts_processes_otherwise(tid)) {
    thread.process->may_tell = false;
  }
  return &thread;
}

Thread* PtraceLoop::known(pid_t tid) {
  Thread* thread = m_model.find(tid);
  return thread != nullptr ? thread : introduce(tid);
}

void PtraceLoop::on_fork(pid_t tid, int event) {
  const pid_t child = event_message(tid);
  Thread* parent = known(tid);
  if (m_early.erase(child) == 0 && parent != nullptr && m_model.find(child) == nullptr) {
    add_child(*parent, child, event);
  }
  resume(tid, Resume::run);
}

void PtraceLoop::add_child(const Thread& parent, pid_t child, int event) {
  if (const std::optional<std::uint64_t> flags = fork_flags(parent.tid)) {
    if ((*flags & CLONE_THREAD) != 0) {
      m_model.add_thread(child, parent.process);
    } else {
      m_decoder.forked(*parent.process, child, *flags);
    }
    return;
  }
  const std::optional<Ids> ids =
      event == PTRACE_EVENT_CLONE ? read_ids(child) : std::optional(Ids{child, parent.tid});
  if (ids && ids->process == parent.process->pid) {
    m_model.add_thread(child, parent.process);
  } else {
    m_decoder.forked(*parent.process, child);
  }
}

/// From now on all calls of this process stop.
void PtraceLoop::silence(const Thread& thread) {
  if (thread.process->has_shim) {
    m_shim->disable(thread.tid);
  }
}

/// Whether the watched call at hand says that the shim could not be brought in.
bool PtraceLoop::has_given_up_shim(pid_t tid) {
  const Thread* thread = m_model.find(tid);
  if (thread == nullptr || !thread->process->has_shim || !m_shim->give_up(tid)) {
    return false;
  }
  thread->process->has_shim = false;
  return true;
}

void PtraceLoop::on_exec(pid_t leader) {
  const pid_t caller = event_message(leader);
  hear_unfinished(caller);
  Thread* thread = known(caller);
  if (thread != nullptr && (caller != leader || thread->process->threads.size() > 1)) {
    thread = &m_model.become_leader(leader, caller);
  }
  if (thread != nullptr) {
    const ProgramFacts facts = program_of(*thread, m_programs);
    m_decoder.executed(*thread, facts);
    thread->process->has_shim = m_shim != nullptr && thread->process->plain &&
                                thread->process->may_tell && m_shim->bring_into(leader, facts);
  }
  if (leader == m_child.pid) {
    announce_end(leader, true); // another thread may have taken the id over
    if (!m_started) {
      m_started = true;
      m_job->started.set_value(leader);
    }
  }
  resume(leader, Resume::run);
}

void PtraceLoop::on_watched_call(pid_t tid) {
  Thread* thread = m_delivered ? nullptr : known(tid);
  const std::optional<EntryStop> stop = entry_stop(tid);
  if (!stop) {
    return; // killed meanwhile
  }
  const Syscall& call = syscall_table()[stop->table_row];
  if (call.kind == CallKind::truncate && has_given_up_shim(tid)) {
    resume(tid, Resume::run);
    return;
  }
  Next next = call.kind == CallKind::refuse ? Next::refuse : Next::go;
  if (thread != nullptr) {
    const bool may_tell = thread->process->may_tell;
    next = m_decoder.enter(*thread, call, stop->args);
    if (may_tell && !thread->process->may_tell) {
      silence(*thread);
    }
  }
  if (next == Next::refuse) {
    skip_call(tid);
  } else if (call.kind == CallKind::clone_untraced) {
    // Without a tracer, calls that the filter stops would fail with ENOSYS in the new process.
    set_first_argument(tid, stop->args[0] & ~std::uint64_t{CLONE_UNTRACED});
  }
  // An execve that succeeds ends with an event of its own.
  resume(tid, next == Next::at_exit ? Resume::to_exit_stop : Resume::run);
}

void PtraceLoop::on_exit_stop(pid_t tid) {
  Thread* thread = m_model.find(tid);
  const std::optional<std::int64_t> result = exit_result(tid);
  if (thread != nullptr && result && !m_delivered) {
    m_decoder.leave(*thread, *result);
  }
  resume(tid, Resume::run);
}

void PtraceLoop::on_group_stop(pid_t tid, int signal) {
  const Thread* thread = known(tid);
  if (thread != nullptr && !thread->process->may_tell) {
    silence(*thread); // it has its parent's memory
  }
  if (tid != m_child.pid) {
    announce_end(tid, false); // every tracee's first stop is of this kind
  }
  const bool job_control =
      signal == SIGSTOP || signal == SIGTSTP || signal == SIGTTIN || signal == SIGTTOU;
  resume(tid, job_control ? Resume::stay_stopped : Resume::run);
}

void PtraceLoop::on_stop(pid_t tid, int status) {
  const int event = status >> 16;
  const int signal = WSTOPSIG(status);
  if (m_job->abandoned) {
    ::kill(tid, SIGKILL);
  }
  if (signal == (SIGTRAP | 0x80)) {
    on_exit_stop(tid);
    return;
  }
  switch (event) {
  case PTRACE_EVENT_SECCOMP:
    on_watched_call(tid);
    break;
  case PTRACE_EVENT_FORK:
  case PTRACE_EVENT_VFORK:
  case PTRACE_EVENT_CLONE:
    on_fork(tid, event);
    break;
  case PTRACE_EVENT_EXEC:
    on_exec(tid);
    break;
  case PTRACE_EVENT_STOP:
    on_group_stop(tid, signal);
    break;
  case PTRACE_EVENT_EXIT:
    m_root_ending = m_root_ending || tid == m_child.pid;
    resume(tid, Resume::run);
    break;
  default:
    on_signal(tid, event == 0 ? signal : 0);
    break;
  }
}

void PtraceLoop::on_signal(pid_t tid, int signal) {
  keep_uninterrupted(tid);
  resume(tid, Resume::run, signal);
}

void PtraceLoop::on_end(pid_t tid, int status, const rusage& usage) {
  const Thread* thread = m_model.find(tid);
  hear_unfinished(tid);
  if (thread != nullptr && thread->process->pid == tid && !m_delivered) {
    m_decoder.ended(tid, status);
  }
  m_model.remove(tid);
  if (tid == m_child.pid) {
    on_root_end(status, usage);
  } else if (m_root_ended && m_model.thread_count() == 0) {
    m_grace.stop();
  }
}

void PtraceLoop::on_root_end(int status, const rusage& usage) {
  m_root_ended = true;
  fill_usage(m_outcome, status, usage);
  if (m_job->abandoned || !m_started) {
    kill_all();
  } else if (m_model.thread_count() > 0 && !m_grace.start()) {
    deliver();
  }
}

void PtraceLoop::kill_all() {
  for (const pid_t pid : m_model.processes()) {
    ::kill(pid, SIGKILL);
  }
}

void PtraceLoop::deliver() {
  if (m_delivered) {
    return;
  }
  m_delivered = true;
  if (!m_started) {
    m_job->started.set_value(tl::unexpected(start_error(m_child, m_job->command)));
    return;
  }
  for (const pid_t pid : m_model.processes()) {
    const Thread* thread = m_model.find(pid);
    m_records.note(fmt::format("Left behind: process {} {}", pid,
                               thread != nullptr ? thread->process->executable : ""));
    m_records.exit(pid, 0, 0);
    ++m_outcome.left_behind;
  }
  m_decoder.finish();
  m_outcome.complete = m_records.complete();
  m_outcome.records = m_records.take();
  m_job->deliver(std::move(m_outcome));
}

} // namespace

void run_ptrace(Job& job, const PtraceFilters& filters, JobShim* shim) {
  PtraceLoop(job, shim).run(filters);
}

} // namespace mmk::tracer
