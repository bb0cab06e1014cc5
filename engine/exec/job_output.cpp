#include "exec/job_output.hpp"

#include <algorithm>
#include <utility>

namespace mmk::exec {

namespace {

// A job that never ends its line must not fill the memory.
constexpr std::size_t k_longest_line = std::size_t{1} << 20;

/// Takes the shell's own echo of `filter` out, with the line end that follows it.
std::string without_filter(const std::string& text, const std::string& filter) {
  if (filter.empty()) {
    return text;
  }
  std::string result;
  std::size_t pos = 0;
  while (true) {
    const std::size_t hit = text.find(filter, pos);
    if (hit == std::string::npos) {
      return result.append(text, pos);
    }
    result.append(text, pos, hit - pos);
    pos = hit + filter.size();
    while (pos < text.size() && (text[pos] == ' ' || text[pos] == '\t' || text[pos] == '\n')) {
      ++pos;
    }
  }
}

} // namespace

void OutputSwitch::to(const void* owner, std::string_view name) {
  if (owner == m_last) {
    return;
  }
  m_last = owner;
  if (m_markers && !m_prefix.empty()) {
    m_sink->out(m_prefix + " " + std::string(name) + " ---\n");
  }
}

std::string JobOutput::feed(std::string_view bytes) {
  m_pending.append(bytes);
  const std::size_t newline = m_pending.rfind('\n');
  if (newline == std::string::npos) {
    return m_pending.size() > k_longest_line ? print(std::exchange(m_pending, {})) : "";
  }
  std::string lines = m_pending.substr(0, newline + 1);
  m_pending.erase(0, newline + 1);
  return print(std::move(lines));
}

std::string JobOutput::finish() {
  if (m_pending.empty()) {
    return "";
  }
  return print(std::exchange(m_pending, {}) + "\n");
}

std::string JobOutput::print(std::string text) {
  std::replace(text.begin(), text.end(), '\0', ' ');
  text = without_filter(text, m_filter);
  if (text.empty()) {
    return text;
  }
  if (!m_quiet) {
    m_switch->to(m_owner, m_name);
  }
  m_switch->sink().out(text);
  return text;
}

} // namespace mmk::exec
