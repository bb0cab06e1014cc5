#include "tracer/api.hpp"

#include "base/assert.hpp"
#include "base/defer.hpp"
#include "tracer/filter.hpp"
#include "tracer/job.hpp"
#include "tracer/launch.hpp"
#include "tracer/nested.hpp"
#include "tracer/proc.hpp"
#include "tracer/refusal.hpp"
#include "tracer/start_thread.hpp"

#include <fmt/format.h>

#include <sys/eventfd.h>
#include <sys/syscall.h>
#include <unistd.h>

#include <array>
#include <cerrno>
#include <csignal>
#include <optional>
#include <thread>
#include <utility>
#include <vector>

namespace mmk::tracer {

namespace {

constexpr std::array<std::pair<Backend, std::string_view>, 5> k_names{{
    {Backend::automatic, "auto"},
    {Backend::ptrace, "ptrace"},
    {Backend::notify, "notify"},
    {Backend::shim, "shim"},
    {Backend::none, "none"},
}};

/// A filter depends on nothing but these two.
template <FilterAction Action, LookUps Wanted> const FilterProgram& cached_filter() {
  static const FilterProgram filter = build_filter(Action, Wanted);
  return filter;
}

/// The filters a back end needs: the first of them, and one for where that is refused.
using Filters = std::vector<const FilterProgram*>;

template <LookUps Wanted> Filters filters_watching(Backend backend) {
  switch (backend) {
  case Backend::none:
    return {};
  case Backend::notify:
    return {&cached_filter<FilterAction::notify, Wanted>()};
  default:
    return {&cached_filter<FilterAction::mixed, Wanted>(),
            &cached_filter<FilterAction::trace, Wanted>()};
  }
}

Filters filters_for(Backend backend, LookUps wanted) {
  switch (wanted) {
  case LookUps::none:
    return filters_watching<LookUps::none>(backend);
  case LookUps::stats:
    return filters_watching<LookUps::stats>(backend);
  case LookUps::all:
    break;
  }
  return filters_watching<LookUps::all>(backend);
}

LookUps look_ups_of(const Options& options) {
  if (options.record_stat == StatRecords::all) {
    return LookUps::all;
  }
  const bool wanted = options.record_not_found || options.record_stat != StatRecords::none;
  return wanted ? LookUps::stats : LookUps::none;
}

class ThreadedTrace final : public Trace {
public:
  ThreadedTrace(std::shared_ptr<Job> job, std::thread thread, pid_t pid, UniqueFd pidfd)
      : m_job(std::move(job)), m_thread(std::move(thread)), m_outcome(m_job->outcome.get_future()),
        m_pid(pid), m_pidfd(std::move(pidfd)) {}

  ThreadedTrace(const ThreadedTrace&) = delete;
  ThreadedTrace& operator=(const ThreadedTrace&) = delete;

  ~ThreadedTrace() override {
    if (!m_waited) {
      m_job->abandoned = true;
      if (m_job->command.command().new_process_group) {
        ::kill(-m_pid, SIGKILL); // an unwatched command's descendants are known by nothing else
      }
      ::syscall(SYS_pidfd_send_signal, m_pidfd.get(), SIGKILL, nullptr, 0);
      static_cast<void>(wait());
    }
    if (m_left_behind) {
      m_thread.detach(); // it serves the daemons as long as this process lives
    } else {
      m_thread.join();
    }
  }

