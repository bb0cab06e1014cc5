// Character classes of makefiles, in the C locale whatever the process uses, and the small text
// walks of the reader.
#pragma once

#include <cstddef>
#include <string_view>

namespace mmk::lang {

[[nodiscard]] constexpr bool is_hspace(char c) {
  return c == ' ' || c == '\t';
}
[[nodiscard]] constexpr bool is_space(char c) {
  return c == ' ' || (c >= '\t' && c <= '\r');
}
[[nodiscard]] constexpr bool is_upper(char c) {
  return c >= 'A' && c <= 'Z';
}
[[nodiscard]] constexpr bool is_alpha(char c) {
  return is_upper(c) || (c >= 'a' && c <= 'z');
}
[[nodiscard]] constexpr bool is_alnum(char c) {
  return is_alpha(c) || (c >= '0' && c <= '9');
}

[[nodiscard]] constexpr std::string_view trim_right(std::string_view text) {
  while (!text.empty() && is_space(text.back())) {
    text.remove_suffix(1);
  }
  return text;
}
[[nodiscard]] constexpr std::string_view trim_left(std::string_view text) {
  while (!text.empty() && is_space(text.front())) {
    text.remove_prefix(1);
  }
  return text;
}

/// Takes the word at the front of `text`, which begins with no blank; what is left begins with none
/// either.
[[nodiscard]] constexpr std::string_view take_word(std::string_view& text) {
  std::size_t length = 0;
  while (length < text.size() && !is_space(text[length])) {
    ++length;
  }
  const std::string_view word = text.substr(0, length);
  text = trim_left(text.substr(length));
  return word;
}

} // namespace mmk::lang
