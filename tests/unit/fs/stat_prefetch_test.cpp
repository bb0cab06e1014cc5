#include "fs/memory_file_system.hpp"
#include "fs/stat_cache.hpp"

#include <gtest/gtest.h>

#include <future>
#include <string>
#include <vector>

namespace mmk::fs {
namespace {

/// 100 files "/w/0" ... of one byte and a cache that is told to look at them ahead.
class StatPrefetchTest : public ::testing::Test {
protected:
  StatPrefetchTest() {
    for (int i = 0; i < 100; ++i) {
      m_names->push_back("/w/" + std::to_string(i));
      m_fs.put(m_names->back(), "x");
    }
  }
  /// `started` is set when the thread has its work.
  void start(std::promise<void>* started = nullptr) {
    m_cache.start_prefetch([names = m_names, started] {
      StatPrefetch::Work work{names, {names->begin(), names->end()}};
      if (started != nullptr) {
        started->set_value();
      }
      return work;
    });
  }

  MemoryFileSystem m_fs{"/w"};
  StatCache m_cache{m_fs};
  std::shared_ptr<std::vector<std::string>> m_names = std::make_shared<std::vector<std::string>>();
};

TEST_F(StatPrefetchTest, AnswersAreThoseOfTheDiskHoweverFarTheThreadIs) {
  for (int round = 0; round < 50; ++round) {
    start();
    for (const std::string& name : *m_names) {
      EXPECT_EQ(m_cache.stat(name).size, 1);
      EXPECT_EQ(m_cache.fresh_stat(name).size, 1);
      EXPECT_EQ(m_cache.stat_once(name).size, 1);
    }
    EXPECT_FALSE(m_cache.stat("/w/other").exists());
    m_cache.clear();
  }
}

TEST_F(StatPrefetchTest, WhatNobodyAskedForBeforeACommandIsAskedAfterIt) {
  start();
  const FileInfo before = m_cache.stat("/w/1");
  m_cache.end_prefetch(); // the command begins
  for (const std::string& name : *m_names) {
    m_fs.put(name, "longer");
  }
  m_cache.note_command();
  EXPECT_EQ(before.size, 1);
  EXPECT_EQ(m_cache.stat("/w/1").size, 1) << "remembered, as ever";
  EXPECT_EQ(m_cache.stat("/w/2").size, 6);
  EXPECT_EQ(m_cache.fresh_stat("/w/1").size, 6);
  EXPECT_EQ(m_cache.stat("/w/1").size, 6);
}

TEST_F(StatPrefetchTest, ForgottenFilesAreAskedAgain) {
  start();
  m_cache.end_prefetch();
  start();
  EXPECT_EQ(m_cache.stat("/w/3").size, 1);
  m_cache.end_prefetch();
  const std::uint64_t generation = m_cache.generation();
  m_fs.put("/w/3", "longer");
  m_cache.forget("3");
  EXPECT_NE(m_cache.generation(), generation);
  EXPECT_EQ(m_cache.stat("/w/3").size, 6);
}

TEST_F(StatPrefetchTest, ForgettingBeforeTheThreadHasItsWorkEndsIt) {
  std::promise<void> started;
  start(&started);
  m_cache.forget("/w/4");
  EXPECT_EQ(m_cache.stat("/w/4").size, 1);
  m_cache.forget_stats();
  started.get_future().wait();
  EXPECT_EQ(m_cache.stat("/w/5").size, 1);
}

} // namespace
} // namespace mmk::fs
