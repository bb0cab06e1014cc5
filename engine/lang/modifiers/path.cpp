// Parts of path names: :H :T :E :R.
#include "lang/modifiers/each_word.hpp"
#include "lang/modifiers/table.hpp"

namespace mmk::lang::modifiers {

namespace {

std::string_view head(std::string_view word) {
  const std::size_t slash = word.rfind('/');
  return slash == std::string_view::npos ? "." : word.substr(0, slash);
}

std::string_view tail(std::string_view word) {
  return word.substr(word.rfind('/') + 1);
}

std::string_view suffix(std::string_view word) {
  const std::size_t dot = word.rfind('.');
  return dot == std::string_view::npos ? "" : word.substr(dot + 1);
}

std::string_view root(std::string_view word) {
  return word.substr(0, word.rfind('.'));
}

template <std::string_view (*part)(std::string_view)>
Outcome apply_part(Evaluation& evaluation, const Modifier& /*modifier*/) {
  each_word(evaluation, [](std::string_view word, WordJoiner& joiner) { joiner.add(part(word)); });
  return Outcome::ok;
}

} // namespace

Parsed read_path_part(Compiler& compiler, Modifier& modifier, std::uint32_t& pos) {
  switch (compiler.at(pos)) {
  case 'H':
    return compiler.word(modifier, pos, "H", apply_part<head>);
  case 'T':
    return compiler.word(modifier, pos, "T", apply_part<tail>);
  case 'E':
    return compiler.word(modifier, pos, "E", apply_part<suffix>);
  default:
    return compiler.word(modifier, pos, "R", apply_part<root>);
  }
}

} // namespace mmk::lang::modifiers
