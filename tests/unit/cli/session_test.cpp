// Whole runs on an in-memory disk with a fake launcher.
#include "cli/session.hpp"
#include "exec/fake_launcher.hpp"
#include "fs/memory_file_system.hpp"

#include <gmock/gmock.h>

namespace mmk::cli {
namespace {

class Collect final : public ReportSink {
public:
  void out(std::string_view bytes) override { text += bytes; }
  void err(std::string_view bytes) override { errors += bytes; }
  void flush() override {}
  std::string text;
  std::string errors;
};

struct Program {
  fs::MemoryFileSystem disk{"/w"};
  Collect sink;
  exec::FakeLauncher launcher;
  Host host;

  explicit Program(std::string_view makefile) {
    disk.put("/w/Makefile", makefile);
    host.cwd = "/w";
    host.system = "Linux";
    host.machine = "x86_64";
    host.environment = {"PATH=/usr/bin:/bin"};
  }
  ExitStatus mmk(std::vector<std::string> arguments) {
    host.argv = {"mmk", "-r"};
    host.argv.insert(host.argv.end(), arguments.begin(), arguments.end());
    Session session(host, SessionParts{sink, disk, launcher, nullptr});
    return session.run();
  }
};

TEST(Session, MakesTheFirstTarget) {
  Program run("all: a\n\t@: all\na:\n\t@: a\n");
  EXPECT_EQ(run.mmk({}).status, 0);
  EXPECT_THAT(run.launcher.started, testing::ElementsAre(": a", ": all"));
}

TEST(Session, PrintsVariables) {
  Program run("A= ${B}\nB= b\n");
  EXPECT_EQ(run.mmk({"-V", "A", "-V", "${A}x"}).status, 0);
  EXPECT_EQ(run.sink.text, "${B}\nbx\n");
}

TEST(Session, CommandLineBeatsMakefile) {
  Program run("A= file\nall:\n\t@: ${A}\n");
  EXPECT_EQ(run.mmk({"A=line"}).status, 0);
  EXPECT_THAT(run.launcher.started, testing::ElementsAre(": line"));
}

TEST(Session, UsageErrors) {
  Program run("all:\n");
  EXPECT_EQ(run.mmk({"-?"}).status, 2);
  EXPECT_THAT(run.sink.errors, testing::HasSubstr("usage: mmk"));
  EXPECT_EQ(run.mmk({"-j0"}).status, 2);
  EXPECT_EQ(run.mmk({"-dZ"}).status, 2);
  EXPECT_EQ(run.mmk({"-V"}).status, 2);
  EXPECT_THAT(run.sink.errors, testing::HasSubstr("mmk: option requires an argument -- V\nusage"));
  EXPECT_EQ(run.mmk({"-kZ"}).status, 2);
  EXPECT_THAT(run.sink.errors, testing::HasSubstr("mmk: unknown option -- Z\nusage"));
}

TEST(Session, ParseErrorsEndTheRun) {
  Program run("all:\n\t@: all\n.if\n.endif\n");
  EXPECT_EQ(run.mmk({}).status, 1);
  EXPECT_THAT(run.launcher.started, testing::IsEmpty());
  EXPECT_THAT(run.sink.errors, testing::HasSubstr("Fatal errors encountered"));
}

TEST(Session, NoTargetAtAll) {
  Program run("A=b\n");
  EXPECT_EQ(run.mmk({}).status, 2);
  EXPECT_THAT(run.sink.errors, testing::HasSubstr("no target to make."));
}

TEST(Session, TwoInOneProcess) {
  Program one("A= 1\nall:\n\t@: one ${A}\n");
  Program two("A= 2\nall:\n\t@: two ${A}\n");
  one.host.argv = two.host.argv = {"mmk", "-r"};
  Session first(one.host, SessionParts{one.sink, one.disk, one.launcher, nullptr});
  Session second(two.host, SessionParts{two.sink, two.disk, two.launcher, nullptr});
  EXPECT_EQ(second.run().status, 0);
  EXPECT_EQ(first.run().status, 0);
  EXPECT_THAT(one.launcher.started, testing::ElementsAre(": one 1"));
  EXPECT_THAT(two.launcher.started, testing::ElementsAre(": two 2"));
}

TEST(Session, MakeflagsReachChildren) {
  Program run("all:\n\t@: x\n");
  EXPECT_EQ(run.mmk({"-k", "A=b c"}).status, 0);
  ASSERT_EQ(run.launcher.specs.size(), 1U);
  EXPECT_THAT(run.launcher.specs[0].command.environment,
              testing::Contains("MAKEFLAGS= -r -k A=b\\ c"));
  EXPECT_THAT(run.launcher.specs[0].command.environment, testing::Contains("MAKELEVEL=1"));
}

TEST(Session, ObjectDirectoryIsUsed) {
  Program run("all:\n\t@: ${.OBJDIR} ${.CURDIR}\n");
  run.disk.put("/w/obj/keep", "");
  EXPECT_EQ(run.mmk({}).status, 0);
  EXPECT_THAT(run.launcher.started, testing::ElementsAre(": /w/obj /w"));
  EXPECT_EQ(run.launcher.specs[0].command.cwd, "/w/obj");
}

} // namespace
} // namespace mmk::cli
