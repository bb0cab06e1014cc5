// Output of commands: :!cmd! and :sh.
#include "lang/evaluation.hpp"
#include "lang/modifiers/table.hpp"

namespace mmk::lang::modifiers {

namespace {

void capture(Evaluation& evaluation, std::string_view command) {
  ShellResult result = evaluation.variables().capture(command);
  evaluation.set_value(std::move(result.output)); // what there is counts even after an error
  if (!result.error.empty()) {
    evaluation.diag().error("{}", result.error);
  }
}

Outcome apply_shell_command(Evaluation& evaluation, const Modifier& modifier) {
  std::string storage;
  const std::string_view command = evaluation.argument(*modifier.first, storage);
  capture(evaluation, command);
  return Outcome::ok;
}

Outcome apply_shell(Evaluation& evaluation, const Modifier& /*modifier*/) {
  capture(evaluation, evaluation.take_value());
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
  return compiler.word(modifier, pos, "sh", apply_shell);
}

} // namespace mmk::lang::modifiers
