// One run of the engine: owns everything a run needs and nothing of the process, so that several
// can live in one program. Reads makefiles, then makes targets or prints variables.
#pragma once

#include "base/host.hpp"
#include "base/report_sink.hpp"
#include "exec/launcher.hpp"

#include <functional>
#include <memory>
#include <string>
#include <vector>

namespace mmk::fs {
class FileSystem;
}

namespace mmk::cli {

/// What a Session stands on besides the Host; tests pass fakes.
struct SessionParts {
  ReportSink& sink;
  fs::FileSystem& files;
  exec::Launcher& launcher;
  /// Tells whether and by what commands can be traced; asked once, when META_MODE wants to know.
  std::function<tracer::Capabilities()> capabilities;
  /// Told of each failed job: target, the end of its output, its .meta file. May be empty.
  std::function<void(std::string_view, std::string_view, std::string_view)> job_failed = {};
  /// Called when makefiles are read and jobs are about to start: from then on signals come as
  /// events of the launcher. May be empty.
  std::function<void()> watch_signals = {};
  /// Called before jobs of a -j run start, whose output all goes through the sink. May be empty.
  std::function<void()> jobs_mode_begins = {};
  /// Every command's output goes through the sink.
  bool capture_all = false;
  /// The sink shows why jobs run and how long the rest will take (status line, JSON): both are
  /// worth finding out.
  bool wants_progress = false;
};

struct ExitStatus {
  int status = 0;
  int signal = 0; ///< not 0: the process should die by it
};

class Session {
public:
  Session(const Host& host, SessionParts parts);
  ~Session();
  Session(const Session&) = delete;
  Session& operator=(const Session&) = delete;

  /// The whole run, as the command line wants it.
  [[nodiscard]] ExitStatus run();

private:
  struct State;
  std::unique_ptr<State> m_state;
};

} // namespace mmk::cli
