#include "fs/glob.hpp"

#include <gtest/gtest.h>

#include <string>

namespace mmk::fs {
namespace {

struct Case {
  const char* text;
  const char* pattern;
  bool matches;
};

class GlobMatch : public ::testing::TestWithParam<Case> {};

TEST_P(GlobMatch, AgreesWithBmake) {
  const Case& c = GetParam();
  EXPECT_EQ(match(c.text, c.pattern), c.matches) << c.text << " :M" << c.pattern;
  EXPECT_EQ(Pattern(c.pattern).matches(c.text), c.matches) << c.text << " :M" << c.pattern;
}

INSTANTIATE_TEST_SUITE_P(
    Plain, GlobMatch,
    ::testing::Values(Case{"", "", true}, Case{"", "*", true}, Case{"a", "", false},
                      Case{"abc", "abc", true}, Case{"abc", "ab", false}, Case{"abc", "a?c", true},
                      Case{"abc", "a*", true}, Case{"abc", "*c", true}, Case{"abc", "*b*", true},
                      Case{"abc", "a*d", false}, Case{"aXbXc", "a*b*c", true},
                      Case{"foo.c", "*.[ch]", true}, Case{"foo.o", "*.[ch]", false},
                      Case{"a/b.c", "*.c", true}));

INSTANTIATE_TEST_SUITE_P(Quoting, GlobMatch,
                         ::testing::Values(Case{"*", "\\*", true}, Case{"x", "\\*", false},
                                           Case{":", "\\:", true}, Case{"\\", "\\\\", true},
                                           Case{"", "\\", false}, Case{"\\", "\\", false}));

INSTANTIATE_TEST_SUITE_P(Classes, GlobMatch,
                         ::testing::Values(Case{"b", "[a-c]", true}, Case{"b", "[c-a]", true},
                                           Case{"d", "[a-c]", false}, Case{"d", "[^a-c67]", true},
                                           Case{"6", "[^a-c67]", false},
                                           Case{"a\\b", "a[\\]b", true}, Case{"ab", "a[]b", false},
                                           Case{"a[]b", "a[]b", false}, Case{"a[b", "a[^]b", true},
                                           Case{"[]", "[[-]]", true}, Case{"\\]", "[[-]]", true},
                                           Case{"]]", "[[-]]", true}, Case{"[", "[[-]]", false},
                                           Case{"ba]", "[b[-]a]", true}, Case{"-", "[-]", true},
                                           Case{"-]", "[-]", false}));

INSTANTIATE_TEST_SUITE_P(UnfinishedClasses, GlobMatch,
                         ::testing::Values(Case{"a[", "a[", false}, Case{"aX", "a[^", true},
                                           Case{"a", "a[^", false}, Case{"-", "[-x1-3", true},
                                           Case{"2", "[-x1-3", true}, Case{"xx", "[-x1-3", false},
                                           Case{"4", "[-x1-3", false}, Case{"+", "[^-x1-3", true},
                                           Case{"3", "[^-x1-3", false}, Case{"x", "[x-", true},
                                           Case{"[x-", "[x-", false}, Case{"y", "[x-", false},
                                           Case{"yyyyy", "[^x-", true}, Case{"x-", "[^x-", false}));

TEST(GlobMatchCost, ManyStarsAreNotExponential) {
  const std::string text(5000, '.');
  const std::string stars = "*?*?*?*?*?*?*?*?*?*?*?*?a";
  EXPECT_FALSE(match(text + "b", stars));
  EXPECT_TRUE(match(text + "a", stars));
}

TEST(HasWildcards, WantsBalancedBracketsAndBraces) {
  EXPECT_TRUE(has_wildcards("*.c"));
  EXPECT_TRUE(has_wildcards("a?"));
  EXPECT_TRUE(has_wildcards("{a,b}"));
  EXPECT_TRUE(has_wildcards("[ab]"));
  EXPECT_FALSE(has_wildcards("plain.c"));
  EXPECT_FALSE(has_wildcards("a{b"));
  EXPECT_FALSE(has_wildcards("a[b*"));
  EXPECT_FALSE(has_wildcards("a}"));
}

} // namespace
} // namespace mmk::fs
