#include "fs/glob.hpp"

#include <algorithm>

namespace mmk::fs {

namespace {

enum class ClassMatch : unsigned char {
  no,          ///< this byte does not match
  yes,         ///< it does; the pattern position stands behind the class
  rest_matches ///< an unfinished range at the end of a negated class takes all that is left
};

/// Tests `c` against the class whose text starts at pattern[at] (behind '['), advancing `at` behind
/// the class. Classes may lack their ']' and may be empty; a ']' that ends a range ends the class,
/// too. All of that is what bmake users see (varmod-match).
ClassMatch match_class(char c, std::string_view pattern, std::size_t& at) {
  const auto byte = [](char x) { return static_cast<unsigned char>(x); };
  const bool negated = at < pattern.size() && pattern[at] == '^';
  at += negated ? 1 : 0;
  bool found = false;
  while (!found && at < pattern.size() && pattern[at] != ']') {
    if (pattern[at] == c) {
      found = true;
    } else if (at + 1 < pattern.size() && pattern[at + 1] == '-') {
      if (at + 2 >= pattern.size()) {
        return negated ? ClassMatch::rest_matches : ClassMatch::no;
      }
      const auto [low, high] = std::minmax({byte(pattern[at]), byte(pattern[at + 2])});
      found = low <= byte(c) && byte(c) <= high;
      at += 2;
      // The upper bound is looked at again: if it is ']', it closes the class as well.
      at += pattern[at] == ']' ? 0 : 1;
    } else {
      ++at;
    }
  }
  if (found == negated) {
    return ClassMatch::no;
  }
  const std::size_t close = pattern.find(']', at);
  at = close == std::string_view::npos ? pattern.size() : close + 1;
  return ClassMatch::yes;
}

enum class Step : unsigned char { mismatch, advanced, rest_matches };

/// Matches one byte against the pattern element at `at`, which is neither the end nor '*'.
Step step(char c, std::string_view pattern, std::size_t& at) {
  const char p = pattern[at++];
  if (p == '?') {
    return Step::advanced;
  }
  if (p == '[') {
    switch (match_class(c, pattern, at)) {
    case ClassMatch::no:
      return Step::mismatch;
    case ClassMatch::yes:
      return Step::advanced;
    case ClassMatch::rest_matches:
      return Step::rest_matches;
    }
  }
  if (p == '\\') {
    return at < pattern.size() && pattern[at++] == c ? Step::advanced : Step::mismatch;
  }
  return p == c ? Step::advanced : Step::mismatch;
}

} // namespace

bool match(std::string_view text, std::string_view pattern) {
  // Going back to the last '*' only is enough, since every other element takes exactly one byte;
  // that bounds the work by text size times pattern size.
  std::size_t at = 0;
  std::size_t pos = 0;
  std::size_t star = std::string_view::npos;
  std::size_t star_pos = 0;
  for (;;) {
    if (at < pattern.size() && pattern[at] == '*') {
      star = ++at;
      star_pos = pos;
      continue;
    }
    if (pos == text.size()) {
      return at == pattern.size();
    }
    const Step result = at < pattern.size() ? step(text[pos], pattern, at) : Step::mismatch;
    if (result == Step::rest_matches) {
      return true;
    }
    if (result == Step::advanced) {
      ++pos;
      continue;
    }
    if (star == std::string_view::npos) {
      return false;
    }
    at = star;
    pos = ++star_pos;
  }
}

Pattern::Pattern(std::string_view text) : m_text(text) {
  const std::string_view special = "*?[\\";
  const std::size_t first = text.find_first_of(special);
  if (first == std::string_view::npos) {
    m_kind = Kind::literal;
  } else if (text[first] == '*' && text.find_first_of(special, first + 1) == text.npos) {
    m_kind = Kind::one_star;
    m_star = first;
  }
}

bool Pattern::matches(std::string_view text) const {
  switch (m_kind) {
  case Kind::literal:
    return text == m_text;
  case Kind::one_star:
    return text.size() + 1 >= m_text.size() && text.starts_with(m_text.substr(0, m_star)) &&
           text.ends_with(m_text.substr(m_star + 1));
  case Kind::general:
    break;
  }
  return match(text, m_text);
}

bool has_wildcards(std::string_view word) {
  bool wild = false;
  int braces = 0;
  int brackets = 0;
  for (const char c : word) {
    switch (c) {
    case '{':
      ++braces;
      wild = true;
      break;
    case '}':
      --braces;
      break;
    case '[':
      ++brackets;
      wild = true;
      break;
    case ']':
      --brackets;
      break;
    case '*':
    case '?':
      wild = true;
      break;
    default:
      break;
    }
  }
  return wild && braces == 0 && brackets == 0;
}

} // namespace mmk::fs
