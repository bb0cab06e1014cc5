#include "fs/memory_file_system.hpp"
#include "graph/rules.hpp"
#include "graph/special_targets.hpp"
#include "lang/parser.hpp"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

namespace mmk::graph {
namespace {

using ::testing::ElementsAre;
using ::testing::HasSubstr;

class TextSink final : public ReportSink {
public:
  void out(std::string_view bytes) override { text += bytes; }
  void err(std::string_view bytes) override { text += bytes; }
  void flush() override {}
  std::string text;
};

/// Makefiles read into a graph, on an in-memory file system.
class RulesTest : public ::testing::Test {
protected:
  RulesTest() {
    variables.set(variables.global(), ".CURDIR", "/src");
    variables.set(variables.global(), ".ALLTARGETS", "");
    context.targets = &rules;
    graph.roots = {"/src", "/src"};
  }

  void parse(std::string_view text) { parser.parse_file("/src/makefile", std::string(text)); }

  Target& target(std::string_view name) {
    Target* const found = graph.find(name);
    EXPECT_NE(found, nullptr) << name;
    return found == nullptr ? graph.get(name) : *found;
  }
  std::vector<std::string> sources(std::string_view name) {
    std::vector<std::string> words;
    for (const Target* const child : target(name).children) {
      words.push_back(child->name);
    }
    return words;
  }
  std::vector<std::string> commands(const Target& of) {
    std::vector<std::string> texts;
    for (const Command& command : of.commands) {
      texts.push_back(command.text);
    }
    return texts;
  }
  [[nodiscard]] std::string value(std::string_view name) {
    return variables.value(variables.global(), name).value_or("(undefined)");
  }

