// Order and repetition of words: :O :Or :Ox :On :Onr :Orn, :u.
#include "lang/expander.hpp"
#include "lang/modifiers/table.hpp"
#include "lang/words.hpp"

#include <algorithm>
#include <cstdlib>

namespace mmk::lang::modifiers {

namespace {

using Words = std::vector<std::string_view>;

constexpr std::uint8_t k_reverse = 1;
constexpr std::uint8_t k_numeric = 2;
constexpr std::uint8_t k_shuffle = 4;

std::string join(const Words& words, std::size_t size) {
  std::string joined;
  joined.reserve(size);
  for (std::size_t i = 0; i < words.size(); ++i) {
    if (i > 0) {
      joined += ' ';
    }
    joined.append(words[i]);
  }
  return joined;
}

/// 12, 0x1f, 017, and multiples of 1024 by a letter: 4k, 2M, 1G.
std::int64_t number_of(std::string_view word) {
  const std::string text(word);
  char* end = nullptr;
  const auto number = static_cast<std::uint64_t>(std::strtoll(text.c_str(), &end, 0));
  int shift = 0;
  switch (*end) {
  case 'k':
  case 'K':
    shift = 10;
    break;
  case 'm':
  case 'M':
    shift = 20;
    break;
  case 'g':
  case 'G':
    shift = 30;
    break;
  default:
    break;
  }
  return static_cast<std::int64_t>(number << shift);
}

void sort_numbers(Words& words, bool reverse) {
  std::vector<std::pair<std::int64_t, std::string_view>> numbered;
  numbered.reserve(words.size());
  for (const std::string_view word : words) {
    numbered.emplace_back(number_of(word), word);
  }
  std::stable_sort(numbered.begin(), numbered.end(), [reverse](const auto& a, const auto& b) {
    return reverse ? b.first < a.first : a.first < b.first;
  });
  for (std::size_t i = 0; i < words.size(); ++i) {
    words[i] = numbered[i].second;
  }
}

Outcome apply_order(Evaluation& evaluation, const Modifier& modifier) {
  const std::string value = evaluation.take_value();
  Words words = split_words(value);
  const bool reverse = (modifier.flags & k_reverse) != 0;
  if ((modifier.flags & k_shuffle) != 0) {
    std::shuffle(words.begin(), words.end(), evaluation.expander().random());
  } else if ((modifier.flags & k_numeric) != 0) {
    sort_numbers(words, reverse);
  } else if (reverse) {
    std::sort(words.begin(), words.end(), std::greater<>());
  } else {
    std::sort(words.begin(), words.end());
  }
  evaluation.set_value(join(words, value.size()));
  return Outcome::ok;
}

Outcome apply_unique(Evaluation& evaluation, const Modifier& /*modifier*/) {
  const std::string value = evaluation.take_value();
  std::string distinct;
  distinct.reserve(value.size());
  WordReader reader(value);
  std::string_view last;
  std::string_view word;
  while (reader.next(word)) {
    if (word != last) {
      distinct.append(distinct.empty() ? "" : " ").append(word);
      last = word;
    }
  }
  evaluation.set_value(std::move(distinct));
  return Outcome::ok;
}

} // namespace

Parsed read_order(Compiler& compiler, Modifier& modifier, std::uint32_t& pos) {
  struct Form {
    std::string_view letters;
    std::uint8_t flags;
  };
  static constexpr Form k_forms[] = {
      {"", 0},
      {"r", k_reverse},
      {"x", k_shuffle},
      {"n", k_numeric},
      {"nr", k_numeric | k_reverse},
      {"rn", k_numeric | k_reverse},
  };
  for (const Form& form : k_forms) {
    const auto end = static_cast<std::uint32_t>(pos + 1 + form.letters.size());
    if (compiler.source().substr(pos + 1).starts_with(form.letters) &&
        compiler.ends_modifier(end)) {
      modifier.flags = form.flags;
      modifier.apply = apply_order;
      pos = end;
      return Parsed::ok;
    }
  }
  return compiler.bad(modifier, pos, pos + 1);
}

Parsed read_unique(Compiler& compiler, Modifier& modifier, std::uint32_t& pos) {
  return compiler.word(modifier, pos, "u", apply_unique);
}

} // namespace mmk::lang::modifiers
