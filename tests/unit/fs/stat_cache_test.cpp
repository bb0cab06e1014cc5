#include "fs/memory_file_system.hpp"
#include "fs/stat_cache.hpp"

#include <gtest/gtest.h>

namespace mmk::fs {
namespace {

class StatCacheTest : public ::testing::Test {
protected:
  MemoryFileSystem m_fs{"/w"};
  StatCache m_cache{m_fs};
};

TEST_F(StatCacheTest, AsksTheDiskOncePerFileWhateverItsSpelling) {
  m_fs.put("/w/d/f", "x");
  EXPECT_TRUE(m_cache.stat("d/f").is_regular());
  EXPECT_TRUE(m_cache.stat("./d//f").is_regular());
  EXPECT_TRUE(m_cache.stat("/w/d/./f").is_regular());
  EXPECT_TRUE(m_cache.stat("/w/d/f").is_regular());
  EXPECT_EQ(m_cache.disk_stats(), 1U);
}

TEST_F(StatCacheTest, RemembersAbsenceUntilTold) {
  EXPECT_FALSE(m_cache.stat("f").exists());
  m_fs.put("f", "");
  EXPECT_FALSE(m_cache.stat("f").exists());
  m_cache.forget("./f");
  EXPECT_TRUE(m_cache.stat("f").exists());
}

TEST_F(StatCacheTest, DoesNotFoldDotDotBecauseOfSymlinks) {
  m_fs.put("/elsewhere/f", "far");
  m_fs.put("/w/f", "n");
  ASSERT_TRUE(m_fs.make_directories("/elsewhere/d"));
  m_fs.symlink("/elsewhere/d", "/w/link");
  EXPECT_EQ(m_cache.stat("link/../f").size, 3);
  EXPECT_EQ(m_cache.stat("f").size, 1);
}

TEST_F(StatCacheTest, EmptyAndSlashEndingPathsAreNotFiles) {
  m_fs.put("f", "x");
  EXPECT_FALSE(m_cache.stat("").exists());
  EXPECT_FALSE(m_cache.stat("f/").exists());
  EXPECT_TRUE(m_cache.stat("/").is_directory());
  EXPECT_TRUE(m_cache.stat(".").is_directory());
}

TEST_F(StatCacheTest, KeepsListingsAndRefreshesForgottenNames) {
  m_fs.put("d/a", "");
  const DirectoryListing* const names = m_cache.list("d");
  ASSERT_NE(names, nullptr);
  EXPECT_TRUE(names->contains("a"));
  m_fs.put("d/b", "");
  m_fs.put("d/c", "");
  ASSERT_TRUE(m_fs.remove("d/a"));
  m_cache.forget("d/a");
  m_cache.forget("d/b");
  EXPECT_FALSE(m_cache.list("d")->contains("a"));
  EXPECT_TRUE(m_cache.list("d/")->contains("b"));
  EXPECT_FALSE(m_cache.list("d")->contains("c")) << "nobody told about c";
  EXPECT_EQ(m_cache.list("none"), nullptr);
}

TEST_F(StatCacheTest, AForgottenFileBringsItsNewDirectoryBack) {
  EXPECT_EQ(m_cache.list("new"), nullptr);
  m_fs.put("new/f", "");
  m_cache.forget("new/f");
  ASSERT_NE(m_cache.list("new"), nullptr);
  EXPECT_TRUE(m_cache.list("new")->contains("f"));
}

TEST_F(StatCacheTest, ForgettingStatsKeepsListingsOfDirectoriesThatExist) {
  m_fs.put("d/a", "");
  EXPECT_FALSE(m_cache.stat("d/b").exists());
  EXPECT_NE(m_cache.list("d"), nullptr);
  EXPECT_EQ(m_cache.list("e"), nullptr);
  m_fs.put("d/b", "");
  m_fs.put("e/c", "");
  m_cache.forget_stats();
  EXPECT_TRUE(m_cache.stat("d/b").exists());
  EXPECT_FALSE(m_cache.list("d")->contains("b"));
  EXPECT_NE(m_cache.list("e"), nullptr);
}

TEST_F(StatCacheTest, FreshStatAsksAgainOnlyAfterACommand) {
  m_fs.put("f", "1");
  EXPECT_EQ(m_cache.stat("f").size, 1);
  EXPECT_EQ(m_cache.fresh_stat("f").size, 1);
  EXPECT_EQ(m_cache.disk_stats(), 1U);
  m_fs.put("f", "22");
  m_cache.note_command();
  EXPECT_EQ(m_cache.stat("f").size, 1);
  EXPECT_EQ(m_cache.fresh_stat("f").size, 2);
  EXPECT_EQ(m_cache.fresh_stat("./f").size, 2);
  EXPECT_EQ(m_cache.stat("f").size, 2);
  EXPECT_EQ(m_cache.disk_stats(), 2U);
}

TEST_F(StatCacheTest, ListingsFollowTheWorkingDirectory) {
  m_fs.put("/w/here", "");
  m_fs.put("/x/there", "");
  EXPECT_TRUE(m_cache.list(".")->contains("here"));
  ASSERT_TRUE(m_fs.set_cwd("/x"));
  EXPECT_TRUE(m_cache.list(".")->contains("there"));
}

TEST(DirectoryListingTest, HoldsManyNames) {
  DirectoryListing names;
  for (int i = 0; i < 10'000; ++i) {
    names.insert("name" + std::to_string(i));
    names.insert("name" + std::to_string(i));
  }
  EXPECT_EQ(names.size(), 10'000U);
  for (int i = 0; i < 10'000; i += 2) {
    names.erase("name" + std::to_string(i));
  }
  names.erase("never there");
  EXPECT_EQ(names.size(), 5'000U);
  std::size_t found = 0;
  for (int i = 0; i < 10'000; ++i) {
    found += names.contains("name" + std::to_string(i)) ? 1 : 0;
  }
  EXPECT_EQ(found, 5'000U);
  std::size_t visited = 0;
  names.each([&](std::string_view name) { visited += name.starts_with("name") ? 1 : 0; });
  EXPECT_EQ(visited, 5'000U);
  for (int round = 0; round < 1'000; ++round) { // erased slots are used again in the end
    names.insert("again");
    names.erase("again");
  }
  EXPECT_FALSE(names.contains("again"));
  EXPECT_FALSE(DirectoryListing().contains("x"));
}

TEST_F(StatCacheTest, LstatIsCachedApart) {
  m_fs.put("f", "x");
  m_fs.symlink("f", "l");
  EXPECT_EQ(m_cache.lstat("l").type, FileType::symlink);
  EXPECT_EQ(m_cache.stat("l").type, FileType::regular);
  m_cache.clear();
  EXPECT_EQ(m_cache.disk_stats(), 2U);
}

} // namespace
} // namespace mmk::fs
