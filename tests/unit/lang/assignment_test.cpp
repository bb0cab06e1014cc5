#include "lang/assignment.hpp"

#include <gtest/gtest.h>

namespace mmk::lang {
namespace {

/// "name|op|value", "no" for what is no assignment.
std::string split(std::string_view line) {
  const std::optional<Assignment> found = find_assignment(line);
  if (!found) {
    return "no";
  }
  constexpr std::string_view k_ops[] = {"=", "+=", "?=", ":=", "!="};
  std::string text(found->name);
  text += '|';
  text += k_ops[static_cast<std::size_t>(found->op)];
  text += '|';
  text += found->value;
  return text;
}

TEST(Assignment, knows_the_five_operators) {
  EXPECT_EQ(split("A=b"), "A|=|b");
  EXPECT_EQ(split("A += b c"), "A|+=|b c");
  EXPECT_EQ(split("A?=\tb"), "A|?=|b");
  EXPECT_EQ(split("A:= ${b}"), "A|:=|${b}");
  EXPECT_EQ(split("A!=echo x"), "A|!=|echo x");
  EXPECT_EQ(split("A="), "A|=|");
}

TEST(Assignment, an_operator_needs_its_equals_sign_at_once) {
  EXPECT_EQ(split("C++=x"), "C+|+=|x");
  EXPECT_EQ(split("A+ = x"), "A+|=|x");
  EXPECT_EQ(split("A==x"), "A|=|=x");
}

TEST(Assignment, the_name_is_one_word_but_for_braces) {
  EXPECT_EQ(split("A B=c"), "no");
  EXPECT_EQ(split("a: B=c"), "no");
  EXPECT_EQ(split("one two:=three"), "no");
  EXPECT_EQ(split("A.${B C}=d"), "A.${B C}|=|d");
  EXPECT_EQ(split("${x:U=}: y"), "no");
  EXPECT_EQ(split("  A=b"), "A|=|b");
}

TEST(Assignment, knows_suns_shell_assignment) {
  EXPECT_EQ(split("A:sh=cmd"), "A|!=|cmd");
  EXPECT_EQ(split("A :sh = cmd"), "A|!=|cmd");
  EXPECT_EQ(split("A:shell=x"), "A:shell|=|x");
  EXPECT_EQ(split("A :sh(note)=x"), "A|=|x");
  EXPECT_EQ(split("A :sh +=x"), "A|+=|x");
}

} // namespace
} // namespace mmk::lang