  [[nodiscard]] pid_t pid() const override { return m_pid; }
  [[nodiscard]] int ready_fd() const override { return m_job->ready.get(); }
  [[nodiscard]] Outcome wait() override {
    MMK_ASSERT(!m_waited);
    m_waited = true;
    Outcome outcome = m_outcome.get();
    m_left_behind = outcome.left_behind > 0;
    return outcome;
  }

private:
  std::shared_ptr<Job> m_job;
  std::thread m_thread;
  std::future<Outcome> m_outcome;
  pid_t m_pid;
  UniqueFd m_pidfd;
  bool m_waited = false;
  bool m_left_behind = false;
};

PtraceFilters ptrace_filters(const Filters& filters) {
  return {*filters.at(0), *filters.at(1)};
}

void run_job(Job& job, Backend backend, const Filters& filters, JobShim* shim) {
  if (backend == Backend::none) {
    run_untraced(job);
  } else if (has_outer_tracer()) {
    run_nested(job);
  } else if (!has_own_proc()) {
    job.started.set_value(fail(Errc::unsupported, explain_foreign_proc()));
  } else if (backend == Backend::notify) {
    run_notify(job, *filters.at(0));
  } else {
    run_ptrace(job, shim != nullptr ? shim->filters() : ptrace_filters(filters), shim);
  }
}

/// The engine's signal handlers must run on its own thread, never on a tracer's. But every stop of
/// a tracee sends SIGCHLD, and one that is blocked here would be queued and wake another thread, if
/// only to be thrown away there; one without a handler is dropped on the spot.
sigset_t signals_kept_off_tracers() {
  sigset_t signals;
  sigfillset(&signals);
  struct sigaction action {};
  if (::sigaction(SIGCHLD, nullptr, &action) == 0 && action.sa_handler == SIG_DFL) {
    sigdelset(&signals, SIGCHLD);
  }
  return signals;
}

Result<std::unique_ptr<Trace>> start_with(Backend backend, const Command& command,
                                          const Options& options) {
  const LookUps look_ups = look_ups_of(options);
  const Filters filters = filters_for(backend, look_ups);
  std::shared_ptr<JobShim> shim;
  if (backend == Backend::shim) {
    MMK_TRY_ASSIGN(shim, JobShim::create(ptrace_filters(filters), look_ups != LookUps::none));
  }
  const sigset_t kept_off = signals_kept_off_tracers();
  sigset_t before;
  ::pthread_sigmask(SIG_SETMASK, &kept_off, &before);
  const Defer restore([&] { ::pthread_sigmask(SIG_SETMASK, &before, nullptr); });

  auto job = std::make_shared<Job>(PreparedCommand(command, before), options);
  job->ready.reset(::eventfd(0, EFD_CLOEXEC));
  if (!job->ready.valid()) {
    return fail_errno(errno, "eventfd");
  }
  std::future<Result<pid_t>> started = job->started.get_future();
  std::optional<std::thread> thread =
      start_thread([job, backend, filters, shim] { run_job(*job, backend, filters, shim.get()); });
  if (!thread) {
    return fail(Errc::io_error, "the system refuses the thread that would watch the command");
  }
  const Result<pid_t> pid = started.get();
  if (!pid) {
    thread->join();
    return tl::unexpected(pid.error());
  }
  UniqueFd pidfd(static_cast<int>(::syscall(SYS_pidfd_open, *pid, 0)));
  return std::make_unique<ThreadedTrace>(std::move(job), *std::move(thread), *pid,
                                         std::move(pidfd));
}

} // namespace

std::string_view backend_name(Backend backend) {
  for (const auto& [value, name] : k_names) {
    if (value == backend) {
      return name;
    }
  }
  return "?";
}

Result<Backend> backend_from_name(std::string_view name) {
  for (const auto& [value, known] : k_names) {
    if (known == name) {
      return value;
    }
  }
  return fail(Errc::invalid_argument,
              fmt::format("unknown back end \"{}\": auto, ptrace, shim, notify or none", name));
}

void Job::deliver(Outcome result) {
  outcome.set_value(std::move(result));
  const std::uint64_t one = 1;
  while (::write(ready.get(), &one, sizeof(one)) < 0 && errno == EINTR) {
  }
}

Result<std::unique_ptr<Trace>> start(const Command& command, const Options& options) {
  if (options.backend != Backend::automatic) {
    return start_with(options.backend, command, options);
  }
  std::optional<Error> refusal;
  for (const Backend backend : {Backend::shim, Backend::ptrace, Backend::notify}) {
    Result<std::unique_ptr<Trace>> trace = start_with(backend, command, options);
    if (trace || trace.error().code != Errc::unsupported) {
      return trace;
    }
    if (backend == Backend::ptrace) { // if all are refused, that is the one to do something about
      refusal = std::move(trace).error();
    }
  }
  return tl::unexpected(*std::move(refusal));
}

std::string_view first_warning(std::string_view records) {
  constexpr std::string_view mark = "# filemon: ";
  for (std::size_t at = records.find(mark); at != std::string_view::npos;
       at = records.find(mark, at + 1)) {
    if (at == 0 || records[at - 1] == '\n') {
      records.remove_prefix(at + mark.size());
      return records.substr(0, records.find('\n'));
    }
  }
  return {};
}

std::string format_section(pid_t target, std::int64_t start_usec, std::int64_t stop_usec,
                           std::string_view records) {
  constexpr std::int64_t million = 1'000'000;
  return fmt::format("# filemon version 5\n# Target pid {}\n# Start {}.{:06}\nV 5\n{}"
                     "# Stop {}.{:06}\n# Bye bye\n",
                     target, start_usec / million, start_usec % million, records,
                     stop_usec / million, stop_usec % million);
}

} // namespace mmk::tracer
