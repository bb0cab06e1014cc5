// :Q and :q, quoting for the shell.
#include "lang/evaluation.hpp"
#include "lang/modifiers/table.hpp"

namespace mmk::lang::modifiers {

namespace {

constexpr std::string_view k_special = "!\"#$&'()*;<>?[\\]^`{|}~ \t\v\f\r";

Outcome apply_quote(Evaluation& evaluation, const Modifier& modifier) {
  const std::string value = evaluation.take_value();
  const bool double_dollars = modifier.letter == 'q';
  std::string quoted;
  quoted.reserve(value.size() + value.size() / 4 + 2);
  for (const char c : value) {
    if (c == '\n') {
      quoted += "'\n'"; // a backslash would make it vanish
      continue;
    }
    if (k_special.find(c) != std::string_view::npos) {
      quoted += '\\';
    }
    quoted += c;
    if (c == '$' && double_dollars) {
      quoted += "\\$";
    }
  }
  evaluation.set_value(std::move(quoted));
  return Outcome::ok;
}

} // namespace

Parsed read_quote(Compiler& compiler, Modifier& modifier, std::uint32_t& pos) {
  modifier.letter = compiler.at(pos);
  return compiler.word(modifier, pos, modifier.letter == 'Q' ? "Q" : "q", apply_quote);
}

} // namespace mmk::lang::modifiers
