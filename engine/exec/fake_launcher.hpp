// A Launcher without processes, for tests: remembers what was started and answers as it was told.
#pragma once

#include "exec/launcher.hpp"

#include <deque>
#include <functional>
#include <string>
#include <vector>

namespace mmk::exec {

class FakeLauncher final : public Launcher {
public:
  struct Answer {
    int status = 0; ///< exit status
    std::string output;
    std::string records;
  };
  /// The text that identifies a job: the script of a jobs-mode shell, else the words of the
  /// command.
  using Script = std::function<Answer(const std::string& text, const JobSpec& spec)>;
  explicit FakeLauncher(Script script = nullptr) : m_script(std::move(script)) {}

  [[nodiscard]] Result<JobId> start(const JobSpec& spec) override;
  [[nodiscard]] Event wait(int token_fd) override;
  void signal_all(int signal) override { signals.push_back(signal); }
  [[nodiscard]] pid_t pid(JobId job) const override { return static_cast<pid_t>(job.value) + 1; }
  [[nodiscard]] int running() const override { return m_running; }

  std::vector<std::string> started; ///< in order
  std::vector<JobSpec> specs;
  std::vector<int> signals;
  int most_running = 0;

private:
  Script m_script;
  std::deque<Event> m_events;
  std::uint32_t m_next = 0;
  int m_running = 0;
};

} // namespace mmk::exec
