// The interface the engine uses, against real processes and the back ends this machine has.
#include "base/io.hpp"
#include "base/unique_fd.hpp"
#include "tracer/api.hpp"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <fcntl.h>
#include <poll.h>
#include <sys/stat.h>
#include <sys/wait.h>
#include <unistd.h>

#include <array>
#include <csignal>
#include <thread>

namespace mmk::tracer {
namespace {

using testing::HasSubstr;
using testing::Not;

Command shell(const std::string& script) {
  Command command;
  command.path = "/bin/sh";
  command.argv = {"sh", "-c", script};
  command.environment = {"PATH=/usr/bin:/bin"};
  return command;
}

bool is_available(Backend backend) {
  const Capabilities found = probe();
  return backend == Backend::none || (backend == Backend::ptrace && found.ptrace) ||
         (backend == Backend::notify && found.notify) || (backend == Backend::shim && found.shim);
}

/// The tests below on each back end.
class TraceTest : public testing::TestWithParam<Backend> {
protected:
  void SetUp() override {
    if (!is_available(GetParam())) {
      GTEST_SKIP() << "back end " << backend_name(GetParam()) << " is refused here";
    }
  }
  static Options options() { return {.backend = GetParam()}; }
  static bool is_traced() { return GetParam() != Backend::none; }
};

TEST_P(TraceTest, GivesTheWaitStatus) {
  Result<std::unique_ptr<Trace>> trace = start(shell("exit 7"), options());
  ASSERT_TRUE(trace) << trace.error().text;
  const Outcome outcome = (*trace)->wait();
  EXPECT_TRUE(WIFEXITED(outcome.wait_status));
  EXPECT_EQ(WEXITSTATUS(outcome.wait_status), 7);
  EXPECT_TRUE(outcome.complete);
  EXPECT_EQ(outcome.left_behind, 0);
  EXPECT_GT(outcome.max_rss_kib, 0);
}

TEST_P(TraceTest, CountsTheTimeOfTheWholeTree) {
  Result<std::unique_ptr<Trace>> trace =
      start(shell("sh -c 'i=0; while [ $i -lt 200000 ]; do i=$((i+1)); done'; true"), options());
  ASSERT_TRUE(trace);
  const Outcome outcome = (*trace)->wait();
  EXPECT_GT(outcome.user_usec + outcome.system_usec, 10'000);
}

TEST_P(TraceTest, RecordsWhatTheCommandTouched) {
  Result<std::unique_ptr<Trace>> trace = start(shell(": </etc/passwd; : </etc/none"), options());
  ASSERT_TRUE(trace);
  const pid_t pid = (*trace)->pid();
  const Outcome outcome = (*trace)->wait();
  if (!is_traced()) {
    EXPECT_EQ(outcome.records, "");
    return;
  }
  const std::string who = std::to_string(pid);
  EXPECT_THAT(outcome.records, testing::StartsWith("E " + who + " /bin/sh\n"));
  EXPECT_THAT(outcome.records, HasSubstr("\nR " + who + " /etc/passwd\n"));
  EXPECT_THAT(outcome.records, HasSubstr("\nN " + who + " /etc/none\n"));
  EXPECT_THAT(outcome.records, testing::EndsWith("\nX " + who + " 2 0\n"));
}

TEST_P(TraceTest, ReadyDescriptorTellsTheEnd) {
  Result<std::unique_ptr<Trace>> trace = start(shell("sleep 0.2"), options());
  ASSERT_TRUE(trace);
  pollfd ready{(*trace)->ready_fd(), POLLIN, 0};
  EXPECT_EQ(::poll(&ready, 1, 0), 0);
  EXPECT_EQ(::poll(&ready, 1, 10'000), 1);
  EXPECT_EQ((*trace)->wait().wait_status, 0);
}

TEST_P(TraceTest, PassesDescriptorsDirectoryAndEnvironment) {
  std::array<int, 2> fds{};
  ASSERT_EQ(::pipe2(fds.data(), O_CLOEXEC), 0);
  const UniqueFd read_end(fds[0]);
  UniqueFd write_end(fds[1]);
  Command command = shell("pwd; echo $WORD >&2; echo kept >&" + std::to_string(fds[1]));
  command.cwd = "/usr";
  command.environment.emplace_back("WORD=hello");
  command.stdout_fd = write_end.get();
  command.stderr_fd = write_end.get();
  command.keep_fds = {write_end.get()};
  Result<std::unique_ptr<Trace>> trace = start(command, options());
  ASSERT_TRUE(trace);
  write_end.reset();
  EXPECT_EQ((*trace)->wait().wait_status, 0);
  std::array<char, 100> buffer{};
  const ssize_t n = ::read(read_end.get(), buffer.data(), buffer.size());
  EXPECT_EQ(std::string(buffer.data(), static_cast<std::size_t>(n)), "/usr\nhello\nkept\n");
}

TEST_P(TraceTest, LeadsAGroupWhenAsked) {
  Command command = shell("sleep 30 & wait");
  command.new_process_group = true;
  Result<std::unique_ptr<Trace>> trace = start(command, options());
  ASSERT_TRUE(trace);
  EXPECT_EQ(::getpgid((*trace)->pid()), (*trace)->pid());
  EXPECT_EQ(::kill(-(*trace)->pid(), SIGTERM), 0);
  const Outcome outcome = (*trace)->wait();
  EXPECT_TRUE(WIFSIGNALED(outcome.wait_status));
  EXPECT_EQ(WTERMSIG(outcome.wait_status), SIGTERM);
}

TEST_P(TraceTest, StartsWithTheCallersSignals) {
  sigset_t usr1;
  sigset_t before;
  sigemptyset(&usr1);
  sigaddset(&usr1, SIGUSR1);
  ASSERT_EQ(::pthread_sigmask(SIG_BLOCK, &usr1, &before), 0);
  Result<std::unique_ptr<Trace>> trace = start(shell("kill -USR1 $$; exit 5"), options());
  ::pthread_sigmask(SIG_SETMASK, &before, nullptr);
  ASSERT_TRUE(trace);
  EXPECT_EQ(WEXITSTATUS((*trace)->wait().wait_status), 5) << "SIGUSR1 was not blocked";
  Result<std::unique_ptr<Trace>> other = start(shell("kill -USR1 $$; exit 5"), options());
  ASSERT_TRUE(other);
  EXPECT_EQ((*other)->wait().wait_status, SIGUSR1);
}

TEST_P(TraceTest, SaysWhyACommandCannotStart) {
  Command command = shell("");
  command.path = "no-such-program";
  const Result<std::unique_ptr<Trace>> missing = start(command, options());
  ASSERT_FALSE(missing);
  EXPECT_EQ(missing.error().code, Errc::not_found);
  EXPECT_THAT(missing.error().text, HasSubstr("no-such-program"));
  command.path = "/etc/passwd";
  const Result<std::unique_ptr<Trace>> refused = start(command, options());
  ASSERT_FALSE(refused);
  EXPECT_EQ(refused.error().code, Errc::permission);
}

TEST_P(TraceTest, DestructionKillsTheCommand) {
  pid_t pid = 0;
  {
    Command command = shell("sleep 60; true");
    command.new_process_group = true; // the sleep of an unwatched command is killed with its group
    Result<std::unique_ptr<Trace>> trace = start(command, options());
    ASSERT_TRUE(trace);
    pid = (*trace)->pid();
  }
  EXPECT_EQ(::kill(pid, 0), -1);
  EXPECT_EQ(errno, ESRCH);
}

TEST_P(TraceTest, ManyRunAtOnce) {
  std::vector<std::unique_ptr<Trace>> traces;
  for (int i = 0; i < 16; ++i) {
    Result<std::unique_ptr<Trace>> trace = start(
        shell("for i in 1 2 3; do cat /etc/passwd >/dev/null; done; exit " + std::to_string(i)),
        options());
    ASSERT_TRUE(trace) << trace.error().text;
    traces.push_back(*std::move(trace));
  }
  for (int i = 0; i < 16; ++i) {
    const Outcome outcome = traces[static_cast<std::size_t>(i)]->wait();
    EXPECT_EQ(WEXITSTATUS(outcome.wait_status), i);
    if (is_traced()) {
      EXPECT_THAT(outcome.records, HasSubstr(" /etc/passwd\n"));
    }
  }
}

TEST_P(TraceTest, LeavesOtherChildrenOfTheProcessAlone) {
  const pid_t other = ::fork();
  if (other == 0) {
    ::_exit(42);
  }
  Result<std::unique_ptr<Trace>> trace = start(shell("sleep 0.1"), options());
  ASSERT_TRUE(trace);
  EXPECT_EQ((*trace)->wait().wait_status, 0);
  int status = 0;
  EXPECT_EQ(::waitpid(other, &status, 0), other);
  EXPECT_EQ(WEXITSTATUS(status), 42);
}

INSTANTIATE_TEST_SUITE_P(EveryBackend, TraceTest,
                         testing::Values(Backend::shim, Backend::ptrace, Backend::notify,
                                         Backend::none),
                         [](const auto& test) { return std::string(backend_name(test.param)); });

TEST(Backends, HaveNamesBothWays) {
  for (const Backend backend :
       {Backend::automatic, Backend::ptrace, Backend::notify, Backend::shim, Backend::none}) {
    EXPECT_EQ(backend_from_name(backend_name(backend)), backend);
  }
  EXPECT_FALSE(backend_from_name("kernel"));
}

TEST(FormatSection, HasHeaderAndEndMark) {
  EXPECT_EQ(format_section(12, 1'000'002, 3'500'000, "E 12 /bin/true\nX 12 0 0\n"),
            "# filemon version 5\n# Target pid 12\n# Start 1.000002\nV 5\n"
            "E 12 /bin/true\nX 12 0 0\n# Stop 3.500000\n# Bye bye\n");
}

} // namespace
} // namespace mmk::tracer
