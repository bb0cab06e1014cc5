// A place in a shell's text, for what reads it byte by byte.
#pragma once

#include <cstddef>
#include <string_view>

namespace mmk::exec {

[[nodiscard]] constexpr bool is_blank(char c) {
  return c == ' ' || c == '\t';
}

class ShellCursor {
protected:
  explicit ShellCursor(std::string_view text) : m_text(text) {}

  [[nodiscard]] bool at_end() const { return m_pos == m_text.size(); }
  /// NUL behind the end.
  [[nodiscard]] char peek(std::size_t ahead = 0) const {
    return m_pos + ahead < m_text.size() ? m_text[m_pos + ahead] : '\0';
  }
  void skip_blanks() {
    while (is_blank(peek())) {
      ++m_pos;
    }
  }

  std::string_view m_text;
  std::size_t m_pos = 0;
};

} // namespace mmk::exec
