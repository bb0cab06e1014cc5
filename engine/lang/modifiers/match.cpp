// :M and :N, the words that match a pattern and those that do not.
#include "fs/glob.hpp"
#include "lang/expander.hpp"
#include "lang/modifiers/each_word.hpp"
#include "lang/modifiers/table.hpp"

namespace mmk::lang::modifiers {

namespace {

/// End of the pattern: a colon or a closing bracket outside of brackets. Both kinds of brackets
/// count alike, and expressions are not treated as such.
std::uint32_t pattern_end(const Compiler& compiler, std::uint32_t pos, bool& escaped) {
  int nesting = 0;
  bool has_dollar = false;
  for (; pos < compiler.source().size(); ++pos) {
    const char c = compiler.at(pos);
    const char next = compiler.at(pos + 1);
    if (c == ':' && nesting == 0) {
      break;
    }
    if (c == '$') {
      has_dollar = true;
    } else if (c == '\\' && next != '\0' &&
               (next == ':' || next == compiler.close() || next == compiler.open())) {
      // Behind a dollar, backslashes are left for the expansion of the pattern.
      escaped = escaped || !has_dollar;
      ++pos;
    } else if (c == '(' || c == '{') {
      ++nesting;
    } else if ((c == ')' || c == '}') && --nesting < 0) {
      break;
    }
  }
  return std::min(pos, static_cast<std::uint32_t>(compiler.source().size()));
}

/// The pattern without the backslashes that protect colons and closing brackets.
std::string unescape(const Compiler& compiler, std::uint32_t begin, std::uint32_t end) {
  std::string pattern;
  for (std::uint32_t pos = begin; pos < end; ++pos) {
    const char next = pos + 1 < end ? compiler.at(pos + 1) : '\0';
    if (compiler.at(pos) == '\\' && next != '\0' && (next == ':' || next == compiler.close())) {
      ++pos;
    }
    pattern += compiler.at(pos);
  }
  return pattern;
}

Outcome apply_match(Evaluation& evaluation, const Modifier& modifier) {
  std::string storage;
  std::string_view pattern = modifier.literal;
  if (modifier.first != nullptr) {
    evaluation.expander().expand(*modifier.first, evaluation.scope(), evaluation.mode(), storage);
    pattern = storage;
  }
  if (evaluation.debug().on(Debug::var)) {
    evaluation.debug().print("Pattern for ':{}' is \"{}\"\n", modifier.letter, pattern);
  }
  const bool wanted = modifier.letter == 'M';
  const fs::Pattern matcher(pattern);
  each_word(evaluation, [&](std::string_view word, WordJoiner& joiner) {
    if (matcher.matches(word) == wanted) {
      joiner.add(word);
    }
  });
  return Outcome::ok;
}

} // namespace

Parsed read_match(Compiler& compiler, Modifier& modifier, std::uint32_t& pos) {
  modifier.letter = compiler.at(pos);
  bool escaped = false;
  const std::uint32_t begin = pos + 1;
  pos = pattern_end(compiler, begin, escaped);
  const std::string_view raw = compiler.slice(begin, pos);
  modifier.literal = escaped ? compiler.keep(unescape(compiler, begin, pos)) : raw;
  if (modifier.literal.find('$') != std::string_view::npos) {
    modifier.first = compiler.own_text(modifier.literal);
  }
  modifier.arguments = Arguments::own;
  modifier.apply = apply_match;
  return Parsed::ok;
}

} // namespace mmk::lang::modifiers
