#include "lang/modifiers/regex_size.hpp"

#include <gtest/gtest.h>

#include <string>

namespace mmk::lang::modifiers {
namespace {

TEST(RegexSize, CountsWhatStandsForItself) {
  EXPECT_EQ(regex_size(""), 0);
  EXPECT_EQ(regex_size("abc"), 3);
  EXPECT_EQ(regex_size(R"(\.[^]x]\+)"), 3);
}

TEST(RegexSize, CountsCopies) {
  EXPECT_GE(regex_size("a{99}"), 99);
  EXPECT_GE(regex_size("(ab){3,99}"), 198);
  EXPECT_GE(regex_size("((a{99}){99}){99}"), 900'000);
  EXPECT_GE(regex_size("a" + std::string(43, '+')), 1e12);
  EXPECT_GE(regex_size("(x(a" + std::string(30, '+')), 1e9);
}

TEST(RegexSize, KeepsOrdinaryPatternsSmall) {
  EXPECT_LT(regex_size(R"(^([a-z_]+)-([0-9]+(\.[0-9]+)*)\.(tar\.(gz|bz2|xz)|zip)$)"), 100);
  EXPECT_LT(regex_size("[[:alnum:]]{1,255}/.*"), 1000);
  EXPECT_LT(regex_size(std::string(1000, '*') + std::string(1000, ')')), 5000);
}

} // namespace
} // namespace mmk::lang::modifiers
