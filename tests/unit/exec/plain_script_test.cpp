#include "exec/plain_script.hpp"

#include <gtest/gtest.h>

namespace mmk::exec {
namespace {

using Place = PlainCommand::Place;
using When = PlainPipeline::When;
using Words = std::vector<std::string>;

TEST(PlainScript, TakesOneCommandWithLiteralWords) {
  const auto script = parse_plain_script("  cc -DX='a  b' \"c;d\"'' --version ");
  ASSERT_TRUE(script && script->size() == 1 && (*script)[0].commands.size() == 1);
  EXPECT_EQ((*script)[0].commands[0].words, (Words{"cc", "-DX=a  b", "c;d", "--version"}));
}

TEST(PlainScript, TakesPipesAndConditions) {
  const auto script = parse_plain_script("a|b || c&&d; e ;");
  ASSERT_TRUE(script);
  ASSERT_EQ(script->size(), 4u);
  EXPECT_EQ((*script)[0].commands.size(), 2u);
  EXPECT_EQ((*script)[1].when, When::after_failure);
  EXPECT_EQ((*script)[2].when, When::after_success);
  EXPECT_EQ((*script)[3].when, When::always);
}

TEST(PlainScript, RedirectionsAreDoneInOrder) {
  const auto both = parse_plain_script("a </dev/null 2> /dev/null");
  ASSERT_TRUE(both);
  EXPECT_EQ((*both)[0].commands[0].places, (std::array{Place::null, Place::output, Place::null}));
  const auto crossed = parse_plain_script("a 2>&1 >/dev/null");
  ASSERT_TRUE(crossed);
  EXPECT_EQ((*crossed)[0].commands[0].places,
            (std::array{Place::input, Place::null, Place::output}));
}

TEST(PlainScript, LeavesWhatNeedsAShellToTheShell) {
  for (const char* text : {"",
                           " ",
                           "a &",
                           "a & b",
                           "a ;; b",
                           "; a",
                           "a |",
                           "a &&",
                           "|| a",
                           "a | | b",
                           "a $x",
                           "a `b`",
                           "a \"$x\"",
                           "a \"`b`\"",
                           "a \"\\n\"",
                           "a b\\ c",
                           "a *",
                           "a ?",
                           "a [b]",
                           "a {b,c}",
                           "a ~",
                           "a # b",
                           "a\nb",
                           "(a)",
                           "! a",
                           "X=1 a",
                           "X=1",
                           "cd /",
                           "if a",
                           "then a",
                           "{ a",
                           "exec a",
                           "'a'",
                           "a 'b",
                           "a \"b",
                           "a >b",
                           "a >>/dev/null",
                           "a <<b",
                           "a >|/dev/null",
                           "a 3>/dev/null",
                           "a >&-",
                           "a 2>&3",
                           "a <&1",
                           "a 12>/dev/null",
                           "a b>/dev/null",
                           "a 0>/dev/null",
                           "a </dev/null2",
                           "a 1</dev/null",
                           "echo -n",
                           "echo -e x",
                           "echo 'a\\nb'",
                           "echo a >&2",
                           "test x",
                           "printf x",
                           "a |& b",
                           "a 2>&1b",
                           "a <>/dev/null"}) {
    EXPECT_FALSE(parse_plain_script(text)) << text;
  }
  EXPECT_FALSE(parse_plain_script("echo " + std::string(70000, 'x')));
  EXPECT_FALSE(parse_plain_script(std::string("a \0b", 4)));
}

TEST(PlainScript, KnowsWhatNeedsNoProcess) {
  EXPECT_EQ(plain_builtin({"echo", "a", "", "b"})->output, "a  b\n");
  EXPECT_EQ(plain_builtin({"false"})->status, 1);
  EXPECT_EQ(plain_builtin({"true", "x"})->status, 0);
  EXPECT_FALSE(plain_builtin({"uname"}));
}

} // namespace
} // namespace mmk::exec
