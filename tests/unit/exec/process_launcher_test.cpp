#include "exec/process_launcher.hpp"

#include <gtest/gtest.h>

#include <sys/wait.h>

#include <csignal>

namespace mmk::exec {
namespace {

JobSpec shell_job(const std::string& text) {
  JobSpec spec;
  spec.command.path = "/bin/sh";
  spec.command.argv = {"sh"};
  spec.command.environment = {"PATH=/usr/bin:/bin", "MARK=seen"};
  spec.command.cwd = "/";
  spec.command.new_process_group = true;
  spec.capture = true;
  spec.has_input = true;
  spec.input = text;
  return spec;
}

struct Ended {
  std::string output;
  int status = -1;
};

Ended run(ProcessLauncher& launcher, const JobSpec& spec) {
  Ended ended;
  if (!launcher.start(spec)) {
    return ended;
  }
  while (true) {
    const Event event = launcher.wait(-1);
    if (event.kind == Event::Kind::output) {
      ended.output += event.bytes;
    } else if (event.kind == Event::Kind::finished) {
      ended.status = event.outcome.wait_status;
      return ended;
    }
  }
}

TEST(ProcessLauncher, ScriptRunsInDirectoryAndEnvironment) {
  ProcessLauncher launcher({});
  const Ended ended = run(launcher, shell_job("echo $MARK; pwd; echo err >&2; exit 3\n"));
  EXPECT_EQ(ended.output, "seen\n/\nerr\n");
  EXPECT_EQ(WEXITSTATUS(ended.status), 3);
  EXPECT_EQ(launcher.running(), 0);
}

TEST(ProcessLauncher, LargeOutputArrivesWhole) {
  ProcessLauncher launcher({});
  const Ended ended = run(launcher, shell_job("head -c 1000000 /dev/zero\n"));
  EXPECT_EQ(ended.output.size(), 1000000U);
}

TEST(ProcessLauncher, DaemonDoesNotHoldTheJob) {
  ProcessLauncher launcher({});
  const Ended ended = run(launcher, shell_job("sleep 5 & echo started\n"));
  EXPECT_EQ(ended.output, "started\n");
  EXPECT_EQ(ended.status, 0);
}

TEST(ProcessLauncher, SignalReachesTheGroup) {
  ProcessLauncher launcher({});
  ASSERT_TRUE(launcher.start(shell_job("sleep 60\n")));
  launcher.signal_all(SIGTERM);
  const Event event = launcher.wait(-1);
  ASSERT_EQ(event.kind, Event::Kind::finished);
  EXPECT_TRUE(WIFSIGNALED(event.outcome.wait_status));
}

TEST(ProcessLauncher, MissingProgramIsAnError) {
  ProcessLauncher launcher({});
  JobSpec spec = shell_job("");
  spec.command.path = "no-such-program";
  spec.command.argv = {"no-such-program"};
  const auto started = launcher.start(spec);
  ASSERT_FALSE(started);
  EXPECT_EQ(started.error().sys_errno, ENOENT);
}

TEST(ProcessLauncher, NothingToWaitFor) {
  ProcessLauncher launcher({});
  EXPECT_EQ(launcher.wait(-1).kind, Event::Kind::none);
}

} // namespace
} // namespace mmk::exec
