// Back end (b): seccomp user notification. No ptrace, so that the job may use it itself; in return
// the ends of calls and processes must be found out by other means.
#include "base/defer.hpp"
#include "tracer/decode.hpp"
#include "tracer/guard.hpp"
#include "tracer/job.hpp"
#include "tracer/look_up.hpp"
#include "tracer/model.hpp"
#include "tracer/notification.hpp"
#include "tracer/proc.hpp"
#include "tracer/record.hpp"
#include "tracer/scheduling.hpp"
#include "tracer/witness.hpp"

#include <fmt/format.h>

#include <linux/seccomp.h>
#include <poll.h>
#include <sys/epoll.h>
#include <sys/resource.h>
#include <sys/syscall.h>
#include <sys/timerfd.h>
#include <sys/wait.h>
#include <unistd.h>

#include <algorithm>
#include <array>
#include <cerrno>
#include <csignal>
#include <map>
#include <optional>

namespace mmk::tracer {

namespace {

constexpr long k_grace_ns = 250'000'000;

/// What epoll says about whom: tags below any process id's shifted value.
enum class Source : std::uint64_t { start, grace, process };

constexpr std::uint64_t tag(Source source, pid_t pid = 0) {
  return static_cast<std::uint64_t>(pid) << 8U | static_cast<std::uint64_t>(source);
}

class NotifyLoop {
public:
  explicit NotifyLoop(Job& job) : m_job(&job), m_decoder(job.options, m_model, m_records) {}

  void run(const FilterProgram& filter);

private:
  struct WatchedProcess {
    UniqueFd pidfd;
    std::optional<int> said_status; ///< argument of its exit_group
    pid_t execing_thread = 0;
    ExecWitness exec;
    ProgramFacts facts;
  };

  [[nodiscard]] bool begin(const FilterProgram& filter);
  void serve();
  void serve_events();
  void on_event(std::uint64_t data);
  void on_notification();
  [[nodiscard]] Next decode(Thread& thread, const Syscall& call, const Notification& notification);
  void on_start_known();
  void on_process_gone(pid_t pid);
  void on_root_end();
  Thread* known(pid_t tid);
  Thread* introduce(pid_t tid, const Ids& ids, int depth);
  void watch(pid_t pid);
  void settle(pid_t tid);
  void settle_forker(pid_t parent, pid_t child);
  void meet_children(pid_t tid);
  void settle_exec(Process& process, pid_t tid);
  void settle_process(pid_t pid);
  void close_process(pid_t pid);
  void start_grace();
  void deliver();
  void kill_all();
  void add_to_poll(int fd, std::uint32_t events, std::uint64_t data) const;

