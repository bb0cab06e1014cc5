// Standard output and error as bmake writes them: buffered until flush, in the order of the calls.
#pragma once

#include "base/report_sink.hpp"
#include "base/result.hpp"

namespace mmk::report {

class TextSink final : public ReportSink {
public:
  TextSink(int out_fd, int err_fd) : m_out_fd(out_fd), m_err_fd(err_fd) {}
  ~TextSink() override { flush(); }
  TextSink(const TextSink&) = delete;
  TextSink& operator=(const TextSink&) = delete;

  void out(std::string_view bytes) override;
  void err(std::string_view bytes) override;
  void flush() override;
  /// The first thing that went wrong with standard output: what is printed after it is lost.
  [[nodiscard]] const Result<>& output_state() const { return m_output_state; }

private:
  int m_out_fd;
  int m_err_fd;
  std::string m_buffer;
  Result<> m_output_state;
};

} // namespace mmk::report
