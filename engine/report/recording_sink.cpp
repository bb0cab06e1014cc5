#include "report/recording_sink.hpp"

namespace mmk::report {

void RecordingSink::stop() {
  m_on = false;
  m_printed.clear();
}

void RecordingSink::keep(Stream stream, std::string_view bytes) {
  if (!m_on || bytes.empty()) {
    return;
  }
  m_size += bytes.size();
  if (m_size > k_most) {
    stop();
    return;
  }
  if (m_printed.empty() || m_printed.back().stream != stream) {
    m_printed.push_back({stream, {}});
  }
  m_printed.back().bytes += bytes;
}

void RecordingSink::out(std::string_view bytes) {
  keep(Stream::out, bytes);
  m_to->out(bytes);
}

void RecordingSink::err(std::string_view bytes) {
  keep(Stream::err, bytes);
  m_to->err(bytes);
}

} // namespace mmk::report
