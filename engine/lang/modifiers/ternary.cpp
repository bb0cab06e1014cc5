// :?then:else, with the expression's name as the condition.
#include "lang/conditions.hpp"
#include "lang/expander.hpp"
#include "lang/modifiers/table.hpp"

namespace mmk::lang::modifiers {

namespace {

/// Evaluates a branch that is taken, looks for errors in one that is not.
std::string_view branch(Evaluation& evaluation, const Text& text, bool taken,
                        std::string& storage) {
  if (taken) {
    return evaluation.argument(text, storage);
  }
  (void)evaluation.argument_in(text, EvalMode::parse_only, storage);
  const std::string_view raw = text.source.substr(text.begin, text.end - text.begin);
  evaluation.log_part(raw);
  return raw;
}

Outcome apply_ternary(Evaluation& evaluation, const Modifier& modifier) {
  const CondResult condition =
      evaluate_condition(evaluation.variables(), evaluation.scope(), evaluation.name(),
                         {.print_errors = false, .left_unquoted_ok = true});
  std::string then_storage;
  std::string else_storage;
  const std::string_view then_value =
      branch(evaluation, *modifier.first, condition == CondResult::is_true, then_storage);
  const std::string_view else_value =
      branch(evaluation, *modifier.second, condition == CondResult::is_false, else_storage);
  if (condition == CondResult::error) {
    evaluation.diag().error("Bad conditional expression '{}' in '{}?{}:{}'", evaluation.name(),
                            evaluation.name(), then_value, else_value);
    return Outcome::failed;
  }
  evaluation.set_value(std::string(condition == CondResult::is_true ? then_value : else_value));
  return Outcome::ok;
}

} // namespace

Parsed read_ternary(Compiler& compiler, Modifier& modifier, std::uint32_t& pos) {
  ++pos;
  const Compiler::Part yes = compiler.part(pos, {.delimiter = ':'});
  modifier.first = yes.text;
  if (!yes.complete) {
    return compiler.unfinished(modifier, ':');
  }
  const Compiler::Part no = compiler.final_part(pos);
  modifier.second = no.text;
  if (!no.complete) {
    return compiler.unfinished(modifier, compiler.close());
  }
  modifier.defines = Defines::yes;
  modifier.apply = apply_ternary;
  return Parsed::ok;
}

} // namespace mmk::lang::modifiers
