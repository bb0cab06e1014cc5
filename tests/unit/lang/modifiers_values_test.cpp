// Modifiers that replace the value, have side effects, or change how the rest is read.
#include "expression_fixture.hpp"

namespace mmk::lang {
namespace {

class ValueModifiersTest : public ExpressionTest {
protected:
  void check(std::initializer_list<Expansion> expansions) {
    for (const Expansion& item : expansions) {
      EXPECT_EQ(expand(item.text), item.expected) << item.text;
    }
    EXPECT_EQ(messages(), "");
  }
};

TEST_F(ValueModifiersTest, Defaults) {
  set("V", "value");
  set("EMPTY", "");
  check({{"${V:Dyes} ${V:Uno}", "yes value"},
         {"${NO:Dyes} ${NO:Uno}", " no"},
         {"${EMPTY:Dyes} ${EMPTY:Uno}", "yes "},
         {"${NO:U1:U2}", "2"},
         {"${NO:D:Ux}", "x"},
         {"${V:D:Ux}", ""},
         {"${NO:U${V:tu}\\:\\}\\$x}", "VALUE:}$x"},
         {"${NO:Ua${NO:Ub${V}c}d}", "abvaluecd"}});
}

TEST_F(ValueModifiersTest, UntakenDefaultsAreNotEvaluated) {
  set("V", "value");
  check({{"${V:U${X::=assigned}}", "value"}});
  EXPECT_EQ(value("X"), "(undefined)");
  expand("${V:U${X:Z}}");
  EXPECT_EQ(messages(), "make: Unknown modifier \"Z\"\n");
}

TEST_F(ValueModifiersTest, NameAsValueAndPath) {
  check({{"${a b:L:S,a,x,}", "x b"}, {"${target:P} ${other:P}", "path/target other"}});
}

TEST_F(ValueModifiersTest, Ternary) {
  set("N", "5");
  check({{"${1:?yes:no} ${0:?yes:no}", "yes no"},
         {"${${N} > 3:?big:small}", "big"},
         {"${${N} > 7 || empty(NO):?a:b}", "a"},
         {"${defined(N):?${N}:none}", "5"},
         {"${N == 5:?x:y}", "y"},
         {"${\"${N:M5}\" != \"\":?five:other}", "five"},
         {"${1:?a:b:Q}", "a"},
         {"${0:?${X::=x}:ok}", "ok"}});
  EXPECT_EQ(value("X"), "(undefined)");
  expand("${1 == == 2:?a:b}");
  EXPECT_EQ(messages(), "make: Bad conditional expression '1 == == 2' in '1 == == 2?a:b'\n");
}

TEST_F(ValueModifiersTest, Loops) {
  set("V", "1 2 3");
  set("nl", "\n");
  check({{"${V:@i@<$i>@}", "<1> <2> <3>"},
         {"${V:@.x.@${.x.:S,^,n,}@}", "n1 n2 n3"},
         {"${V:@i@${V:@j@$i$j@}@:[#]}", "9"},
         {"${V:@i@$${i}@}", "${i} ${i} ${i}"},
         {"${V:@i@${i:N2}@}", "1 3"},
         {"${V:@i@line$i${nl}@}", "line1\nline2\nline3\n"},
         {"${V:ts,:@i@x$i@}", "x1,2,3"},
         {"${:U:@i@x@}", ""}});
  EXPECT_EQ(value("i"), "(undefined)");
  expand("${V:@a$b@x@}");
  EXPECT_EQ(messages(), "make: In the :@ modifier of \"V\", the variable name \"a$b\" must not "
                        "contain a dollar\n");
}

TEST_F(ValueModifiersTest, Assignments) {
  set("V", "old");
  check({{"[${V::=new}]$V", "[]new"},
         {"[${V::+=er}]$V", "[]new er"},
         {"[${V::?=no}]$V", "[]new er"},
         {"[${W:L::?=yes}]$W", "[]yes"},
         {"[${V::!=cmd}]$V", "[][cmd] next"},
         {"${V::=${V:tu}}$V", "[CMD] NEXT"}});
  EXPECT_EQ(expand("${V::!=fail}"), "");
  EXPECT_EQ(messages(), "make: \"fail\" returned non-zero status\n");
  EXPECT_EQ(value("V"), "[CMD] NEXT");
  EXPECT_EQ(expand("${:Ux::=v}"), "v}");
  EXPECT_EQ(messages(), "make: Bad modifier \":\" for variable \"\"\n");
}

TEST_F(ValueModifiersTest, AssignmentsOfATargetGoToItsOwnVariables) {
  Scope target("t");
  variables.set(target, "L", "local");
  set("G", "global");
  EXPECT_EQ(variables.expand("${L::=x}${G::=y}${L}${G}", target, EvalMode::eval), "xy");
  EXPECT_EQ(value("L"), "(undefined)");
  EXPECT_EQ(value("G"), "y");
}

TEST_F(ValueModifiersTest, Remember) {
  check({{"${A B:L:_:range:@i@$i=${_:[$i]}@}", "1=A 2=B"}, {"${x y:L:_=saved:tu}", "X Y"}});
  EXPECT_EQ(value("saved"), "x y");
}

TEST_F(ValueModifiersTest, ShellCommands) {
  set("CMD", "run me");
  check({{"${:!echo ${CMD}!}", "[echo run me] next"}, {"${CMD:sh}", "[run me] next"}});
  EXPECT_EQ(expand("${:!fail!}"), "[fail] next");
  EXPECT_EQ(messages(), "make: \"fail\" returned non-zero status\n");
}

TEST_F(ValueModifiersTest, CommandsSeeExportedVariables) {
  set("V", "${W}");
  variables.export_vars(ExportKind::plain, "V");
  set("W", "late");
  check({{"${:!x!:M\\[*}", "[x]"}});
  EXPECT_EQ(environment.get("V"), "late");
}

TEST_F(ValueModifiersTest, Quoting) {
  set("V", "a b$$c'd");
  check({{"${V:Q}", "a\\ b\\$c\\'d"}, {"${V:q}", "a\\ b\\$\\$c\\'d"}});
}

TEST_F(ValueModifiersTest, Hash) {
  // From the manual's promise of 32 bits in 8 digits; the values are those bmake gives.
  check({{"${:U:hash}", "b2af338b"}, {"${:Ua:hash}", "3360ac65"}, {"${:Uabc:hash}", "9ca87054"}});
}

TEST_F(ValueModifiersTest, Times) {
  files.put_at("/src/file", "", TimeStamp::from(1234, 0));
  check({{"${:U%Y-%m-%d %H\\:%M:gmtime=86400}", "1970-01-02 00:00"},
         {"${%Y:L:gmtime}", "2020"},
         {"${%Y:L:gmtime=0}", "2020"},
         {"${:U:gmtime=1}", "Thu Jan  1 00:00:01 1970"},
         {"${%s:L:gmtim=86400}", "%s"},
         {"${:Ufile:mtime} ${:Umissing:mtime=7}", "1234 7"}});
  expand("${%Y:L:gmtime=-1}");
  EXPECT_EQ(messages(), "make: Invalid time value at \"-1}\"\n");
}

TEST_F(ValueModifiersTest, IndirectModifiers) {
  set("V", "a b");
  set("UP", "tu");
  set("CHAIN", "tW:S, ,_,");
  set("NONE", "");
  check({{"${V:${UP}}", "A B"},
         {"${V:${UP}:S,A,x,}", "x B"},
         {"${V:${CHAIN}:S,^,<,}", "<a_b"},
         {"${V:${NONE}}", "a b"},
         {"${V:${NONE}S,a,x,}", "x b"},
         {"${V:${:UM*}:[#]}", "2"},
         {"${V:${:Ub}=c}", "a c"},
         {"${NO:${:UUdefault}}", "default"}});
  EXPECT_EQ(expand("<${V:${:UZ}:tu}>"), "<tu}>");
  EXPECT_EQ(messages(), "make: Unknown modifier \"Z\"\n");
}

TEST_F(ValueModifiersTest, Errors) {
  set("V", "value");
  const auto error = [this](std::string_view text, std::string_view left,
                            std::string_view message) {
    EXPECT_EQ(expand(text), left) << text;
    EXPECT_EQ(messages(), message) << text;
  };
  error("<${V:Z}>", "<>", "make: Unknown modifier \"Z\"\n");
  error("<${V:S,a}>", "<", "make: Unfinished modifier for \"V\" (',' missing)\n");
  error("<${V:S", "<", "make: Missing delimiter for modifier ':S'\n");
  error("<${V:C", "<", "make: Missing delimiter for :C modifier\n");
  error("<${V:@i@x}>", "<", "make: Unfinished modifier for \"V\" ('@' missing)\n");
  error("<${V:!x}>", "<", "make: Unfinished modifier for \"V\" ('!' missing)\n");
  error("<${V:[1}>", "<", "make: Unfinished modifier for \"V\" (']' missing)\n");
  error("<${V:?a}>", "<", "make: Unfinished modifier for \"V\" (':' missing)\n");
  error("<${V:range=x}>", "<ange=x}>", "make: Invalid number \"x}>\" for ':range' modifier\n");
  error("<${V:", "<", "make: Unclosed variable expression (expecting '}') for \"V\"\n");
}

TEST_F(ValueModifiersTest, LintComplainsMore) {
  options.lint = true;
  set("V", "value");
  expand("${V:S,a,b,S,b,c,}");
  EXPECT_EQ(messages(), "make: Missing delimiter ':' after modifier \"S,a,b,\"\n");
  expand("$");
  EXPECT_EQ(messages(), "make: Dollar followed by nothing\n");
}

} // namespace
} // namespace mmk::lang
