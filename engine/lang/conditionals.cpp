#include "lang/chars.hpp"
#include "lang/interpreter.hpp"

namespace mmk::lang {

namespace {

/// Nesting of .if; memory is no concern (two bytes each), endless generated input is.
constexpr std::size_t k_max_conditionals = 100'000;

/// Is `word` what the text begins with? What follows may be anything but a letter.
bool has_token(std::string_view text, std::string_view word) {
  return text.starts_with(word) && (text.size() == word.size() || !is_alpha(text[word.size()]));
}

struct IfKind {
  std::string_view name;
  BareWord bare_word;
  bool negate;
};
constexpr IfKind k_if_kinds[] = {
    {"if", BareWord::defined, false},    {"ifdef", BareWord::defined, false},
    {"ifndef", BareWord::defined, true}, {"ifmake", BareWord::make, false},
    {"ifnmake", BareWord::make, true},
};

const IfKind* find_if(std::string_view text) {
  for (const IfKind& kind : k_if_kinds) {
    if (has_token(text, kind.name)) {
      return &kind;
    }
  }
  return nullptr;
}

} // namespace

/// Carries out `text` if it is one of the conditional directives.
bool Interpreter::conditional(std::string_view text) {
  if (text.size() < 2 || (text.front() != 'i' && text.front() != 'e')) {
    return false;
  }
  if (has_token(text, "endif")) {
    do_endif(text.substr(5));
    return true;
  }
  if (has_token(text, "else")) {
    do_else(text.substr(4));
    return true;
  }
  const bool is_elif = text.starts_with("el");
  const std::string_view test = is_elif ? text.substr(2) : text;
  const IfKind* const kind = find_if(test);
  if (kind == nullptr) {
    return false;
  }
  const std::string_view condition = trim_left(test.substr(kind->name.size()));
  CondOptions options;
  options.bare_word = kind->bare_word;
  options.negate_bare = kind->negate;
  options.plain = kind->name == "if";
  if (is_elif) {
    do_elif(condition, options);
  } else {
    do_if(condition, options);
  }
  return true;
}

void Interpreter::do_if(std::string_view condition, CondOptions options) {
  if (m_conditions.depth() >= k_max_conditionals) {
    diag().parse(Level::fatal, "Conditionals are nested more than {} levels deep",
                 k_max_conditionals);
    stop();
    return;
  }
  if (m_conditions.skipping()) {
    m_conditions.open_dead();
    return;
  }
  const CondResult result =
      evaluate_condition(*m_variables, m_variables->cmdline(), condition, options);
  if (result == CondResult::error) {
    m_conditions.open_dead();
  } else {
    m_conditions.open(result == CondResult::is_true);
  }
}

void Interpreter::do_elif(std::string_view condition, CondOptions options) {
  if (!has_if()) {
    diag().parse(Level::fatal, "if-less elif");
    return;
  }
  if (m_conditions.else_seen()) {
    diag().parse(Level::warning, "extra elif");
    m_conditions.kill();
    return;
  }
  if (!m_conditions.wants_elif()) {
    m_conditions.kill();
    return;
  }
  const CondResult result =
      evaluate_condition(*m_variables, m_variables->cmdline(), condition, options);
  if (result == CondResult::error) {
    m_conditions.kill();
  } else {
    m_conditions.elif (result == CondResult::is_true);
  }
}

void Interpreter::do_else(std::string_view arguments) {
  if (!arguments.empty()) {
    diag().parse(Level::fatal, "The .else directive does not take arguments");
  }
  if (!has_if()) {
    diag().parse(Level::fatal, "if-less else");
    return;
  }
  if (m_conditions.else_seen()) {
    diag().parse(Level::warning, "extra else");
  }
  m_conditions.take_else();
}

void Interpreter::do_endif(std::string_view arguments) {
  if (!arguments.empty()) {
    diag().parse(Level::fatal, "The .endif directive does not take arguments");
  }
  if (!has_if()) {
    diag().parse(Level::fatal, "if-less endif");
    return;
  }
  m_conditions.close();
}

} // namespace mmk::lang
