#include "expression_fixture.hpp"
#include "lang/conditions.hpp"

namespace mmk::lang {
namespace {

class ConditionsTest : public ExpressionTest {
protected:
  void expect_true(std::initializer_list<std::string_view> texts) {
    for (const std::string_view text : texts) {
      EXPECT_EQ(condition(text), CondResult::is_true) << text;
    }
    EXPECT_EQ(messages(), "");
  }
  void expect_false(std::initializer_list<std::string_view> texts) {
    for (const std::string_view text : texts) {
      EXPECT_EQ(condition(text), CondResult::is_false) << text;
    }
    EXPECT_EQ(messages(), "");
  }
  void expect_error(std::string_view text, std::string_view message) {
    EXPECT_EQ(condition(text), CondResult::error) << text;
    EXPECT_EQ(messages(), fmt::format("make: {}\n", message));
  }
};

TEST_F(ConditionsTest, Numbers) {
  set("N", "5");
  expect_true({"1", "0x10 == 16", "${N} == 5", "5.0 == ${N}", "1 < 2", "2 <= 2", "3 > 2", "3 >= 3",
               "1 != 2", "1e3 == 1000"});
  expect_false({"0", "0x0", "0.0", "1 > 2", "${N} < 5"});
}

TEST_F(ConditionsTest, Strings) {
  set("S", "text");
  set("EMPTY", "");
  expect_true({"${S} == text", "\"${S}\" == \"text\"", "\"a b\" != \"a\"", "${S}", "\"x\"", "\"0\"",
               "\"${NO}\" == \"\"", "\"1.0\" != \"1\"", "\"\\$\" == \"\\$\""});
  expect_false({"\"\"", "${EMPTY}", "${S} == other", "${S:Mx*}"});
}

TEST_F(ConditionsTest, BooleanOperators) {
  expect_true({"1 && 1", "0 || 1", "!0", "!(1 && 0)", "(0 || 1) && 1", "1 || 0 && 0", "!!1",
               "((1))", "1 | 0", "1 & 1"});
  expect_false({"1 && 0", "0 || 0", "!1", "0 && 1 || 0"});
}

TEST_F(ConditionsTest, WhatDoesNotMatterIsNotEvaluated) {
  set("V", "v");
  expect_false({"0 && ${V::=changed}", "0 && ${UNDEFINED} == x"});
  expect_true({"1 || ${V::=changed} || \"${:!boom!}\""});
  EXPECT_EQ(value("V"), "v");
  EXPECT_TRUE(shell.commands.empty());
}

TEST_F(ConditionsTest, Functions) {
  set("V", "v");
  set("BLANK", "  ");
  set("NAME", "V");
  expect_true({"defined(V)", "defined ( V )", "!defined(NO)", "defined(${NAME})", "empty(NO)",
               "empty(BLANK)", "!empty(V)", "empty(V:Mx)", "empty( NO)", "make(made)", "make(m*)",
               "exists(file.c)", "target(made)", "target(target)", "commands(target)"});
  expect_false({"defined(NO)", "empty(V)", "make(other)", "exists(no.c)", "target(other)",
                "commands(made)"});
}

TEST_F(ConditionsTest, BareWords) {
  set("V", "0");
  set("NAME", "V");
  expect_true({"V", "!NO", "V && !NO"});
  EXPECT_EQ(condition("NO", {.negate_bare = true, .plain = false}), CondResult::is_true);
  EXPECT_EQ(condition("made", {.bare_word = BareWord::make, .plain = false}), CondResult::is_true);
  EXPECT_EQ(condition("made", {.bare_word = BareWord::make, .negate_bare = true, .plain = false}),
            CondResult::is_false);
  EXPECT_EQ(condition("${NAME}", {.plain = false}), CondResult::is_true);
}

TEST_F(ConditionsTest, Errors) {
  set("S", "text");
  expect_error("", "Malformed conditional ()");
  expect_error("-1 < 0", "Malformed conditional (-1 < 0)");
  expect_error("1 1", "Malformed conditional (1 1)");
  expect_error("(1", "Malformed conditional ((1)");
  expect_error("1 &&", "Malformed conditional (1 &&)");
  expect_error("word == word", "Malformed conditional (word == word)");
  expect_error("${UNDEFINED} == x", "Malformed conditional (${UNDEFINED} == x)");
  expect_error("${S} < 3", "Comparison with '<' requires both operands 'text' and '3' to be "
                           "numeric");
  expect_error("${S} ==", "Missing right-hand side of operator '=='");
  expect_error("defined(a b)", "Missing closing parenthesis for defined()");
  EXPECT_EQ(condition("word == word", {.left_unquoted_ok = true}), CondResult::is_true);
}

TEST_F(ConditionsTest, NestingIsBounded) {
  EXPECT_EQ(condition(std::string(100'000, '(') + "1"), CondResult::error);
  EXPECT_EQ(condition(std::string(100'000, '!') + "1"), CondResult::error);
}

TEST_F(ConditionsTest, DebugOutput) {
  debug.enable(Debug::cond);
  EXPECT_EQ(condition("1 < 2 && \"a\" != \"b\""), CondResult::is_true);
  EXPECT_EQ(messages(), "CondParser_Eval: 1 < 2 && \"a\" != \"b\"\n"
                        "Comparing 1.000000 < 2.000000\n"
                        "Comparing \"a\" != \"b\"\n");
}

} // namespace
} // namespace mmk::lang
