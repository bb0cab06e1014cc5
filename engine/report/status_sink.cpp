#include "report/status_sink.hpp"

#include <fmt/format.h>

#include <algorithm>

namespace mmk::report {

namespace {

std::string duration(std::int64_t seconds) {
  return seconds >= 3600
             ? fmt::format("{}:{:02}:{:02}", seconds / 3600, seconds / 60 % 60, seconds % 60)
             : fmt::format("{}:{:02}", seconds / 60, seconds % 60);
}

} // namespace

void StatusSink::clear() {
  if (m_shown) {
    m_to->out("\r\033[K");
    m_shown = false;
  }
}

/// By what the targets took last time, shared by as many jobs as ran at once so far; where nothing
/// is known of them, by how long the others took in this run. -1: too early to tell.
std::int64_t StatusSink::seconds_left() const {
  constexpr std::int64_t second = 1'000'000'000;
  if (m_progress.left_ns > 0) {
    return (m_progress.left_ns / m_most_running + second - 1) / second;
  }
  const std::int64_t elapsed = (m_clock->now().ns - m_start.ns) / second;
  const int rest = m_progress.total - m_progress.done;
  return m_progress.done > 0 && rest > 0 && elapsed > 1 ? elapsed * rest / m_progress.done : -1;
}

std::string StatusSink::line() const {
  std::string text =
      fmt::format("[{}/{}] {} running", m_progress.done, m_progress.total, m_progress.running);
  if (m_progress.failed > 0) {
    text += fmt::format(", {} failed", m_progress.failed);
  }
  if (const std::int64_t left = seconds_left(); left >= 0) {
    text += ", " + duration(left) + " left";
  }
  text += ": " + m_target;
  // One column stays free: a line that fills the last one wraps on some terminals.
  if (m_width > 1 && text.size() >= static_cast<std::size_t>(m_width)) {
    text.resize(static_cast<std::size_t>(m_width) - 1);
  }
  return text;
}

void StatusSink::draw() {
  if (m_enabled && m_at_line_start && m_progress.running > 0) {
    clear();
    m_to->out(line());
    m_shown = true;
    m_to->flush();
  }
}

void StatusSink::out(std::string_view bytes) {
  if (bytes.empty()) {
    return;
  }
  clear();
  m_to->out(bytes);
  m_at_line_start = bytes.back() == '\n';
  draw();
}

void StatusSink::err(std::string_view bytes) {
  clear();
  m_to->err(bytes);
  draw();
}

void StatusSink::job(const JobEvent& event) {
  if (event.kind == JobEvent::Kind::started) {
    m_target = event.target;
  }
  draw();
}

void StatusSink::progress(const ProgressEvent& event) {
  m_progress = event;
  m_most_running = std::max(m_most_running, event.running);
  if (event.running == 0) {
    clear();
  }
}

void StatusSink::remember_failure(std::string_view target, std::string_view output,
                                  std::string_view meta_file) {
  m_failures.push_back({std::string(target), std::string(output), std::string(meta_file)});
}

void StatusSink::finish() {
  clear();
  for (const Failure& failure : m_failures) {
    m_to->out("\n=== failed: " + failure.target + "\n" + failure.output);
    if (!failure.meta_file.empty()) {
      m_to->out("=== see " + failure.meta_file + "\n");
    }
  }
  m_failures.clear();
  m_to->flush();
}

} // namespace mmk::report
