#include "lang/line_reader.hpp"

#include <gtest/gtest.h>

#include <string>
#include <utility>
#include <vector>

namespace mmk::lang {
namespace {

using Lines = std::vector<std::pair<int, std::string>>;

Lines read_all(std::string bytes, LineMode mode = LineMode::normal) {
  LineReader reader(std::move(bytes), 0);
  Lines lines;
  std::string_view line;
  while (reader.next(mode, line) == ReadStatus::line) {
    lines.emplace_back(reader.line_number(), line);
  }
  return lines;
}

std::string only_line(std::string bytes) {
  const Lines lines = read_all(std::move(bytes));
  EXPECT_EQ(lines.size(), 1U);
  return lines.empty() ? "" : lines.front().second;
}

TEST(LineReader, numbers_lines_and_skips_blank_ones) {
  EXPECT_EQ(read_all("a\n\n  \t\nb\nc"), (Lines{{1, "a"}, {4, "b"}, {5, "c"}}));
  EXPECT_EQ(read_all(""), Lines{});
  EXPECT_EQ(read_all("\n\n"), Lines{});
}

TEST(LineReader, cuts_comments_but_not_in_commands) {
  EXPECT_EQ(only_line("A= b # c\n"), "A= b");
  EXPECT_EQ(only_line("\techo x # y  \n"), "\techo x # y");
  EXPECT_EQ(only_line("# all of it\nx\n"), "x");
  EXPECT_EQ(only_line("\t# also with a tab\nx\n"), "x");
  EXPECT_EQ(only_line("N= ${W:[#]} [# # real\n"), "N= ${W:[#]} [#");
}

TEST(LineReader, unescapes_hashes_outside_commands) {
  EXPECT_EQ(only_line("A= \\# b # c\n"), "A= # b");
  EXPECT_EQ(only_line("A= \\\\# c\n"), "A= \\\\");
  EXPECT_EQ(only_line("\techo \\# x\n"), "\techo \\# x");
}

TEST(LineReader, joins_continuations_with_one_blank) {
  EXPECT_EQ(read_all("A= b\\\n \t c\\\nd\ne"), (Lines{{1, "A= b c d"}, {4, "e"}}));
  EXPECT_EQ(only_line("A= b\\\n\n"), "A= b");
  EXPECT_EQ(only_line("A= b\\\\\\\nc\n"), "A= b\\\\ c");
  EXPECT_EQ(read_all("A= b\\\\\nc\n"), (Lines{{1, "A= b\\\\"}, {2, "c"}}));
}

TEST(LineReader, joins_commands_like_everything_else) {
  EXPECT_EQ(only_line("\ta \\\n\t\tb \\\n  c\n"), "\ta  b  c");
  EXPECT_EQ(only_line("\ta; \\\n\n"), "\ta;");
}

TEST(LineReader, continues_comments) {
  EXPECT_EQ(read_all("# a \\\nb\nc"), (Lines{{3, "c"}}));
  EXPECT_EQ(only_line("A= b\\\n# c\n"), "A= b");
}

TEST(LineReader, drops_a_backslash_at_the_end_of_the_file) {
  EXPECT_EQ(only_line("A= b\\"), "A= b");
}

TEST(LineReader, keeps_an_escaped_blank_in_front_of_a_comment) {
  EXPECT_EQ(only_line("A= b\\ # c\n"), "A= b\\ ");
}

TEST(LineReader, reports_a_zero_byte_once_per_attempt) {
  LineReader reader(std::string("a\nb\0c\nd\n", 8), 0);
  std::string_view line;
  EXPECT_EQ(reader.next(LineMode::normal, line), ReadStatus::line);
  EXPECT_EQ(reader.next(LineMode::normal, line), ReadStatus::zero_byte);
  EXPECT_EQ(reader.line_number(), 2);
  EXPECT_EQ(reader.next(LineMode::normal, line), ReadStatus::zero_byte);
  EXPECT_EQ(reader.line_number(), 3);
}

TEST(LineReader, skipping_sees_only_lines_with_a_dot) {
  EXPECT_EQ(read_all("a\n\tb\n.if 1 # c\nd\\\n.e\n.endif", LineMode::skipping),
            (Lines{{3, ".if 1"}, {6, ".endif"}}));
}

TEST(LineReader, loop_bodies_stay_raw) {
  EXPECT_EQ(read_all("a\n.x \\\n y # z\n.endfor # e\n", LineMode::loop_body),
            (Lines{{2, ".x \\\n y # z"}, {4, ".endfor # e"}}));
}

TEST(LineReader, reads_a_line_of_megabytes_in_linear_time) {
  std::string text = "A= ";
  for (int i = 0; i < 200'000; ++i) {
    text += "word\\\n\t";
  }
  EXPECT_EQ(only_line(text).size(), 3U + 1'000'000U - 1);
}

} // namespace
} // namespace mmk::lang
