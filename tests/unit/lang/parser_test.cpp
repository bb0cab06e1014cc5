#include "lang/reader_fixture.hpp"

#include <gmock/gmock.h>

namespace mmk::lang {
namespace {

using ::testing::ElementsAre;
using ::testing::HasSubstr;

class ParserTest : public ReaderTest {};

TEST_F(ParserTest, hands_rules_and_commands_on_with_their_lines) {
  parse("all: a \\\n b\n\tcmd 1\n\n\t cmd 2 # x\nb:;x\n");
  EXPECT_THAT(rules.lines, ElementsAre("1: all: a  b", "3\tcmd 1", "5\tcmd 2 # x", "6: b:;x"));
  EXPECT_EQ(diag.fatals(), 0);
}

TEST_F(ParserTest, an_assignment_ends_the_group) {
  parse("a:\nX=1\n\tcmd\n");
  EXPECT_EQ(messages(), "\"makefile\" line 3: Unassociated shell command \"cmd\"\n");
}

TEST_F(ParserTest, assigns) {
  parse("A= x\nA+=\ty\nB?= b\nB?= c\nC:= ${A}\nA= z\nD!= cmd\n");
  EXPECT_EQ(value("A"), "z");
  EXPECT_EQ(value("B"), "b");
  EXPECT_EQ(value("C"), "x y");
  EXPECT_EQ(value("D"), "ran cmd end");
}

TEST_F(ParserTest, a_failed_command_is_a_warning) {
  parse("A!= fail\n");
  EXPECT_EQ(messages(), "\"makefile\" line 1: warning: \"fail\" returned non-zero status\n");
  EXPECT_EQ(diag.fatals(), 0);
}

TEST_F(ParserTest, info_prints_and_error_stops) {
  parse("A= 1\n.info a ${A}\n.error b\n.info c\n");
  EXPECT_EQ(messages(), "\"makefile\" line 2: a 1\n\"makefile\" line 3: b\n");
  EXPECT_TRUE(parser.stopped());
}

TEST_F(ParserTest, a_message_wants_text) {
  parse(".error\n.warning\n");
  EXPECT_THAT(messages(), HasSubstr("line 1: Missing argument for \".error\""));
  EXPECT_FALSE(parser.stopped());
}

TEST_F(ParserTest, an_assignment_to_a_directives_name_is_one) {
  parse(".info:= x\n.warning?=y\n");
  EXPECT_EQ(value(".info"), "x");
  EXPECT_EQ(value(".warning"), "y");
}

TEST_F(ParserTest, what_is_nothing_goes_to_the_rules) {
  parse(".inform x\n.for/i in 1\n.endifx\n");
  EXPECT_THAT(rules.lines, ElementsAre("1: .inform x", "2: .for/i in 1", "3: .endifx"));
}

TEST_F(ParserTest, exports_in_gnu_makes_way) {
  parse("X=1\nexport V=a ${X}  \nexport : b\nexport W\n");
  EXPECT_EQ(environment.get("V"), "a 1");
  EXPECT_THAT(rules.lines, ElementsAre("3: export : b"));
  EXPECT_THAT(messages(), HasSubstr("Variable/Value missing from \"export\""));
}

TEST_F(ParserTest, command_line_assignments_go_to_their_scope) {
  EXPECT_TRUE(parser.parse_assignment("A=b", variables.cmdline()));
  EXPECT_FALSE(parser.parse_assignment("target", variables.cmdline()));
  EXPECT_EQ(variables.value(variables.cmdline(), "A"), "b");
  EXPECT_EQ(variables.global().find(names.intern("A")), nullptr);
}

TEST_F(ParserTest, tells_whoever_asked_about_steering_variables) {
  std::string told;
  parser.set_assignment_hook([&](std::string_view name, std::string_view text) {
    told += fmt::format("{}={};", name, text);
  });
  parse(".MAKEOVERRIDES+= A\n.OTHER= x\n.MAKE.JOB.PREFIX= ===\n");
  EXPECT_EQ(told, ".MAKEOVERRIDES=A;.MAKE.JOB.PREFIX====;");
}

TEST_F(ParserTest, a_zero_byte_ends_the_file) {
  parse(std::string_view("A=1\nB=\0\nC=1\n", 12));
  EXPECT_EQ(messages(), "\"makefile\" line 2: Zero byte read from file\n");
  EXPECT_EQ(value("C"), "(undefined)");
}

// --- conditionals

TEST_F(ParserTest, takes_the_first_true_branch) {
  parse(".if 0\nA=0\n.elif 1\nA=1\n.elif 1\nA=2\n.else\nA=3\n.endif\n");
  EXPECT_EQ(value("A"), "1");
  parse(".if 0\nA=0\n.else\nA=3\n.endif\n");
  EXPECT_EQ(value("A"), "3");
}

TEST_F(ParserTest, skipped_blocks_nest) {
  parse(".if 0\n.if 1\nA=1\n.else\nA=2\n.endif\nA=3\n.for x in\n.endif\nB=1\n");
  EXPECT_EQ(value("A"), "(undefined)");
  EXPECT_EQ(value("B"), "1");
  EXPECT_EQ(diag.fatals(), 0);
}

TEST_F(ParserTest, complains_about_misplaced_conditionals) {
  parse(".else\n.elif 1\n.endif\n.if 1\n.else x\n.else\n.elif 1\n.endif x\n.if 1\n.if 1\n");
  EXPECT_EQ(messages(), "\"makefile\" line 1: if-less else\n"
                        "\"makefile\" line 2: if-less elif\n"
                        "\"makefile\" line 3: if-less endif\n"
                        "\"makefile\" line 5: The .else directive does not take arguments\n"
                        "\"makefile\" line 6: warning: extra else\n"
                        "\"makefile\" line 7: warning: extra elif\n"
                        "\"makefile\" line 8: The .endif directive does not take arguments\n"
                        "\"makefile\" line 11: 2 open conditionals\n");
}

TEST_F(ParserTest, a_broken_condition_skips_all_branches) {
  parse(".if\nA=1\n.else\nA=2\n.endif\n");
  EXPECT_EQ(messages(), "\"makefile\" line 1: Malformed conditional ()\n");
  EXPECT_EQ(value("A"), "(undefined)");
}

TEST_F(ParserTest, nests_thousands_deep) {
  std::string text;
  for (int i = 0; i < 5000; ++i) {
    text += ".if 1\n";
  }
  text += "A=1\n";
  for (int i = 0; i < 5000; ++i) {
    text += ".endif\n";
  }
  parse(text);
  EXPECT_EQ(value("A"), "1");
  EXPECT_EQ(diag.fatals(), 0);
}

TEST_F(ParserTest, endless_nesting_is_an_error) {
  std::string text;
  for (int i = 0; i < 200'000; ++i) {
    text += ".if 1\n";
  }
  parse(text);
  EXPECT_THAT(messages(), HasSubstr("nested more than"));
  EXPECT_TRUE(parser.stopped());
}

// --- loops

TEST_F(ParserTest, loops_over_items) {
  parse("L= a b\n.for i in ${L} c\nR+= <$i>\n.endfor\n.info ${R}\n");
  EXPECT_EQ(messages(), "\"makefile\" line 5: <a> <b> <c>\n");
}

TEST_F(ParserTest, loops_nest_and_report_their_lines) {
  parse(".for i in 1 2\n\n# c \\\n c\n.  for j in a b\n.info $i$j\n.  endfor\n.endfor\n.info x\n");
  EXPECT_EQ(messages(), "\"makefile\" line 6: 1a\n\"makefile\" line 6: 1b\n"
                        "\"makefile\" line 6: 2a\n\"makefile\" line 6: 2b\n"
                        "\"makefile\" line 9: x\n");
}

TEST_F(ParserTest, break_leaves_the_innermost_loop) {
  parse(".for i in 1 2\n.for j in a b c\n.if $j == b\n.break\n.endif\nR+=$i$j\n.endfor\n.endfor\n"
        ".info ${R}\n.break\n");
  EXPECT_EQ(messages(),
            "\"makefile\" line 9: 1a 2a\n\"makefile\" line 10: break outside of for loop\n");
}

TEST_F(ParserTest, complains_about_broken_loops) {
  parse(".endfor\n.for\n.for i\n.for in x\n.for a b in 1\n.info no\n.endfor\n.for i in 1\n");
  EXPECT_EQ(
      messages(),
      "\"makefile\" line 1: for-less endfor\n"
      "\"makefile\" line 3: missing `in' in for\n"
      "\"makefile\" line 4: no iteration variables in for\n"
      "\"makefile\" line 5: Wrong number of words (1) in .for substitution list with 2 variables\n"
      "\"makefile\" line 9: Unexpected end of file in .for loop\n");
  EXPECT_THAT(rules.lines, ElementsAre("2: .for"));
}

TEST_F(ParserTest, conditionals_do_not_cross_the_border_of_a_turn) {
  parse(".for i in 1 2\n.if 0\n.endfor\n.if 1\n.for i in 1\n.endif\n.endfor\n.endif\n");
  EXPECT_EQ(messages(), "\"makefile\" line 3: 1 open conditional\n"
                        "\"makefile\" line 3: 1 open conditional\n"
                        "\"makefile\" line 6: if-less endif\n");
}

// --- includes

TEST_F(ParserTest, includes_beside_the_file_and_from_the_system_path) {
  files.put("/src/sub/a.mk", ".include \"b.mk\"\n");
  files.put("/src/sub/b.mk", ".info ${.PARSEDIR} ${.PARSEFILE} ${.INCLUDEDFROMFILE}\n");
  files.put("/usr/mk/s.mk", ".info s\n");
  parse(".include \"sub/a.mk\"\n.include <s.mk>\n.info ${.INCLUDEDFROMFILE:Unone}\n");
  EXPECT_EQ(messages(), "\"sub/b.mk\" line 1: sub b.mk a.mk\n"
                        "\"/usr/mk/s.mk\" line 1: s\n\"makefile\" line 3: none\n");
  EXPECT_EQ(value(".MAKE.MAKEFILES"), "/src/makefile /src/sub/a.mk /src/sub/b.mk /usr/mk/s.mk");
  EXPECT_EQ(value(".PARSEDIR"), "(undefined)");
}

TEST_F(ParserTest, finds_a_directory_upwards) {
  files.put("/mk/canary", "");
  files.put("/mk/t.mk", "A=1\n");
  paths.system = {".../none", ".../mk/canary"};
  parse(".include <t.mk>\n");
  EXPECT_EQ(value("A"), "1");
}

TEST_F(ParserTest, complains_about_files_that_are_not_there) {
  parse(".include \"x\"\n.include </y>\n.include x\n.include \"x\n.-include \"x\"\n"
        ".sinclude \"x\"\n.dinclude \"x\"\ninclude z\nsinclude z\n-include z\n");
  EXPECT_EQ(messages(), "\"makefile\" line 1: Could not find x\n"
                        "\"makefile\" line 2: Cannot open /y\n"
                        "\"makefile\" line 3: .include filename must be delimited by '\"' or '<'\n"
                        "\"makefile\" line 4: Unclosed .include filename. '\"' expected\n"
                        "\"makefile\" line 8: Could not find z\n");
}

TEST_F(ParserTest, marks_what_comes_from_depend_files) {
  files.put("/src/d", ".if 1\n.endif\nx:\n");
  parse(".dinclude \"d\"\n");
  EXPECT_FALSE(rules.reading_depend);
  parser.set_reading_depend(true);
  EXPECT_TRUE(rules.reading_depend);
}

TEST_F(ParserTest, a_file_that_includes_itself_is_an_error) {
  files.put("/src/r", ".include \"r\"\n.include \"r\"\n");
  parse(".include \"r\"\n");
  EXPECT_THAT(messages(), HasSubstr("levels deep"));
  EXPECT_TRUE(parser.stopped());
}

TEST_F(ParserTest, endless_recursion_does_not_show_every_level_in_every_message) {
  files.put("/src/r", ".include \"r\"\n");
  debug.enable(Debug::parse);
  parse(".include \"r\"\n");
  EXPECT_THAT(messages(), HasSubstr("more levels)\n"));
}

TEST_F(ParserTest, where_a_file_really_is_is_found_out_once) {
  files.put("/src/a/makefile", "");
  files.put("/src/b/makefile", "");
  files.symlink("/src/a", "/src/dir");
  rules.on_line = [this](std::string_view) { files.symlink("/src/b", "/src/dir"); };
  parser.parse_file("dir/makefile", ".info first\nx:\n.info second\n");
  EXPECT_EQ(messages(), "\"a/makefile\" line 1: first\n\"a/makefile\" line 3: second\n");
}

TEST_F(ParserTest, shows_the_way_to_a_message) {
  files.put("/src/i", ".for a b in 1 2\n.info x\n.endfor\n");
  debug.enable(Debug::parse);
  parse("\n.include \"i\"\n");
  EXPECT_THAT(messages(), HasSubstr("\"i\" line 2: x\n\tin .for loop from i:1 with a = 1, b = 2\n"
                                    "\tin makefile:2\n"));
}

/// .POSIX is obeyed through the rules, as in the program.
class PosixTest : public ReaderTest {
protected:
  PosixTest() {
    files.put("/usr/mk/posix.mk", "P=1\n");
    rules.on_line = [this](std::string_view line) {
      if (line == ".POSIX:") {
        parser.handle_posix();
      }
    };
  }
};

TEST_F(PosixTest, the_first_line_switches) {
  parse("# comment\n\n.POSIX:\nA=1\n");
  EXPECT_EQ(value("%POSIX"), "1003.2");
  EXPECT_EQ(value("P"), "1");
  EXPECT_EQ(value("A"), "1");
}

TEST_F(PosixTest, later_lines_do_not) {
  files.put("/src/other", ".POSIX:\n");
  parse("A=1\n.POSIX:\n");
  parse(".POSIX:\n");
  parse("include other\n");
  EXPECT_EQ(value("%POSIX"), "(undefined)");
}

TEST_F(PosixTest, nor_does_a_line_in_a_block) {
  parse(".if 1\n.POSIX:\n.endif\n");
  EXPECT_EQ(value("%POSIX"), "(undefined)");
}

TEST_F(PosixTest, system_makefiles_do_not_count) {
  files.put("/usr/mk/sys.mk", "S=1\n");
  const std::string system = parser.find_system_makefile("sys.mk");
  EXPECT_EQ(system, "/usr/mk/sys.mk");
  EXPECT_TRUE(parser.parse_makefile(system));
  parse(".POSIX:\n");
  EXPECT_EQ(value("P"), "1");
}

TEST_F(ParserTest, finds_makefiles_of_the_command_line) {
  files.put("/src/here.mk", "H=1\n");
  files.put("/usr/mk/there.mk", "T=1\n");
  EXPECT_TRUE(parser.parse_makefile("here.mk"));
  EXPECT_TRUE(parser.parse_makefile("there.mk"));
  EXPECT_FALSE(parser.parse_makefile("nowhere.mk"));
  EXPECT_EQ(value("H") + value("T"), "11");
  EXPECT_EQ(variables.value(variables.internal(), "MAKEFILE"), "/usr/mk/there.mk");
}

TEST_F(ParserTest, messages_of_relative_makefiles_are_absolute) {
  files.put("/src/here.mk", ".info x\n.PARSEFILE= there\n.info y\n");
  EXPECT_TRUE(parser.parse_makefile("here.mk"));
  EXPECT_EQ(sink.text, "make: \"/src/here.mk\" line 1: x\nmake: \"/src/there\" line 3: y\n");
}

} // namespace
} // namespace mmk::lang
