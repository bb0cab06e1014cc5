// Output of jobs on its way to the terminal: whole lines, a marker when the target changes, the
// shell's echo-off command filtered out. One OutputSwitch per build, one JobOutput per job.
#pragma once

#include "base/report_sink.hpp"

#include <string>
#include <string_view>

namespace mmk::exec {

/// Remembers whose output came last and prints `--- target ---` when that changes.
class OutputSwitch {
public:
  OutputSwitch(ReportSink& sink, bool markers) : m_sink(&sink), m_markers(markers) {}
  void set_prefix(std::string prefix) { m_prefix = std::move(prefix); }
  void set_markers(bool on) { m_markers = on; }
  /// `owner` identifies the target (names may repeat in cohorts).
  void to(const void* owner, std::string_view name);
  [[nodiscard]] ReportSink& sink() const { return *m_sink; }

private:
  ReportSink* m_sink;
  bool m_markers;
  std::string m_prefix = "---";
  const void* m_last = nullptr;
};

class JobOutput {
public:
  /// `filter`: the shell's no_print text, "" for none. `quiet`: no markers for this job (-s).
  JobOutput(OutputSwitch& to, const void* owner, std::string name, std::string filter, bool quiet)
      : m_switch(&to), m_owner(owner), m_name(std::move(name)), m_filter(std::move(filter)),
        m_quiet(quiet) {}

  /// Prints the lines that are complete; gives what was printed.
  std::string feed(std::string_view bytes);
  /// Prints the rest, with the newline it lacks.
  std::string finish();

private:
  std::string print(std::string text);
  OutputSwitch* m_switch;
  const void* m_owner;
  std::string m_name;
  std::string m_filter;
  bool m_quiet;
  std::string m_pending;
};

} // namespace mmk::exec
