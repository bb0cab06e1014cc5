// Runs that had nothing to do are remembered, and what counts as the same run.
#include "cli/noop_memo.hpp"
#include "cli/session.hpp"
#include "exec/fake_launcher.hpp"
#include "fs/memory_file_system.hpp"

#include <gmock/gmock.h>

#include <functional>
#include <map>
#include <string>
#include <utility>
#include <vector>

namespace mmk::cli {
namespace {

class Collect final : public ReportSink {
public:
  void out(std::string_view bytes) override { text += "out: " + std::string(bytes); }
  void err(std::string_view bytes) override { text += "err: " + std::string(bytes); }
  void flush() override {}
  std::string text;
};

constexpr std::string_view k_makefile = ".MAKE.MODE = meta curdirOk=yes\n"
                                        ".PATH: /w/first /w/second\n"
                                        ".-include \"optional.mk\"\n"
                                        ".if exists(/w/flag)\n"
                                        ".endif\n"
                                        "all: a\n"
                                        "a: b\n\t: make a\n";

/// A directory where everything is up to date and META_MODE has left its own files before.
struct Project {
  fs::MemoryFileSystem disk{"/w"};
  Collect sink;
  exec::FakeLauncher launcher;
  Host host;
  std::function<tracer::Capabilities()> capabilities;

  explicit Project(std::string_view more = "") {
    disk.put("/bin/mmk", "");
    disk.put("/w/Makefile", std::string(k_makefile) + std::string(more));
    disk.put("/w/second/b", "");
    disk.put("/w/a", "");
    disk.put("/w/first/keep", "");
    disk.put("/w/.mmk/keep", "");
    host.cwd = "/w";
    host.executable = "/bin/mmk";
    host.argv = {"mmk", "-r"};
    host.environment = {"PATH=/bin"};
    host.pid = 100;
  }

