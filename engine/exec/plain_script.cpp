#include "exec/plain_script.hpp"

#include "exec/shell.hpp"
#include "exec/shell_cursor.hpp"

#include <algorithm>

namespace mmk::exec {

namespace {

using Place = PlainCommand::Place;
using When = PlainPipeline::When;

/// What echo writes into a pipe before anybody reads must fit into it.
constexpr std::size_t k_most_echoed = 4096;

/// Bytes that stand for themselves in every shell, wherever they are in a word.
bool is_literal(char c) {
  const auto within = [c](char first, char last) { return c >= first && c <= last; };
  return within('a', 'z') || within('A', 'Z') || within('0', '9') ||
         std::string_view("_-./,:+@%=").find(c) != std::string_view::npos;
}

bool is_echo(const PlainCommand& command) {
  return command.words.front() == "echo";
}

class Reader : private ShellCursor {
public:
  explicit Reader(std::string_view text) : ShellCursor(text) {}

  std::optional<PlainScript> run() {
    while (true) {
      skip_blanks();
      if (at_end()) {
        return finish();
      }
      if (!token()) {
        return std::nullopt;
      }
    }
  }

private:
  std::optional<PlainScript> finish() {
    // "a ;" is complete, "a |" and "a &&" are not.
    const bool open = m_pipeline.when != When::always || !m_pipeline.commands.empty();
    if (m_command.words.empty() ? open || m_script.empty() : !end_pipeline(When::always)) {
      return std::nullopt;
    }
    return std::move(m_script);
  }

  bool token() {
    const char c = peek();
    if (c == '|' || c == '&' || c == ';') {
      return separator(c);
    }
    if (c == '<' || c == '>') {
      return redirection(c == '<' ? 0 : 1);
    }
    if (c >= '0' && c <= '2' && (peek(1) == '<' || peek(1) == '>')) {
      ++m_pos;
      return redirection(static_cast<std::size_t>(c - '0'));
    }
    return word();
  }

  bool separator(char c) {
    const bool twice = peek(1) == c;
    m_pos += twice ? 2 : 1;
    if (c == '|') {
      return twice ? end_pipeline(When::after_failure) : end_command();
    }
    if (c == '&') {
      return twice && end_pipeline(When::after_success);
    }
    return !twice && end_pipeline(When::always);
  }

  bool end_command() {
    if (m_command.words.empty()) {
      return false;
    }
    m_pipeline.commands.push_back(std::move(m_command));
    m_command = {};
    return true;
  }
  bool end_pipeline(When next) {
    if (!end_command()) {
      return false;
    }
    m_script.push_back(std::move(m_pipeline));
    m_pipeline = {};
    m_pipeline.when = next;
    return true;
  }

  /// ">/dev/null", "2>&1" and their kin.
  bool redirection(std::size_t fd) {
    const bool reads = peek() == '<';
    ++m_pos;
    if (!reads && peek() == '&' && (peek(1) == '1' || peek(1) == '2')) {
      m_command.places[fd] = m_command.places[static_cast<std::size_t>(peek(1) - '0')];
      m_pos += 2;
      return fd != 0 && (at_end() || !is_literal(peek()));
    }
    skip_blanks();
    std::string target;
    bool quoted = false;
    if (reads != (fd == 0) || !read_word(target, quoted) || target != "/dev/null") {
      return false;
    }
    m_command.places[fd] = Place::null;
    return true;
  }

  bool word() {
    std::string text;
    bool quoted = false;
    if (!read_word(text, quoted) || peek() == '<' || peek() == '>') {
      return false;
    }
    if (m_command.words.empty() && (quoted || !is_program(text))) {
      return false;
    }
    m_command.words.push_back(std::move(text));
    return true;
  }
  static bool is_program(const std::string& word) {
    return word.find('=') == std::string::npos && (word == "echo" || !is_some_shells_word(word));
  }

  bool read_word(std::string& text, bool& quoted) {
    const std::size_t start = m_pos;
    while (!at_end()) {
      const char c = peek();
      if (is_literal(c)) {
        text += c;
        ++m_pos;
      } else if (c == '\'' || c == '"') {
        quoted = true;
        if (!read_quoted(text, c)) {
          return false;
        }
      } else {
        break;
      }
    }
    return m_pos > start && (at_end() || is_blank(peek()) || peek() == '|' || peek() == '&' ||
                             peek() == ';' || peek() == '<' || peek() == '>');
  }
  bool read_quoted(std::string& text, char quote) {
    const std::size_t end = m_text.find(quote, m_pos + 1);
    if (end == std::string_view::npos) {
      return false;
    }
    const std::string_view inner = m_text.substr(m_pos + 1, end - m_pos - 1);
    if (quote == '"' && inner.find_first_of("$`\\!") != std::string_view::npos) {
      return false;
    }
    text += inner;
    m_pos = end + 1;
    return true;
  }

  PlainScript m_script;
  PlainPipeline m_pipeline;
  PlainCommand m_command;
};

/// The shells differ in options and backslashes of echo; some of its output would need a process.
bool is_simple_echo(const PlainCommand& command) {
  std::size_t size = 0;
  for (const std::string& word : command.words) {
    size += word.size() + 1;
    if (word.find('\\') != std::string::npos) {
      return false;
    }
  }
  const bool has_option = command.words.size() > 1 && command.words[1].starts_with('-');
  const Place output = command.places[1];
  return !has_option && size <= k_most_echoed && (output == Place::output || output == Place::null);
}

} // namespace

std::optional<PlainScript> parse_plain_script(std::string_view text) {
  auto script = Reader(text).run();
  if (!script) {
    return std::nullopt;
  }
  for (const PlainPipeline& pipeline : *script) {
    for (const PlainCommand& command : pipeline.commands) {
      if (is_echo(command) && !is_simple_echo(command)) {
        return std::nullopt;
      }
    }
  }
  return script;
}

std::optional<PlainBuiltin> plain_builtin(const std::vector<std::string>& words) {
  const std::string& name = words.front();
  if (name == "true" || name == ":") {
    return PlainBuiltin{};
  }
  if (name == "false") {
    return PlainBuiltin{1, ""};
  }
  if (name != "echo") {
    return std::nullopt;
  }
  PlainBuiltin echo;
  for (std::size_t i = 1; i < words.size(); ++i) {
    echo.output += (i > 1 ? " " : "") + words[i];
  }
  echo.output += '\n';
  return echo;
}

} // namespace mmk::exec
