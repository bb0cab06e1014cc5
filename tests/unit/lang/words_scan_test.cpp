#include "lang/words.hpp"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

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

} // namespace
} // namespace mmk::lang
