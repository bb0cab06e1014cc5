// Splitting values into words and joining them again, without copying the words.
#pragma once

#include <string>
#include <string_view>
#include <vector>

namespace mmk::lang {

/// Walks over the words of a value: separated by blanks, tabs and newlines, which quotes and
/// backslashes protect. Quotes and backslashes stay in the words.
class WordReader {
public:
  explicit WordReader(std::string_view text) : m_rest(text) {}
  /// The next word; false at the end. A text without words gives none.
  bool next(std::string_view& word);

private:
  std::string_view m_rest;
};

/// All words. An empty or blank text is one empty word, as modifiers see it.
[[nodiscard]] std::vector<std::string_view> split_words(std::string_view text);
[[nodiscard]] std::size_t count_words(std::string_view text);

/// Builds a value from words. Empty ones vanish together with their separator.
class WordJoiner {
public:
  explicit WordJoiner(char separator) : m_separator(separator) {}

  void add(std::string_view bytes) {
    if (bytes.empty()) {
      return;
    }
    if (m_pending) {
      m_pending = false;
      if (m_separator != '\0') {
        m_out += m_separator;
      }
    }
    m_out.append(bytes);
  }
  /// What follows is another word.
  void end_word() { m_pending = !m_out.empty(); }
  /// What is added next follows without a separator.
  void join_next() { m_pending = false; }
  [[nodiscard]] bool ends_with(char c) const { return !m_out.empty() && m_out.back() == c; }
  void reserve(std::size_t size) { m_out.reserve(size); }
  [[nodiscard]] std::string take() { return std::move(m_out); }

private:
  std::string m_out;
  char m_separator;
  bool m_pending = false;
};

} // namespace mmk::lang
