#include "exec/words.hpp"

namespace mmk::exec {

namespace {

/// What stands for the byte behind a backslash.
char unescape(char c) {
  switch (c) {
  case 'b':
    return '\b';
  case 'f':
    return '\f';
  case 'n':
    return '\n';
  case 'r':
    return '\r';
  case 't':
    return '\t';
  default:
    return c;
  }
}

class Splitter {
public:
  explicit Splitter(std::string_view text) : m_text(text) {}

  std::optional<std::vector<std::string>> run() {
    for (; m_pos < m_text.size(); ++m_pos) {
      const char c = m_text[m_pos];
      if (m_quote == 0 && c == '\n') {
        break;
      }
      step(c);
    }
    if (m_quote != 0) {
      return std::nullopt;
    }
    end_word();
    return std::move(m_words);
  }

private:
  void step(char c) {
    if (c == '\\') {
      backslash();
    } else if (c == '"' || c == '\'') {
      quote(c);
    } else if (m_quote == 0 && (c == ' ' || c == '\t')) {
      end_word();
    } else {
      add(c);
    }
  }
  void backslash() {
    if (m_pos + 1 == m_text.size() || m_text[m_pos + 1] == '\n') {
      add('\\');
      return;
    }
    add(unescape(m_text[++m_pos]));
  }
  void quote(char c) {
    if (m_quote == 0) {
      m_quote = c;
      m_in_word = true; // "" is a word, too
    } else if (m_quote == c) {
      m_quote = 0;
    } else {
      add(c);
    }
  }
  void add(char c) {
    m_word += c;
    m_in_word = true;
  }
  void end_word() {
    if (m_in_word) {
      m_words.push_back(std::move(m_word));
      m_word.clear();
      m_in_word = false;
    }
  }

  std::string_view m_text;
  std::size_t m_pos = 0;
  char m_quote = 0;
  bool m_in_word = false;
  std::string m_word;
  std::vector<std::string> m_words;
};

} // namespace

std::optional<std::vector<std::string>> split_words(std::string_view text) {
  return Splitter(text).run();
}

bool has_word(std::string_view text, std::string_view word, std::string_view before,
              std::string_view after) {
  for (std::size_t at = text.find(word); at != std::string_view::npos;
       at = text.find(word, at + 1)) {
    const std::size_t end = at + word.size();
    if ((at == 0 || before.find(text[at - 1]) != std::string_view::npos) &&
        (end == text.size() || after.find(text[end]) != std::string_view::npos)) {
      return true;
    }
  }
  return false;
}

} // namespace mmk::exec
