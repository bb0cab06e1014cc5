#include "exec/sh_syntax.hpp"

#include "exec/shell_cursor.hpp"

#include <algorithm>
#include <array>

namespace mmk::exec {

namespace {

using Kind = ShCommand::Kind;
using When = ShAndOr::When;

/// Commands may stand in commands so deep; recursion has to end somewhere.
constexpr int k_most_nested = 50;

constexpr std::array<std::string_view, 13> k_reserved{"do",   "done", "elif",    "else", "esac",
                                                      "fi",   "then", "}",       "in",   "select",
                                                      "time", "[[",   "function"};

bool is_name_start(char c) {
  return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || c == '_';
}
bool is_digit(char c) {
  return c >= '0' && c <= '9';
}
bool is_name_char(char c) {
  return is_name_start(c) || is_digit(c);
}
bool ends_word(char c) {
  return is_blank(c) || std::string_view("\n;|&()<>").find(c) != std::string_view::npos;
}
/// Besides quotes and "$". Braces and tildes mean something in some places, in some shells.
bool is_literal(char c) {
  return c > ' ' && c < '\x7f' && std::string_view("{}~$`\"'\\").find(c) == std::string_view::npos;
}
bool is_reserved(std::string_view word) {
  return std::find(k_reserved.begin(), k_reserved.end(), word) != k_reserved.end();
}

/// Recursive descent; each function is false, or nullopt, when a real shell has to read the text.
class Parser : private ShellCursor {
public:
  Parser(std::string_view text, int depth) : ShellCursor(text), m_depth(depth) {}

  std::optional<ShList> whole() {
    ShList result;
    if (!list(result) || !at_end()) {
      return std::nullopt;
    }
    return result;
  }

private:
  void skip_blanks() {
    ShellCursor::skip_blanks();
    if (peek() == '#') { // nothing but blanks and operators lets us come here
      m_pos = std::min(m_text.find('\n', m_pos), m_text.size());
    }
  }
  void skip_lines() {
    skip_blanks();
    while (peek() == '\n') {
      ++m_pos;
      skip_blanks();
    }
  }
  /// The reserved word or name that stands here, unquoted; it is not taken.
  [[nodiscard]] std::string_view bare_word() const {
    std::size_t end = m_pos;
    while (end < m_text.size() && !ends_word(m_text[end])) {
      ++end;
    }
    return m_text.substr(m_pos, end - m_pos);
  }
  bool take(std::string_view word) {
    skip_lines();
    if (bare_word() != word) {
      return false;
    }
    m_pos += word.size();
    return true;
  }
  bool take(char c) {
    skip_blanks();
    if (peek() != c) {
      return false;
    }
    ++m_pos;
    return true;
  }

  /// Up to what cannot be a command; that has to be looked at by the caller.
  bool list(ShList& result) {
    if (++m_depth > k_most_nested) {
      return false;
    }
    skip_lines();
    do {
      result.emplace_back();
      if (!and_or(result.back())) {
        return false;
      }
      skip_blanks();
      const bool more = (peek() == ';' && peek(1) != ';') || peek() == '\n';
      m_pos += more ? 1 : 0;
      skip_lines();
      if (!more) {
        break;
      }
    } while (!at_list_end());
    --m_depth;
    return true;
  }
  [[nodiscard]] bool at_list_end() const {
    const char c = peek();
    return at_end() || c == ')' || c == ';' || is_reserved(bare_word());
  }

  bool and_or(ShAndOr& result) {
    When when = When::always;
    while (true) {
      ShAndOr::Part part{when, false, {}};
      if (bare_word() == "!") {
        ++m_pos;
        skip_blanks();
        part.negated = true;
      }
      if (!command(part.command)) {
        return false;
      }
      result.parts.push_back(std::move(part));
      skip_blanks();
      if (peek() != '&' && peek() != '|') {
        return true;
      }
      if (peek(1) != peek()) {
        return false; // pipes and background need processes
      }
      when = peek() == '&' ? When::after_success : When::after_failure;
      m_pos += 2;
      skip_lines();
    }
  }

  bool command(ShCommand& result) {
    struct Compound {
      std::string_view word;
      bool (Parser::*read)(ShCommand&);
    };
    constexpr std::array<Compound, 6> compounds{{{"{", &Parser::group},
                                                 {"if", &Parser::if_then},
                                                 {"while", &Parser::loop},
                                                 {"until", &Parser::loop},
                                                 {"for", &Parser::for_loop},
                                                 {"case", &Parser::case_of}}};
    if (peek() == '(') {
      return peek(1) != '(' && subshell(result) && redirections(result);
    }
    const std::string_view word = bare_word();
    for (const Compound& compound : compounds) {
      if (word == compound.word) {
        m_pos += word.size();
        result.kind = word == "until" ? Kind::until_loop : Kind::while_loop;
        return (this->*compound.read)(result) && redirections(result);
      }
    }
    return word != "!" && !is_reserved(word) && simple(result);
  }

