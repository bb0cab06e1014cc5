// Where everything that users see goes: the seam between the engine and its output (text, status
// line, JSON events).
#pragma once

#include "base/timestamp.hpp"

#include <cstdint>
#include <string>
#include <string_view>

namespace mmk {

/// A job begins or ends; sinks that draw progress or write machine-readable events use these, the
/// plain text sink ignores them.
struct JobEvent {
  enum class Kind : std::uint8_t { started, finished };
  Kind kind = Kind::started;
  std::string_view target;
  std::string_view why;       ///< one-line reason for running, "" if unknown
  std::string_view meta_file; ///< path of the .meta file, "" if none
  int exit_status = 0;        ///< finished: wait(2) exit code, or 128 + signal
  std::int64_t elapsed_ns = 0;
};

/// Build totals for a status line; sent whenever they change.
struct ProgressEvent {
  int done = 0;
  int total = 0;
  int running = 0;
  int failed = 0;
  /// What the rest took last time, all added up; 0: not known.
  std::int64_t left_ns = 0;
};

class ReportSink {
public:
  virtual ~ReportSink() = default;
  /// Bytes for standard output / standard error, exactly as bmake would print them (newlines
  /// included).
  virtual void out(std::string_view bytes) = 0;
  virtual void err(std::string_view bytes) = 0;
  virtual void flush() = 0;
  virtual void job(const JobEvent& event) { (void)event; }
  virtual void progress(const ProgressEvent& event) { (void)event; }
};

} // namespace mmk
