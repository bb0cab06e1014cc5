// Starts jobs and tells what becomes of them: the seam between scheduling and processes. A real one
// (process_launcher.hpp) and a fake one for tests (fake_launcher.hpp). Knows no targets.
#pragma once

#include "base/ids.hpp"
#include "base/result.hpp"
#include "tracer/api.hpp"

#include <sys/types.h>

#include <cstdint>
#include <string>

namespace mmk::exec {

using JobId = Id<struct JobTag>;

struct JobSpec {
  tracer::Command command;
  bool traced = false;
  bool capture = false; ///< standard output and error come as events; otherwise they are inherited
  std::string input;    ///< bytes for standard input; only if has_input
  bool has_input = false;
};

struct Event {
  enum class Kind : std::uint8_t {
    output,   ///< bytes of a job
    finished, ///< a job has ended; all its output came before
    signal,   ///< the engine got a signal
    token,    ///< the token descriptor is readable
    none,     ///< nothing is running, nothing can come
  };
  Kind kind = Kind::none;
  JobId job;
  std::string bytes;
  int signal = 0;
  tracer::Outcome outcome;
  pid_t pid = 0;
  std::int64_t start_usec = 0; ///< wall clock
  std::int64_t stop_usec = 0;
};

class Launcher {
public:
  virtual ~Launcher() = default;
  /// Errors: the program cannot be started (sys_errno says why) or the tracer cannot.
  [[nodiscard]] virtual Result<JobId> start(const JobSpec& spec) = 0;
  /// Blocks until something happens. `token_fd`: watched as well, -1 if none.
  [[nodiscard]] virtual Event wait(int token_fd) = 0;
  /// Sends a signal to every running job (to its group if it leads one).
  virtual void signal_all(int signal) = 0;
  [[nodiscard]] virtual int running() const = 0;
  /// Process id of a job that runs; 0 if it does not.
  [[nodiscard]] virtual pid_t pid(JobId job) const = 0;
};

} // namespace mmk::exec