  bool add_list(ShCommand& result) {
    result.lists.emplace_back();
    return list(result.lists.back());
  }
  bool group(ShCommand& result) {
    result.kind = Kind::group;
    return add_list(result) && take("}");
  }
  bool subshell(ShCommand& result) {
    result.kind = Kind::subshell;
    ++m_pos;
    return add_list(result) && take(')');
  }
  bool if_then(ShCommand& result) {
    result.kind = Kind::if_then;
    do {
      if (!add_list(result) || !take("then") || !add_list(result)) {
        return false;
      }
    } while (take("elif"));
    return (!take("else") || add_list(result)) && take("fi");
  }
  bool loop(ShCommand& result) { return add_list(result) && body(result); }
  bool body(ShCommand& result) { return take("do") && add_list(result) && take("done"); }

  bool for_loop(ShCommand& result) {
    result.kind = Kind::for_loop;
    skip_blanks();
    result.name = read_name();
    skip_blanks();
    if (result.name.empty() || !take("in")) {
      return false;
    }
    while (true) {
      skip_blanks();
      if (peek() == ';' || peek() == '\n') {
        ++m_pos;
        return body(result);
      }
      result.words.emplace_back();
      if (!word(result.words.back())) {
        return false;
      }
    }
  }

  bool case_of(ShCommand& result) {
    result.kind = Kind::case_of;
    skip_blanks();
    result.words.emplace_back();
    if (!word(result.words.back()) || !take("in")) {
      return false;
    }
    while (!take("esac")) {
      result.cases.emplace_back();
      if (!case_item(result.cases.back())) {
        return false;
      }
    }
    return true;
  }
  bool case_item(ShCaseItem& item) {
    take('(');
    do {
      skip_blanks();
      item.patterns.emplace_back();
      if (!word(item.patterns.back())) {
        return false;
      }
    } while (take('|'));
    if (!take(')')) {
      return false;
    }
    skip_lines();
    if (!at_list_end() && !list(item.body)) {
      return false;
    }
    if (peek() != ';') {
      return bare_word() == "esac";
    }
    m_pos += 2;
    return m_text.substr(m_pos - 2, 2) == ";;" && peek() != '&';
  }

  bool simple(ShCommand& result) {
    while (true) {
      skip_blanks();
      if (at_end() || std::string_view("\n;|&()").find(peek()) != std::string_view::npos) {
        // Nothing at all is an error, "f()" makes a function.
        return peek() != '(' && (!result.words.empty() || !result.assignments.empty());
      }
      if (at_redirection() ? !redirection(result) : !simple_word(result)) {
        return false;
      }
    }
  }
  bool simple_word(ShCommand& result) {
    const std::size_t start = m_pos;
    const std::string name = read_name();
    if (result.words.empty() && !name.empty() && peek() == '=') {
      ++m_pos;
      result.assignments.push_back({name, {}});
      return at_end() || ends_word(peek()) || word(result.assignments.back().value);
    }
    m_pos = start;
    result.words.emplace_back();
    return word(result.words.back());
  }

  std::string read_name() {
    const std::size_t start = m_pos;
    if (is_name_start(peek())) {
      while (is_name_char(peek())) {
        ++m_pos;
      }
    }
    return std::string(m_text.substr(start, m_pos - start));
  }

  [[nodiscard]] bool at_redirection() const {
    const auto is_angle = [](char c) { return c == '<' || c == '>'; };
    return is_angle(peek()) || (is_digit(peek()) && is_angle(peek(1)));
  }
  bool redirections(ShCommand& result) {
    skip_blanks();
    while (at_redirection()) {
      if (!redirection(result)) {
        return false;
      }
      skip_blanks();
    }
    return true;
  }
  /// "</dev/null", ">/dev/null", "2>/dev/null" and "2>&1"; nothing is ever written to standard
  /// error here.
  bool redirection(ShCommand& result) {
    char fd = peek() == '<' ? '0' : '1';
    if (is_digit(peek())) {
      fd = peek();
      ++m_pos;
    }
    const bool reads = peek() == '<';
    ++m_pos;
    if (fd > '2' || reads != (fd == '0')) {
      return false;
    }
    result.redirected = true;
    if (fd == '2' && peek() == '&' && peek(1) == '1') {
      m_pos += 2;
      return at_end() || ends_word(peek());
    }
    skip_blanks();
    if (bare_word() != "/dev/null") {
      return false;
    }
    m_pos += bare_word().size();
    result.silent = result.silent || fd == '1';
    return true;
  }

