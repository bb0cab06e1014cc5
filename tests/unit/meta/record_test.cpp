#include "meta/record.hpp"

#include <gtest/gtest.h>

#include <string>
#include <vector>

namespace mmk::meta {
namespace {

struct Seen {
  char letter;
  std::int64_t pid;
  std::string path;
  std::string path2;
  int line;
};

std::vector<Seen> read_all(std::string_view text, std::optional<BadRecord>* bad = nullptr) {
  RecordReader reader(text, 10);
  std::vector<Seen> seen;
  Record record;
  while (reader.next(record)) {
    seen.push_back(Seen{record.letter, record.pid, std::string(record.path),
                        std::string(record.path2), record.line});
  }
  if (bad != nullptr) {
    *bad = reader.bad();
  }
  return seen;
}

TEST(Record, ReadsPathsWithBlanksAndCountsLines) {
  const auto seen = read_all("# filemon version 5\nV 5\nR 12 a b c\nW 13 /x\n");
  ASSERT_EQ(seen.size(), 3U);
  EXPECT_EQ(seen[0].letter, 'V');
  EXPECT_EQ(seen[1].path, "a b c");
  EXPECT_EQ(seen[1].pid, 12);
  EXPECT_EQ(seen[1].line, 12);
  EXPECT_EQ(seen[2].path, "/x");
  EXPECT_EQ(seen[2].line, 13);
}

TEST(Record, SplitsQuotedPairs) {
  const auto seen = read_all("M 1 'old name' 'new name'\nL 1 'it's' '/b'\n");
  ASSERT_EQ(seen.size(), 2U);
  EXPECT_EQ(seen[0].path, "old name");
  EXPECT_EQ(seen[0].path2, "new name");
  EXPECT_EQ(seen[1].path, "it's");
  EXPECT_EQ(seen[1].path2, "/b");
}

TEST(Record, UnquotedPairIsAccepted) {
  const auto seen = read_all("L 1 a b\n");
  ASSERT_EQ(seen.size(), 1U);
  EXPECT_EQ(seen[0].path, "a");
  EXPECT_EQ(seen[0].path2, "b");
}

TEST(Record, UndoesEscapedPaths) {
  const auto seen = read_all("Q 7 R /a\\012b\\134c\nQ 7 M 'x\\012y' 'z'\n");
  ASSERT_EQ(seen.size(), 2U);
  EXPECT_EQ(seen[0].letter, 'R');
  EXPECT_EQ(seen[0].path, "/a\nb\\c");
  EXPECT_EQ(seen[1].letter, 'M');
  EXPECT_EQ(seen[1].path, "x\ny");
}

TEST(Record, SkipsUnknownLettersCommentsAndEmptyLines) {
  const auto seen = read_all("Z 1 what\n# note\n\n-- mark --\nR 1 a\n");
  ASSERT_EQ(seen.size(), 1U);
  EXPECT_EQ(seen[0].line, 14);
}

class MalformedLine : public testing::TestWithParam<const char*> {};

TEST_P(MalformedLine, EndsTheWalk) {
  std::optional<BadRecord> bad;
  const std::string text = std::string("R 1 a\n") + GetParam() + "\nR 1 b\n";
  const auto seen = read_all(text, &bad);
  EXPECT_EQ(seen.size(), 1U);
  ASSERT_TRUE(bad.has_value());
  EXPECT_EQ(bad->line, 11);
  EXPECT_EQ(bad->text, GetParam());
}

INSTANTIATE_TEST_SUITE_P(Lines, MalformedLine,
                         testing::Values("R", "R ", "R 1", "R 1 ", "R x /a", "r 1 a", "M 1 'a",
                                         "M 1 a", "M 1 'a' 'b", "F 1", "F 1 x", "Rubbish",
                                         "R 12x a", "Q 1 Q R a", "Q 1 R"));

TEST(Record, NoFinalNewline) {
  EXPECT_EQ(read_all("R 1 a").size(), 1U);
}

} // namespace
} // namespace mmk::meta
