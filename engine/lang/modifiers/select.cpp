// Words by position: :[...], and their positions: :range.
#include "lang/evaluation.hpp"
#include "lang/modifiers/numbers.hpp"
#include "lang/modifiers/table.hpp"
#include "lang/words.hpp"

#include <algorithm>
#include <cerrno>
#include <cstdlib>
#include <limits>

namespace mmk::lang::modifiers {

namespace {

/// Word positions: from 1, or backwards from -1.
struct Range {
  std::int64_t first = 0;
  std::int64_t last = 0;
};

/// strtol with base 0 at `text`; nullptr if there is no number or it is too large for an int.
const char* read_position(const char* text, std::int64_t& number) {
  char* end = nullptr;
  errno = 0;
  number = std::strtoll(text, &end, 0);
  const bool fits = number >= std::numeric_limits<int>::min() &&
                    number <= std::numeric_limits<int>::max() && errno != ERANGE;
  return end == text || !fits ? nullptr : end;
}

std::optional<Range> read_positions(const std::string& text) {
  Range range;
  const char* end = read_position(text.c_str(), range.first);
  if (end == nullptr) {
    return std::nullopt;
  }
  range.last = range.first;
  if (*end == '\0') {
    return range;
  }
  if (end[0] != '.' || end[1] != '.') {
    return std::nullopt;
  }
  end = read_position(end + 2, range.last);
  return end != nullptr && *end == '\0' ? std::optional(range) : std::nullopt;
}

/// The usual case, positions from the start in order, needs no list of all words.
void select_forwards(Evaluation& evaluation, Range range) {
  const std::string value = evaluation.take_value();
  WordJoiner joiner(evaluation.separator());
  WordReader reader(value);
  std::string_view word;
  for (std::int64_t i = 1; i <= range.last && reader.next(word); ++i) {
    if (i >= range.first) {
      joiner.add(word);
      joiner.end_word();
    }
  }
  evaluation.set_value(joiner.take());
}

void select(Evaluation& evaluation, Range range) {
  if (range.first > 0 && range.last >= range.first && !evaluation.single_word()) {
    select_forwards(evaluation, range);
    return;
  }
  const std::string value = evaluation.take_value();
  const std::vector<std::string_view> words =
      evaluation.single_word() ? std::vector<std::string_view>{value} : split_words(value);
  const auto count = static_cast<std::int64_t>(words.size());
  range.first += range.first < 0 ? count + 1 : 0;
  range.last += range.last < 0 ? count + 1 : 0;
  WordJoiner joiner(evaluation.separator());
  const auto add = [&](std::int64_t position) {
    joiner.add(words[static_cast<std::size_t>(position - 1)]);
    joiner.end_word();
  };
  if (range.first <= range.last) {
    for (std::int64_t i = std::max<std::int64_t>(range.first, 1); i <= std::min(range.last, count);
         ++i) {
      add(i);
    }
  } else {
    for (std::int64_t i = std::min(range.first, count); i >= std::max<std::int64_t>(range.last, 1);
         --i) {
      add(i);
    }
  }
  evaluation.set_value(joiner.take());
}

Outcome apply_select(Evaluation& evaluation, const Modifier& modifier) {
  std::string storage;
  const std::string selector(evaluation.argument(*modifier.first, storage));
  if (selector == "#") {
    const std::size_t count = evaluation.single_word() ? 1 : count_words(evaluation.value());
    evaluation.set_value(std::to_string(count));
    return Outcome::ok;
  }
  if (selector == "*" || selector == "@") {
    evaluation.set_single_word(selector == "*");
    return Outcome::ok;
  }
  const std::optional<Range> range = read_positions(selector);
  if (!range) {
    return Outcome::bad;
  }
  if (range->first == 0 && range->last == 0) {
    evaluation.set_single_word(true);
    return Outcome::ok;
  }
  if (range->first == 0 || range->last == 0) {
    return Outcome::bad;
  }
  select(evaluation, *range);
  return Outcome::ok;
}

Outcome apply_range(Evaluation& evaluation, const Modifier& modifier) {
  const std::uint64_t count =
      modifier.number == 0 ? count_words(evaluation.value()) : modifier.number;
  std::string value;
  for (std::uint64_t i = 1; i <= count; ++i) {
    if (i > 1) {
      value += ' ';
    }
    value += std::to_string(i);
  }
  evaluation.set_value(std::move(value));
  return Outcome::ok;
}

} // namespace

Parsed read_select(Compiler& compiler, Modifier& modifier, std::uint32_t& pos) {
  ++pos;
  const Compiler::Part part = compiler.part(pos, {.delimiter = ']'});
  modifier.first = part.text;
  if (!part.complete) {
    return compiler.unfinished(modifier, ']');
  }
  if (!compiler.ends_modifier(pos)) {
    return compiler.bad(modifier, pos, pos);
  }
  modifier.apply = apply_select;
  return Parsed::ok;
}

Parsed read_range(Compiler& compiler, Modifier& modifier, std::uint32_t& pos) {
  modifier.apply = apply_range;
  switch (read_keyword(compiler, pos, "range")) {
  case Keyword::alone:
    return Parsed::ok;
  case Keyword::with_value:
    break;
  case Keyword::other:
    return Parsed::unknown;
  }
  const std::uint32_t value = pos;
  const std::optional<std::uint64_t> number = read_number(compiler, pos);
  if (!number) {
    modifier.end = modifier.begin;
    return compiler.message(
        modifier,
        fmt::format("Invalid number \"{}\" for ':range' modifier", compiler.source().substr(value)),
        true);
  }
  modifier.number = *number;
  return Parsed::ok;
}

} // namespace mmk::lang::modifiers
