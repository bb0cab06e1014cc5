// Both walks over hand-made graphs: what runs, in which order, and what follows from a failure.
#include "sched/compat.hpp"
#include "sched/jobs.hpp"
#include "sched/scheduling.hpp"

#include <gmock/gmock.h>

namespace mmk::sched {
namespace {

using graph::Attr;
using graph::Made;
using testing::ElementsAre;
using testing::IsEmpty;
using testing::UnorderedElementsAre;

class Walks : public testing::TestWithParam<bool> {
protected:
  RunResult make(std::initializer_list<std::string_view> targets) {
    std::vector<graph::Target*> wanted;
    for (const std::string_view name : targets) {
      wanted.push_back(&s.graph.get(name));
    }
    return GetParam() ? make_jobs(s.build, wanted) : compat_make_all(s.build, wanted);
  }
  Scheduling s;
};
INSTANTIATE_TEST_SUITE_P(CompatAndJobs, Walks, testing::Bool(),
                         [](const auto& mode) { return mode.param ? "jobs" : "compat"; });

TEST_P(Walks, SourcesBeforeTargets) {
  s.target("prog", {"a.o"});
  s.target("a.o", {"a.c"});
  s.disk.put("/o/a.c", "x");
  EXPECT_EQ(make({"prog"}), RunResult::ok);
  EXPECT_THAT(s.made(), ElementsAre("a.o", "prog"));
}

TEST_P(Walks, NothingRunsWhenAllIsNewer) {
  s.target("prog", {"a.o"});
  s.target("a.o", {"a.c"});
  for (const char* const file : {"/o/a.c", "/o/a.o", "/o/prog"}) {
    s.disk.put(file, "x");
  }
  EXPECT_EQ(make({"prog"}), RunResult::ok);
  EXPECT_THAT(s.made(), IsEmpty());
  EXPECT_NE(s.sink.text.find("`prog' is up to date."), std::string::npos);
}

TEST_P(Walks, OnlyWhatIsOlderIsMade) {
  s.target("prog", {"a.o", "b.o"});
  s.target("a.o", {"a.c"});
  s.target("b.o", {"b.c"});
  for (const char* const file : {"/o/a.c", "/o/b.c", "/o/a.o", "/o/b.o", "/o/prog", "/o/b.c"}) {
    s.disk.put(file, "x");
  }
  EXPECT_EQ(make({"prog"}), RunResult::ok);
  EXPECT_THAT(s.made(), ElementsAre("b.o", "prog"));
}

TEST_P(Walks, SharedSourceIsMadeOnce) {
  s.target("all", {"x", "y"}, Attr::phony, true);
  s.target("x", {"common"});
  s.target("y", {"common"});
  s.target("common", {});
  EXPECT_EQ(make({"all"}), RunResult::ok);
  EXPECT_THAT(s.made(), UnorderedElementsAre("common", "x", "y"));
  EXPECT_EQ(s.made()[0], "common");
}

TEST_P(Walks, WaitSeparates) {
  graph::Target& all = s.target("all", {"x1", "x2"}, Attr::phony, true);
  s.wait_between(all, "y");
  s.target("x1", {});
  s.target("x2", {});
  s.target("y", {});
  EXPECT_EQ(make({"all"}), RunResult::ok);
  EXPECT_THAT(s.made(), ElementsAre("x1", "x2", "y"));
}

TEST_P(Walks, KeepGoingMakesWhatDoesNotDependOnTheFailure) {
  s.options.keep_going = true;
  s.failing = "make bad";
  s.target("all", {"top", "good"}, Attr::phony, true);
  s.target("top", {"bad"});
  s.target("bad", {});
  s.target("good", {});
  EXPECT_EQ(make({"all"}), RunResult::errors);
  EXPECT_THAT(s.made(), UnorderedElementsAre("bad", "good"));
}

TEST_P(Walks, FirstFailureStops) {
  s.tokens = exec::LocalTokenPool(1);
  s.failing = "make bad";
  s.target("all", {"bad", "good"}, Attr::phony, true);
  s.target("bad", {});
  s.target("good", {});
  EXPECT_THROW((void)make({"all"}), FatalError);
  EXPECT_THAT(s.made(), ElementsAre("bad"));
}

TEST_P(Walks, IgnoredFailureGoesOn) {
  s.failing = "make bad";
  s.target("all", {"bad"});
  s.target("bad", {}, Attr::ignore);
  EXPECT_EQ(make({"all"}), RunResult::ok);
  EXPECT_THAT(s.made(), ElementsAre("bad", "all"));
}

TEST_P(Walks, UnknownSourceEndsTheRun) {
  s.target("all", {"nowhere"});
  try {
    (void)make({"all"});
    FAIL() << "made something of nothing";
  } catch (const FatalError& error) {
    EXPECT_EQ(error.status, 2);
  }
  EXPECT_NE(s.sink.text.find("don't know how to make nowhere. Stop"), std::string::npos);
  EXPECT_THAT(s.made(), IsEmpty());
}

TEST_P(Walks, OptionalSourceIsForgiven) {
  s.target("all", {"maybe", "real"});
  s.graph.get("maybe").attrs |= Attr::optional;
  s.disk.put("/o/real", "x");
  EXPECT_EQ(make({"all"}), RunResult::ok);
  EXPECT_THAT(s.made(), ElementsAre("all"));
}

TEST_P(Walks, DryRunStartsNothing) {
  s.options.no_execute = true;
  s.options.silent = false;
  s.target("all", {});
  EXPECT_EQ(make({"all"}), RunResult::ok);
  EXPECT_THAT(s.made(), IsEmpty());
  EXPECT_NE(s.sink.text.find("make all"), std::string::npos);
}

TEST_P(Walks, TouchMakesFilesWithoutCommands) {
  s.options.touch = true;
  s.target("out", {});
  EXPECT_EQ(make({"out"}), RunResult::ok);
  EXPECT_THAT(s.made(), IsEmpty());
  EXPECT_TRUE(s.disk.stat("/o/out").exists());
}

TEST_P(Walks, BeginAndEndFrameTheRun) {
  s.target(".BEGIN", {}).attrs |= Attr::special;
  s.target(".END", {}).attrs |= Attr::special;
  s.target("all", {});
  EXPECT_EQ(make({"all"}), RunResult::ok);
  EXPECT_THAT(s.made(), ElementsAre(".BEGIN", "all", ".END"));
}

TEST_P(Walks, CycleIsReportedAndEnds) {
  s.options.keep_going = true;
  s.target("a", {"b"});
  s.target("b", {"a"});
  EXPECT_EQ(make({"a"}), RunResult::errors);
  EXPECT_NE(s.sink.text.find("Graph cycles through"), std::string::npos);
}

TEST(Jobs, AsManyAsTokens) {
  Scheduling s;
  s.target("all", {"a", "b", "c", "d"}, Attr::phony, true);
  for (const char* const name : {"a", "b", "c", "d"}) {
    s.target(name, {});
  }
  EXPECT_EQ(make_jobs(s.build, {&s.graph.get("all")}), RunResult::ok);
  EXPECT_EQ(s.launcher.most_running, 2);
  EXPECT_EQ(s.tokens.held(), 0);
}

TEST(Jobs, OrderHoldsBack) {
  Scheduling s;
  s.target("all", {"second", "first"}, Attr::phony, true);
  graph::Target& first = s.target("first", {});
  graph::Target& second = s.target("second", {});
  second.order_pred.push_back(&first);
  first.order_succ.push_back(&second);
  EXPECT_EQ(make_jobs(s.build, {&s.graph.get("all")}), RunResult::ok);
  EXPECT_THAT(s.made(), ElementsAre("first", "second"));
}

TEST(Jobs, QueryFindsWhatIsOutOfDate) {
  Scheduling s;
  s.options.query = true;
  s.target("all", {});
  EXPECT_EQ(make_jobs(s.build, {&s.graph.get("all")}), RunResult::out_of_date);
  EXPECT_THAT(s.made(), IsEmpty());
}

TEST(Compat, CommandsBehindDotsRunAtTheEnd) {
  Scheduling s;
  graph::Target& first = s.target("first", {});
  first.commands.push_back({"...", {}});
  first.commands.push_back({"@make late", {}});
  s.target("all", {"first"});
  EXPECT_EQ(compat_make_all(s.build, {&s.graph.get("all")}), RunResult::ok);
  EXPECT_THAT(s.made(), ElementsAre("first", "all", "late"));
}

} // namespace
} // namespace mmk::sched
