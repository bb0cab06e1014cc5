#include "lang/words.hpp"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <random>
#include <string>
#include <string_view>
#include <vector>

namespace mmk::lang {
namespace {

using ::testing::ElementsAre;

// The scanner looks at eight bytes at once; words of all lengths and neighbours of the bytes it
// looks for show that it finds the same ends as a byte-wise one.
TEST(WordScan, finds_words_of_every_length) {
  for (std::size_t length = 1; length < 40; ++length) {
    for (const char filler : {'a', '!', '#', '%', '(', '[', ']', '\x7f', '\xa0', '\xff', '\x01'}) {
      const std::string word(length, filler);
      EXPECT_THAT(split_words(word + " " + word + "\t" + word), ElementsAre(word, word, word));
    }
  }
}

TEST(WordScan, blanks_are_protected_by_quotes_and_backslashes) {
  EXPECT_THAT(split_words("abcdefgh\\ ijklmnop 'q r'stuvwxyz0123 x"),
              ElementsAre("abcdefgh\\ ijklmnop", "'q r'stuvwxyz0123", "x"));
}

/// Byte by byte, as the manual says it.
std::vector<std::string_view> split_slowly(std::string_view text) {
  std::vector<std::string_view> words;
  std::size_t begin = std::string_view::npos;
  char quote = '\0';
  for (std::size_t at = 0; at < text.size(); ++at) {
    const char c = text[at];
    const bool blank = quote == '\0' && (c == ' ' || c == '\t' || c == '\n');
    if (blank && begin != std::string_view::npos) {
      words.push_back(text.substr(begin, at - begin));
      begin = std::string_view::npos;
    }
    if (blank) {
      continue;
    }
    begin = begin == std::string_view::npos ? at : begin;
    if (c == '\\') {
      ++at;
    } else if (quote != '\0') {
      quote = c == quote ? '\0' : quote;
    } else if (c == '"' || c == '\'') {
      quote = c;
    }
  }
  if (begin != std::string_view::npos) {
    words.push_back(text.substr(begin));
  }
  return words.empty() ? std::vector<std::string_view>{""} : words;
}

TEST(WordScan, agrees_with_a_scan_byte_by_byte) {
  std::mt19937 random(1); // NOLINT: always the same texts
  constexpr std::string_view k_bytes = "  \t\nab.c/!#$%&'()\"\\\x7f\x80\xa0\xff\x01xyzw0123456789";
  for (int i = 0; i < 20'000; ++i) {
    std::string text(random() % 80, ' ');
    const std::size_t rare = 4 + random() % (k_bytes.size() - 4); // some texts are mostly words
    for (char& c : text) {
      c = random() % 3 == 0 ? k_bytes[random() % k_bytes.size()] : k_bytes[rare];
    }
    ASSERT_EQ(split_words(text), split_slowly(text)) << text;
  }
}

} // namespace
} // namespace mmk::lang