  enum class Course { ordinary, remembered, recalled };
  Course run() {
    (void)disk.set_cwd(host.cwd);
    const auto before = memories();
    sink.text.clear();
    launcher.started.clear();
    Session session(host, SessionParts{sink, disk, launcher, capabilities});
    status = session.run().status;
    const auto after = memories();
    if (before == after) {
      return Course::ordinary;
    }
    bool renewed = false; // a memory that served is touched, a new one is another file
    for (const auto& [name, version] : after) {
      const auto old = before.find(name);
      renewed = renewed || old == before.end() || old->second.first != version.first;
    }
    return renewed ? Course::remembered : Course::recalled;
  }
  /// Inode and time of each.
  [[nodiscard]] std::map<std::string, std::pair<std::uint64_t, TimeStamp>> memories() const {
    std::map<std::string, std::pair<std::uint64_t, TimeStamp>> found;
    for (int i = 0; i < 4; ++i) {
      const std::string path = memory + std::to_string(i);
      if (const fs::FileInfo info = disk.stat(path); info.exists()) {
        found[path] = {info.inode, info.mtime};
      }
    }
    return found;
  }
  int status = 0;
  std::string memory = "/w/.mmk/noop.";
};

using Course = Project::Course;
std::ostream& operator<<(std::ostream& out, Course course) {
  constexpr std::array names{"ordinary", "remembered", "recalled"};
  return out << names[static_cast<std::size_t>(course)];
}

TEST(Noop, IsRememberedAndRecalledWithItsOutput) {
  Project project(".info read\n");
  project.host.argv.push_back("a");
  EXPECT_EQ(project.run(), Course::remembered);
  const std::string first = project.sink.text;
  EXPECT_THAT(first, testing::HasSubstr("read"));
  EXPECT_THAT(first, testing::HasSubstr("`a' is up to date."));
  EXPECT_EQ(project.run(), Course::recalled);
  EXPECT_EQ(project.sink.text, first);
  EXPECT_EQ(project.status, 0);
  EXPECT_EQ(project.run(), Course::recalled);
}

TEST(Noop, ABuildIsNot) {
  Project project;
  EXPECT_EQ(project.run(), Course::remembered);
  project.disk.put("/w/second/b", "newer");
  EXPECT_EQ(project.run(), Course::ordinary);
  EXPECT_THAT(project.launcher.started, testing::ElementsAre(": make a"));
  project.disk.put("/w/a", "");
  EXPECT_EQ(project.run(), Course::remembered);
  EXPECT_EQ(project.run(), Course::recalled);
}

struct Change {
  std::string name;
  std::function<void(Project&)> make;
};
class NoopChange : public ::testing::TestWithParam<Change> {};

TEST_P(NoopChange, IsAnotherRun) {
  Project project;
  ASSERT_EQ(project.run(), Course::remembered);
  ASSERT_EQ(project.run(), Course::recalled);
  GetParam().make(project);
  EXPECT_NE(project.run(), Course::recalled);
}

Change file(std::string name, std::string path) {
  return {std::move(name), [path](Project& project) { project.disk.put(path, "new"); }};
}

Change damage(std::string name, std::function<void(std::string&)> spoil) {
  return {std::move(name), [spoil](Project& project) {
            for (const auto& [path, version] : project.memories()) {
              std::string bytes = *project.disk.read(path);
              spoil(bytes);
              project.disk.put(path, bytes);
            }
          }};
}

INSTANTIATE_TEST_SUITE_P(
    All, NoopChange,
    ::testing::Values(
        Change{"variable_added", [](auto& p) { p.host.environment.push_back("A=1"); }},
        Change{"variable_changed", [](auto& p) { p.host.environment = {"PATH=/usr/bin"}; }},
        Change{"variable_removed", [](auto& p) { p.host.environment.clear(); }},
        Change{"definition", [](auto& p) { p.host.argv.push_back("A=1"); }},
        Change{"jobs", [](auto& p) { p.host.argv.push_back("-j2"); }},
        Change{"target", [](auto& p) { p.host.argv.push_back("a"); }},
        Change{"debugging", [](auto& p) { p.host.argv.push_back("-dM"); }},
        Change{"name_of_the_program", [](auto& p) { p.host.argv[0] = "make"; }},
        Change{"spelling_of_the_directory",
               [](auto& p) { p.host.environment.push_back("PWD=/w"); }},
        Change{"user", [](auto& p) { p.host.uid = 7; }},
        Change{"group", [](auto& p) { p.host.gid = 7; }},
        Change{"machine", [](auto& p) { p.host.machine = "pdp11"; }}, file("program", "/bin/mmk"),
        file("makefile", "/w/Makefile"), file("preferred_makefile", "/w/makefile"),
        file("optional_makefile", "/w/optional.mk"), file("depend_file", "/w/.depend"),
        file("earlier_on_the_path", "/w/first/b"), file("source", "/w/second/b"),
        file("output", "/w/a"), file("exists", "/w/flag"), file("object_directory", "/w/obj/x"),
        Change{"source_removed", [](auto& p) { (void)p.disk.remove("/w/second/b"); }},
        Change{"old_time",
               [](auto& p) { p.disk.set_mtime("/w/second/b", TimeStamp::from(1000, 0)); }},
        Change{"output_became_a_link", [](auto& p) { p.disk.symlink("second/b", "/w/a"); }},
        damage("truncated", [](auto& bytes) { bytes.pop_back(); }),
        damage("empty", [](auto& bytes) { bytes.clear(); }),
        damage("flipped", [](auto& bytes) { bytes[bytes.size() / 2] ^= 1; }),
        damage("version", [](auto& bytes) { bytes[7] = '9'; })),
    [](const auto& test) { return test.param.name; });

/// Makefiles and arguments with which a run depends on more than can be asked again.
class NoopNever : public ::testing::TestWithParam<std::pair<std::string, std::string>> {};

TEST_P(NoopNever, IsRemembered) {
  Project project(GetParam().second);
  project.host.environment.insert(project.host.environment.end(), {"_=/bin/mmk", "OLDPWD=/"});
  EXPECT_EQ(project.run(), Course::ordinary);
  EXPECT_EQ(project.run(), Course::ordinary);
}

INSTANTIATE_TEST_SUITE_P(
    All, NoopNever,
    ::testing::Values(
        std::pair{"clock", "A := ${%s:L:localtime}\n"}, std::pair{"random", "A := ${a b:L:Ox}\n"},
        std::pair{"mtime_of_nothing", "A := ${/w/none:L:mtime}\n"},
        std::pair{"pid", "A := ${.MAKE.PID}\n"},
        std::pair{"pid_of_the_environment", ".MAKEFLAGS: -e\nA := ${.MAKE.PID}\n"},
        std::pair{"parent", "A := ${.MAKE.PPID}\n"}, std::pair{"last_command", "_B := ${_}\n"},
        std::pair{"last_directory", "OLDPWD += x\n"},
        std::pair{"no_meta_mode", ".MAKE.MODE = normal\n"},
        std::pair{"switched_off", ".MAKE.MODE += memo=no\n"},
        std::pair{"reads_only", ".MAKE.MODE += read\n"},
        std::pair{"random_order", ".MAKE.MODE += randomize-targets\n"},
        std::pair{"prints", ".MAKEFLAGS: -V A\n"}, std::pair{"pretends", ".MAKEFLAGS: -n\n"},
        std::pair{"debugs", ".MAKEFLAGS: -dM\n"},
        std::pair{"other_object_directory", ".OBJDIR: second\n"}, std::pair{"fails", ".error no\n"},
        std::pair{"does", "all: .EXEC\n\t: x\n"}),
    [](const auto& test) { return test.param.first; });

TEST(Noop, NotWhereMetaModeHasLeftNothing) {
  Project project;
  (void)project.disk.remove("/w/.mmk/keep");
  (void)project.disk.remove("/w/.mmk");
  EXPECT_EQ(project.run(), Course::ordinary);
}

TEST(Noop, IsRecalledWhereTheMakefileEntersTheObjectDirectory) {
  Project project;
  const std::string makefile = ".OBJDIR: objects\n" + std::string(k_makefile);
  project.disk.put("/w/Makefile", makefile);
  project.disk.put("/w/objects/a", "");
  EXPECT_EQ(project.run(), Course::ordinary);
  project.memory = "/w/objects/.mmk/noop.";
  project.disk.put("/w/objects/.mmk/keep", "");
  EXPECT_EQ(project.run(), Course::remembered);
  EXPECT_EQ(project.run(), Course::recalled);
  project.disk.put("/w/Makefile", ".info told\n" + makefile);
  EXPECT_EQ(project.run(), Course::ordinary) << "something has been printed before";
  EXPECT_EQ(project.run(), Course::ordinary);
  const std::string much(report::RecordingSink::k_most, 'x');
  project.disk.put("/w/Makefile", ".info " + much + "\n" + makefile);
  EXPECT_EQ(project.run(), Course::ordinary) << "so much that it is not known any more";
}

TEST(Noop, NotOfFilesThatMayStillChangeUnseen) {
  const TimeStamp now = SystemClock().now();
  Project project;
  project.disk.set_mtime("/w/Makefile", now);
  EXPECT_EQ(project.run(), Course::ordinary) << "read as soon as it was written";
  project.disk.set_mtime("/w/Makefile", TimeStamp::from(1000, 0));
  project.disk.set_mtime("/w/a", TimeStamp{now.ns + 3'600'000'000'000});
  EXPECT_EQ(project.run(), Course::ordinary) << "from the future";
  project.disk.set_mtime("/w/a", now);
  EXPECT_EQ(project.run(), Course::remembered) << "only looked at";
}

TEST(Noop, TheNameOfTheJobPoolDoesNotCountUnlessSeen) {
  Project project;
  project.host.environment = {"MAKEFLAGS= -j 2 --jobserver-auth=5,6", "_=/bin/mmk"};
  EXPECT_EQ(project.run(), Course::remembered);
  project.host.environment = {"MAKEFLAGS= -j 2 --jobserver-auth=7,8", "_=/usr/bin/mmk"};
  EXPECT_EQ(project.run(), Course::recalled);
  project.host.environment = {"MAKEFLAGS= -j 3 --jobserver-auth=7,8"};
  EXPECT_NE(project.run(), Course::recalled);
  Project other("A := ${MAKEFLAGS}\n");
  other.host.environment = {"MAKEFLAGS= -k"};
  EXPECT_EQ(other.run(), Course::remembered);
  other.host.environment = {"MAKEFLAGS= -k --jobserver-auth=7,8"};
  EXPECT_EQ(other.run(), Course::ordinary);
}

TEST(Noop, ThatThereIsAFickleVariableCounts) {
  Project project("A := ${OLDPWD:Unone}\n");
  EXPECT_EQ(project.run(), Course::remembered);
  project.host.environment.push_back("OLDPWD=/");
  EXPECT_EQ(project.run(), Course::ordinary);
}

TEST(Noop, WhatCanBeTracedIsAskedAgain) {
  Project project("A := ${.MAKE.PATH_FILEMON}\n");
  bool can = true;
  project.capabilities = [&can] {
    tracer::Capabilities capabilities;
    capabilities.ptrace = can;
    return capabilities;
  };
  EXPECT_EQ(project.run(), Course::remembered);
  EXPECT_EQ(project.run(), Course::recalled);
  can = false;
  EXPECT_EQ(project.run(), Course::remembered);
}

TEST(Noop, AnotherCommandHasItsOwnMemory) {
  EXPECT_EQ(noop_path("/o", NoopKey{4, 1}), "/o/.mmk/noop.0");
  EXPECT_EQ(noop_path("/o", NoopKey{7, 1}), "/o/.mmk/noop.3");
}

} // namespace
} // namespace mmk::cli
