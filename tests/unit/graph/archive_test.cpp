#include "graph/archive.hpp"
#include "graph/world.hpp"

#include <fmt/format.h>
#include <gmock/gmock.h>
#include <gtest/gtest.h>

namespace mmk::graph {
namespace {

using ::testing::ElementsAre;
using ::testing::HasSubstr;
using ::testing::IsEmpty;

std::string archive_of(const std::string& name, long date) {
  return fmt::format("!<arch>\n{:<16}{:<12}{:<6}{:<6}{:<8}{:<10}`\nab", name + "/", date, 0, 0,
                     100644, 2);
}

class ArchiveTest : public ::testing::Test {
protected:
  std::vector<std::string> parse(std::string_view text) {
    std::vector<Target*> members;
    m_ok = parse_archive(m_world.graph, text, m_world.variables.global(), members);
    m_rest = text;
    return World::names_of(members);
  }
  Target& member(std::string_view name) {
    Target& target = m_world.graph.get(name);
    target.attrs |= Attr::archv;
    return target;
  }
  World m_world;
  bool m_ok = false;
  std::string m_rest;
};

TEST_F(ArchiveTest, EachMemberBecomesATarget) {
  EXPECT_THAT(parse("lib.a(a.o  b.o) next"), ElementsAre("lib.a(a.o)", "lib.a(b.o)"));
  EXPECT_TRUE(m_ok);
  EXPECT_EQ(m_rest, "next");
  EXPECT_TRUE(m_world.graph.get("lib.a(a.o)").attrs.has(Attr::archv));
  EXPECT_THAT(parse("lib.a()"), IsEmpty());
  EXPECT_TRUE(m_ok);
}

TEST_F(ArchiveTest, ExpressionsAndWildcardsInMembers) {
  m_world.variables.set(m_world.variables.global(), "LIB", "x.a");
  m_world.variables.set(m_world.variables.global(), "OBJS", "p.o q.o");
  EXPECT_THAT(parse("${LIB}(${OBJS} r.o)"), ElementsAre("x.a(p.o)", "x.a(q.o)", "x.a(r.o)"));
  m_world.disk.put("w1.o", "");
  m_world.disk.put("w2.o", "");
  EXPECT_THAT(parse("x.a(w?.o)"), ElementsAre("x.a(w1.o)", "x.a(w2.o)"));
}

TEST_F(ArchiveTest, AMissingParenthesisIsReported) {
  parse("lib.a(a.o b.o");
  EXPECT_FALSE(m_ok);
  EXPECT_THAT(m_world.sink.text, HasSubstr("No closing parenthesis in archive specification"));
}

TEST_F(ArchiveTest, MemberTimesComeFromTheArchive) {
  m_world.disk.put("lib.a", archive_of("x.o", 77));
  EXPECT_EQ(m_world.archives.member_mtime(member("lib.a(x.o)")), TimeStamp::from(77, 0));
  EXPECT_EQ(m_world.archives.member_mtime(member("lib.a(dir/x.o)")), TimeStamp::from(77, 0));
  EXPECT_TRUE(m_world.archives.member_mtime(member("lib.a(y.o)")).is_zero());
  EXPECT_TRUE(m_world.archives.member_mtime(member("none.a(y.o)")).is_zero());
}

TEST_F(ArchiveTest, AChangedArchiveIsReadAgain) {
  m_world.disk.put("lib.a", archive_of("x.o", 77));
  Target& target = member("lib.a(x.o)");
  update_mtime(m_world.finder, target, false);
  EXPECT_EQ(target.mtime, TimeStamp::from(77, 0));
  m_world.disk.put("lib.a", archive_of("x.o", 88));
  update_mtime(m_world.finder, target, false);
  EXPECT_EQ(target.mtime, TimeStamp::from(77, 0)) << "nobody told of the change";
  update_mtime(m_world.finder, target, true);
  EXPECT_EQ(target.mtime, TimeStamp::from(88, 0));
}

TEST_F(ArchiveTest, DamagedAndThinArchivesAreReported) {
  m_world.disk.put("bad.a", "!<arch>\njunk");
  m_world.disk.put("thin.a", "!<thin>\n");
  EXPECT_TRUE(m_world.archives.member_mtime(member("bad.a(x.o)")).is_zero());
  EXPECT_THAT(m_world.sink.text, HasSubstr("bad.a: damaged archive"));
  EXPECT_TRUE(m_world.archives.member_mtime(member("thin.a(x.o)")).is_zero());
  EXPECT_THAT(m_world.sink.text, HasSubstr("thin.a: thin archive"));
}

TEST_F(ArchiveTest, TouchingAMemberSetsItsDateOnly) {
  m_world.disk.put("lib.a", archive_of("x.o", 77));
  Target& target = member("lib.a(x.o)");
  ASSERT_TRUE(m_world.archives.touch_member(target));
  EXPECT_EQ(m_world.disk.read("lib.a").value(), archive_of("x.o", 2'000'000'000));
  EXPECT_EQ(m_world.archives.member_mtime(target), TimeStamp::from(2'000'000'000, 0));
  EXPECT_TRUE(m_world.archives.touch_member(member("lib.a(none.o)")));
}

TEST_F(ArchiveTest, DashLIsFoundAlongTheLibraryPath) {
  m_world.disk.put("/libs/libfoo.a", archive_of("x.o", 77));
  fs::SearchPath path;
  path.add(m_world.files, "/libs");
  Target& target = m_world.graph.get("-lfoo");
  m_world.archives.find_library(target, path);
  EXPECT_TRUE(target.attrs.has(Attr::lib));
  EXPECT_EQ(target.path, "/libs/libfoo.a");
  EXPECT_EQ(m_world.local(target, ".TARGET"), "-lfoo");
}

TEST_F(ArchiveTest, AMemberIsAsOldAsItsCopyInTheArchiveBeingMade) {
  m_world.disk.put("lib.a", archive_of("x.o", 77));
  Target& in_archive = member("lib.a(x.o)");
  m_world.suffixes.find_deps(in_archive);
  update_mtime(m_world.finder, in_archive, false);
  in_archive.remake = true;
  Target& object = m_world.graph.get("x.o");
  update_mtime(m_world.finder, object, false);
  EXPECT_EQ(object.mtime, TimeStamp::from(77, 0));
  m_world.disk.put("other.a", archive_of("x.o", 99));
  Target& elsewhere = member("other.a(x.o)");
  m_world.suffixes.find_deps(elsewhere);
  update_mtime(m_world.finder, elsewhere, false);
  elsewhere.remake = true;
  update_mtime(m_world.finder, object, false);
  EXPECT_EQ(object.mtime, TimeStamp::from(99, 0));
  Target& program = m_world.graph.get("prog");
  program.remake = true;
  object.parents.insert(object.parents.begin(), &program);
  update_mtime(m_world.finder, object, false);
  EXPECT_TRUE(object.mtime.is_zero()) << "a program needs the file itself";
}

} // namespace
} // namespace mmk::graph
