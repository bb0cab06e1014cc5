#include "report/text_sink.hpp"

#include "base/io.hpp"

namespace mmk::report {

namespace {
constexpr std::size_t k_buffer = std::size_t{64} * 1024;
}

void TextSink::out(std::string_view bytes) {
  m_buffer.append(bytes);
  if (m_buffer.size() > k_buffer) {
    flush();
  }
}

void TextSink::err(std::string_view bytes) {
  flush();
  // A closed standard error is no reason to stop a build.
  [[maybe_unused]] const auto written = write_all(m_err_fd, bytes);
}

void TextSink::flush() {
  if (!m_buffer.empty()) {
    const Result<> written = write_all(m_out_fd, m_buffer);
    if (!written && m_output_state) {
      m_output_state = written;
    }
    m_buffer.clear();
  }
}

} // namespace mmk::report
