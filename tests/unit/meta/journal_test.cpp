#include "base/io.hpp"
#include "meta/journal.hpp"

#include <gtest/gtest.h>

#include <sys/stat.h>
#include <unistd.h>

#include <algorithm>
#include <filesystem>

namespace mmk::meta {
namespace {

/// The journal appends with the system's own means, so its test needs a real directory.
struct JournalTest : ::testing::Test {
  std::string objdir =
      std::filesystem::current_path() / ("journal_test." + std::to_string(::getpid()));
  JournalTest() { std::filesystem::create_directories(objdir); }
  ~JournalTest() override { std::filesystem::remove_all(objdir); }

  [[nodiscard]] std::string text(const char* suffix = "") const {
    return read_file(journal_path(objdir) + suffix).value_or("");
  }
  static JournalEntry entry(std::string target) {
    JournalEntry made;
    made.target = std::move(target);
    made.meta_path = "/obj/t.meta";
    made.reasons = {"because"};
    made.paths = {"/x"};
    return made;
  }
};

TEST_F(JournalTest, OneLinePerTargetWrittenAtTheEnd) {
  {
    Journal journal(objdir, 42);
    journal.append(entry("a"));
    journal.append(entry("b"));
  }
  const std::string lines = text();
  EXPECT_EQ(std::count(lines.begin(), lines.end(), '\n'), 2);
  EXPECT_EQ(lines.find(R"({"build":42,)"), 0U);
  EXPECT_NE(lines.find(R"("target":"b","meta":"/obj/t.meta")"), std::string::npos);
  EXPECT_NE(lines.find(R"("reasons":["because"],"paths":["/x"])"), std::string::npos);
}

TEST_F(JournalTest, StaysBoundedOverManyBuilds) {
  for (int build = 0; build < 6; ++build) {
    Journal journal(objdir, build);
    for (int i = 0; i < 400; ++i) {
      journal.append(entry(std::string(1000, 'x')));
    }
  }
  EXPECT_LE(text().size(), k_journal_limit);
  EXPECT_LE(text(".1").size(), k_journal_limit);
  EXPECT_GT(text(".1").size(), k_journal_limit / 2);
  EXPECT_NE(text().find(R"({"build":5,)"), std::string::npos);
}

TEST_F(JournalTest, UnwritableDirectoryIsNoError) {
  Journal journal(objdir + "/does/not/exist", 1);
  journal.append(entry("a"));
  journal.flush();
  EXPECT_EQ(text(), "");
}

} // namespace
} // namespace mmk::meta
