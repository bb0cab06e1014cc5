// :S/old/new/ and the System V form :from=to.
#include "lang/expander.hpp"
#include "lang/modifiers/each_word.hpp"
#include "lang/modifiers/substitution_flags.hpp"
#include "lang/modifiers/table.hpp"

namespace mmk::lang::modifiers {

namespace {

constexpr std::uint8_t k_at_start = 8;
constexpr std::uint8_t k_at_end = 16;

struct Substitution {
  std::string_view from;
  std::string_view to;
  std::uint8_t flags = 0;
  bool done = false; ///< one word was changed already

  [[nodiscard]] bool has(std::uint8_t flag) const { return (flags & flag) != 0; }
  void operator()(std::string_view word, WordJoiner& joiner);
  bool anchored(std::string_view word, WordJoiner& joiner) const;
};

/// True if the word matched and was written.
bool Substitution::anchored(std::string_view word, WordJoiner& joiner) const {
  if (word.size() < from.size()) {
    return false;
  }
  const bool whole = has(k_at_start) && has(k_at_end);
  if (whole ? word != from : has(k_at_start) ? !word.starts_with(from) : !word.ends_with(from)) {
    return false;
  }
  if (has(k_at_start)) {
    joiner.add(to);
    joiner.add(word.substr(from.size()));
  } else {
    joiner.add(word.substr(0, word.size() - from.size()));
    joiner.add(to);
  }
  return true;
}

void Substitution::operator()(std::string_view word, WordJoiner& joiner) {
  if (done && has(k_first_word_only)) {
    joiner.add(word);
    return;
  }
  if (has(k_at_start) || has(k_at_end)) {
    if (anchored(word, joiner)) {
      done = true;
    } else {
      joiner.add(word);
    }
    return;
  }
  while (!from.empty()) {
    const std::size_t found = word.find(from);
    if (found == std::string_view::npos) {
      break;
    }
    done = true;
    joiner.add(word.substr(0, found));
    joiner.add(to);
    word.remove_prefix(found + from.size());
    if (!has(k_everywhere)) {
      break;
    }
  }
  joiner.add(word);
}

Outcome apply_substitute(Evaluation& evaluation, const Modifier& modifier) {
  std::string from;
  std::string to;
  Substitution substitution;
  substitution.from = evaluation.argument(*modifier.first, from);
  substitution.to = evaluation.argument(*modifier.second, to, substitution.from);
  substitution.flags = modifier.flags;
  const bool single = evaluation.single_word() || (modifier.flags & k_one_word) != 0;
  each_word(evaluation, single, evaluation.separator(), substitution);
  return Outcome::ok;
}

/// One side of :from=to, cut at its '%'.
struct Stem {
  std::string_view before;
  std::string_view after;
  bool percent = false;

  explicit Stem(std::string_view text) : before(text) {
    const std::size_t at = text.find('%');
    if (at != std::string_view::npos) {
      percent = true;
      before = text.substr(0, at);
      after = text.substr(at + 1);
    }
  }
};

/// The right side is expanded once more for each word that matches, as bmake does.
class FromTo {
public:
  FromTo(Evaluation& evaluation, std::string_view from, std::string_view to)
      : m_evaluation(&evaluation), m_from(from), m_to(to), m_left(from) {}

  void operator()(std::string_view word, WordJoiner& joiner);

private:
  [[nodiscard]] bool matches(std::string_view word) const;
  std::string_view right_side();

