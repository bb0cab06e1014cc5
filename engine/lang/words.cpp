#include "lang/words.hpp"

#ifdef __SSE2__
#include <emmintrin.h>
#endif

#include <algorithm>
#include <array>
#include <bit>
#include <cstring>

namespace mmk::lang {

namespace {

/// What a byte is to a word: nothing, blank or special.
constexpr unsigned char k_blank = 1;
constexpr unsigned char k_special = 2;
constexpr std::array<unsigned char, 256> k_classes = [] {
  std::array<unsigned char, 256> classes{};
  for (const char c : {' ', '\t', '\n'}) {
    classes[static_cast<unsigned char>(c)] = k_blank;
  }
  for (const char c : {'"', '\'', '\\'}) {
    classes[static_cast<unsigned char>(c)] = k_special;
  }
  return classes;
}();

constexpr bool is_blank(char c) {
  return k_classes[static_cast<unsigned char>(c)] == k_blank;
}
constexpr bool is_special(char c) {
  return k_classes[static_cast<unsigned char>(c)] == k_special;
}
constexpr bool is_stop(char c) {
  return k_classes[static_cast<unsigned char>(c)] != 0;
}

#ifdef __SSE2__

constexpr std::size_t k_block = 16;

/// A bit for each of the bytes from `at` on that may be a blank or special. Those are below '(',
/// but for the backslash, and nothing that is common in names is.
unsigned candidates(const char* at) {
  __m128i bytes;
  std::memcpy(&bytes, at, sizeof bytes);
  const __m128i low = _mm_cmpeq_epi8(_mm_min_epu8(bytes, _mm_set1_epi8('(')), bytes);
  const __m128i backslash = _mm_cmpeq_epi8(bytes, _mm_set1_epi8('\\'));
  return static_cast<unsigned>(_mm_movemask_epi8(_mm_or_si128(low, backslash)));
}

#else

constexpr std::size_t k_block = 8;

unsigned candidates(const char* at) {
  unsigned marks = 0;
  for (std::size_t i = 0; i < k_block; ++i) {
    marks |= static_cast<unsigned>(is_stop(at[i])) << i;
  }
  return marks;
}

#endif

/// The first blank or special byte from `pos` on. Values are mostly long lists of names, so this is
/// where much of the time of reading makefiles goes: a block of bytes is looked at together. The
/// last block overlaps the one before it.
std::size_t find_stop(std::string_view text, std::size_t pos) {
  if (text.size() >= k_block) {
    while (pos < text.size()) {
      const std::size_t block = std::min(pos, text.size() - k_block);
      const unsigned marks = candidates(text.data() + block) >> (pos - block);
      if (marks == 0) {
        pos = block + k_block;
        continue;
      }
      pos += static_cast<std::size_t>(std::countr_zero(marks));
      if (is_stop(text[pos])) {
        return pos;
      }
      ++pos;
    }
    return pos;
  }
  while (pos < text.size() && !is_stop(text[pos])) {
    ++pos;
  }
  return pos;
}

/// End of the word that holds a quote or backslash at `pos`.
std::size_t quoted_end(std::string_view text, std::size_t pos) {
  char quote = '\0';
  while (pos < text.size()) {
    const char c = text[pos];
    if (c == '\\') {
      ++pos; // the next byte is protected, whatever it is
    } else if (quote != '\0') {
      quote = c == quote ? '\0' : quote;
    } else if (c == '"' || c == '\'') {
      quote = c;
    } else if (is_blank(c)) {
      break;
    }
    ++pos;
  }
  return pos < text.size() ? pos : text.size();
}

} // namespace

bool WordReader::next(std::string_view& word) {
  const std::string_view text = m_rest;
  std::size_t begin = 0;
  while (begin < text.size() && is_blank(text[begin])) {
    ++begin;
  }
  if (begin == text.size()) {
    return false;
  }
  std::size_t end = find_stop(text, begin);
  if (end < text.size() && is_special(text[end])) {
    end = quoted_end(text, end);
  }
  word = std::string_view(text.data() + begin, end - begin);
  m_rest.remove_prefix(end);
  return true;
}

std::vector<std::string_view> split_words(std::string_view text) {
  constexpr std::size_t k_usual_length = 8;
  std::vector<std::string_view> words;
  words.reserve(text.size() / k_usual_length + 1);
  WordReader reader(text);
  std::string_view word;
  while (reader.next(word)) {
    words.push_back(word);
  }
  if (words.empty()) {
    words.emplace_back();
  }
  return words;
}

std::size_t count_words(std::string_view text) {
  std::size_t count = 0;
  WordReader reader(text);
  std::string_view word;
  while (reader.next(word)) {
    ++count;
  }
  return count == 0 ? 1 : count;
}

} // namespace mmk::lang
