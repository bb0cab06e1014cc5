#include "lang/words.hpp"

namespace mmk::lang {

namespace {

constexpr bool is_blank(char c) {
  return c == ' ' || c == '\t' || c == '\n';
}
constexpr bool is_special(char c) {
  return c == '"' || c == '\'' || c == '\\';
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
  std::size_t end = begin;
  while (end < m_rest.size() && !is_blank(m_rest[end])) {
    if (is_special(m_rest[end])) {
      end = quoted_end(m_rest, end);
      break;
    }
    ++end;
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
