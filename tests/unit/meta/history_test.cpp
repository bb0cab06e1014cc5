#include "meta/history.hpp"
#include "meta/journal.hpp"

#include <gtest/gtest.h>

namespace mmk::meta {
namespace {

std::string line(std::string target, std::int64_t elapsed_ns, int status = 0) {
  JournalEntry entry;
  entry.target = std::move(target);
  entry.elapsed_ns = elapsed_ns;
  entry.status = status;
  return format_journal_entry(entry) + "\n";
}

TEST(History, NothingIsKnownAtFirst) {
  EXPECT_EQ(History().expected_ns("a"), 0);
}

TEST(History, TheLastTimeCounts) {
  History history;
  history.read(line("a", 100) + line("b", 40) + line("a", 60));
  EXPECT_EQ(history.expected_ns("a"), 60);
  EXPECT_EQ(history.expected_ns("b"), 40);
}

TEST(History, ANewTargetIsExpectedToTakeTheMean) {
  History history;
  history.read(line("a", 100) + line("b", 40) + line("a", 60));
  EXPECT_EQ(history.expected_ns("new"), 50);
}

TEST(History, FailedJobsAndDamageArePassedOver) {
  History history;
  history.read(line("a", 100) + line("a", 1, 2) + line("b\"c", 7) + "{\"target\":\"d\n\n" +
               R"({"target":"e","status":0,"elapsed_ns":-5})");
  EXPECT_EQ(history.expected_ns("a"), 100);
  EXPECT_EQ(history.expected_ns("e"), 100);
}

} // namespace
} // namespace mmk::meta
