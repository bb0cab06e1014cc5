#include "lang/for_loop.hpp"

#include "lang/chars.hpp"

namespace mmk::lang {

namespace {

/// Length of the expression behind a '$' in a value, 0 if the '$' is just a dollar.
std::size_t expression_length(std::string_view behind) {
  if (behind.empty()) {
    return 0;
  }
  const char open = behind.front();
  if (open != '{' && open != '(') {
    return 1;
  }
  const char close = open == '{' ? '}' : ')';
  std::size_t depth = 0;
  for (std::size_t at = 0; at < behind.size(); ++at) {
    if (behind[at] == open) {
      ++depth;
    } else if (behind[at] == close && --depth == 0) {
      return at + 1;
    }
  }
  return 0;
}

/// Appends the value such that the modifier :U in an expression that ends with `close` gives it
/// back. Expressions in the value stay expressions.
void append_escaped(std::string& out, std::string_view value, char close, int& newlines) {
  const auto is_special = [close](char c) {
    return c == '$' || c == ':' || c == '\\' || c == '\n' || c == close;
  };
  std::size_t at = 0;
  for (;;) {
    std::size_t stop = at;
    while (stop < value.size() && !is_special(value[stop])) {
      ++stop;
    }
    out.append(value, at, stop - at);
    if (stop == value.size()) {
      return;
    }
    at = stop + 1;
    const std::size_t expression =
        value[stop] == '$' ? expression_length(value.substr(at)) : std::size_t{0};
    if (expression > 0) {
      out.append(value, stop, 1 + expression);
      at += expression;
    } else if (value[stop] == '\n') {
      out += ' ';
      ++newlines;
    } else {
      out += '\\';
      out += value[stop];
    }
  }
}

/// Characters that cannot be a variable in the short form.
bool is_stupid_name(char c) {
  return c == ')' || c == '}' || c == ':' || c == '$';
}

} // namespace

ForHead parse_for_head(std::string_view text) {
  ForHead head;
  text = trim_left(text);
  for (;;) {
    if (text.empty()) {
      head.problem = ForHead::Problem::no_in;
      return head;
    }
    const std::string_view word = take_word(text);
    if (word == "in") {
      break;
    }
    head.variables.push_back(word);
  }
  if (head.variables.empty()) {
    head.problem = ForHead::Problem::no_variables;
  }
  head.items = text;
  return head;
}

std::vector<std::string_view> split_quoted(std::string_view text) {
  std::vector<std::string_view> words;
  std::size_t begin = std::string_view::npos;
  char quote = '\0';
  std::size_t at = 0;
  for (; at < text.size(); ++at) {
    const char c = text[at];
    const bool blank = is_hspace(c) || c == '\n';
    if (quote == '\0' && blank) {
      if (begin != std::string_view::npos) {
        words.push_back(text.substr(begin, at - begin));
        begin = std::string_view::npos;
      }
      if (c == '\n') {
        return words;
      }
      continue;
    }
    begin = std::min(begin, at);
    if (c == '\\') {
      ++at;
    } else if (quote == c) {
      quote = '\0';
    } else if (quote == '\0' && (c == '"' || c == '\'')) {
      quote = c;
    }
  }
  if (begin < text.size()) {
    words.push_back(text.substr(begin));
  }
  return words;
}

ForLoop::ForLoop(const std::vector<std::string_view>& variables, std::string items)
    : m_variables(variables.begin(), variables.end()), m_text(std::move(items)),
      m_items(split_quoted(m_text)) {}

std::size_t ForLoop::find_long(std::string_view behind, char close) const {
  for (std::size_t i = 0; i < m_variables.size(); ++i) {
    const std::string& name = m_variables[i];
    if (behind.size() > name.size() && behind.starts_with(name)) {
      const char end = behind[name.size()];
      if (end == ':' || end == close || end == '\\') {
        return i;
      }
    }
  }
  return k_no_variable;
}

std::size_t ForLoop::find_short(char name) const {
  for (std::size_t i = 0; i < m_variables.size(); ++i) {
    if (m_variables[i].size() == 1 && m_variables[i].front() == name) {
      return i;
    }
  }
  return k_no_variable;
}

void ForLoop::set_body(std::string_view body) {
  m_pieces.clear();
  std::size_t begin = 0;
  std::size_t at = 0;
  while ((at = body.find('$', at)) < body.size()) {
    const char open = at + 1 < body.size() ? body[at + 1] : '\0';
    Piece piece;
    std::size_t behind = at + 2;
    if (open == '{' || open == '(') {
      piece.close = open == '{' ? '}' : ')';
      piece.variable = find_long(body.substr(at + 2), piece.close);
      piece.text = body.substr(begin, at + 2 - begin);
      behind += piece.variable == k_no_variable ? 0 : m_variables[piece.variable].size();
    } else if (!is_stupid_name(open)) {
      piece.close = '}';
      piece.variable = find_short(open);
      piece.text = body.substr(begin, at + 1 - begin);
      piece.short_form = true;
    }
    if (piece.variable != k_no_variable) {
      m_pieces.push_back(piece);
      begin = behind;
    }
    at = behind;
  }
  m_pieces.push_back({body.substr(std::min(begin, body.size())), k_no_variable, '\0', false});
}

std::optional<std::string> ForLoop::next_turn(int& newlines) {
  if (m_next + m_variables.size() > m_items.size()) {
    return std::nullopt;
  }
  std::string turn;
  turn.reserve(m_turn_size);
  for (const Piece& piece : m_pieces) {
    turn += piece.text;
    if (piece.variable == k_no_variable) {
      continue;
    }
    turn += piece.short_form ? "{:U" : ":U";
    append_escaped(turn, m_items[m_next + piece.variable], piece.close, newlines);
    if (piece.short_form) {
      turn += '}';
    }
  }
  m_next += m_variables.size();
  m_turn_size = turn.size();
  return turn;
}

std::string ForLoop::describe() const {
  std::string text;
  const std::size_t first = m_next < m_variables.size() ? 0 : m_next - m_variables.size();
  for (std::size_t i = 0; i < m_variables.size() && first + i < m_items.size(); ++i) {
    text += i == 0 ? "" : ", ";
    text += m_variables[i];
    text += " = ";
    text += m_items[first + i];
  }
  return text;
}

} // namespace mmk::lang
