#include "graph/suffixes.hpp"
#include "graph/world.hpp"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

namespace mmk::graph {
namespace {

using ::testing::ElementsAre;
using ::testing::HasSubstr;
using ::testing::IsEmpty;

class SuffixesTest : public ::testing::Test {
protected:
  Target& find(std::string_view name) {
    Target& target = m_world.graph.get(name);
    m_world.suffixes.find_deps(target);
    return target;
  }
  World m_world;
};

TEST_F(SuffixesTest, KnowsTransformationNames) {
  m_world.add_suffixes({".c", ".o"});
  EXPECT_TRUE(m_world.suffixes.is_transform(".c.o"));
  EXPECT_TRUE(m_world.suffixes.is_transform(".c"));
  EXPECT_FALSE(m_world.suffixes.is_transform(".y.o"));
  EXPECT_FALSE(m_world.suffixes.is_transform("x.c.o"));
  EXPECT_EQ(m_world.suffixes.names(), ".c .o");
}

TEST_F(SuffixesTest, AFileMakesTheSource) {
  m_world.disk.put("src/prog.c", "");
  m_world.graph.path.add(m_world.files, "src");
  m_world.add_suffixes({".c", ".o"});
  m_world.rule(".c.o", "cc -c ${.IMPSRC}");
  m_world.suffixes.do_paths();

  Target& object = find("prog.o");
  EXPECT_THAT(World::names_of(object.children), ElementsAre("prog.c"));
  ASSERT_EQ(object.commands.size(), 1U);
  EXPECT_EQ(object.commands[0].text, "cc -c ${.IMPSRC}");
  EXPECT_EQ(m_world.local(object, ".PREFIX"), "prog");
  EXPECT_EQ(object.unmade, 1);
  Target& source = *object.children[0];
  EXPECT_THAT(World::names_of(source.implicit_parents), ElementsAre("prog.o"));
  update_mtime(m_world.finder, source, false);
  EXPECT_EQ(source.path, "src/prog.c");
  EXPECT_FALSE(source.mtime.is_zero());
}

TEST_F(SuffixesTest, OrderOfSuffixesDecidesBetweenSources) {
  m_world.disk.put("a.c", "");
  m_world.disk.put("a.y", "");
  m_world.add_suffixes({".o", ".y", ".c"});
  m_world.rule(".c.o", "from c");
  m_world.rule(".y.o", "from y");
  EXPECT_EQ(find("a.o").commands[0].text, "from y");
}

TEST_F(SuffixesTest, AShortChainWinsOverALongOne) {
  m_world.disk.put("a.c", "");
  m_world.disk.put("a.l", "");
  m_world.add_suffixes({".o", ".y", ".c", ".l"});
  m_world.rule(".y.o", "y to o");
  m_world.rule(".l.y", "l to y");
  m_world.rule(".c.o", "c to o");
  EXPECT_EQ(find("a.o").commands[0].text, "c to o");
}

TEST_F(SuffixesTest, ChainsMakeTheFilesBetween) {
  m_world.disk.put("a.y", "");
  m_world.add_suffixes({".o", ".c", ".y"});
  m_world.rule(".c.o", "c to o");
  m_world.rule(".y.c", "y to c");
  Target& object = find("a.o");
  ASSERT_THAT(World::names_of(object.children), ElementsAre("a.c"));
  Target& middle = *object.children[0];
  EXPECT_TRUE(middle.attrs.has(Attr::deps_found));
  EXPECT_EQ(middle.commands[0].text, "y to c");
  EXPECT_EQ(m_world.local(middle, ".PREFIX"), "a");
  EXPECT_THAT(World::names_of(middle.children), ElementsAre("a.y"));
}

TEST_F(SuffixesTest, RulesThatGoInCirclesEnd) {
  m_world.add_suffixes({".c", ".d"});
  m_world.rule(".c.d", "");
  m_world.rule(".d.c", "");
  m_world.debug.enable(Debug::suff);
  find("x");
  m_world.sink.text.clear();
  Target& target = find("y.c");
  EXPECT_THAT(m_world.sink.text, HasSubstr("trying y.d...not there\n"));
  EXPECT_THAT(m_world.sink.text, HasSubstr("trying y.c...got it\n")) << "the target itself";
  EXPECT_THAT(World::names_of(target.children), ElementsAre("y.d"));
}

TEST_F(SuffixesTest, SingleSuffixRulesWorkForNamesWithoutKnownSuffix) {
  m_world.disk.put("prog.c", "");
  m_world.add_suffixes({".c"});
  m_world.rule(".c", "link");
  Target& program = find("prog");
  EXPECT_THAT(World::names_of(program.children), ElementsAre("prog.c"));
  EXPECT_EQ(m_world.local(program, ".PREFIX"), "prog");
}

TEST_F(SuffixesTest, SingleSuffixRulesLeaveTargetsWithCommandsAlone) {
  m_world.disk.put("prog.c", "");
  m_world.add_suffixes({".c"});
  m_world.rule(".c", "link");
  Target& program = m_world.graph.get("prog");
  program.commands.push_back(Command{"own", {}});
  m_world.suffixes.find_deps(program);
  EXPECT_THAT(program.children, IsEmpty());
}

TEST_F(SuffixesTest, PhonyTargetsAreNotFiles) {
  m_world.disk.put("all.c", "");
  m_world.disk.put("all", "");
  m_world.add_suffixes({".c"});
  m_world.rule(".c", "link");
  Target& all = m_world.graph.get("all");
  all.attrs |= Attr::phony;
  m_world.suffixes.find_deps(all);
  EXPECT_THAT(all.children, IsEmpty());
  EXPECT_EQ(all.path, "");
}

TEST_F(SuffixesTest, OwnCommandsStayAndExplicitSourcesOverrideTheSearch) {
  m_world.disk.put("a.c", "");
  m_world.add_suffixes({".o", ".c", ".s"});
  m_world.rule(".c.o", "from c");
  m_world.rule(".s.o", "from s");
  Target& object = m_world.graph.get("a.o");
  link(object, m_world.graph.get("sub/a.s"));
  m_world.suffixes.find_deps(object);
  EXPECT_EQ(object.commands[0].text, "from s");

  Target& own = m_world.graph.get("b.o");
  m_world.disk.put("b.c", "");
  m_world.files.clear();
  own.commands.push_back(Command{"mine", {}});
  m_world.suffixes.find_deps(own);
  ASSERT_EQ(own.commands.size(), 1U);
  EXPECT_EQ(own.commands[0].text, "mine");
}

TEST_F(SuffixesTest, RuleSourcesAndAttributesGoToTheTarget) {
  m_world.disk.put("a.c", "");
  m_world.add_suffixes({".o", ".c"});
  Target& rule = m_world.rule(".c.o", "cc");
  rule.attrs |= Attr::precious;
  rule.children.push_back(&m_world.graph.get("${.PREFIX}.extra"));
  Target& object = find("a.o");
  EXPECT_TRUE(object.attrs.has(Attr::precious));
  EXPECT_FALSE(object.attrs.has(Attr::transform));
  EXPECT_THAT(World::names_of(object.children), ElementsAre("a.c", "a.extra"));
}

TEST_F(SuffixesTest, NullSuffixStandsForNone) {
  m_world.disk.put("a", "");
  m_world.add_suffixes({".out", ".o"});
  m_world.suffixes.set_null(".out");
  m_world.rule(".out.o", "strip");
  EXPECT_THAT(World::names_of(find("a.o").children), ElementsAre("a"));
  m_world.suffixes.set_null(".none");
  EXPECT_THAT(m_world.sink.text, HasSubstr("Desired null suffix .none not defined"));
}

TEST_F(SuffixesTest, RulesBecomeKnownWhenTheirSuffixesDo) {
  Target& early = m_world.graph.get(".1.2");
  early.attrs |= Attr::depends;
  Target& other = m_world.graph.get("other");
  other.attrs |= Attr::depends;
  m_world.graph.main = &early;
  m_world.add_suffixes({".1", ".2"});
  EXPECT_TRUE(early.attrs.has(Attr::transform));
  m_world.add_suffixes({".3"});
  EXPECT_EQ(m_world.graph.main, &other);
}

TEST_F(SuffixesTest, ClearedSuffixesComeBackWithTheirRules) {
  m_world.disk.put("a.c", "");
  m_world.add_suffixes({".c", ".o"});
  m_world.rule(".c.o", "cc");
  m_world.suffixes.clear();
  EXPECT_EQ(m_world.suffixes.names(), "");
  EXPECT_THAT(find("x/a.o").children, IsEmpty());
  m_world.add_suffixes({".c", ".o"});
  EXPECT_THAT(World::names_of(find("a.o").children), ElementsAre("a.c"));
}

TEST_F(SuffixesTest, ARuleWithoutCommandsAndSourcesIsNone) {
  m_world.disk.put("a.c", "");
  m_world.add_suffixes({".c", ".o"});
  m_world.suffixes.end_transform(m_world.suffixes.add_transform(".c.o"));
  EXPECT_THAT(find("a.o").children, IsEmpty());
}

TEST_F(SuffixesTest, SuffixPathsGiveIncludesAndLibs) {
  ASSERT_TRUE(m_world.disk.make_directories("/inc"));
  ASSERT_TRUE(m_world.disk.make_directories("/lib"));
  m_world.disk.put("/inc/x.h", "");
  m_world.add_suffixes({".h", ".a"});
  m_world.suffixes.add_include(".h");
  m_world.suffixes.add_lib(".a");
  m_world.suffixes.path_of(".h")->add(m_world.files, "/inc");
  m_world.suffixes.path_of(".a")->add(m_world.files, "/lib");
  EXPECT_EQ(m_world.suffixes.path_of(".none"), nullptr);
  m_world.suffixes.do_paths();
  EXPECT_EQ(m_world.variables.value(m_world.variables.global(), ".INCLUDES"), " -I/inc");
  EXPECT_EQ(m_world.variables.value(m_world.variables.global(), ".LIBS"), " -L/lib");
  Target& header = find("x.h");
  EXPECT_EQ(header.path, "/inc/x.h");
  EXPECT_EQ(m_world.local(header, ".PREFIX"), "x");
}

TEST_F(SuffixesTest, ChildrenAreExpandedInPlace) {
  m_world.disk.put("one.y", "");
  m_world.disk.put("two.y", "");
  Target& all = m_world.graph.get("all");
  for (const char* const name : {"first", "*.y", "${.TARGET}.dep", "{v,w}.o", "last"}) {
    link(all, m_world.graph.get(name));
  }
  m_world.suffixes.find_deps(all);
  EXPECT_THAT(World::names_of(all.children),
              ElementsAre("first", "one.y", "two.y", "all.dep", "v.o", "w.o", "last"));
  EXPECT_EQ(all.unmade, 7);
  EXPECT_THAT(m_world.graph.get("*.y").parents, IsEmpty());
  EXPECT_THAT(World::names_of(m_world.graph.get("one.y").parents), ElementsAre("all"));
}

TEST_F(SuffixesTest, MembersGetARuleFromTheirSuffixToTheArchives) {
  m_world.disk.put("x.c", "");
  m_world.add_suffixes({".a", ".o", ".c"});
  m_world.rule(".c.o", "cc");
  m_world.rule(".o.a", "ar");
  Target& target = m_world.graph.get("lib.a(x.o)");
  target.attrs |= Attr::archv;
  m_world.suffixes.find_deps(target);
  EXPECT_EQ(m_world.local(target, ".TARGET"), "lib.a");
  EXPECT_EQ(m_world.local(target, ".ARCHIVE"), "lib.a");
  EXPECT_EQ(m_world.local(target, ".MEMBER"), "x.o");
  EXPECT_EQ(m_world.local(target, ".PREFIX"), "x");
  EXPECT_EQ(target.commands[0].text, "ar");
  EXPECT_TRUE(target.is_target());
  EXPECT_TRUE(m_world.graph.get("x.o").attrs.has(Attr::member));
}

TEST_F(SuffixesTest, DebugTextOfASearch) {
  m_world.debug.enable(Debug::suff);
  m_world.add_suffixes({".a", ".b"});
  m_world.rule(".a.b", "cmd");
  EXPECT_EQ(m_world.sink.text, "Adding suffix \".a\"\nAdding suffix \".b\"\n"
                               "defining transformation from `.a' to `.b'\n"
                               "inserting \".a\" (1) at end of list\n"
                               "inserting \".b\" (2) at end of list\n"
                               "transformation .a.b complete\n");
  m_world.sink.text.clear();
  m_world.graph.get("f.a");
  find("f.b");
  EXPECT_EQ(m_world.sink.text, "SuffFindDeps \"f.b\"\n\ttrying f.a...got it\n"
                               "\tapplying .a -> .b to \"f.b\"\n");
}

} // namespace
} // namespace mmk::graph
