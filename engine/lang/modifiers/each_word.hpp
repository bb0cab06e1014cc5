// The loop that most modifiers share: split the value, let a function write each word, join.
#pragma once

#include "lang/evaluation.hpp"
#include "lang/words.hpp"

namespace mmk::lang::modifiers {

inline void log_split(Evaluation& evaluation) {
  if (evaluation.debug().on(Debug::var)) {
    const std::size_t count = count_words(evaluation.value());
    evaluation.debug().print("ModifyWords: split \"{}\" into {} {}\n", evaluation.value(), count,
                             count == 1 ? "word" : "words");
  }
}

/// `modify(word, joiner)` for each word, or once for the whole value if `single_word`.
template <class Modify>
void each_word(Evaluation& evaluation, bool single_word, char separator, Modify&& modify) {
  WordJoiner joiner(separator);
  const std::string_view value = evaluation.value();
  joiner.reserve(value.size());
  if (single_word) {
    modify(value, joiner);
  } else {
    log_split(evaluation);
    WordReader reader(value);
    std::string_view word;
    bool any = false;
    while (reader.next(word)) {
      any = true;
      modify(word, joiner);
      joiner.end_word();
    }
    if (!any) {
      modify(std::string_view(), joiner);
    }
  }
  evaluation.set_value(joiner.take());
}

template <class Modify> void each_word(Evaluation& evaluation, Modify&& modify) {
  each_word(evaluation, evaluation.single_word(), evaluation.separator(),
            std::forward<Modify>(modify));
}

} // namespace mmk::lang::modifiers
