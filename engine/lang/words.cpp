#include "lang/words.hpp"

#include <bit>
#include <cstdint>
#include <cstring>

namespace mmk::lang {

namespace {

constexpr bool is_blank(char c) {
  return c == ' ' || c == '\t' || c == '\n';
}
constexpr bool is_special(char c) {
  return c == '"' || c == '\'' || c == '\\';
}

constexpr std::uint64_t every_byte(std::uint64_t byte) {
  return byte * 0x0101010101010101U;
}

/// The first blank or special byte from `pos` on. Values are mostly long lists of names, so this is
/// where much of the time of reading makefiles goes: eight bytes are looked at together. All wanted
/// bytes but the backslash are below '(', and nothing that is common in names is.
std::size_t find_stop(std::string_view text, std::size_t pos) {
  if constexpr (std::endian::native == std::endian::little) {
    while (pos + 8 <= text.size()) {
      std::uint64_t bytes = 0;
      std::memcpy(&bytes, text.data() + pos, sizeof bytes);
      const std::uint64_t no_backslash = bytes ^ every_byte('\\');
      const std::uint64_t candidates =
          ((bytes - every_byte('(')) & ~bytes) | ((no_backslash - every_byte(1)) & ~no_backslash);
      const std::uint64_t marks = candidates & every_byte(0x80);
      if (marks == 0) {
        pos += 8;
        continue;
      }
      pos += static_cast<std::size_t>(std::countr_zero(marks)) / 8;
      if (is_blank(text[pos]) || is_special(text[pos])) {
        return pos;
      }
      ++pos;
    }
  }
  while (pos < text.size() && !is_blank(text[pos]) && !is_special(text[pos])) {
    ++pos;
  }
  return pos;
}

/// End of the word that holds a quote or backslash at `pos`.
std::size_t quoted_end(std::string_view text, std::size_t pos) {
  char quote = '\0';
  while (pos < text.size()) {
    const char c = text[pos];
    if (c == '\\') {
      ++pos; // the next byte is protected, whatever it is
    } else if (quote != '\0') {
      quote = c == quote ? '\0' : quote;
    } else if (c == '"' || c == '\'') {
      quote = c;
    } else if (is_blank(c)) {
      break;
    }
    ++pos;
  }
  return pos < text.size() ? pos : text.size();
}

} // namespace

bool WordReader::next(std::string_view& word) {
  std::size_t begin = 0;
  while (begin < m_rest.size() && is_blank(m_rest[begin])) {
    ++begin;
  }
  if (begin == m_rest.size()) {
    return false;
  }
  std::size_t end = find_stop(m_rest, begin);
  if (end < m_rest.size() && is_special(m_rest[end])) {
    end = quoted_end(m_rest, end);
  }
  word = m_rest.substr(begin, end - begin);
  m_rest.remove_prefix(end);
  return true;
}

std::vector<std::string_view> split_words(std::string_view text) {
  std::vector<std::string_view> words;
  WordReader reader(text);
  std::string_view word;
  while (reader.next(word)) {
    words.push_back(word);
  }
  if (words.empty()) {
    words.emplace_back();
  }
  return words;
}

std::size_t count_words(std::string_view text) {
  std::size_t count = 0;
  WordReader reader(text);
  std::string_view word;
  while (reader.next(word)) {
    ++count;
  }
  return count == 0 ? 1 : count;
}

} // namespace mmk::lang
