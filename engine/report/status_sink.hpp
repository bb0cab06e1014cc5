// A status line below the build's output on a terminal: done/total, running, failed, time left.
// What failed jobs printed is repeated at the end. Everything else passes through unchanged.
#pragma once

#include "base/report_sink.hpp"

#include <string>
#include <vector>

namespace mmk::report {

class StatusSink final : public ReportSink {
public:
  StatusSink(ReportSink& to, const Clock& clock, int width)
      : m_to(&to), m_clock(&clock), m_width(width), m_start(clock.now()) {}
  ~StatusSink() override { clear(); }
  StatusSink(const StatusSink&) = delete;
  StatusSink& operator=(const StatusSink&) = delete;

  void out(std::string_view bytes) override;
  void err(std::string_view bytes) override;
  void flush() override { m_to->flush(); }
  void job(const JobEvent& event) override;
  void progress(const ProgressEvent& event) override;

  /// Nothing is drawn before: a command that has the terminal to itself must not find our line
  /// there.
  void enable() { m_enabled = true; }
  void remember_failure(std::string_view target, std::string_view output,
                        std::string_view meta_file);
  /// Removes the line and repeats the failures. Call once, at the end.
  void finish();

private:
  void clear();
  void draw();
  [[nodiscard]] std::string line() const;
  [[nodiscard]] std::int64_t seconds_left() const;

  struct Failure {
    std::string target;
    std::string output;
    std::string meta_file;
  };
  ReportSink* m_to;
  const Clock* m_clock;
  int m_width;
  TimeStamp m_start;
  ProgressEvent m_progress;
  int m_most_running = 1;
  std::string m_target;
  bool m_enabled = false;
  bool m_shown = false;
  bool m_at_line_start = true;
  std::vector<Failure> m_failures;
};

} // namespace mmk::report
