// Modifiers with side effects on variables: ::= ::+= ::?= ::!=, and :_ :_=name.
#include "lang/evaluation.hpp"
#include "lang/modifiers/table.hpp"

namespace mmk::lang::modifiers {

namespace {

/// An expression of a target or of a condition changes its own scope's variable if there is one,
/// else the global one.
Scope& assignment_scope(Evaluation& evaluation) {
  Variables& variables = evaluation.variables();
  return variables.exists_in(evaluation.scope(), evaluation.name()) ? evaluation.scope()
                                                                    : variables.global();
}

Outcome apply_assignment(Evaluation& evaluation, const Modifier& modifier) {
  if (evaluation.name().empty()) {
    return Outcome::bad;
  }
  std::string storage;
  const std::string_view value = evaluation.argument(*modifier.first, storage);
  Variables& variables = evaluation.variables();
  Scope& scope = assignment_scope(evaluation);
  switch (modifier.letter) {
  case '+':
    variables.append(scope, evaluation.name(), value);
    break;
  case '!': {
    const ShellResult result = variables.capture(value);
    if (result.error.empty()) {
      variables.set(scope, evaluation.name(), result.output);
    } else {
      evaluation.diag().error("{}", result.error);
    }
    break;
  }
  case '?':
    if (evaluation.definedness() == Definedness::regular) {
      break;
    }
    [[fallthrough]];
  default:
    variables.set(scope, evaluation.name(), value);
  }
  evaluation.set_value("");
  return Outcome::ok;
}

Outcome apply_remember(Evaluation& evaluation, const Modifier& modifier) {
  evaluation.variables().set(evaluation.variables().global(), modifier.literal, evaluation.value());
  return Outcome::ok;
}

} // namespace

Parsed read_assignment(Compiler& compiler, Modifier& modifier, std::uint32_t& pos) {
  const char op = compiler.at(pos + 1);
  const bool two_letters = op == '+' || op == '?' || op == '!';
  if (op != '=' && !(two_letters && compiler.at(pos + 2) == '=')) {
    return Parsed::unknown;
  }
  if (compiler.name_is_empty()) {
    return compiler.bad(modifier, pos, pos + 1);
  }
  modifier.letter = op;
  pos += two_letters ? 3 : 2;
  const Compiler::Part part = compiler.final_part(pos);
  modifier.first = part.text;
  if (!part.complete) {
    return compiler.unfinished(modifier, compiler.close());
  }
  modifier.apply = apply_assignment;
  return Parsed::ok;
}

Parsed read_remember(Compiler& compiler, Modifier& modifier, std::uint32_t& pos) {
  modifier.apply = apply_remember;
  if (compiler.at(pos + 1) == '=') {
    const std::string_view rest = compiler.source().substr(pos + 2);
    modifier.literal = rest.substr(0, rest.find_first_of(":)}"));
    pos += static_cast<std::uint32_t>(2 + modifier.literal.size());
    return Parsed::ok;
  }
  modifier.literal = "_";
  return compiler.word(modifier, pos, "_", apply_remember);
}

} // namespace mmk::lang::modifiers
