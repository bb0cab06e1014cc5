#include "lang/diagnostics.hpp"

namespace mmk::lang {

Location Diagnostics::current() const {
  return m_source == nullptr ? Location{} : m_source->current();
}

void Diagnostics::parse_text(Location where, Level level, std::string_view text) {
  std::string line = m_program + ": ";
  if (where.line > 0) {
    line += fmt::format("\"{}\" line {}: ", where.file, where.line);
  }
  if (level == Level::warning) {
    line += "warning: ";
  }
  line.append(text);
  line += '\n';
  const bool counts =
      level == Level::fatal || (level == Level::warning && m_options->parse_warnings_fatal);
  if (counts && level == Level::warning && m_fatals == 0) {
    line += m_program + ": parsing warnings being treated as errors\n";
  }
  m_sink->flush();
  m_sink->err(line);
  if (counts) {
    ++m_fatals;
  }
  if (m_trace_messages) {
    m_sink->err(stack_trace());
  }
  if (counts) {
    m_sink->err(take_callers());
  }
}

void Diagnostics::error_text(std::string_view text) {
  ++m_errors;
  m_sink->flush();
  m_sink->err(fmt::format("{}: {}\n{}", m_program, text, take_callers()));
}

} // namespace mmk::lang
