#include "lang/conditions.hpp"

#include "lang/expander.hpp"

#include <cerrno>
#include <cstdlib>
#include <optional>

namespace mmk::lang {

namespace {

constexpr int k_max_depth = 500; ///< nesting of parentheses and negations; keeps the stack bounded

enum class Token : std::uint8_t {
  is_false,
  is_true,
  logical_and,
  logical_or,
  logical_not,
  open,
  close,
  end,
  error,
  none, ///< nothing was put back
};

enum class Operator : std::uint8_t { equal, not_equal, less, less_equal, greater, greater_equal };

constexpr std::string_view k_operator_names[] = {"==", "!=", "<", "<=", ">", ">="};

constexpr bool is_space(char c) {
  return c == ' ' || c == '\t';
}
constexpr bool is_digit(char c) {
  return c >= '0' && c <= '9';
}
constexpr bool is_operator(char c) {
  return c == '=' || c == '!' || c == '<' || c == '>';
}
constexpr bool ends_bare_string(char c) {
  return c == '\0' || is_space(c) || is_operator(c) || c == ')';
}

Token token_of(bool value) {
  return value ? Token::is_true : Token::is_false;
}

bool contains_only_space(std::string_view text) {
  return text.find_first_not_of(" \t\n\v\f\r") == std::string_view::npos;
}

/// Decimal and hexadecimal integers and decimal fractions; "" is 0.
std::optional<double> number_of(const std::string& text) {
  if (text.empty()) {
    return 0.0;
  }
  char* end = nullptr;
  errno = 0;
  const unsigned long integer = std::strtoul(text.c_str(), &end, text[1] == 'x' ? 16 : 10);
  if (*end == '\0' && errno != ERANGE) {
    const auto value = static_cast<double>(text[0] == '-' ? -integer : integer);
    return text[0] == '-' ? -value : value;
  }
  if (*end != '\0' && *end != '.' && *end != 'e' && *end != 'E') {
    return std::nullopt;
  }
  const double value = std::strtod(text.c_str(), &end);
  return *end == '\0' ? std::optional(value) : std::nullopt;
}

/// One side of a comparison.
struct Operand {
  std::string text;
  bool quoted = false;
};

class ConditionParser {
public:
  ConditionParser(Variables& variables, Scope& scope, std::string_view text, CondOptions options)
      : m_variables(&variables), m_scope(&scope), m_rest(text), m_options(options) {}

  CondResult run(std::string_view whole);

private:
  using Function = bool (ConditionParser::*)(const std::string& argument);

  CondResult parse_or(bool evaluate);
  CondResult parse_and(bool evaluate);
  CondResult parse_term(bool evaluate);
  Token next_token(bool evaluate);
  Token pair_token(char letter, Token token);
  Token leaf(bool evaluate);
  Token comparison(bool evaluate);
  std::optional<Token> function_call(bool evaluate);
  std::optional<Token> empty_call(bool evaluate);
  std::optional<Operand> operand(bool evaluate, bool bare_ok);
  bool operand_expression(bool evaluate, bool at_start, Operand& operand, bool& complete);
  std::optional<std::string> function_argument(std::string_view& rest, bool evaluate,
                                               std::string_view function);
  std::string word(std::string_view& rest, bool evaluate);
  std::optional<Operator> comparison_operator();
  Token compare(const Operand& left, Operator op, const Operand& right);
  bool truth(const Operand& operand);
  bool ask_bare(const std::string& word);

  bool is_defined(const std::string& name) { return m_variables->exists(*m_scope, name); }
  bool is_made(const std::string& pattern) {
    return targets() != nullptr && targets()->will_be_made(pattern);
  }
  bool file_exists(const std::string& name) {
    const std::optional<std::string> found =
        targets() == nullptr ? std::nullopt : targets()->find_file(name);
    if (debug().on(Debug::cond)) {
      debug().print("exists({}) result is \"{}\"\n", name, found.value_or(""));
    }
    return found.has_value();
  }
  bool is_target(const std::string& name) {
    return targets() != nullptr && targets()->is_target(name);
  }
  bool has_commands(const std::string& name) {
    return targets() != nullptr && targets()->has_commands(name);
  }

