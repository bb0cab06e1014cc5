#include "base/debug_log.hpp"

namespace mmk {

void DebugLog::write(std::string_view text) {
  if (m_file) {
    std::fwrite(text.data(), 1, text.size(), m_file.get());
    std::fflush(m_file.get());
  } else if (m_use_stdout) {
    m_sink->out(text);
  } else {
    m_sink->err(text);
  }
}

void DebugLog::to_stderr() {
  m_file.reset();
  m_use_stdout = false;
}

void DebugLog::to_stdout() {
  m_file.reset();
  m_use_stdout = true;
}

bool DebugLog::to_file(const std::string& path, bool append) {
  std::FILE* file = std::fopen(path.c_str(), append ? "ae" : "we");
  if (file == nullptr) {
    return false;
  }
  m_file.reset(file);
  return true;
}

} // namespace mmk
