#include "exec/process_launcher.hpp"

#include "base/io.hpp"
#include "base/pipe.hpp"
#include "exec/spawn.hpp"

#include <fmt/format.h>

#include <fcntl.h>
#include <poll.h>
#include <signal.h>
#include <sys/mman.h>
#include <sys/resource.h>
#include <sys/stat.h>
#include <sys/syscall.h>
#include <sys/time.h>
#include <sys/wait.h>
#include <unistd.h>

#include <algorithm>
#include <array>
#include <cerrno>
#include <string_view>

namespace mmk::exec {

namespace {

std::int64_t now_usec() {
  timeval tv{};
  gettimeofday(&tv, nullptr);
  return std::int64_t{tv.tv_sec} * 1'000'000 + tv.tv_usec;
}

Result<UniqueFd> memory_file(std::string_view bytes) {
  UniqueFd fd(memfd_create("mmk-script", MFD_CLOEXEC));
  if (!fd.valid()) {
    return fail_errno(errno, "memfd_create");
  }
  MMK_TRY(write_all(fd.get(), bytes));
  if (lseek(fd.get(), 0, SEEK_SET) < 0) {
    return fail_errno(errno, "lseek");
  }
  return fd;
}

/// Without it (Linux before 5.3, a container that refuses it) nobody would hear of the job's end.
Result<UniqueFd> open_pid_fd(pid_t pid) {
  UniqueFd fd(static_cast<int>(syscall(SYS_pidfd_open, pid, 0)));
  if (!fd.valid()) {
    const int error = errno;
    kill(pid, SIGKILL);
    waitpid(pid, nullptr, 0);
    return fail_errno(error, "pidfd_open");
  }
  return fd;
}

} // namespace

struct ProcessLauncher::Job {
  JobId id;
  std::unique_ptr<tracer::Trace> trace; ///< null for a plain job
  UniqueFd pid_fd;                      ///< plain jobs: readable when the process has ended
  UniqueFd output;
  pid_t pid = 0;
  bool leads_group = false;
  bool ended = false;
  std::int64_t start_usec = 0;