  Evaluation* m_evaluation;
  std::string_view m_from;
  std::string_view m_to;
  Stem m_left;
  std::string m_expanded;
};

bool FromTo::matches(std::string_view word) const {
  if (!m_left.percent) {
    return word.ends_with(m_from);
  }
  return !word.empty() && word.size() >= m_left.before.size() + m_left.after.size() &&
         word.starts_with(m_left.before) && word.ends_with(m_left.after);
}

std::string_view FromTo::right_side() {
  if (m_to.find('$') == std::string_view::npos) {
    return m_to;
  }
  m_expanded.clear();
  m_evaluation->expander().expand(m_to, m_evaluation->scope(), EvalMode::eval, m_expanded);
  return m_expanded;
}

void FromTo::operator()(std::string_view word, WordJoiner& joiner) {
  if (!matches(word)) {
    joiner.add(word);
    return;
  }
  const std::string_view to = right_side();
  if (!m_left.percent) {
    joiner.add(word.substr(0, word.size() - m_from.size()));
    joiner.add(to);
    return;
  }
  word.remove_prefix(m_left.before.size());
  word.remove_suffix(m_left.after.size());
  const Stem right(to);
  joiner.add(right.before);
  if (right.percent) {
    joiner.add(word);
    joiner.add(right.after);
  }
}

Outcome apply_from_to(Evaluation& evaluation, const Modifier& modifier) {
  std::string from_storage;
  std::string to_storage;
  const std::string_view from = evaluation.argument(*modifier.first, from_storage);
  const std::string_view to = evaluation.argument(*modifier.second, to_storage);
  if (from.empty() && evaluation.value().empty()) {
    return Outcome::ok; // an empty value stays empty
  }
  each_word(evaluation, FromTo(evaluation, from, to));
  return Outcome::ok;
}

} // namespace

std::uint8_t read_substitution_flags(const Compiler& compiler, std::uint32_t& pos) {
  std::uint8_t flags = 0;
  for (;; ++pos) {
    switch (compiler.at(pos)) {
    case 'g':
      flags |= k_everywhere;
      break;
    case '1':
      flags |= k_first_word_only;
      break;
    case 'W':
      flags |= k_one_word;
      break;
    default:
      return flags;
    }
  }
}

Parsed read_substitute(Compiler& compiler, Modifier& modifier, std::uint32_t& pos) {
  modifier.end = pos + 1;
  if (pos + 1 >= compiler.source().size()) {
    return compiler.message(modifier, "Missing delimiter for modifier ':S'", false);
  }
  const char delimiter = compiler.at(pos + 1);
  pos += 2;
  std::uint8_t flags = 0;
  if (compiler.at(pos) == '^') {
    flags |= k_at_start;
    ++pos;
  }
  const Compiler::Part from = compiler.part(pos, {.delimiter = delimiter, .anchor = true});
  modifier.first = from.text;
  if (!from.complete) {
    return compiler.unfinished(modifier, delimiter);
  }
  const Compiler::Part to = compiler.part(pos, {.delimiter = delimiter, .ampersand = true});
  modifier.second = to.text;
  if (!to.complete) {
    return compiler.unfinished(modifier, delimiter);
  }
  flags |= from.anchored ? k_at_end : 0;
  modifier.flags = flags | read_substitution_flags(compiler, pos);
  modifier.apply = apply_substitute;
  return Parsed::ok;
}

Parsed read_from_to(Compiler& compiler, Modifier& modifier, std::uint32_t& pos) {
  int depth = 1;
  bool has_equals = false;
  std::uint32_t scan = pos;
  const auto size = static_cast<std::uint32_t>(compiler.source().size());
  for (; scan < size; ++scan) {
    const char c = compiler.at(scan);
    if (c == '=') {
      has_equals = true;
    } else if (compiler.close() != '\0' && c == compiler.close() && --depth == 0) {
      break;
    } else if (compiler.open() != '\0' && c == compiler.open()) {
      ++depth;
    }
  }
  const bool closed = scan < size || compiler.close() == '\0';
  if (!closed || !has_equals) {
    return Parsed::unknown;
  }
  const Compiler::Part from = compiler.part(pos, {.delimiter = '='});
  modifier.first = from.text;
  if (!from.complete) {
    return compiler.unfinished(modifier, '=');
  }
  const Compiler::Part to = compiler.final_part(pos);
  modifier.second = to.text;
  if (!to.complete) {
    return compiler.unfinished(modifier, compiler.close());
  }
  modifier.apply = apply_from_to;
  return Parsed::ok;
}

} // namespace mmk::lang::modifiers
