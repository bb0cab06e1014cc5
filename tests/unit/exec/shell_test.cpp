#include "exec/shell.hpp"
#include "exec/words.hpp"

#include <gmock/gmock.h>

namespace mmk::exec {
namespace {

using testing::ElementsAre;

TEST(Words, QuotesAndEscapes) {
  EXPECT_THAT(split_words("a 'b c' \"d e\"f"), testing::Optional(ElementsAre("a", "b c", "d ef")));
  EXPECT_THAT(split_words(R"(x\ty "\n" '')"), testing::Optional(ElementsAre("x\ty", "\n", "")));
  EXPECT_EQ(split_words("VAR='open"), std::nullopt);
  EXPECT_THAT(split_words("one\ntwo"), testing::Optional(ElementsAre("one")));
}

TEST(Shell, NameSelectsABuiltin) {
  const auto ksh = parse_shell_spec("name=ksh path=/opt/ksh");
  ASSERT_TRUE(ksh);
  EXPECT_EQ(ksh->path, "/opt/ksh");
  EXPECT_EQ(ksh->echo_off, "set +v");
}

TEST(Shell, FullSpecDecidesBetweenSwitchesAndTemplates) {
  const auto shell = parse_shell_spec(
      R"(name=x path=/bin/x hasErrCtl=yes check="set -e" ignore="set +e" echo="on" quiet="off")");
  ASSERT_TRUE(shell);
  EXPECT_TRUE(shell->has_error_control);
  EXPECT_TRUE(shell->has_echo_control);
  EXPECT_EQ(shell->error_on, "set -e");
}

TEST(Shell, MalformedSpecs) {
  EXPECT_FALSE(parse_shell_spec("path='/bin/sh"));
  EXPECT_FALSE(parse_shell_spec("colour=blue"));
  EXPECT_FALSE(parse_shell_spec(""));
  EXPECT_FALSE(parse_shell_spec("name=unheard-of"));
}

TEST(Shell, ArgumentsJoinFlags) {
  Shell shell = builtin_shell("ksh");
  shell.exit_flag = "e";
  EXPECT_THAT(script_arguments(shell, true, false), ElementsAre("ksh", "-ev"));
  EXPECT_THAT(script_arguments(shell, false, true), ElementsAre("ksh"));
  shell.exit_flag = "-e";
  EXPECT_THAT(script_arguments(shell, true, false), ElementsAre("ksh", "-e", "v"));
}

TEST(Shell, BuiltinsAndMetacharactersNeedIt) {
  EXPECT_FALSE(needs_shell("cc -c a.c"));
  EXPECT_TRUE(needs_shell("cc -c a.c > log"));
  EXPECT_TRUE(needs_shell("cd dir"));
  EXPECT_TRUE(needs_shell("echo x"));
}

} // namespace
} // namespace mmk::exec