  [[nodiscard]] int end_fd() const { return trace ? trace->ready_fd() : pid_fd.get(); }
};

ProcessLauncher::ProcessLauncher(tracer::Options trace, int signal_fd)
    : m_trace(trace), m_signal_fd(signal_fd) {}
ProcessLauncher::~ProcessLauncher() = default;

/// A process stays in a directory that somebody removes; so do jobs, although each is sent to its
/// directory by name: a command of a target that removes .OBJDIR is followed by others.
std::string ProcessLauncher::directory_of(const std::string& cwd) {
  if (cwd.empty()) {
    return cwd;
  }
  struct stat st {};
  if (stat(cwd.c_str(), &st) == 0) {
    if (cwd != m_directory) {
      m_directory = cwd;
      m_directory_fd.reset(open(cwd.c_str(), O_PATH | O_DIRECTORY | O_CLOEXEC));
    }
    return cwd;
  }
  return cwd == m_directory && m_directory_fd.valid()
             ? fmt::format("/proc/self/fd/{}", m_directory_fd.get())
             : cwd;
}

Result<JobId> ProcessLauncher::start(const JobSpec& spec) {
  tracer::Command command = spec.command;
  command.cwd = directory_of(command.cwd);
  UniqueFd input;
  Pipe pipe;
  if (spec.has_input) {
    MMK_TRY_ASSIGN(input, memory_file(spec.input));
    command.stdin_fd = input.get();
  }
  if (spec.capture) {
    MMK_TRY_ASSIGN(pipe, make_pipe());
    fcntl(pipe.read.get(), F_SETFL, O_NONBLOCK);
    command.stdout_fd = pipe.write.get();
    command.stderr_fd = pipe.write.get();
  }
  auto job = std::make_unique<Job>();
  job->start_usec = now_usec();
  job->leads_group = command.new_process_group;
  if (spec.traced) {
    MMK_TRY_ASSIGN(job->trace, tracer::start(command, m_trace));
    job->pid = job->trace->pid();
  } else {
    MMK_TRY_ASSIGN(job->pid, spawn(command));
    MMK_TRY_ASSIGN(job->pid_fd, open_pid_fd(job->pid));
  }
  job->output = std::move(pipe.read);
  job->id = JobId(m_next++);
  const JobId id = job->id;
  m_jobs.push_back(std::move(job));
  return id;
}

Event ProcessLauncher::wait(int token_fd) {
  while (m_events.empty()) {
    if (m_jobs.empty() && token_fd < 0) {
      read_signals();
      if (m_events.empty()) {
        return {};
      }
      break;
    }
    poll_once(token_fd);
  }
  Event event = std::move(m_events.front());
  m_events.pop_front();
  return event;
}

void ProcessLauncher::poll_once(int token_fd) {
  std::vector<pollfd> fds{{m_signal_fd, POLLIN, 0}, {token_fd, POLLIN, 0}};
  for (const auto& job : m_jobs) {
    fds.push_back({job->output.valid() ? job->output.get() : -1, POLLIN, 0});
    fds.push_back({job->end_fd(), POLLIN, 0});
  }
  if (poll(fds.data(), fds.size(), -1) < 0) {
    return; // EINTR: the handler's byte is read next time
  }
  // Always, not only if poll said so: a job that signals us and ends may be seen in one poll, and
  // its signal has to count before its end.
  read_signals();
  if (fds[1].revents != 0) {
    Event event;
    event.kind = Event::Kind::token;
    m_events.push_back(std::move(event));
  }
  for (std::size_t i = 0; i < m_jobs.size(); ++i) {
    Job& job = *m_jobs[i];
    if (fds[2 + 2 * i].revents != 0) {
      read_output(job);
    }
    if (fds[3 + 2 * i].revents != 0) {
      finish(job);
    }
  }
  std::erase_if(m_jobs, [](const auto& job) { return job->ended; });
}

void ProcessLauncher::read_output(Job& job) {
  std::array<char, 65536> buffer{};
  while (true) {
    const ssize_t n = read(job.output.get(), buffer.data(), buffer.size());
    if (n > 0) {
      Event event;
      event.kind = Event::Kind::output;
      event.job = job.id;
      event.bytes.assign(buffer.data(), static_cast<std::size_t>(n));
      m_events.push_back(std::move(event));
      if (static_cast<std::size_t>(n) < buffer.size()) {
        return;
      }
    } else if (n < 0 && errno == EINTR) {
      continue;
    } else {
      if (n == 0) {
        job.output.reset();
      }
      return;
    }
  }
}

/// What a daemon of the job still writes afterwards is nobody's: the pipe is read empty and closed.
void ProcessLauncher::finish(Job& job) {
  Event event;
  event.kind = Event::Kind::finished;
  event.job = job.id;
  event.pid = job.pid;
  event.start_usec = job.start_usec;
  if (job.trace) {
    event.outcome = job.trace->wait();
  } else {
    rusage usage{};
    while (wait4(job.pid, &event.outcome.wait_status, 0, &usage) < 0 && errno == EINTR) {
    }
    event.outcome.max_rss_kib = usage.ru_maxrss;
    event.outcome.user_usec = usage.ru_utime.tv_sec * 1'000'000 + usage.ru_utime.tv_usec;
    event.outcome.system_usec = usage.ru_stime.tv_sec * 1'000'000 + usage.ru_stime.tv_usec;
  }
  event.stop_usec = now_usec();
  if (job.output.valid()) {
    read_output(job);
  }
  m_events.push_back(std::move(event));
  job.ended = true;
}

void ProcessLauncher::read_signals() {
  std::array<unsigned char, 16> numbers{};
  if (m_signal_fd < 0) {
    return;
  }
  const ssize_t n = read(m_signal_fd, numbers.data(), numbers.size());
  for (ssize_t i = 0; i < n; ++i) {
    Event event;
    event.kind = Event::Kind::signal;
    event.signal = numbers[static_cast<std::size_t>(i)];
    m_events.push_back(std::move(event));
  }
}

pid_t ProcessLauncher::pid(JobId job) const {
  const auto it = std::find_if(m_jobs.begin(), m_jobs.end(),
                               [job](const auto& candidate) { return candidate->id == job; });
  return it == m_jobs.end() ? 0 : (*it)->pid;
}

void ProcessLauncher::signal_all(int signal) {
  for (const auto& job : m_jobs) {
    kill(job->leads_group ? -job->pid : job->pid, signal);
  }
}

} // namespace mmk::exec
