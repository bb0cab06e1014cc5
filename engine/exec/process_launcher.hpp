// Jobs as processes of this machine, plain (posix_spawn) or under the tracer. One poll(2) loop, no
// threads of its own.
#pragma once

#include "base/unique_fd.hpp"
#include "exec/launcher.hpp"

#include <deque>
#include <memory>
#include <vector>

namespace mmk::exec {

class ProcessLauncher final : public Launcher {
public:
  /// `signal_fd`: gives one byte per signal the engine got (signals.hpp), -1 if none.
  explicit ProcessLauncher(tracer::Options trace, int signal_fd = -1);
  ~ProcessLauncher() override;

  void set_signal_fd(int fd) { m_signal_fd = fd; }

  [[nodiscard]] Result<JobId> start(const JobSpec& spec) override;
  [[nodiscard]] Event wait(int token_fd) override;
  void signal_all(int signal) override;
  [[nodiscard]] pid_t pid(JobId job) const override;
  [[nodiscard]] int running() const override { return static_cast<int>(m_jobs.size()); }

private:
  struct Job;
  [[nodiscard]] std::string directory_of(const std::string& cwd);
  void poll_once(int token_fd);
  void read_output(Job& job);
  void finish(Job& job);
  void read_signals();

  tracer::Options m_trace;
  int m_signal_fd;
  std::uint32_t m_next = 0;
  std::vector<std::unique_ptr<Job>> m_jobs;
  std::deque<Event> m_events;
  std::string m_directory; ///< where the last job ran
  UniqueFd m_directory_fd;
};

} // namespace mmk::exec
