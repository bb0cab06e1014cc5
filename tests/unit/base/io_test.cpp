#include "base/io.hpp"
#include "base/unique_fd.hpp"

#include <gtest/gtest.h>

#include <sys/stat.h>
#include <unistd.h>

#include <cerrno>

namespace mmk {
namespace {

TEST(Io, WritesAtomicallyAndReadsBack) {
  const std::string path = "io-test-" + std::to_string(::getpid());
  ASSERT_TRUE(write_file_atomically(path, "old"));
  ASSERT_TRUE(write_file_atomically(path, std::string(300'000, 'n')));
  EXPECT_EQ(read_file(path).value().size(), 300'000U);
  ASSERT_EQ(::unlink(path.c_str()), 0);
  EXPECT_EQ(read_file(path).error().sys_errno, ENOENT);
}

TEST(Io, AFailedWriteLeavesNothingBehind) {
  const std::string dir = "io-test-dir-" + std::to_string(::getpid());
  ASSERT_EQ(::mkdir(dir.c_str(), 0755), 0);
  EXPECT_FALSE(write_file_atomically(dir, "x")) << "a directory cannot be replaced";
  EXPECT_EQ(::rmdir(dir.c_str()), 0);
  EXPECT_FALSE(write_file_atomically("no/such/dir/f", "x"));
}

TEST(Io, WriteAllReportsErrors) {
  EXPECT_EQ(write_all(-1, "x").error().sys_errno, EBADF);
  EXPECT_TRUE(write_all(-1, ""));
}

} // namespace
} // namespace mmk
