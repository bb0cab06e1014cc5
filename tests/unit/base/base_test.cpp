// The small tools of base: ids, arena, names, results, environment, timestamps.
#include "base/arena.hpp"
#include "base/defer.hpp"
#include "base/environment.hpp"
#include "base/ids.hpp"
#include "base/names.hpp"
#include "base/result.hpp"
#include "base/timestamp.hpp"
#include "base/unique_fd.hpp"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <fcntl.h>
#include <unistd.h>

namespace mmk {
namespace {

using ::testing::ElementsAre;

TEST(Ids, InvalidUntilGivenAValue) {
  EXPECT_FALSE(Name().valid());
  EXPECT_TRUE(Name(0).valid());
  DenseMap<Name, int> map;
  map[Name(5)] = 7;
  EXPECT_EQ(*map.find(Name(5)), 7);
  EXPECT_EQ(*map.find(Name(2)), 0);
  EXPECT_EQ(map.find(Name(6)), nullptr);
}

TEST(ArenaTest, ViewsStayValidAndAreTerminated) {
  Arena arena;
  const std::string big(200'000, 'x');
  const std::string_view first = arena.copy("first");
  const std::string_view huge = arena.copy(big);
  for (int i = 0; i < 10'000; ++i) {
    (void)arena.copy("filler");
  }
  EXPECT_EQ(first, "first");
  EXPECT_EQ(first.data()[5], '\0');
  EXPECT_EQ(huge, big);
  EXPECT_GE(arena.bytes_used(), big.size());
}

TEST(Names, EachTextHasOneName) {
  NameTable names;
  const Name a = names.intern("a");
  const Name nul = names.intern(std::string_view("a\0b", 3));
  EXPECT_NE(a, nul);
  EXPECT_EQ(names.intern(std::string("a")), a);
  EXPECT_EQ(names.text(nul), std::string_view("a\0b", 3));
  EXPECT_EQ(names.find("b"), Name());
  EXPECT_EQ(names.size(), 2U);
}

Result<int> half(int n) {
  if (n % 2 != 0) {
    return fail(Errc::invalid_argument, "odd");
  }
  return n / 2;
}

Result<int> quarter(int n) {
  MMK_TRY_ASSIGN(const int once, half(n));
  return half(once);
}

TEST(Results, ErrorsPassThrough) {
  EXPECT_EQ(quarter(8).value(), 2);
  EXPECT_EQ(quarter(6).error().text, "odd");
  const tl::unexpected<Error> missing = fail_errno(ENOENT, "f");
  EXPECT_EQ(missing.value().sys_errno, ENOENT);
  EXPECT_EQ(missing.value().text, "f: No such file or directory");
}

TEST(EnvironmentTest, FirstDuplicateWinsAndListIsSorted) {
  Environment env({"B=1", "A=x=y", "B=2", "nonsense"});
  EXPECT_EQ(env.get("B"), "1");
  EXPECT_EQ(env.get("nonsense"), std::nullopt);
  env.set("C", "");
  EXPECT_THAT(env.entries(), ElementsAre("A=x=y", "B=1", "C="));
  env.unset("A");
  EXPECT_THAT(env.entries(), ElementsAre("B=1", "C="));
}

TEST(EnvironmentTest, HasANewVersionWhenItDiffers) {
  Environment env({"A=1"});
  const std::size_t version = env.version();
  env.set("A", "1");
  env.unset("B");
  EXPECT_EQ(env.version(), version);
  env.set("A", "2");
  EXPECT_NE(env.version(), version);
  const std::size_t second = env.version();
  env.unset("A");
  EXPECT_NE(env.version(), second);
}

TEST(TimeStamps, KeepNanosecondsAndOrder) {
  const TimeStamp early = TimeStamp::from(10, 999'999'999);
  EXPECT_LT(early, TimeStamp::from(11, 0));
  EXPECT_EQ(early.seconds(), 10);
  EXPECT_TRUE(TimeStamp{}.is_zero());
}

TEST(UniqueFdTest, ClosesWhatItOwns) {
  const int raw = ::open("/dev/null", O_RDONLY | O_CLOEXEC);
  ASSERT_GE(raw, 0);
  {
    UniqueFd fd(raw);
    UniqueFd moved = std::move(fd);
    EXPECT_EQ(moved.get(), raw);
  }
  EXPECT_EQ(::fcntl(raw, F_GETFD), -1);
}

TEST(DeferTest, RunsAtScopeExit) {
  int runs = 0;
  {
    const Defer count([&] { ++runs; });
    EXPECT_EQ(runs, 0);
  }
  EXPECT_EQ(runs, 1);
}

} // namespace
} // namespace mmk
