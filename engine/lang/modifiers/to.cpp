// The :t family: :tA (absolute path), :tl :tt :tu (case), :ts (separator), :tW :tw (one word or
// many).
#include "lang/chars.hpp"
#include "lang/modifiers/each_word.hpp"
#include "lang/modifiers/table.hpp"

#include <algorithm>
#include <cstdlib>

namespace mmk::lang::modifiers {

namespace {

Outcome apply_absolute(Evaluation& evaluation, const Modifier& /*modifier*/) {
  const fs::FileSystem& files = evaluation.context().files.file_system();
  DebugLog& debug = evaluation.debug();
  each_word(evaluation, [&](std::string_view word, WordJoiner& joiner) {
    if (word.empty()) {
      return;
    }
    const std::string path(word);
    const Result<std::string> real = files.realpath(path);
    if (real && debug.on(Debug::dir)) {
      debug.print("cached_realpath: {} -> {}\n", path, *real);
    }
    joiner.add(real ? *real : path);
  });
  return Outcome::ok;
}

constexpr char lower(char c) {
  return c >= 'A' && c <= 'Z' ? static_cast<char>(c + 32) : c;
}
constexpr char upper(char c) {
  return c >= 'a' && c <= 'z' ? static_cast<char>(c - 32) : c;
}

template <char (*change)(char)>
Outcome apply_case(Evaluation& evaluation, const Modifier& /*modifier*/) {
  std::string value = evaluation.take_value();
  std::transform(value.begin(), value.end(), value.begin(), change);
  evaluation.set_value(std::move(value));
  return Outcome::ok;
}

/// The first letter of each word is large, the others are small; the blanks stay as they are.
Outcome apply_title_case(Evaluation& evaluation, const Modifier& /*modifier*/) {
  std::string value = evaluation.take_value();
  bool inside = false;
  for (char& c : value) {
    c = inside ? lower(c) : upper(c);
    inside = !is_space(c);
  }
  evaluation.set_value(std::move(value));
  return Outcome::ok;
}

Outcome apply_single_word(Evaluation& evaluation, const Modifier& /*modifier*/) {
  evaluation.set_single_word(true);
  return Outcome::ok;
}

Outcome apply_many_words(Evaluation& evaluation, const Modifier& /*modifier*/) {
  evaluation.set_single_word(false);
  return Outcome::ok;
}

Outcome apply_separator(Evaluation& evaluation, const Modifier& modifier) {
  evaluation.set_separator(modifier.letter);
  each_word(evaluation, [](std::string_view word, WordJoiner& joiner) { joiner.add(word); });
  return Outcome::ok;
}

/// No proper form of :t, but perhaps :tex=pdf.
Parsed bad_or_from_to(Compiler& compiler, Modifier& modifier, std::uint32_t& pos,
                      std::uint32_t resume) {
  std::uint32_t at = modifier.begin;
  const Parsed parsed = read_from_to(compiler, modifier, at);
  if (parsed == Parsed::unknown) {
    return compiler.bad(modifier, pos, resume);
  }
  pos = at;
  return parsed;
}

/// `\n`, `\t`, `\x41` or `\101` at the backslash `pos`.
Parsed read_escape(Compiler& compiler, Modifier& modifier, std::uint32_t& pos) {
  const std::uint32_t backslash = pos;
  const char kind = compiler.at(pos + 1);
  if (kind == 'n' || kind == 't') {
    modifier.letter = kind == 'n' ? '\n' : '\t';
    pos += 2;
    return Parsed::ok;
  }
  const bool hex = kind == 'x';
  if (!hex && (kind < '0' || kind > '9')) {
    return bad_or_from_to(compiler, modifier, pos, backslash);
  }
  pos += hex ? 2 : 1;
  const std::uint32_t digits = pos;
  const std::uint32_t base = hex ? 16 : 8;
  std::uint32_t number = 0;
  for (;; ++pos) {
    const char c = lower(compiler.at(pos));
    const std::uint32_t digit = c >= '0' && c <= '9'   ? static_cast<std::uint32_t>(c - '0')
                                : c >= 'a' && c <= 'f' ? static_cast<std::uint32_t>(c - 'a' + 10)
                                                       : base;
    if (digit >= base) {
      break;
    }
    number = std::min(number * base + digit, 256U);
  }
  if (number > 255) {
    modifier.end = modifier.begin;
    const std::string_view rest = compiler.source().substr(digits);
    return compiler.message(modifier, fmt::format("Invalid character number at \"{}\"", rest),
                            true);
  }
  if (!compiler.ends_modifier(pos)) {
    return bad_or_from_to(compiler, modifier, pos, backslash);
  }
  modifier.letter = static_cast<char>(number);
  return Parsed::ok;
}

/// `pos` is at the 't' of ":ts".
Parsed read_separator(Compiler& compiler, Modifier& modifier, std::uint32_t& pos) {
  const std::uint32_t begin = pos;
  const std::uint32_t at = pos + 2;
  modifier.apply = apply_separator;
  const bool has_one = at < compiler.source().size();
  if (has_one && compiler.at(at) != compiler.close() && compiler.ends_modifier(at + 1)) {
    modifier.letter = compiler.at(at);
    pos = at + 1;
    return Parsed::ok;
  }
  if (compiler.ends_modifier(at)) {
    modifier.letter = '\0';
    pos = at;
    return Parsed::ok;
  }
  if (compiler.at(at) != '\\') {
    return bad_or_from_to(compiler, modifier, pos, begin + 1);
  }
  pos = at;
  return read_escape(compiler, modifier, pos);
}

Apply find_simple(char letter) {
  switch (letter) {
  case 'A':
    return apply_absolute;
  case 'l':
    return apply_case<lower>;
  case 't':
    return apply_title_case;
  case 'u':
    return apply_case<upper>;
  case 'W':
    return apply_single_word;
  case 'w':
    return apply_many_words;
  default:
    return nullptr;
  }
}

} // namespace

Parsed read_to(Compiler& compiler, Modifier& modifier, std::uint32_t& pos) {
  const std::uint32_t next = pos + 1;
  if (!compiler.ends_modifier(next) && compiler.at(next) == 's') {
    return read_separator(compiler, modifier, pos);
  }
  modifier.apply = find_simple(compiler.at(next));
  if (compiler.ends_modifier(next) || modifier.apply == nullptr ||
      !compiler.ends_modifier(next + 1)) {
    return bad_or_from_to(compiler, modifier, pos, next);
  }
  pos += 2;
  return Parsed::ok;
}

} // namespace mmk::lang::modifiers
