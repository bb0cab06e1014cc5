#include "exec/token_pool.hpp"

#include <climits>
#include <gtest/gtest.h>

#include <unistd.h>

#include <filesystem>
#include <limits>

namespace mmk::exec {
namespace {

using Taken = TokenPool::Taken;

class TokenPoolTest : public testing::Test {
protected:
  std::string m_directory = std::filesystem::current_path().string();
};

TEST_F(TokenPoolTest, HoldsNoMoreThanItsSize) {
  auto pool = SharedTokenPool::create(2, m_directory);
  ASSERT_TRUE(pool);
  EXPECT_EQ((*pool)->take(), Taken::yes);
  EXPECT_EQ((*pool)->take(), Taken::yes);
  EXPECT_EQ((*pool)->take(), Taken::no);
  (*pool)->give_back();
  EXPECT_EQ((*pool)->take(), Taken::yes);
}

TEST_F(TokenPoolTest, IsNoLargerThanItsFifo) {
  auto pool = SharedTokenPool::create(std::numeric_limits<int>::max(), m_directory);
  ASSERT_TRUE(pool);
  int taken = 0;
  while ((*pool)->take() == Taken::yes) {
    ++taken;
  }
  EXPECT_GE(taken, PIPE_BUF);
  while (taken-- > 0) {
    (*pool)->give_back();
  }
  EXPECT_EQ((*pool)->take(), Taken::yes);
}

TEST_F(TokenPoolTest, ChildSharesByDescriptorsAndByPath) {
  auto parent = SharedTokenPool::create(2, m_directory);
  ASSERT_TRUE(parent);
  const std::string by_fds = (*parent)->child_flags(TokenDialect::bmake).substr(3);
  const std::string by_path =
      (*parent)->child_flags(TokenDialect::fifo).substr(std::string("--jobserver-auth=").size());
  for (const std::string& auth : {by_fds, by_path}) {
    auto child = SharedTokenPool::join(auth, 8);
    ASSERT_TRUE(child) << auth;
    EXPECT_EQ((*child)->take(), Taken::yes); // its own
    EXPECT_EQ((*child)->take(), Taken::yes); // the one in the pipe
    EXPECT_EQ((*child)->take(), Taken::no) << auth;
  } // each child gives back what it took
  EXPECT_EQ((*parent)->take(), Taken::yes);
  EXPECT_EQ((*parent)->take(), Taken::yes);
}

TEST_F(TokenPoolTest, FailedMakeOfTheTreeIsNoticed) {
  auto parent = SharedTokenPool::create(1, m_directory);
  ASSERT_TRUE(parent);
  auto child = SharedTokenPool::join((*parent)->child_flags(TokenDialect::bmake).substr(3), 8);
  ASSERT_TRUE(child);
  EXPECT_EQ((*child)->take(), Taken::yes);
  ASSERT_EQ(write((*parent)->child_fds()[0], "E", 1), 1);
  EXPECT_EQ((*child)->take(), Taken::aborted);
  EXPECT_EQ((*child)->take(), Taken::aborted); // left for the others
}

TEST_F(TokenPoolTest, TokensOfKilledChildrenComeBack) {
  auto pool = SharedTokenPool::create(3, m_directory);
  ASSERT_TRUE(pool);
  char stolen[2];
  ASSERT_EQ(read((*pool)->child_fds()[0], stolen, 2), 2); // a child took both and died
  EXPECT_EQ((*pool)->take(), Taken::yes);
  EXPECT_EQ((*pool)->take(), Taken::no);
  (*pool)->reclaim();
  EXPECT_EQ((*pool)->take(), Taken::yes);
  EXPECT_EQ((*pool)->take(), Taken::yes);
  EXPECT_EQ((*pool)->take(), Taken::no);
}

TEST_F(TokenPoolTest, UnusableDescriptorsAreAnError) {
  EXPECT_FALSE(SharedTokenPool::join("987,988", 4));
  EXPECT_FALSE(SharedTokenPool::join("garbage", 4));
  EXPECT_FALSE(SharedTokenPool::join("fifo:/nonexistent/tokens", 4));
}

TEST_F(TokenPoolTest, FifoGoesWithThePool) {
  std::string path;
  {
    auto pool = SharedTokenPool::create(3, m_directory);
    ASSERT_TRUE(pool);
    path = (*pool)
               ->child_flags(TokenDialect::fifo)
               .substr(std::string("--jobserver-auth=fifo:").size());
    EXPECT_TRUE(std::filesystem::exists(path));
  }
  EXPECT_FALSE(std::filesystem::exists(path));
}

} // namespace
} // namespace mmk::exec