  [[nodiscard]] const TargetQuery* targets() const { return m_variables->context().targets; }
  [[nodiscard]] Diagnostics& diag() const { return m_variables->context().diag; }
  [[nodiscard]] DebugLog& debug() const { return m_variables->context().debug; }
  [[nodiscard]] bool lint() const { return m_variables->context().options.lint; }
  [[nodiscard]] char front() const { return m_rest.empty() ? '\0' : m_rest[0]; }
  void skip_space() { skip_space(m_rest); }
  static void skip_space(std::string_view& text) {
    while (!text.empty() && is_space(text[0])) {
      text.remove_prefix(1);
    }
  }

  struct NamedFunction {
    std::string_view name;
    Function function;
  };

  Variables* m_variables;
  Scope* m_scope;
  std::string_view m_rest;
  CondOptions m_options;
  Token m_put_back = Token::none;
  bool m_error_printed = false;
  int m_depth = 0;
};

CondResult ConditionParser::run(std::string_view whole) {
  if (debug().on(Debug::cond)) {
    debug().print("CondParser_Eval: {}\n", whole);
  }
  CondResult result = parse_or(true);
  if (result != CondResult::error && next_token(false) != Token::end) {
    result = CondResult::error;
  }
  if (result == CondResult::error && m_options.print_errors && !m_error_printed) {
    diag().parse(Level::fatal, "Malformed conditional ({})", whole);
  }
  return result;
}

CondResult ConditionParser::parse_or(bool evaluate) {
  CondResult result = CondResult::is_false;
  Token token = Token::none;
  do {
    const CondResult right = parse_and(evaluate);
    if (right == CondResult::error) {
      return right;
    }
    if (right == CondResult::is_true) {
      result = right;
      evaluate = false;
    }
    token = next_token(false); // only an operator can follow
  } while (token == Token::logical_or);
  m_put_back = token;
  return result;
}

CondResult ConditionParser::parse_and(bool evaluate) {
  CondResult result = CondResult::is_true;
  Token token = Token::none;
  do {
    const CondResult right = parse_term(evaluate);
    if (right == CondResult::error) {
      return right;
    }
    if (right == CondResult::is_false) {
      result = right;
      evaluate = false;
    }
    token = next_token(false); // only an operator can follow
  } while (token == Token::logical_and);
  m_put_back = token;
  return result;
}

CondResult ConditionParser::parse_term(bool evaluate) {
  const Token token = next_token(evaluate);
  if (token == Token::is_true || token == Token::is_false) {
    return token == Token::is_true ? CondResult::is_true : CondResult::is_false;
  }
  if ((token != Token::open && token != Token::logical_not) || m_depth >= k_max_depth) {
    return CondResult::error;
  }
  ++m_depth;
  CondResult result = CondResult::error;
  if (token == Token::open) {
    result = parse_or(evaluate);
    if (result != CondResult::error && next_token(false) != Token::close) {
      result = CondResult::error;
    }
  } else {
    result = parse_term(evaluate);
    if (result != CondResult::error) {
      result = result == CondResult::is_true ? CondResult::is_false : CondResult::is_true;
    }
  }
  --m_depth;
  return result;
}

Token ConditionParser::next_token(bool evaluate) {
  if (m_put_back != Token::none) {
    return std::exchange(m_put_back, Token::none);
  }
  skip_space();
  switch (front()) {
  case '(':
    m_rest.remove_prefix(1);
    return Token::open;
  case ')':
    m_rest.remove_prefix(1);
    return Token::close;
  case '|':
    return pair_token('|', Token::logical_or);
  case '&':
    return pair_token('&', Token::logical_and);
  case '!':
    m_rest.remove_prefix(1);
    return Token::logical_not;
  case '#': // only from an expanded :? condition
  case '\n':
  case '\0':
    return Token::end;
  case '"':
  case '$':
    return comparison(evaluate);
  default:
    return leaf(evaluate);
  }
}

/// "||" or "&&"; the single letter means the same, except to lint.
Token ConditionParser::pair_token(char letter, Token token) {
  m_rest.remove_prefix(1);
  if (front() == letter) {
    m_rest.remove_prefix(1);
  } else if (lint()) {
    diag().parse(Level::fatal, "Unknown operator '{}'", letter);
    m_error_printed = true;
    return Token::error;
  }
  return token;
}

/// A function call, a number, or a bare word.
Token ConditionParser::leaf(bool evaluate) {
  if (const std::optional<Token> token = empty_call(evaluate)) {
    return *token;
  }
  if (const std::optional<Token> token = function_call(evaluate)) {
    return *token;
  }
  if (is_digit(front()) || front() == '-' || front() == '+') {
    return comparison(evaluate);
  }
  // ".if a == b" surprises people by being an error, but "defined(a)" followed by "== b" would be
  // stranger still.
  std::string_view rest = m_rest;
  const std::string name = word(rest, evaluate);
  if (!rest.empty() && is_operator(rest[0])) {
    return comparison(evaluate);
  }
  m_rest = rest;
  return token_of(!evaluate || ask_bare(name) != m_options.negate_bare);
}

bool ConditionParser::ask_bare(const std::string& word) {
  return m_options.bare_word == BareWord::make ? is_made(word) : is_defined(word);
}

std::string ConditionParser::word(std::string_view& rest, bool evaluate) {
  std::string result;
  int depth = 0;
  while (!rest.empty()) {
    const char c = rest[0];
    if (is_space(c) || c == '\0' || ((c == '&' || c == '|') && depth == 0)) {
      break;
    }
    if (c == '$') {
      const EvalMode mode = evaluate ? EvalMode::eval_undef_error : EvalMode::parse_only;
      result += m_variables->evaluate_one(rest, *m_scope, mode).value;
      continue;
    }
    depth += c == '(' ? 1 : c == ')' ? -1 : 0;
    if (depth < 0) {
      break;
    }
    result += c;
    rest.remove_prefix(1);
  }
  skip_space(rest);
  return result;
}

/// `rest` is at the opening parenthesis.
std::optional<std::string> ConditionParser::function_argument(std::string_view& rest, bool evaluate,
                                                              std::string_view function) {
  rest.remove_prefix(1);
  skip_space(rest);
  std::string argument = word(rest, evaluate);
  if (rest.empty() || rest[0] != ')') {
    diag().parse(Level::fatal, "Missing closing parenthesis for {}()", function);
    m_error_printed = true;
    return std::nullopt;
  }
  rest.remove_prefix(1);
  return argument;
}

std::optional<Token> ConditionParser::function_call(bool evaluate) {
  static constexpr NamedFunction k_functions[] = {
      {"defined", &ConditionParser::is_defined},    {"make", &ConditionParser::is_made},
      {"exists", &ConditionParser::file_exists},    {"target", &ConditionParser::is_target},
      {"commands", &ConditionParser::has_commands},
  };
  for (const NamedFunction& entry : k_functions) {
    if (!m_rest.starts_with(entry.name)) {
      continue;
    }
    std::string_view rest = m_rest.substr(entry.name.size());
    skip_space(rest);
    if (rest.empty() || rest[0] != '(') {
      continue;
    }
    const std::optional<std::string> argument = function_argument(rest, evaluate, entry.name);
    if (!argument) {
      return Token::error;
    }
    m_rest = rest;
    return token_of(!evaluate || (this->*entry.function)(*argument));
  }
  return std::nullopt;
}

/// empty(NAME:modifiers) reads like an expression whose '$' is the byte before the parenthesis.
std::optional<Token> ConditionParser::empty_call(bool evaluate) {
  if (!m_rest.starts_with("empty")) {
    return std::nullopt;
  }
  std::string_view rest = m_rest.substr(5);
  skip_space(rest);
  if (rest.empty() || rest[0] != '(') {
    return std::nullopt;
  }
  const auto paren = static_cast<std::size_t>(rest.data() - m_rest.data());
  std::string_view expression = m_rest.substr(paren - 1);
  const Variables::Evaluated evaluated = m_variables->evaluate_one(
      expression, *m_scope, evaluate ? EvalMode::eval : EvalMode::parse_only);
  if (evaluated.failed) {
    return Token::error;
  }
  m_rest = expression;
  return token_of(evaluate && contains_only_space(evaluated.value));
}

Token ConditionParser::comparison(bool evaluate) {
  const std::optional<Operand> left = operand(evaluate, m_options.left_unquoted_ok);
  if (!left) {
    return Token::error;
  }
  skip_space();
  const std::optional<Operator> op = comparison_operator();
  if (!op) {
    return token_of(evaluate && truth(*left));
  }
  skip_space();
  if (m_rest.empty()) {
    diag().parse(Level::fatal, "Missing right-hand side of operator '{}'",
                 k_operator_names[static_cast<std::size_t>(*op)]);
    m_error_printed = true;
    return Token::error;
  }
  const std::optional<Operand> right = operand(evaluate, true);
  if (!right) {
    return Token::error;
  }
  return evaluate ? compare(*left, *op, *right) : Token::is_false;
}

std::optional<Operator> ConditionParser::comparison_operator() {
  static constexpr Operator k_longest_first[] = {
      Operator::less_equal, Operator::greater_equal, Operator::equal,
      Operator::not_equal,  Operator::less,          Operator::greater,
  };
  for (const Operator op : k_longest_first) {
    const std::string_view name = k_operator_names[static_cast<std::size_t>(op)];
    if (m_rest.starts_with(name)) {
      m_rest.remove_prefix(name.size());
      return op;
    }
  }
  return std::nullopt;
}

/// A string in quotes, a bare string, or a single expression.
std::optional<Operand> ConditionParser::operand(bool evaluate, bool bare_ok) {
  Operand result;
  const char first = front();
  result.quoted = first == '"';
  if (result.quoted) {
    m_rest.remove_prefix(1);
  }
  const char* start = m_rest.data();
  while (!m_rest.empty()) {
    const char c = m_rest[0];
    if (c == '\\') {
      m_rest.remove_prefix(1);
      if (!m_rest.empty()) {
        result.text += m_rest[0];
        m_rest.remove_prefix(1);
      }
    } else if (c == '"') {
      m_rest.remove_prefix(1);
      if (result.quoted) {
        return result;
      }
      result.text += c;
    } else if (!result.quoted && ends_bare_string(c)) {
      return result;
    } else if (c == '$') {
      bool complete = false;
      if (!operand_expression(evaluate, m_rest.data() == start, result, complete)) {
        return std::nullopt;
      }
      if (complete) {
        return result;
      }
    } else {
      if (!result.quoted && !bare_ok && first != '$' && !is_digit(first)) {
        return std::nullopt; // the left side must be quoted, an expression or a number
      }
      result.text += c;
      m_rest.remove_prefix(1);
    }
  }
  return result;
}

/// An expression within an operand; `complete` if it is all of it.
bool ConditionParser::operand_expression(bool evaluate, bool at_start, Operand& operand,
                                         bool& complete) {
  const EvalMode mode = !evaluate        ? EvalMode::parse_only
                        : operand.quoted ? EvalMode::eval
                                         : EvalMode::eval_undef_error;
  const Variables::Evaluated evaluated = m_variables->evaluate_one(m_rest, *m_scope, mode);
  if (evaluated.failed) {
    return false;
  }
  operand.text += evaluated.value;
  complete = at_start && !operand.quoted && ends_bare_string(front());
  return true;
}

Token ConditionParser::compare(const Operand& left, Operator op, const Operand& right) {
  const std::string_view name = k_operator_names[static_cast<std::size_t>(op)];
  if (!left.quoted && !right.quoted) {
    const std::optional<double> a = number_of(left.text);
    const std::optional<double> b = a ? number_of(right.text) : std::nullopt;
    if (a && b) {
      if (debug().on(Debug::cond)) {
        debug().print("Comparing {:f} {} {:f}\n", *a, name, *b);
      }
      switch (op) {
      case Operator::equal:
        return token_of(*a == *b);
      case Operator::not_equal:
        return token_of(*a != *b);
      case Operator::less:
        return token_of(*a < *b);
      case Operator::less_equal:
        return token_of(*a <= *b);
      case Operator::greater:
        return token_of(*a > *b);
      case Operator::greater_equal:
        return token_of(*a >= *b);
      }
    }
  }
  if (op != Operator::equal && op != Operator::not_equal) {
    diag().parse(Level::fatal,
                 "Comparison with '{}' requires both operands '{}' and '{}' to be numeric", name,
                 left.text, right.text);
    m_error_printed = true;
    return Token::error;
  }
  if (debug().on(Debug::cond)) {
    debug().print("Comparing \"{}\" {} \"{}\"\n", left.text, name, right.text);
  }
  return token_of((left.text == right.text) == (op == Operator::equal));
}

/// An operand on its own.
bool ConditionParser::truth(const Operand& operand) {
  if (operand.quoted) {
    return !operand.text.empty();
  }
  if (const std::optional<double> number = number_of(operand.text)) {
    return *number != 0.0;
  }
  return m_options.plain ? !operand.text.empty() : ask_bare(operand.text) != m_options.negate_bare;
}

} // namespace

CondResult evaluate_condition(Variables& variables, Scope& scope, std::string_view condition,
                              CondOptions options) {
  std::string_view text = condition;
  while (!text.empty() && is_space(text[0])) {
    text.remove_prefix(1);
  }
  return ConditionParser(variables, scope, text, options).run(text);
}

} // namespace mmk::lang