  TextSink sink;
  Options options;
  DebugLog debug{sink};
  lang::Diagnostics diag{sink, options, "make"};
  NameTable names;
  fs::MemoryFileSystem files{"/src"};
  fs::StatCache cache{files};
  Environment environment;
  SystemClock clock;
  lang::Context context{names, debug, diag, cache, environment, options, clock};
  lang::Variables variables{context};
  Graph graph{{variables, cache, debug, diag, options}};
  Suffixes suffixes{graph};
  std::string told; ///< what the hooks were told
  RuleHooks hooks{
      [this](std::string_view args) { told += fmt::format("args({})", args); },
      [this](std::string_view dir) {
        told += fmt::format("objdir({})", dir);
        return true;
      },
      [this](std::string_view spec) {
        told += fmt::format("shell({})", spec);
        return true;
      },
      [this] { told += "posix()"; },
      [this](const std::vector<std::string>& dirs) {
        told += fmt::format("syspath({})", fmt::join(dirs, ","));
      },
  };
  Rules rules{graph, suffixes, hooks};
  lang::IncludePaths paths;
  lang::Parser parser{variables, rules, paths};
};

TEST(Keywords, are_found_by_their_whole_name) {
  ASSERT_NE(find_keyword(".PHONY"), nullptr);
  EXPECT_EQ(find_keyword(".PHONY")->special, Special::phony);
  EXPECT_TRUE(find_keyword(".NOFILEMON")->attribute.has(Attr::nofilemon));
  EXPECT_EQ(find_keyword(".PHON"), nullptr);
  EXPECT_EQ(find_keyword(".PHONYX"), nullptr);
  EXPECT_EQ(find_keyword("PHONY"), nullptr);
  EXPECT_EQ(find_keyword(".c.o"), nullptr);
  EXPECT_EQ(find_keyword(""), nullptr);
}

TEST_F(RulesTest, links_sources_and_chooses_the_main_target) {
  parse("S= b c\nall: a ${S}\n\tcmd $@\na b: d\n");
  EXPECT_THAT(sources("all"), ElementsAre("a", "b", "c"));
  EXPECT_THAT(commands(target("all")), ElementsAre("cmd $@"));
  EXPECT_THAT(sources("b"), ElementsAre("d"));
  EXPECT_EQ(target("d").parents.size(), 2U);
  EXPECT_EQ(graph.main, &target("all"));
  EXPECT_EQ(value(".ALLTARGETS"), " all a b c d");
  EXPECT_TRUE(rules.is_target("a"));
  EXPECT_FALSE(rules.is_target("c"));
  EXPECT_TRUE(rules.has_commands("all"));
  EXPECT_EQ(diag.fatals(), 0);
}

TEST_F(RulesTest, a_semicolon_begins_a_command_outside_of_expressions) {
  parse("a: b${:U1:S;1;2;}; cmd; x\nc:;\n");
  EXPECT_THAT(sources("a"), ElementsAre("b2"));
  EXPECT_THAT(commands(target("a")), ElementsAre("cmd; x"));
  EXPECT_THAT(commands(target("c")), ElementsAre());
}

TEST_F(RulesTest, operators_must_agree) {
  parse("a:\na!\na::\na:\n");
  EXPECT_THAT(sink.text, HasSubstr("line 2: Inconsistent operator for a\n"));
  EXPECT_THAT(sink.text, HasSubstr("line 3: Inconsistent operator for a\n"));
  EXPECT_EQ(diag.fatals(), 2);
  parse("b! c\n");
  EXPECT_TRUE(target("b").attrs.has(Attr::force));
}

TEST_F(RulesTest, double_colon_rules_are_nodes_of_their_own) {
  parse("a:: x\n\tone\na:: y\n\ttwo\n");
  Target& first = target("a");
  ASSERT_EQ(first.cohorts.size(), 1U);
  Target& second = *first.cohorts.front();
  EXPECT_EQ(second.centurion, &first);
  EXPECT_EQ(second.cohort_num, 1);
  EXPECT_EQ(first.unmade_cohorts, 1);
  EXPECT_THAT(commands(first), ElementsAre("one"));
  EXPECT_THAT(commands(second), ElementsAre("two"));
  EXPECT_THAT(second.children, ElementsAre(&target("y")));
  EXPECT_EQ(value(".ALLTARGETS"), " a x a y");
}

TEST_F(RulesTest, the_first_script_counts) {
  parse("a:\n\tone\n\ttwo\nb:\na:\n\tthree\n");
  EXPECT_THAT(commands(target("a")), ElementsAre("one", "two"));
  EXPECT_EQ(
      sink.text,
      "make: \"/src/makefile\" line 6: warning: duplicate script for target \"a\" ignored\n"
      "make: \"/src/makefile\" line 3: warning: using previous script for \"a\" defined here\n");
}

TEST_F(RulesTest, attributes_as_sources_and_as_targets) {
  parse("a: .PHONY .SILENT b\n.PRECIOUS: c d\n.NOTMAIN: e\n");
  EXPECT_TRUE(target("a").attrs.has(Attr::phony));
  EXPECT_TRUE(target("a").attrs.has(Attr::silent));
  EXPECT_THAT(sources("a"), ElementsAre("b"));
  EXPECT_TRUE(target("d").attrs.has(Attr::precious));
  EXPECT_FALSE(target("d").is_target());
  EXPECT_TRUE(target("e").attrs.has(Attr::notmain));
}

TEST_F(RulesTest, special_targets_without_sources_are_settings) {
  parse(".PRECIOUS:\n.IGNORE:\n.SILENT:\n.DELETE_ON_ERROR:\n.NOTPARALLEL:\n.POSIX:\n");
  EXPECT_TRUE(graph.settings.all_precious);
  EXPECT_TRUE(options.ignore_errors);
  EXPECT_TRUE(options.silent);
  EXPECT_TRUE(graph.settings.delete_on_error);
  EXPECT_TRUE(graph.settings.no_parallel);
  EXPECT_EQ(told, "posix()");
  EXPECT_EQ(graph.main, nullptr);
}

TEST_F(RulesTest, special_targets_that_the_program_obeys) {
  parse(".MAKEFLAGS: -k  X=1\n.SHELL: name=sh\n.OBJDIR: obj\n.SYSPATH: a "
        "b\n.SYSPATH:\n.MAKEFLAGS:\n");
  EXPECT_EQ(told, "args(-k  X=1)shell(name=sh)objdir(obj)syspath(a,b)syspath()");
}

TEST_F(RulesTest, hook_targets_are_known_to_the_graph) {
  parse(".BEGIN .END: x\n.BEGIN: "
        "y\n\tb\n.END:\n\te\n.ERROR:\n.INTERRUPT:\n.STALE:\n.DEFAULT:\n\td\nall:\n");
  EXPECT_THAT(sink.text, HasSubstr("Extra target '.END' ignored"));
  ASSERT_NE(graph.begin, nullptr);
  ASSERT_NE(graph.end, nullptr);
  ASSERT_NE(graph.error, nullptr);
  ASSERT_NE(graph.interrupt, nullptr);
  ASSERT_NE(graph.stale, nullptr);
  ASSERT_NE(graph.default_rule, nullptr);
  EXPECT_THAT(commands(*graph.begin), ElementsAre("b"));
  EXPECT_THAT(commands(*graph.default_rule), ElementsAre("d"));
  EXPECT_TRUE(target("y").parents.empty());
  EXPECT_EQ(graph.find(".DEFAULT"), nullptr);
  EXPECT_EQ(graph.main, &target("all"));
}

TEST_F(RulesTest, main_and_the_command_line) {
  parse(".MAIN: a b\n");
  EXPECT_THAT(options.create, ElementsAre("a", "b"));
  EXPECT_EQ(value(".TARGETS"), "a b");
  parse(".MAIN: c\n");
  EXPECT_THAT(options.create, ElementsAre("a", "b"));
  EXPECT_TRUE(rules.will_be_made("[ab]"));
  EXPECT_FALSE(rules.will_be_made("c"));
}

TEST_F(RulesTest, order_and_wait) {
  parse(".ORDER: a b c\nall: a .WAIT b\n");
  EXPECT_THAT(target("b").order_pred, ElementsAre(&target("a")));
  EXPECT_THAT(target("b").order_succ, ElementsAre(&target("c")));
  EXPECT_THAT(sources("all"), ElementsAre("a", ".WAIT_1", "b"));
  EXPECT_TRUE(target("all").children[1]->attrs.has(Attr::wait));
}

TEST_F(RulesTest, paths) {
  files.put("/src/sub/x.c", "");
  files.put("/src/inc/y.h", "");
  parse(".SUFFIXES: .h\n.PATH: sub none\n.PATH.h: inc\n.PATH.q: inc\n");
  EXPECT_THAT(graph.path.dirs(), ElementsAre("sub"));
  ASSERT_NE(suffixes.path_of(".h"), nullptr);
  EXPECT_THAT(suffixes.path_of(".h")->dirs(), ElementsAre("inc"));
  EXPECT_EQ(value(".PATH"), ". /src sub");
  EXPECT_THAT(sink.text, HasSubstr("line 4: Suffix '.q' not defined (yet)"));
  EXPECT_EQ(rules.find_file("x.c"), "sub/x.c");
  parse(".PATH:\n");
  EXPECT_TRUE(graph.path.empty());
}

TEST_F(RulesTest, target_local_variables) {
  parse("a b: V= x y z\na: V+= w\na: .PHONY U=u\n.MAKE.TARGET_LOCAL_VARIABLES= false\nc: V=1\n");
  EXPECT_EQ(variables.value(target("a").vars, "V"), "x y z w");
  EXPECT_EQ(variables.value(target("b").vars, "V"), "x y z");
  EXPECT_EQ(variables.value(target("a").vars, "U"), "u");
  EXPECT_TRUE(target("a").attrs.has(Attr::phony));
  EXPECT_THAT(sources("c"), ElementsAre("V=1"));
}

TEST_F(RulesTest, archives_as_targets_and_sources) {
  parse("lib.a(x.o y.o): s\nall: lib.a(x.o) z\n");
  EXPECT_THAT(sources("all"), ElementsAre("lib.a(x.o)", "z"));
  EXPECT_THAT(sources("lib.a(y.o)"), ElementsAre("s"));
  EXPECT_TRUE(target("lib.a(x.o)").attrs.has(Attr::archv));
}

TEST_F(RulesTest, transformation_rules_are_not_main_targets) {
  parse(".SUFFIXES: .c .o\n.c.o:\n\tcc\nall:\n");
  EXPECT_EQ(graph.main, &target("all"));
  EXPECT_EQ(graph.find(".c.o"), nullptr);
  EXPECT_TRUE(suffixes.is_transform(".c.o"));
}

TEST_F(RulesTest, escaped_operators_belong_to_the_name) {
  parse("a\\:b: c\n");
  EXPECT_THAT(sources("a\\:b"), ElementsAre("c"));
}

TEST_F(RulesTest, wildcards_in_targets_and_braces) {
  files.put("/src/x.c", "");
  files.put("/src/y.c", "");
  parse("*.c t{1,2}: dep\n");
  EXPECT_THAT(sources("y.c"), ElementsAre("dep"));
  EXPECT_THAT(sources("t2"), ElementsAre("dep"));
}

TEST_F(RulesTest, lines_that_are_nothing) {
  parse("a b\n.foo bar\n<<<<<< x\n;\n: x\n\tcmd\n");
  EXPECT_EQ(sink.text, "make: \"/src/makefile\" line 1: Invalid line type\n"
                       "make: \"/src/makefile\" line 2: Unknown directive \"foo\"\n"
                       "make: \"/src/makefile\" line 3: Makefile appears to contain unresolved "
                       "CVS/RCS/??? merge conflicts\n"
                       "make: \"/src/makefile\" line 4: Invalid line type\n");
}

TEST_F(RulesTest, special_and_ordinary_targets_do_not_mix) {
  parse(".PATH x:\nx .PATH:\n");
  EXPECT_EQ(sink.text, "make: \"/src/makefile\" line 1: warning: Extra target (x) ignored\n"
                       "make: \"/src/makefile\" line 2: warning: Special and mundane targets don't "
                       "mix. Mundane ones ignored\n");
}

TEST_F(RulesTest, dependency_files_leave_a_mark) {
  files.put("/src/.d", "a: old.h\n");
  parse("a: b\n.dinclude \".d\"\nc:\n");
  EXPECT_TRUE(target("old.h").from_depend);
  EXPECT_FALSE(target("a").from_depend);
  EXPECT_FALSE(target("c").from_depend);
  EXPECT_EQ(target("old.h").where.file, "/src/.d");
}

TEST_F(RulesTest, commands_that_make) {
  parse("a:\n\t${MAKE} x\nb:\n\t$(.MAKE)\nc:\n\tmake x\nd:\n\tcmake x remake ${MAKER}\n");
  EXPECT_TRUE(target("a").attrs.has(Attr::submake));
  EXPECT_TRUE(target("b").attrs.has(Attr::submake));
  EXPECT_TRUE(target("c").attrs.has(Attr::submake));
  EXPECT_FALSE(target("d").attrs.has(Attr::submake));
}

TEST_F(RulesTest, use_rules_add_commands_sources_and_attributes) {
  parse("u: .USE .SILENT x ${.TARGET}.y\n\tafter\nv: .USEBEFORE\n\tbefore\nt: u v\n\town\n");
  Target& t = target("t");
  apply_use(graph, target("u"), t);
  apply_use(graph, target("v"), t);
  EXPECT_THAT(commands(t), ElementsAre("before", "own", "after"));
  EXPECT_TRUE(t.attrs.has(Attr::silent));
  EXPECT_FALSE(t.attrs.has(Attr::use));
  EXPECT_EQ(sources("t").at(2), "x");
}

} // namespace
} // namespace mmk::graph
