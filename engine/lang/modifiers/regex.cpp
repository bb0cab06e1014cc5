// :C/pattern/replacement/ with POSIX extended regular expressions.
#include "lang/expander.hpp"
#include "lang/modifiers/each_word.hpp"
#include "lang/modifiers/regex_cache.hpp"
#include "lang/modifiers/substitution_flags.hpp"
#include "lang/modifiers/table.hpp"

#include <array>

namespace mmk::lang::modifiers {

namespace {

constexpr std::size_t k_groups = 10;

class RegexSubstitution {
public:
  RegexSubstitution(Evaluation& evaluation, const regex_t& regex, std::string_view replacement,
                    std::uint8_t flags)
      : m_evaluation(&evaluation), m_regex(&regex), m_replacement(replacement), m_flags(flags) {}

  void operator()(std::string_view word, WordJoiner& joiner);

private:
  void replace(std::string_view word, WordJoiner& joiner);
  void group(std::string_view word, std::size_t number, WordJoiner& joiner);

  Evaluation* m_evaluation;
  const regex_t* m_regex;
  std::string_view m_replacement;
  std::uint8_t m_flags;
  bool m_done = false;
  std::array<regmatch_t, k_groups> m_matches{};
};

void RegexSubstitution::operator()(std::string_view word, WordJoiner& joiner) {
  if (m_done && (m_flags & k_first_word_only) != 0) {
    joiner.add(word);
    return;
  }
  int options = REG_STARTEND;
  for (bool again = true; again;) {
    m_matches[0] = {0, static_cast<regoff_t>(word.size())};
    // regexec wants a pointer even for an empty text.
    const char* text = word.data() == nullptr ? "" : word.data();
    if (regexec(m_regex, text, m_matches.size(), m_matches.data(), options) != 0) {
      break;
    }
    m_done = true;
    const auto begin = static_cast<std::size_t>(m_matches[0].rm_so);
    const auto end = static_cast<std::size_t>(m_matches[0].rm_eo);
    joiner.add(word.substr(0, begin));
    replace(word, joiner);
    word.remove_prefix(end);
    again = (m_flags & k_everywhere) != 0 && !word.empty();
    if (again && begin == 0 && end == 0) { // an empty match must not be found for ever
      joiner.add(word.substr(0, 1));
      word.remove_prefix(1);
      again = !word.empty();
    }
    options |= REG_NOTBOL;
  }
  joiner.add(word);
}

void RegexSubstitution::replace(std::string_view word, WordJoiner& joiner) {
  const std::string_view text = m_replacement;
  for (std::size_t i = 0; i < text.size(); ++i) {
    const char next = i + 1 < text.size() ? text[i + 1] : '\0';
    if (text[i] == '&') {
      group(word, 0, joiner);
    } else if (text[i] == '\\' && (next == '&' || next == '\\')) {
      joiner.add(text.substr(++i, 1));
    } else if (text[i] == '\\' && next >= '0' && next <= '9') {
      ++i;
      group(word, static_cast<std::size_t>(next - '0'), joiner);
    } else {
      joiner.add(text.substr(i, 1));
    }
  }
}

void RegexSubstitution::group(std::string_view word, std::size_t number, WordJoiner& joiner) {
  if (number > m_regex->re_nsub) {
    m_evaluation->diag().error("No subexpression \\{}", number);
    return;
  }
  const regmatch_t& match = m_matches[number];
  if (match.rm_so < 0) {
    if (m_evaluation->context().options.lint) {
      m_evaluation->diag().error("No match for subexpression \\{}", number);
    }
    return;
  }
  joiner.add(word.substr(static_cast<std::size_t>(match.rm_so),
                         static_cast<std::size_t>(match.rm_eo - match.rm_so)));
}

Outcome apply_regex(Evaluation& evaluation, const Modifier& modifier) {
  std::string pattern;
  std::string replacement_storage;
  pattern.assign(evaluation.argument(*modifier.first, pattern));
  const std::string_view replacement = evaluation.argument(*modifier.second, replacement_storage);
  std::string error;
  const std::shared_ptr<const Regex> regex =
      evaluation.expander().regexes().compile(pattern, error);
  if (regex == nullptr) {
    evaluation.diag().error("Regex compilation error: {}", error);
    return Outcome::failed;
  }
  const bool single = evaluation.single_word() || (modifier.flags & k_one_word) != 0;
  each_word(evaluation, single, evaluation.separator(),
            RegexSubstitution(evaluation, regex->get(), replacement, modifier.flags));
  return Outcome::ok;
}

} // namespace

std::shared_ptr<const Regex> RegexCache::compile(const std::string& pattern, std::string& error) {
  const auto found = m_regexes.find(pattern);
  if (found != m_regexes.end()) {
    return found->second;
  }
  auto regex = std::make_shared<Regex>();
  const int code = regex->compile(pattern);
  if (code != 0) {
    error = regex->error_text(code);
    return nullptr;
  }
  if (m_regexes.size() >= k_max_entries) {
    m_regexes.clear();
  }
  m_regexes.emplace(pattern, regex);
  return regex;
}

std::string Regex::error_text(int code) const {
  std::string text(regerror(code, &m_regex, nullptr, 0), '\0');
  regerror(code, &m_regex, text.data(), text.size());
  text.pop_back();
  return text;
}

Parsed read_regex(Compiler& compiler, Modifier& modifier, std::uint32_t& pos) {
  modifier.end = pos + 1;
  if (pos + 1 >= compiler.source().size()) {
    return compiler.message(modifier, "Missing delimiter for :C modifier", false);
  }
  const char delimiter = compiler.at(pos + 1);
  pos += 2;
  const Compiler::Part pattern = compiler.part(pos, {.delimiter = delimiter});
  modifier.first = pattern.text;
  if (!pattern.complete) {
    return compiler.unfinished(modifier, delimiter);
  }
  const Compiler::Part replacement = compiler.part(pos, {.delimiter = delimiter});
  modifier.second = replacement.text;
  if (!replacement.complete) {
    return compiler.unfinished(modifier, delimiter);
  }
  modifier.flags = read_substitution_flags(compiler, pos);
  modifier.apply = apply_regex;
  return Parsed::ok;
}

} // namespace mmk::lang::modifiers
