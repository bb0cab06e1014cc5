// The -d debugging categories of bmake and the stream they print to (-dF chooses it).
#pragma once

#include "base/report_sink.hpp"

#include <fmt/format.h>

#include <cstdint>
#include <cstdio>
#include <memory>
#include <string>
#include <string_view>

namespace mmk {

/// One bit per -d letter of the manual; names are bmake's DEBUG() categories.
enum class Debug : std::uint32_t {
  arch = 1U << 0,      // a
  cond = 1U << 1,      // c
  dir = 1U << 2,       // d
  error = 1U << 3,     // e
  for_loop = 1U << 4,  // f
  graph1 = 1U << 5,    // g1
  graph2 = 1U << 6,    // g2
  graph3 = 1U << 7,    // g3
  hash = 1U << 8,      // h
  job = 1U << 9,       // j
  loud = 1U << 10,     // l
  lint = 1U << 11,     // L
  make = 1U << 12,     // m
  meta = 1U << 13,     // M
  script = 1U << 14,   // n
  parse = 1U << 15,    // p
  suff = 1U << 16,     // s
  targ = 1U << 17,     // t
  var = 1U << 18,      // v
  expand_v = 1U << 19, // V
  shell = 1U << 20,    // x
  cwd = 1U << 21,      // C
};

class DebugLog {
public:
  explicit DebugLog(ReportSink& sink) : m_sink(&sink) {}

  [[nodiscard]] bool on(Debug category) const {
    return (m_mask & static_cast<std::uint32_t>(category)) != 0;
  }
  void enable(std::uint32_t bits) { m_mask |= bits; }
  void enable(Debug category) { enable(static_cast<std::uint32_t>(category)); }
  void disable(Debug category) { m_mask &= ~static_cast<std::uint32_t>(category); }
  void disable_all() { m_mask = 0; }
  [[nodiscard]] std::uint32_t mask() const { return m_mask; }

  /// Prints to the debug stream whatever the mask says; callers test on() first so that arguments
  /// cost nothing.
  template <class... Args> void print(fmt::format_string<Args...> format, Args&&... args) {
    write(fmt::format(format, std::forward<Args>(args)...));
  }
  void write(std::string_view text);

  /// Standard error is the default; -dFstdout and -dFFILE change it. The file is owned by the log.
  void to_stderr();
  void to_stdout();
  [[nodiscard]] bool to_file(const std::string& path, bool append);

private:
  struct FileCloser {
    void operator()(std::FILE* file) const { std::fclose(file); }
  };
  ReportSink* m_sink;
  std::uint32_t m_mask = 0;
  bool m_use_stdout = false;
  std::unique_ptr<std::FILE, FileCloser> m_file;
};

} // namespace mmk
