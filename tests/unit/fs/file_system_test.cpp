// What every FileSystem must do, run on the real and the in-memory one alike.
#include "fs/file_system.hpp"
#include "fs/memory_file_system.hpp"
#include "fs/real_file_system.hpp"

#include <boost/filesystem/operations.hpp>
#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <unistd.h>

#include <memory>

namespace mmk::fs {
namespace {

using ::testing::UnorderedElementsAre;

class FileSystems : public ::testing::TestWithParam<bool> {
protected:
  void SetUp() override {
    if (GetParam()) {
      m_dir = boost::filesystem::absolute(boost::filesystem::unique_path("fs-test-%%%%%%%%"));
      boost::filesystem::create_directory(m_dir);
      m_dir = boost::filesystem::canonical(m_dir);
      m_fs = std::make_unique<RealFileSystem>(m_dir.string());
    } else {
      m_fs = std::make_unique<MemoryFileSystem>("/work");
    }
  }
  void TearDown() override {
    if (GetParam()) {
      boost::filesystem::remove_all(m_dir);
    }
  }
  void link(const std::string& target, const std::string& path) {
    if (GetParam()) {
      ASSERT_EQ(::symlink(target.c_str(), (m_dir / path).c_str()), 0);
    } else {
      static_cast<MemoryFileSystem&>(*m_fs).symlink(target, path);
    }
  }
  FileSystem& fs() { return *m_fs; }

private:
  boost::filesystem::path m_dir;
  std::unique_ptr<FileSystem> m_fs;
};

INSTANTIATE_TEST_SUITE_P(All, FileSystems, ::testing::Bool(),
                         [](const auto& tested) { return tested.param ? "Real" : "Memory"; });

TEST_P(FileSystems, WritesReadsAndStats) {
  EXPECT_FALSE(fs().stat("f").exists());
  ASSERT_TRUE(fs().write_atomically("f", std::string_view("a\0b", 3)));
  EXPECT_EQ(fs().read("f").value(), std::string("a\0b", 3));
  const FileInfo info = fs().stat(fs().cwd() + "/f");
  EXPECT_TRUE(info.is_regular());
  EXPECT_EQ(info.size, 3);
  EXPECT_GT(info.mtime.ns, 0);
  EXPECT_EQ(info.mode, 0644U);
  EXPECT_TRUE(fs().is_writable("f"));
  EXPECT_FALSE(fs().is_writable("none"));
}

TEST_P(FileSystems, ReportsErrorsWithErrno) {
  EXPECT_EQ(fs().read("none").error().sys_errno, ENOENT);
  EXPECT_EQ(fs().list("none").error().sys_errno, ENOENT);
  EXPECT_FALSE(fs().write_atomically("none/f", "x"));
  EXPECT_EQ(fs().remove("none").error().sys_errno, ENOENT);
  EXPECT_FALSE(fs().realpath("none"));
}

TEST_P(FileSystems, MakesListsAndRemovesDirectories) {
  ASSERT_TRUE(fs().make_directories("d/e"));
  ASSERT_TRUE(fs().make_directories("d/e"));
  ASSERT_TRUE(fs().write_atomically("d/f", ""));
  EXPECT_THAT(fs().list("d").value(), UnorderedElementsAre("e", "f"));
  EXPECT_FALSE(fs().make_directories("d/f/g"));
  EXPECT_FALSE(fs().remove("d"));
  ASSERT_TRUE(fs().remove("d/e"));
  ASSERT_TRUE(fs().remove("d/f"));
  ASSERT_TRUE(fs().remove("d"));
  EXPECT_FALSE(fs().stat("d").exists());
}

TEST_P(FileSystems, HasAWorkingDirectoryOfItsOwn) {
  ASSERT_TRUE(fs().make_directories("sub/dir"));
  ASSERT_TRUE(fs().write_atomically("sub/f", "1"));
  const std::string before = fs().cwd();
  ASSERT_TRUE(fs().set_cwd("sub"));
  EXPECT_EQ(fs().cwd(), before + "/sub");
  EXPECT_TRUE(fs().stat("f").exists());
  EXPECT_EQ(fs().realpath("dir/../f").value(), before + "/sub/f");
  EXPECT_FALSE(fs().set_cwd("f"));
  EXPECT_FALSE(fs().set_cwd("none"));
  EXPECT_EQ(fs().cwd(), before + "/sub");
}

TEST_P(FileSystems, FollowsSymlinksInStatButNotInLstat) {
  ASSERT_TRUE(fs().write_atomically("file", "123"));
  link("file", "link");
  link("nowhere", "dangling");
  link("loop", "loop");
  EXPECT_EQ(fs().stat("link").size, 3);
  EXPECT_EQ(fs().lstat("link").type, FileType::symlink);
  EXPECT_EQ(fs().read_link("link").value(), "file");
  EXPECT_EQ(fs().realpath("link").value(), fs().cwd() + "/file");
  EXPECT_FALSE(fs().stat("dangling").exists());
  EXPECT_TRUE(fs().lstat("dangling").exists());
  EXPECT_FALSE(fs().stat("loop").exists());
}

TEST_P(FileSystems, OpenedIsWhatReadingWouldSee) {
  ASSERT_TRUE(fs().write_atomically("file", "bytes"));
  ASSERT_TRUE(fs().make_directories("dir"));
  link("file", "link");
  EXPECT_EQ(fs().opened("file").inode, fs().stat("file").inode);
  EXPECT_EQ(fs().opened("link").inode, fs().stat("file").inode);
  EXPECT_EQ(fs().opened("file").ctime, fs().stat("file").ctime);
  EXPECT_TRUE(fs().opened("dir").is_directory());
  EXPECT_FALSE(fs().opened("none").exists());
}

TEST_P(FileSystems, TouchCreatesOrRefreshes) {
  ASSERT_TRUE(fs().touch("new"));
  EXPECT_EQ(fs().stat("new").size, 0);
  ASSERT_TRUE(fs().write_atomically("old", "kept"));
  const TimeStamp before = fs().stat("old").mtime;
  ASSERT_TRUE(fs().touch("old"));
  EXPECT_EQ(fs().read("old").value(), "kept");
  EXPECT_GE(fs().stat("old").mtime, before);
}

TEST_P(FileSystems, AFileIsNoDirectory) {
  ASSERT_TRUE(fs().write_atomically("f", "x"));
  EXPECT_FALSE(fs().stat("f/").exists());
  EXPECT_FALSE(fs().stat("f/g").exists());
  EXPECT_FALSE(fs().list("f"));
}

} // namespace
} // namespace mmk::fs
