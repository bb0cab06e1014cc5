#include "exec/script.hpp"

#include <gmock/gmock.h>

namespace mmk::exec {
namespace {

std::string script_of(const Shell& shell, ScriptOptions options,
                      std::initializer_list<std::string_view> commands) {
  ScriptWriter writer(shell, options);
  for (std::string_view command : commands) {
    const RunFlags flags = take_run_flags(command);
    writer.add(flags, command);
  }
  return writer.text();
}

TEST(RunFlags, AnyOrderWithBlanks) {
  std::string_view command = " @-+\techo x";
  const RunFlags flags = take_run_flags(command);
  EXPECT_FALSE(flags.echo);
  EXPECT_TRUE(flags.ignore_errors);
  EXPECT_TRUE(flags.always);
  EXPECT_EQ(command, "echo x");
}

TEST(Script, CheckedCommandIsShownAndLeavesOnFailure) {
  EXPECT_EQ(script_of(builtin_shell("sh"), {}, {"cc \"$x\""}),
            "echo \"cc \\\"\\$x\\\"\"\n{ cc \"$x\" \n} || exit $?\n");
}

TEST(Script, SilentCommandIsNotShown) {
  EXPECT_EQ(script_of(builtin_shell("sh"), {}, {"@true"}), "{ true \n} || exit $?\n");
}

TEST(Script, IgnoredCommandMakesTheJobIgnoreErrors) {
  std::string_view command = "-false";
  const RunFlags flags = take_run_flags(command);
  const Shell shell = builtin_shell("sh");
  ScriptWriter writer(shell, {});
  writer.add(flags, command);
  EXPECT_EQ(writer.text(), "echo \"false\"\nfalse\n");
  EXPECT_TRUE(writer.ignores_errors());
}

TEST(Script, ErrorControlIsSwitchedOffAndOnAgain) {
  Shell shell = builtin_shell("ksh");
  shell.has_error_control = true;
  shell.error_on = "set -e";
  shell.error_off = "set +e";
  EXPECT_EQ(script_of(shell, {}, {"-false"}),
            "set +v\nset +e\nset -v\nfalse\nset +v\nset -e\nset -v\n");
}

TEST(Script, CommentIsNotWrapped) {
  EXPECT_EQ(script_of(builtin_shell("sh"), {}, {"@# nothing"}), "# nothing\n");
}

TEST(Script, DryRunDoesNotSwitchErrorChecking) {
  ScriptOptions options;
  options.run = false;
  EXPECT_EQ(script_of(builtin_shell("sh"), options, {"-false"}), "false\n");
}

} // namespace
} // namespace mmk::exec
