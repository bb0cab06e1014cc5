// --json-events: everything a run has to say as JSON, one object per line on standard output.
#pragma once

#include "base/report_sink.hpp"

namespace mmk::report {

class JsonSink final : public ReportSink {
public:
  explicit JsonSink(ReportSink& to) : m_to(&to) {}
  void out(std::string_view bytes) override { text("output", bytes); }
  void err(std::string_view bytes) override { text("message", bytes); }
  void flush() override { m_to->flush(); }
  void job(const JobEvent& event) override;
  void progress(const ProgressEvent& event) override;

private:
  void text(std::string_view kind, std::string_view bytes);
  ReportSink* m_to;
};

} // namespace mmk::report
