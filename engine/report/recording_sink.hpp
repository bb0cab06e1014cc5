// A sink that passes everything on and keeps what was printed, as long as that is little: so that
// it can be printed once more.
#pragma once

#include "base/report_sink.hpp"

#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

namespace mmk::report {

enum class Stream : std::uint8_t { out, err };

struct Printed {
  Stream stream = Stream::out;
  std::string bytes;
};

class RecordingSink final : public ReportSink {
public:
  static constexpr std::size_t k_most = std::size_t{64} * 1024;

  explicit RecordingSink(ReportSink& to) : m_to(&to) {}
  /// Nothing is kept from here on, and what was is forgotten.
  void stop();
  /// False: stopped, or it was too much.
  [[nodiscard]] bool complete() const { return m_on; }
  /// In order; what went to one stream in a row is one item.
  [[nodiscard]] const std::vector<Printed>& printed() const { return m_printed; }

  void out(std::string_view bytes) override;
  void err(std::string_view bytes) override;
  void flush() override { m_to->flush(); }
  void job(const JobEvent& event) override { m_to->job(event); }
  void progress(const ProgressEvent& event) override { m_to->progress(event); }

private:
  void keep(Stream stream, std::string_view bytes);
  ReportSink* m_to;
  bool m_on = true;
  std::size_t m_size = 0;
  std::vector<Printed> m_printed;
};

} // namespace mmk::report
