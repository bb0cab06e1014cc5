// Output of commands: :!cmd!, :sh and :sh1.
#include "lang/evaluation.hpp"
#include "lang/modifiers/table.hpp"

namespace mmk::lang::modifiers {

namespace {

void take(Evaluation& evaluation, ShellResult result) {
  evaluation.set_value(std::move(result.output)); // what there is counts even after an error
  if (!result.error.empty()) {
    evaluation.diag().error("{}", result.error);
  }
}

Outcome apply_shell_command(Evaluation& evaluation, const Modifier& modifier) {
  std::string storage;
  const std::string_view command = evaluation.argument(*modifier.first, storage);
  take(evaluation, evaluation.variables().capture(command));
  return Outcome::ok;
}

Outcome apply_shell(Evaluation& evaluation, const Modifier& /*modifier*/) {
  take(evaluation, evaluation.variables().capture(evaluation.take_value()));
  return Outcome::ok;
}

Outcome apply_shell_once(Evaluation& evaluation, const Modifier& /*modifier*/) {
  take(evaluation, evaluation.variables().capture_once(evaluation.take_value()));
  return Outcome::ok;
}

} // namespace

Parsed read_shell_command(Compiler& compiler, Modifier& modifier, std::uint32_t& pos) {
  ++pos;
  const Compiler::Part part = compiler.part(pos, {.delimiter = '!'});
  modifier.first = part.text;
  if (!part.complete) {
    return compiler.unfinished(modifier, '!');
  }
  modifier.defines = Defines::yes;
  modifier.apply = apply_shell_command;
  return Parsed::ok;
}

Parsed read_shell(Compiler& compiler, Modifier& modifier, std::uint32_t& pos) {
  const Parsed parsed = compiler.word(modifier, pos, "sh", apply_shell);
  return parsed == Parsed::unknown ? compiler.word(modifier, pos, "sh1", apply_shell_once) : parsed;
}

} // namespace mmk::lang::modifiers
