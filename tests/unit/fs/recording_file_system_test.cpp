#include "fs/memory_file_system.hpp"
#include "fs/packed_answers.hpp"
#include "fs/recording_file_system.hpp"

#include <gtest/gtest.h>

#include <functional>
#include <string>
#include <thread>

namespace mmk::fs {
namespace {

class Recording : public ::testing::Test {
protected:
  Recording() {
    m_disk.put("/w/file", "bytes");
    m_disk.put("/w/sub/other", "");
    m_disk.symlink("file", "/w/link");
  }
  /// What was noted, packed; the bytes stay in the fixture.
  PackedAnswers packed() {
    m_bytes.clear();
    pack(m_bytes, m_files.notes());
    const auto parsed = PackedAnswers::parse(m_bytes);
    EXPECT_TRUE(parsed.has_value());
    return parsed.value_or(PackedAnswers{});
  }

  MemoryFileSystem m_disk{"/w"};
  RecordingFileSystem m_files{m_disk};
  std::string m_bytes;
};

TEST_F(Recording, AnswersThatAreStillSoHold) {
  EXPECT_EQ(m_files.stat("file").size, 5);
  EXPECT_EQ(m_files.lstat("/w/link").type, FileType::symlink);
  EXPECT_EQ(*m_files.read("link"), "bytes");
  EXPECT_EQ(m_files.list("/w")->size(), 3U);
  EXPECT_EQ(*m_files.realpath("link"), "/w/file");
  EXPECT_EQ(*m_files.read_link("link"), "file");
  EXPECT_TRUE(m_files.is_writable("file"));
  EXPECT_FALSE(m_files.stat("absent").exists());
  EXPECT_FALSE(m_files.read("absent"));
  EXPECT_FALSE(m_files.list("absent"));
  EXPECT_FALSE(m_files.realpath("absent"));
  EXPECT_TRUE(m_files.complete());
  const PackedAnswers answers = packed();
  EXPECT_EQ(answers.size(), 11U);
  EXPECT_TRUE(answers.hold(m_disk));
}

/// One question each, and what makes its answer another one.
struct Case {
  std::string name;
  std::function<void(const FileSystem&)> ask;
  std::function<void(MemoryFileSystem&)> change;
};
class RecordingChange : public Recording, public ::testing::WithParamInterface<Case> {};

TEST_P(RecordingChange, IsNoticed) {
  GetParam().ask(m_files);
  const PackedAnswers answers = packed();
  EXPECT_TRUE(answers.hold(m_disk));
  GetParam().change(m_disk);
  EXPECT_FALSE(answers.hold(m_disk));
}

void stat_file(const FileSystem& files) {
  (void)files.stat("/w/file");
}
void list_directory(const FileSystem& files) {
  (void)files.list("/w");
}

INSTANTIATE_TEST_SUITE_P(
    All, RecordingChange,
    ::testing::Values(Case{"written", stat_file, [](auto& disk) { disk.put("/w/file", "other"); }},
                      Case{"same_size_and_mtime", stat_file,
                           [](auto& disk) {
                             const TimeStamp then = disk.stat("/w/file").mtime;
                             disk.put("/w/file", "other");
                             disk.set_mtime("/w/file", then);
                           }},
                      Case{"removed", stat_file, [](auto& disk) { (void)disk.remove("/w/file"); }},
                      Case{"appeared", [](auto& files) { (void)files.stat("/w/new"); },
                           [](auto& disk) { disk.put("/w/new", ""); }},
                      Case{"content", [](auto& files) { (void)files.read("/w/file"); },
                           [](auto& disk) { disk.put("/w/file", "other"); }},
                      Case{"content_appeared", [](auto& files) { (void)files.read("/w/new"); },
                           [](auto& disk) { disk.put("/w/new", ""); }},
                      Case{"name_came", list_directory, [](auto& disk) { disk.put("/w/new", ""); }},
                      Case{"name_went", list_directory,
                           [](auto& disk) { (void)disk.remove("/w/link"); }},
                      Case{"link_swapped", [](auto& files) { (void)files.stat("/w/link"); },
                           [](auto& disk) { disk.symlink("sub/other", "/w/link"); }},
                      Case{"link_itself", [](auto& files) { (void)files.lstat("/w/link"); },
                           [](auto& disk) { disk.symlink("file", "/w/link"); }},
                      Case{"link_text", [](auto& files) { (void)files.read_link("/w/link"); },
                           [](auto& disk) { disk.symlink("./file", "/w/link"); }},
                      Case{"real_path", [](auto& files) { (void)files.realpath("/w/link"); },
                           [](auto& disk) { disk.symlink("sub/other", "/w/link"); }}),
    [](const auto& test) { return test.param.name; });

TEST_F(Recording, PathsCountFromTheDirectoryOfTheTime) {
  ASSERT_TRUE(m_files.set_cwd("/w/sub"));
  EXPECT_TRUE(m_files.stat("other").exists());
  ASSERT_TRUE(m_files.set_cwd("/w"));
  const PackedAnswers answers = packed();
  EXPECT_TRUE(answers.hold(m_disk));
  m_disk.put("/w/sub/other", "now");
  EXPECT_FALSE(answers.hold(m_disk));
}

TEST_F(Recording, OtherThreadsCount) {
  std::thread([&] { (void)m_files.stat("/w/file"); }).join();
  const PackedAnswers answers = packed();
  EXPECT_EQ(answers.size(), 1U);
  m_disk.put("/w/file", "other");
  EXPECT_FALSE(answers.hold(m_disk));
}

TEST_F(Recording, TheOneOfManyIsFound) {
  for (int i = 0; i < 20'000; ++i) {
    m_disk.put("/w/many/" + std::to_string(i), "");
    (void)m_files.stat("/w/many/" + std::to_string(i));
  }
  const PackedAnswers answers = packed();
  EXPECT_TRUE(answers.hold(m_disk));
  for (const int i : {0, 255, 256, 12'345, 19'999}) {
    MemoryFileSystem disk = m_disk;
    disk.set_mtime("/w/many/" + std::to_string(i), {});
    EXPECT_FALSE(answers.hold(disk)) << i;
  }
}

TEST_F(Recording, ChangesMakeItIncomplete) {
  using Change = std::function<Result<>(FileSystem&)>;
  for (const Change& change :
       {Change([](FileSystem& files) { return files.write_atomically("/w/x", ""); }),
        Change([](FileSystem& files) { return files.make_directories("/w/d"); }),
        Change([](FileSystem& files) { return files.touch("/w/file"); }),
        Change([](FileSystem& files) { return files.remove("/w/file"); })}) {
    RecordingFileSystem files(m_disk);
    EXPECT_TRUE(change(files));
    EXPECT_FALSE(files.complete());
  }
}

TEST_F(Recording, StoppedItKeepsNothing) {
  (void)m_files.stat("/w/file");
  m_files.stop();
  (void)m_files.stat("/w/file");
  EXPECT_FALSE(m_files.complete());
  EXPECT_EQ(packed().size(), 0U);
}

TEST_F(Recording, TheNewestTimesAreKnown) {
  m_disk.put_at("/w/young", "", TimeStamp::from(2'000'000'000, 0));
  (void)m_files.read("/w/file");
  (void)m_files.stat("/w/young");
  const auto [read, others, own] = m_files.notes();
  EXPECT_EQ(own->newest().seconds(), 2'000'000'000);
  EXPECT_EQ(own->settled(), TimeStamp{});
  const TimeStamp written = m_disk.stat("/w/file").mtime;
  EXPECT_GT(read->settled(), written);
  EXPECT_LT(read->settled().seconds(), written.seconds() + 10);
}

TEST(PackedAnswers, DamageIsNoMemory) {
  MemoryFileSystem disk("/w");
  const RecordingFileSystem files(disk);
  (void)files.stat("/w/a");
  (void)files.stat("/w/b");
  std::string good;
  pack(good, files.notes());
  EXPECT_TRUE(PackedAnswers::parse(good));
  EXPECT_FALSE(PackedAnswers::parse(""));
  for (std::size_t size = 0; size < good.size(); ++size) {
    EXPECT_FALSE(PackedAnswers::parse(good.substr(0, size))) << size;
  }
  EXPECT_FALSE(PackedAnswers::parse(good + "x"));
}

} // namespace
} // namespace mmk::fs