  /// At least one piece.
  bool word(ShWord& result) {
    while (!at_end() && !ends_word(peek())) {
      const char c = peek();
      if (c == '"') {
        ++m_pos;
        if (!double_quoted(result)) {
          return false;
        }
      } else if (c == '\'') {
        const std::size_t end = m_text.find('\'', m_pos + 1);
        if (end == std::string_view::npos) {
          return false;
        }
        add_text(result, m_text.substr(m_pos + 1, end - m_pos - 1), true);
        m_pos = end + 1;
      } else if (!piece(result, false)) {
        return false;
      }
    }
    return !result.empty();
  }
  bool double_quoted(ShWord& result) {
    add_text(result, "", true);
    while (peek() != '"') {
      if (at_end() || !piece(result, true)) {
        return false;
      }
    }
    ++m_pos;
    return true;
  }
  /// One byte, an escaped one, or an expansion.
  bool piece(ShWord& result, bool quoted) {
    const char c = peek();
    if (c == '$') {
      return dollar(result, quoted);
    }
    if (c == '`') {
      return backquoted(result, quoted);
    }
    if (c == '\\') {
      return escaped(result, quoted);
    }
    const bool fits = quoted ? (c >= ' ' && c < '\x7f') || c == '\t' || c == '\n' : is_literal(c);
    add_text(result, m_text.substr(m_pos++, 1), quoted);
    return fits;
  }
  bool escaped(ShWord& result, bool quoted) {
    const char c = peek(1);
    if (c < ' ' || c >= '\x7f') {
      return false;
    }
    const bool keeps = quoted && std::string_view("$`\"\\").find(c) == std::string_view::npos;
    add_text(result, m_text.substr(m_pos + (keeps ? 0 : 1), keeps ? 2 : 1), true);
    m_pos += 2;
    return true;
  }
  static void add_text(ShWord& word, std::string_view text, bool quoted) {
    if (word.empty() || word.back().kind != ShPiece::Kind::text || word.back().quoted != quoted) {
      word.emplace_back();
      word.back().quoted = quoted;
    }
    word.back().text += text;
  }

  bool backquoted(ShWord& result, bool quoted) {
    const std::size_t end = m_text.find('`', m_pos + 1);
    if (end == std::string_view::npos) {
      return false;
    }
    const std::string_view inner = m_text.substr(m_pos + 1, end - m_pos - 1);
    m_pos = end + 1;
    // Backslashes, and quotes in quotes, are taken off before the text is read.
    const std::string_view special = quoted ? "\\\"" : "\\";
    if (inner.find_first_of(special) != std::string_view::npos) {
      return false;
    }
    auto commands = Parser(inner, m_depth + 1).whole();
    return commands && add_substitution(result, *std::move(commands), quoted);
  }
  static bool add_substitution(ShWord& word, ShList commands, bool quoted) {
    ShPiece piece;
    piece.kind = ShPiece::Kind::substitution;
    piece.quoted = quoted;
    piece.commands = std::make_shared<const ShList>(std::move(commands));
    word.push_back(std::move(piece));
    return true;
  }

  bool dollar(ShWord& result, bool quoted) {
    ++m_pos;
    if (peek() == '(') {
      ++m_pos;
      ShList commands;
      return peek() != '(' && list(commands) && take(')') &&
             add_substitution(result, std::move(commands), quoted);
    }
    ShPiece piece;
    piece.kind = ShPiece::Kind::parameter;
    piece.quoted = quoted;
    if (peek() == '{') {
      ++m_pos;
      if (!braced(piece)) {
        return false;
      }
    } else if (!parameter_name(piece)) {
      return false;
    }
    result.push_back(std::move(piece));
    return true;
  }
  bool parameter_name(ShPiece& piece) {
    piece.text = read_name();
    if (piece.text.empty() && (is_digit(peek()) || peek() == '?' || peek() == '@')) {
      piece.text = peek();
      ++m_pos;
    }
    return !piece.text.empty();
  }
  bool braced(ShPiece& piece) {
    if (!parameter_name(piece)) {
      return false;
    }
    if (peek() == '}') {
      ++m_pos;
      return true;
    }
    constexpr std::array<std::string_view, 8> ops{"##", "%%", ":-", ":+", "#", "%", "-", "+"};
    const auto* const op = std::find_if(ops.begin(), ops.end(), [&](std::string_view text) {
      return m_text.substr(m_pos).starts_with(text);
    });
    if (op == ops.end()) {
      return false;
    }
    piece.op = *op;
    m_pos += op->size();
    return operand(piece);
  }
  /// Plain text and expansions; the shells disagree on quotes and blanks in here.
  bool operand(ShPiece& piece) {
    const bool is_pattern = piece.op[0] == '#' || piece.op[0] == '%';
    while (peek() != '}') {
      const bool plain = peek() == '$' || (peek() == ' ' && piece.quoted && !is_pattern) ||
                         (is_literal(peek()) && !ends_word(peek()));
      if (!plain || !this->piece(piece.operand, piece.quoted && !is_pattern)) {
        return false;
      }
    }
    ++m_pos;
    return true;
  }

  int m_depth;
};

} // namespace

std::optional<ShList> parse_sh(std::string_view text) {
  return Parser(text, 0).whole();
}

} // namespace mmk::exec
