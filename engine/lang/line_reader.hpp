// Turns the bytes of a makefile into logical lines: continuations joined, comments cut, blank lines
// skipped. A line that needs no joining is a view into the buffer. Knows bytes, no syntax beyond
// '#', '\' and the tab of commands.
#pragma once

#include <cstddef>
#include <cstdint>
#include <string>
#include <string_view>

namespace mmk::lang {

enum class LineMode : std::uint8_t {
  normal,    ///< every line that holds something
  skipping,  ///< only lines that begin with '.': the body of a false .if
  loop_body, ///< only lines that begin with '.', raw: comments and continuations are kept
};

enum class ReadStatus : std::uint8_t { line, end, zero_byte };

class LineReader {
public:
  LineReader() = default;
  /// `lines_before`: number of the line in front of the first one.
  LineReader(std::string bytes, int lines_before) { restart(std::move(bytes), lines_before); }

  /// The next logical line, valid until the next call. After `zero_byte` the reader stands where it
  /// stood, only the line number has moved (bmake's messages depend on that).
  [[nodiscard]] ReadStatus next(LineMode mode, std::string_view& line);

  /// The first physical line of the last logical line.
  [[nodiscard]] int line_number() const { return m_line; }
  void set_line_number(int line) { m_line = line; }
  /// Physical lines consumed so far.
  [[nodiscard]] int lines_read() const { return m_lines_read; }
  /// Byte positions: behind the last logical line, and at its beginning.
  [[nodiscard]] std::size_t position() const { return m_position; }
  [[nodiscard]] std::size_t line_begin() const { return m_begin; }
  [[nodiscard]] std::string_view bytes() const { return m_bytes; }

  /// The same input again with other text: the next turn of a loop.
  void restart(std::string bytes, int lines_before);
  void skip_to_end() { m_position = m_bytes.size(); }

private:
  struct Extent {
    std::size_t end;  ///< without the newline
    std::size_t next; ///< where the line behind it begins
  };
  [[nodiscard]] Extent find_extent();
  [[nodiscard]] std::string_view clean(std::string_view raw);
  [[nodiscard]] std::string_view join(std::string_view raw);

  std::string m_bytes;
  std::string m_joined;
  std::size_t m_position = 0;
  std::size_t m_begin = 0;
  std::size_t m_zero = std::string::npos; ///< position of the first NUL
  int m_lines_read = 0;
  int m_line = 0;
};

} // namespace mmk::lang
