#include "fs/paths.hpp"

#include <gtest/gtest.h>

namespace mmk::fs {
namespace {

TEST(Paths, JoinKeepsAbsoluteNamesAndDropsDot) {
  EXPECT_EQ(join("dir", "name"), "dir/name");
  EXPECT_EQ(join("dir/", "name"), "dir/name");
  EXPECT_EQ(join("/", "name"), "/name");
  EXPECT_EQ(join(".", "name"), "name");
  EXPECT_EQ(join("", "name"), "name");
  EXPECT_EQ(join("dir", "/name"), "/name");
}

TEST(Paths, DirnameAndBasenameAreHeadAndTail) {
  EXPECT_EQ(dirname("a/b/c"), "a/b");
  EXPECT_EQ(dirname("c"), ".");
  EXPECT_EQ(dirname("/c"), "/");
  EXPECT_EQ(basename("a/b/c"), "c");
  EXPECT_EQ(basename("c"), "c");
  EXPECT_EQ(basename("a/"), "");
}

TEST(Paths, NormalizeFoldsTextually) {
  EXPECT_EQ(normalize("/a/./b//c/"), "/a/b/c");
  EXPECT_EQ(normalize("/a/b/../c"), "/a/c");
  EXPECT_EQ(normalize("/../.."), "/");
  EXPECT_EQ(normalize("/a/..."), "/a/...");
  EXPECT_EQ(normalize("/"), "/");
}

} // namespace
} // namespace mmk::fs
