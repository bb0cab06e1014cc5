#include "base/fatal.hpp"
#include "expression_fixture.hpp"
#include "lang/variables.hpp"

namespace mmk::lang {
namespace {

class VariablesTest : public ExpressionTest {};

TEST_F(VariablesTest, LookUpGoesFromTheScopeOverCommandLineAndGlobalsToTheEnvironment) {
  environment = Environment({"V=environment", "ONLY=there"});
  EXPECT_EQ(expand("$V ${ONLY}"), "environment there");
  set("V", "global");
  EXPECT_EQ(expand("$V"), "global");
  variables.set(variables.cmdline(), "V", "command");
  EXPECT_EQ(expand("$V"), "command");
  Scope target("t");
  variables.set(target, "V", "local");
  EXPECT_EQ(variables.expand("$V", target, EvalMode::eval), "local");
}

TEST_F(VariablesTest, EnvironmentOverridesGlobalsOnRequest) {
  environment = Environment({"V=environment"});
  options.env_overrides = true;
  set("V", "global");
  EXPECT_EQ(expand("$V"), "environment");
  variables.set(variables.cmdline(), "V", "command");
  EXPECT_EQ(expand("$V"), "command");
}

TEST_F(VariablesTest, CommandLineVariablesAreFixedAndExported) {
  variables.set(variables.cmdline(), "V", "fixed");
  set("V", "other");
  variables.append(variables.global(), "V", "more");
  EXPECT_EQ(expand("$V"), "fixed");
  EXPECT_EQ(environment.get("V"), "fixed");
  EXPECT_EQ(value(".MAKEOVERRIDES"), "V");
}

TEST_F(VariablesTest, AppendingMovesAnEnvironmentVariableIntoTheMakefile) {
  environment = Environment({"V=outside"});
  variables.append(variables.global(), "V", "inside");
  EXPECT_EQ(value("V"), "outside inside");
  EXPECT_EQ(environment.get("V"), "outside");
}

TEST_F(VariablesTest, ReadOnlyVariablesKeepTheirValue) {
  set("V", "first");
  variables.mark_read_only("V");
  set("V", "second");
  variables.append(variables.global(), "V", "third");
  variables.undef("V");
  EXPECT_EQ(value("V"), "first");
  variables.mark_no_read_only("V");
  set("V", "second");
  EXPECT_EQ(value("V"), "second");
}

TEST_F(VariablesTest, LocalVariablesHaveTwoNames) {
  Scope target("dir/t.o");
  variables.set(target, ".TARGET", "dir/t.o");
  variables.set(target, ">", "a/t.c t.h");
  const auto local = [&](std::string_view text) {
    return variables.expand(text, target, EvalMode::eval);
  };
  EXPECT_EQ(local("$@ ${.TARGET} ${@} ${.ALLSRC}"), "dir/t.o dir/t.o dir/t.o a/t.c t.h");
  EXPECT_EQ(local("$(@D) ${@F} $(>D) ${>F:S,t,T,}"), "dir t.o a . T.c T.h");
}

TEST_F(VariablesTest, SomeLocalVariablesWaitForATarget) {
  EXPECT_EQ(expand("$@ ${.TARGET} ${.TARGET:T} ${@F} $*"),
            "$(.TARGET) ${.TARGET} ${.TARGET:T} ${@F} $(.PREFIX)");
  EXPECT_EQ(expand("$> ${.ALLSRC} $? $<"), "   ");
}

TEST_F(VariablesTest, DollarSigns) {
  EXPECT_EQ(expand("a$$b $$$$ c$"), "a$b $$ c");
  EXPECT_EQ(expand("$: $) $}"), ": ) }");
  set("X", "ex");
  EXPECT_EQ(expand("$Xy $(X)y ${X}y"), "exy exy exy");
}

TEST_F(VariablesTest, DollarsSurviveAssignmentWithExpansionOnRequest) {
  const EvalMode mode = EvalMode::eval_keep_dollar_and_undefined;
  EXPECT_EQ(expand("a$$b", mode), "a$b");
  set(".MAKE.SAVE_DOLLARS", "yes");
  EXPECT_EQ(expand("a$$b", mode), "a$$b");
  EXPECT_EQ(expand("a$$b"), "a$b");
}

TEST_F(VariablesTest, UndefinedExpressionsStayButTheirInsideIsExpanded) {
  const EvalMode mode = EvalMode::eval_keep_dollar_and_undefined;
  set("IN", "inner");
  EXPECT_EQ(expand("a ${NO} ${NO:S,${IN},x,} ${NO.${IN}} z", mode),
            "a ${NO} ${NO:S,inner,x,} ${NO.inner} z");
}

TEST_F(VariablesTest, ComputedNames) {
  set("FLAGS.main", "-O2");
  set("P", "main");
  EXPECT_EQ(expand("${FLAGS.$P} ${FLAGS.${P}} ${FLAGS.${P:Umain}:S,O,o,}"), "-O2 -O2 -o2");
  set("with{brace}", "b");
  EXPECT_EQ(expand("${with{brace}}"), "b");
}

TEST_F(VariablesTest, ValuesAreParsedAgainAfterTheyChange) {
  set("A", "1");
  set("V", "${A}");
  EXPECT_EQ(expand("$V"), "1");
  set("V", "${A}${A}");
  EXPECT_EQ(expand("$V"), "11");
  variables.append(variables.global(), "V", "$A");
  EXPECT_EQ(expand("$V"), "11 1");
}

TEST_F(VariablesTest, RecursionEndsTheRun) {
  set("A", "x ${B}");
  set("B", "${A:S,x,y,}");
  try {
    expand("$A");
    FAIL();
  } catch (const FatalError& error) {
    EXPECT_EQ(error.text, "Variable A is recursive.");
    EXPECT_EQ(error.status, 2);
  }
  set("A", "fine");
  EXPECT_EQ(expand("$B"), "fine");
}

TEST_F(VariablesTest, NestingIsBounded) {
  std::string deep;
  for (int i = 0; i < 100'000; ++i) {
    deep += "${A:U";
  }
  EXPECT_EQ(expand(deep), "");
  EXPECT_NE(messages().find("nested too deeply"), std::string::npos);
  for (int i = 0; i < 5000; ++i) {
    set(fmt::format("V{}", i), fmt::format("${{V{}}}", i + 1));
  }
  EXPECT_THROW(expand("${V0}"), FatalError);
}

TEST_F(VariablesTest, EnvironmentValuesThatReferToThemselvesEnd) {
  environment = Environment({"LOOP=${LOOP}"});
  EXPECT_THROW(expand("${LOOP}"), FatalError);
}

TEST_F(VariablesTest, UnclosedExpressions) {
  EXPECT_EQ(expand("a${NAME"), "a");
  EXPECT_EQ(messages(), "make: Unclosed variable \"NAME\"\n");
  set("V", "value");
  EXPECT_EQ(expand("a${V:Q"), "avalue");
  EXPECT_EQ(messages(), "make: Unclosed variable expression, expecting '}' for modifier \"Q\" of "
                        "variable \"V\" with value \"value\"\n");
}

TEST_F(VariablesTest, UndefRemovesExpandedNames) {
  set("A", "1");
  set("B", "2");
  set("BOTH", "A B");
  variables.undef("${BOTH}");
  EXPECT_EQ(value("A") + value("B"), "(undefined)(undefined)");
}

TEST_F(VariablesTest, AVariableInUseIsNotDeleted) {
  set("V", "${:Uw:@V@x@} rest");
  EXPECT_EQ(variables.expand("$V", variables.global(), EvalMode::eval), "x rest");
  EXPECT_EQ(messages(), "make: Cannot delete variable \"V\" while it is used\n");
}

TEST_F(VariablesTest, OnDemandAndComputedVariables) {
  int asked = 0;
  variables.define_on_demand(".SHELL", [&asked] {
    ++asked;
    return std::string("/bin/sh");
  });
  variables.define_computed(".SUFFIXES", [&asked] { return fmt::format(".c{}", ++asked); });
  EXPECT_EQ(asked, 0);
  EXPECT_EQ(expand("${.SHELL} ${.SHELL} ${.SUFFIXES} ${.SUFFIXES}"), "/bin/sh /bin/sh .c2 .c3");
  set(".SUFFIXES", "x");
  variables.set(variables.cmdline(), ".SHELL", "x");
  EXPECT_EQ(expand("${.SHELL} ${.SUFFIXES}"), "/bin/sh .c4");
}

TEST_F(VariablesTest, ExportedVariablesFollowTheirValue) {
  set("PLAIN", "1");
  set("COMPUTED", "<${PLAIN}>");
  variables.export_vars(ExportKind::plain, "PLAIN COMPUTED");
  EXPECT_EQ(value(".MAKE.EXPORTED"), "PLAIN COMPUTED");
  EXPECT_EQ(environment.get("PLAIN"), "1");
  set("PLAIN", "2");
  EXPECT_EQ(environment.get("PLAIN"), "2");
  variables.reexport(variables.global());
  EXPECT_EQ(environment.get("COMPUTED"), "<2>");
}

TEST_F(VariablesTest, ExportEnvAndLiteralLeaveNoTrace) {
  set("A", "${B}");
  set("B", "b");
  variables.export_vars(ExportKind::env, "A");
  EXPECT_EQ(environment.get("A"), "b");
  variables.export_vars(ExportKind::literal, "A");
  EXPECT_EQ(environment.get("A"), "${B}");
  EXPECT_EQ(value(".MAKE.EXPORTED"), "(undefined)");
}

TEST_F(VariablesTest, ExportOfEverythingLeavesInternalVariablesOut) {
  set("A", "a");
  set(".internal", "i");
  variables.export_vars(ExportKind::all, "");
  variables.reexport(variables.global());
  EXPECT_EQ(environment.get("A"), "a");
  EXPECT_FALSE(environment.get(".internal").has_value());
}

TEST_F(VariablesTest, Unexport) {
  set("A", "a");
  set("B", "b");
  variables.export_vars(ExportKind::plain, "A B");
  variables.unexport(false, "A");
  EXPECT_FALSE(environment.get("A").has_value());
  EXPECT_EQ(value(".MAKE.EXPORTED"), "B");
  variables.unexport(false, "");
  EXPECT_FALSE(environment.get("B").has_value());
  EXPECT_EQ(value(".MAKE.EXPORTED"), "(undefined)");
}

TEST_F(VariablesTest, UnexportEnvClearsEverythingButTheLevel) {
  environment = Environment({"PATH=/bin", "MAKELEVEL=3", "HOME=/root"});
  set(".MAKE.LEVEL.ENV", "MAKELEVEL");
  variables.unexport(true, "");
  EXPECT_EQ(environment.entries(), std::vector<std::string>{"MAKELEVEL=3"});
}

TEST_F(VariablesTest, TwoSetsOfVariablesDoNotMeet) {
  Environment other_environment;
  Context other_context{names,   debug, diag,     cache, other_environment,
                        options, clock, &targets, &shell};
  Variables other(other_context);
  set("V", "here");
  other.set(other.global(), "V", "there");
  EXPECT_EQ(expand("$V"), "here");
  EXPECT_EQ(other.expand("$V", other.global(), EvalMode::eval), "there");
}

TEST_F(VariablesTest, DebugOutput) {
  debug.enable(Debug::var);
  set("V", "one two");
  set("V", "");
  set("", "x");
  variables.set_expand(variables.global(), "${:U}", "x");
  variables.undef("V");
  variables.undef("V");
  EXPECT_EQ(messages(), "Global: V = one two\n"
                        "Global: V = # (empty)\n"
                        "SetVar: variable name is empty - ignored\n"
                        "Var_SetExpand: variable name \"${:U}\" expands to empty string, with "
                        "value \"x\" - ignored\n"
                        "Global: delete V\n"
                        "Global: delete V (not found)\n");
}

TEST_F(VariablesTest, DebugOutputOfModifiers) {
  set("V", "one two");
  debug.enable(Debug::var);
  expand("${V:Mo*:Q}.");
  EXPECT_EQ(messages(), "Var_Parse: ${V:Mo*:Q}. (eval)\n"
                        "Evaluating modifier ${V:M...} on value \"one two\"\n"
                        "Pattern for ':M' is \"o*\"\n"
                        "ModifyWords: split \"one two\" into 2 words\n"
                        "Result of ${V:Mo*} is \"one\"\n"
                        "Evaluating modifier ${V:Q} on value \"one\"\n"
                        "Result of ${V:Q} is \"one\"\n");
}

} // namespace
} // namespace mmk::lang