  Job* m_job;
  Model m_model;
  RecordWriter m_records;
  Decoder m_decoder;
  ProgramReader m_programs;
  StartingChild m_child;
  std::optional<NotificationListener> m_listener;
  Guard m_guard;
  UniqueFd m_poll;
  UniqueFd m_timer;
  Outcome m_outcome;
  std::map<pid_t, WatchedProcess> m_processes;
  std::map<pid_t, Witness> m_witnesses; ///< by thread
  bool m_started = false;
  bool m_root_ended = false;
  bool m_nobody_left = false;
  bool m_delivered = false;
};

void NotifyLoop::add_to_poll(int fd, std::uint32_t events, std::uint64_t data) const {
  epoll_event event{};
  event.events = events;
  event.data.u64 = data;
  ::epoll_ctl(m_poll.get(), EPOLL_CTL_ADD, fd, &event);
}

bool NotifyLoop::begin(const FilterProgram& filter) {
  m_poll.reset(::epoll_create1(EPOLL_CLOEXEC));
  Result<StartingChild> child =
      fork_command(m_job->command, {.program = &filter,
                                    .flags = SECCOMP_FILTER_FLAG_NEW_LISTENER |
                                             SECCOMP_FILTER_FLAG_WAIT_KILLABLE_RECV,
                                    .die_with_tracer = true});
  if (!child) {
    m_job->started.set_value(tl::unexpected(std::move(child).error()));
    return false;
  }
  m_child = *std::move(child);
  m_model.add_first(m_child.pid);
  watch(m_child.pid);
  let_go(m_child);
  UniqueFd listener = receive_listener(m_child);
  if (!listener.valid()) {
    ::waitpid(m_child.pid, nullptr, 0);
    m_job->started.set_value(tl::unexpected(start_error(m_child, m_job->command)));
    return false;
  }
  m_listener.emplace(std::move(listener));
  m_guard.start(m_listener->fd());
  add_to_poll(m_child.error.get(), EPOLLIN, tag(Source::start));
  return true;
}

void NotifyLoop::run(const FilterProgram& filter) {
  if (!begin(filter)) {
    return;
  }
  take_short_turns();
  while (!m_nobody_left || !m_root_ended) {
    serve();
  }
  deliver();
}

/// The listener is polled by itself: a wake-up through epoll may come on another CPU, and then both
/// switches of every notification cost several times as much.
void NotifyLoop::serve() {
  std::array<pollfd, 2> fds{
      {{m_poll.get(), POLLIN, 0}, {m_nobody_left ? -1 : m_listener->fd(), POLLIN, 0}}};
  if (::poll(fds.data(), fds.size(), -1) < 0) {
    return; // EINTR
  }
  // Ends come first: the number of a process that has gone may already be another's.
  if (fds[0].revents != 0) {
    serve_events();
  }
  if ((fds[1].revents & POLLIN) != 0) {
    on_notification();
  } else if (fds[1].revents != 0) {
    m_nobody_left = true; // POLLHUP: no task has the filter any more
  }
}

void NotifyLoop::serve_events() {
  std::array<epoll_event, 16> events;
  const int count = ::epoll_wait(m_poll.get(), events.data(), static_cast<int>(events.size()), 0);
  for (int i = 0; i < count; ++i) {
    on_event(events[static_cast<std::size_t>(i)].data.u64);
  }
}

void NotifyLoop::on_event(std::uint64_t data) {
  switch (static_cast<Source>(data & 0xffU)) {
  case Source::start:
    on_start_known();
    break;
  case Source::grace:
    m_timer.reset();
    deliver();
    break;
  case Source::process:
    on_process_gone(static_cast<pid_t>(data >> 8U));
    break;
  }
}

void NotifyLoop::on_start_known() {
  pollfd wait{m_child.error.get(), POLLIN, 0};
  ::poll(&wait, 1, 0);
  ::epoll_ctl(m_poll.get(), EPOLL_CTL_DEL, m_child.error.get(), nullptr);
  if ((wait.revents & POLLIN) == 0) {
    m_started = true;
    m_job->started.set_value(m_child.pid);
  }
}

void NotifyLoop::watch(pid_t pid) {
  WatchedProcess& process = m_processes[pid];
  process.pidfd.reset(static_cast<int>(::syscall(SYS_pidfd_open, pid, 0)));
  if (process.pidfd.valid()) {
    add_to_poll(process.pidfd.get(), EPOLLIN, tag(Source::process, pid));
  }
}

Thread* NotifyLoop::introduce(pid_t tid, const Ids& ids, int depth) {
  if (tid != ids.process) {
    Thread* leader = m_model.find(ids.process);
    if (leader == nullptr) {
      const std::optional<Ids> of_leader = read_ids(ids.process);
      leader = of_leader && depth > 0 ? introduce(ids.process, *of_leader, depth - 1) : nullptr;
    }
    return leader != nullptr ? &m_model.add_thread(tid, leader->process) : nullptr;
  }
  Thread* parent = m_model.find(ids.parent);
  if (parent == nullptr && depth > 0 && ids.parent > 1) {
    // It forked this one and has done nothing else worth a record.
    const std::optional<Ids> above = read_ids(ids.parent);
    parent = above ? introduce(ids.parent, *above, depth - 1) : nullptr;
  }
  if (parent == nullptr) {
    return nullptr;
  }
  const std::shared_ptr<Process> process = parent->process;
  for (const pid_t maybe : m_model.threads_of(process->pid)) {
    settle_forker(maybe, tid);
  }
  Thread& thread = m_decoder.forked(*process, tid);
  watch(tid);
  return &thread;
}

Thread* NotifyLoop::known(pid_t tid) {
  if (Thread* thread = m_model.find(tid)) {
    return thread;
  }
  constexpr int max_unseen_ancestors = 16;
  const std::optional<Ids> ids = read_ids(tid);
  if (!ids) {
    return nullptr;
  }
  Thread* thread = introduce(tid, *ids, max_unseen_ancestors);
  if (thread == nullptr) { // an orphan: whose child it was cannot be known any more
    thread = &m_model.add_first(ids->process);
    watch(ids->process);
    if (tid != ids->process) {
      thread = &m_model.add_thread(tid, thread->process);
    }
  }
  // Readers think a child starts where its parent is; by now the parent may have moved.
  const Thread* parent = m_model.find(ids->parent);
  const bool is_told = parent != nullptr && parent->process->divided;
  if (tid == ids->process && !is_told &&
      (parent == nullptr || !same_working_dir(tid, ids->parent))) {
    const std::optional<std::string> dir = proc_link(tid, "cwd");
    thread->process->fs->dir = std::make_shared<WorkingDir>();
    m_records.path('C', ids->process, dir.value_or(""));
  }
  return thread;
}

void NotifyLoop::settle_exec(Process& process, pid_t tid) {
  const auto it = m_processes.find(process.pid);
  if (it == m_processes.end() || it->second.execing_thread == 0) {
    return;
  }
  WatchedProcess& watched = it->second;
  const pid_t caller = watched.execing_thread;
  if (watched.exec.happened(process.pid)) {
    for (const pid_t other : m_model.threads_of(process.pid)) {
      settle(other); // they are gone, and with them what they were doing
    }
    Thread& thread = m_model.become_leader(process.pid, caller);
    m_decoder.executed(thread, watched.facts);
  } else if (tid != caller) {
    return; // another thread still runs: the call has not come to its end
  }
  watched.execing_thread = 0;
}

void NotifyLoop::settle(pid_t tid) {
  Thread* thread = m_model.find(tid);
  const auto it = m_witnesses.find(tid);
  if (it == m_witnesses.end()) {
    return;
  }
  if (thread != nullptr && thread->pending.call != nullptr) {
    m_decoder.leave(*thread, it->second.result(*thread));
  }
  m_witnesses.erase(it);
}

void NotifyLoop::settle_forker(pid_t parent, pid_t child) {
  if (m_witnesses.contains(parent)) {
    const std::vector<pid_t> children = children_of(parent);
    if (std::find(children.begin(), children.end(), child) != children.end()) {
      settle(parent);
    }
  }
}

/// Whoever is met later was forked after the call that now begins, so that call had ended: this is
/// what keeps a parent's records before its F record in order.
void NotifyLoop::meet_children(pid_t tid) {
  for (const pid_t child : children_of(tid)) {
    const std::optional<Ids> ids = m_model.find(child) == nullptr ? read_ids(child) : std::nullopt;
    if (ids && !ids->dead) { // the dead have been seen, or did nothing
      known(child);
    }
  }
}

void NotifyLoop::settle_process(pid_t pid) {
  for (const pid_t tid : m_model.threads_of(pid)) {
    settle(tid);
  }
  if (Thread* thread = m_model.find(pid)) {
    settle_exec(*thread->process, pid);
  }
}

Next NotifyLoop::decode(Thread& thread, const Syscall& call, const Notification& notification) {
  const Next next = m_decoder.enter(thread, call, notification.args);
  if (next != Next::go) {
    meet_children(notification.tid);
  }
  if (next == Next::at_exit && call.kind != CallKind::execute) {
    m_witnesses.insert_or_assign(notification.tid, Witness(thread));
  } else if (next == Next::at_exit || next == Next::at_exec) {
    WatchedProcess& watched = m_processes[thread.process->pid];
    const Witness target(thread);
    if (const std::int64_t result = target.result(thread); result < 0) {
      m_decoder.leave(thread, result);
    } else {
      watched.facts = program_of(thread, m_programs);
      watched.exec = ExecWitness(thread, watched.facts.image);
      watched.execing_thread = notification.tid;
    }
  } else if (call.kind == CallKind::end_process) {
    m_processes[thread.process->pid].said_status = static_cast<int>(notification.args[0] & 0xffU)
                                                   << 8U;
    settle_process(thread.process->pid);
  } else if (call.kind == CallKind::end_thread && thread.process->pid != notification.tid) {
    m_model.remove(notification.tid);
  }
  return next;
}

void NotifyLoop::on_notification() {
  const std::optional<Notification> notification = m_listener->receive();
  if (!notification) {
    return;
  }
  m_guard.serving(notification->tid);
  const Defer answered([&] { m_guard.serving(0); });
  Next next = Next::go;
  std::optional<std::size_t> mark;
  const Syscall* call = find_syscall(notification->audit_arch, notification->number);
  if (call != nullptr && !m_delivered) {
    if (m_job->abandoned) {
      ::kill(notification->tid, SIGKILL);
    }
    if (Thread* thread = known(notification->tid)) {
      settle_exec(*thread->process, notification->tid);
      settle(notification->tid);
      // Known anew: when the first call after an execve is that of a thread which the new program
      // started, settling has just removed it with the threads of the old program.
      thread = known(notification->tid);
      if (thread != nullptr) {
        mark = m_records.mark();
        next = decode(*thread, *call, *notification);
      }
    }
  }
  const bool refused = next == Next::refuse || (call != nullptr && call->kind == CallKind::refuse);
  const bool waited = refused ? m_listener->answer_error(*notification, ENOSYS)
                              : m_listener->let_run(*notification);
  if (!waited && mark) {
    m_records.take_back(*mark);
  }
}

void NotifyLoop::close_process(pid_t pid) {
  const auto it = m_processes.find(pid);
  if (it == m_processes.end()) {
    return;
  }
  WatchedProcess& watched = it->second;
  settle_process(pid);
  if (!m_delivered) {
    std::optional<int> status = exit_status_of(watched.pidfd.get());
    if (!status) {
      status = watched.said_status;
    }
    if (!status) {
      m_records.note(fmt::format("Process {} ended by a signal that is not known", pid));
    }
    m_decoder.ended(pid, status.value_or(SIGKILL));
  }
  for (const pid_t tid : m_model.threads_of(pid)) {
    m_model.remove(tid);
  }
  m_processes.erase(it);
}

void NotifyLoop::on_process_gone(pid_t pid) {
  if (pid == m_child.pid) {
    on_root_end();
    return;
  }
  const auto it = m_processes.find(pid);
  if (it == m_processes.end()) {
    return;
  }
  // Readable means dead, hung up means reaped; only then is the exit status to be had.
  pollfd state{it->second.pidfd.get(), POLLIN, 0};
  ::poll(&state, 1, 0);
  if ((state.revents & POLLHUP) == 0 && !it->second.said_status) {
    epoll_event event{};
    event.events = EPOLLHUP; // not EPOLLIN: that would be said over and over
    event.data.u64 = tag(Source::process, pid);
    ::epoll_ctl(m_poll.get(), EPOLL_CTL_MOD, it->second.pidfd.get(), &event);
    return;
  }
  close_process(pid);
}

void NotifyLoop::on_root_end() {
  const auto it = m_processes.find(m_child.pid);
  if (it == m_processes.end()) {
    return;
  }
  int status = 0;
  rusage usage{};
  while (::wait4(m_child.pid, &status, 0, &usage) < 0 && errno == EINTR) {
  }
  it->second.said_status = status;
  fill_usage(m_outcome, status, usage);
  close_process(m_child.pid);
  m_root_ended = true;
  if (m_job->abandoned || !m_started) {
    kill_all();
  } else if (!m_nobody_left) {
    start_grace();
  }
}

void NotifyLoop::start_grace() {
  m_timer.reset(::timerfd_create(CLOCK_MONOTONIC, TFD_CLOEXEC));
  itimerspec when{};
  when.it_value.tv_nsec = k_grace_ns;
  ::timerfd_settime(m_timer.get(), 0, &when, nullptr);
  add_to_poll(m_timer.get(), EPOLLIN, tag(Source::grace));
}

void NotifyLoop::kill_all() {
  for (const auto& [pid, process] : m_processes) {
    ::syscall(SYS_pidfd_send_signal, process.pidfd.get(), SIGKILL, nullptr, 0);
  }
}

void NotifyLoop::deliver() {
  if (m_delivered) {
    return;
  }
  if (!m_started) {
    m_delivered = true;
    m_job->started.set_value(tl::unexpected(start_error(m_child, m_job->command)));
    return;
  }
  while (!m_processes.empty()) {
    const pid_t pid = m_processes.begin()->first;
    pollfd state{m_processes.begin()->second.pidfd.get(), POLLIN, 0};
    const bool alive = ::poll(&state, 1, 0) == 0;
    if (alive) {
      const Thread* thread = m_model.find(pid);
      settle_process(pid);
      m_records.note(fmt::format("Left behind: process {} {}", pid,
                                 thread != nullptr ? thread->process->executable : ""));
      m_processes[pid].said_status = 0;
      ++m_outcome.left_behind;
    }
    close_process(pid);
  }
  m_delivered = true;
  m_decoder.finish();
  m_outcome.complete = m_records.complete();
  m_outcome.records = m_records.take();
  m_job->deliver(std::move(m_outcome));
}

} // namespace

void run_notify(Job& job, const FilterProgram& filter) {
  NotifyLoop(job).run(filter);
}

} // namespace mmk::tracer
