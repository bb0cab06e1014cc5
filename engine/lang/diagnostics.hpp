// Messages about makefiles: where we are in the input, how messages look, how many were fatal.
// Knows the shape of bmake's messages, not the language.
#pragma once

#include "base/options.hpp"
#include "base/report_sink.hpp"

#include <fmt/format.h>

#include <cstdint>
#include <string>
#include <string_view>
#include <utility>

namespace mmk::lang {

enum class Level : std::uint8_t { info, warning, fatal };

/// A place in a makefile. The file name lives in the Session's NameTable or the reader; line 0
/// means "no place".
struct Location {
  std::string_view file;
  int line = 0;
};

/// Tells where the parser stands now; implemented by the parser.
class LocationSource {
public:
  virtual ~LocationSource() = default;
  [[nodiscard]] virtual Location current() const = 0;
  /// "\tin .include from ..." lines for the current position, "" if none; printed behind a message
  /// when debugging the parser.
  [[nodiscard]] virtual std::string stack_trace() const = 0;
  /// The same including the current position itself, for messages without one.
  [[nodiscard]] virtual std::string full_trace() const { return stack_trace(); }
};

class Diagnostics {
public:
  Diagnostics(ReportSink& sink, const Options& options, std::string program)
      : m_sink(&sink), m_options(&options), m_program(std::move(program)) {}

  void set_location_source(const LocationSource* source) { m_source = source; }
  [[nodiscard]] Location current() const;
  [[nodiscard]] std::string stack_trace() const {
    return m_source == nullptr ? "" : m_source->stack_trace();
  }

  [[nodiscard]] std::string full_trace() const {
    return m_source == nullptr ? "" : m_source->full_trace();
  }

  /// `make: "file" line N: [warning: ]text` at the parser's place (or `make: text` outside any
  /// file).
  template <class... A> void parse(Level level, fmt::format_string<A...> format, A&&... args) {
    parse_text(current(), level, fmt::format(format, std::forward<A>(args)...));
  }
  template <class... A>
  void parse_at(Location where, Level level, fmt::format_string<A...> format, A&&... args) {
    parse_text(where, level, fmt::format(format, std::forward<A>(args)...));
  }
  /// `make: text`, counted in errors(). bmake's Error().
  template <class... A> void error(fmt::format_string<A...> format, A&&... args) {
    error_text(fmt::format(format, std::forward<A>(args)...));
  }
  void parse_text(Location where, Level level, std::string_view text);
  void error_text(std::string_view text);

  [[nodiscard]] int fatals() const {
    return m_fatals;
  } ///< parse errors so far; any ends the run after reading
  [[nodiscard]] int errors() const { return m_errors; } ///< error() calls so far (exit status 2)
  /// Called behind each parse message when set: prints the stack trace (see -dp).
  void set_trace_messages(bool on) { m_trace_messages = on; }

  /// Lines about the makes that led here, printed behind the first message that counts as an error.
  void set_callers(std::string lines) { m_callers = std::move(lines); }
  [[nodiscard]] std::string take_callers() { return std::exchange(m_callers, {}); }

  [[nodiscard]] const std::string& program() const { return m_program; } ///< "mmk" or "mmk[1]"
  void set_program(std::string program) { m_program = std::move(program); }
  [[nodiscard]] ReportSink& sink() const { return *m_sink; }

private:
  ReportSink* m_sink;
  const Options* m_options;
  const LocationSource* m_source = nullptr;
  std::string m_program;
  std::string m_callers;
  int m_fatals = 0;
  int m_errors = 0;
  bool m_trace_messages = false;
};

} // namespace mmk::lang
