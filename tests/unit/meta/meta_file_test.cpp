#include "meta/meta_file.hpp"

#include <gtest/gtest.h>

namespace mmk::meta {
namespace {

constexpr std::string_view k_section = "# filemon version 5\n# Target pid 41\n"
                                       "# Start 1463415920.482311\nV 5\nE 42 /bin/sh\nX 42 0 0\n"
                                       "# Stop 1463415920.985323\n# Bye bye\n";

MetaHeader header_of(std::vector<std::string> commands) {
  MetaHeader header;
  header.meta_path = "/obj/t.meta";
  header.target = "t";
  header.cwd = "/obj";
  header.commands = std::move(commands);
  return header;
}

std::string whole(const MetaHeader& header, std::string_view output,
                  std::vector<std::string_view> sections) {
  std::string text = format_header(header) + protect_output(output) + "\n";
  for (const std::string_view section : sections) {
    text += std::string(k_filemon_mark) + "\n" + std::string(section);
  }
  return text;
}

void expect_round_trip(const std::string& text) {
  const auto file = parse_meta(text);
  ASSERT_TRUE(file.has_value()) << file.error().text;
  EXPECT_EQ(print_meta(*file), text);
}

TEST(MetaFile, ParsesAllParts) {
  MetaHeader header = header_of({"@echo hi", "cc -c x.c"});
  header.oodate = "x.c y.h";
  header.environment = {"A=1", "B=two"};
  const std::string text = whole(header, "hi\nthere\n", {k_section});
  const auto file = parse_meta(text);
  ASSERT_TRUE(file.has_value());
  ASSERT_EQ(file->commands.size(), 2U);
  EXPECT_EQ(file->commands[1].text, "cc -c x.c");
  EXPECT_EQ(file->commands[1].line, 3);
  EXPECT_EQ(file->cwd, "/obj");
  EXPECT_EQ(file->cwd_line, 4);
  EXPECT_EQ(file->target, "t");
  EXPECT_EQ(file->oodate, "x.c y.h");
  EXPECT_EQ(file->environment.size(), 2U);
  EXPECT_EQ(file->output, "hi\nthere\n");
  ASSERT_EQ(file->sections.size(), 1U);
  EXPECT_EQ(file->sections[0].version, 5);
  EXPECT_EQ(file->sections[0].target_pid, 41);
  EXPECT_EQ(file->sections[0].start_usec, 1463415920482311);
  EXPECT_EQ(file->sections[0].stop_usec, 1463415920985323);
  EXPECT_TRUE(file->complete());
  EXPECT_EQ(print_meta(*file), text);
}

TEST(MetaFile, RecordLinesCountFromTheStartOfTheFile) {
  const std::string text = whole(header_of({"true"}), "one\n", {k_section, k_section});
  const auto file = parse_meta(text);
  ASSERT_TRUE(file.has_value());
  ASSERT_EQ(file->sections.size(), 2U);
  for (const Section& section : file->sections) {
    RecordReader reader = section.records();
    Record record;
    while (reader.next(record)) {
      // The line with that number must be the record's.
      std::size_t at = 0;
      for (int line = 1; line < record.line; ++line) {
        at = text.find('\n', at) + 1;
      }
      EXPECT_EQ(text[at], record.letter) << record.line;
    }
  }
}

TEST(MetaFile, CommandsKeepTheirNewlines) {
  const std::string text = whole(header_of({"a\nb\n\nc", "d\n"}), "", {});
  const auto file = parse_meta(text);
  ASSERT_TRUE(file.has_value());
  ASSERT_EQ(file->commands.size(), 2U);
  EXPECT_EQ(file->commands[0].text, "a\nb\n\nc");
  EXPECT_EQ(file->commands[1].text, "d\n");
  EXPECT_EQ(text.find("LINES"), std::string::npos);
  expect_round_trip(text);
}

TEST(MetaFile, CommandLinesThatLookLikeAHeader) {
  const std::string hostile = "cat <<X\nCMD spoof\nCWD /else\n-- command output --\nTARGET q\nX";
  const std::string text = whole(header_of({"first", hostile, "last"}), "out\n", {k_section});
  const auto file = parse_meta(text);
  ASSERT_TRUE(file.has_value());
  ASSERT_EQ(file->commands.size(), 3U);
  EXPECT_EQ(file->commands[1].text, hostile);
  EXPECT_EQ(file->commands[2].text, "last");
  EXPECT_EQ(file->cwd, "/obj");
  EXPECT_EQ(file->target, "t");
  expect_round_trip(text);
}

TEST(MetaFile, OutputThatImitatesIsProtectedAndComesBack) {
  const std::string output = "CMD spoof\n CMD spoof\nCWD /x\n-- filemon acquired metadata --\n"
                             "R 1 /etc/passwd\nV 5\nV\n# Bye bye\n*** Error code 7\nplain\n"
                             "  -- command output --\nprogress\rV 9\rdone\nRough\nCMDX\n";
  const std::string text = whole(header_of({"true"}), output, {k_section});
  const auto file = parse_meta(text);
  ASSERT_TRUE(file.has_value());
  EXPECT_EQ(file->commands.size(), 1U);
  EXPECT_EQ(file->cwd, "/obj");
  EXPECT_EQ(file->sections.size(), 1U);
  EXPECT_EQ(file->failed_status, 0);
  EXPECT_EQ(unprotect_output(file->output), output);
  EXPECT_NE(file->output.find("\n  CMD spoof\n"), std::string::npos);
  EXPECT_NE(file->output.find("\nRough\nCMDX\n"), std::string::npos);
  expect_round_trip(text);
}

TEST(MetaFile, OutputWithoutFinalNewline) {
  EXPECT_EQ(protect_output("abc"), "abc\n");
  EXPECT_EQ(protect_output(""), "");
  EXPECT_EQ(unprotect_output(protect_output("R 1 x")), "R 1 x\n");
}

TEST(MetaFile, FailureIsSeen) {
  const std::string text = format_header(header_of({"false"})) + "oops\n*** Error code 3\n\n" +
                           std::string(k_filemon_mark) + "\n" + std::string(k_section);
  const auto file = parse_meta(text);
  ASSERT_TRUE(file.has_value());
  EXPECT_EQ(file->failed_status, 3);
}

TEST(MetaFile, IgnoredFailureIsNone) {
  const std::string text = format_header(header_of({"-false"})) + "*** Error code 1 (ignored)\n\n";
  const auto file = parse_meta(text);
  ASSERT_TRUE(file.has_value());
  EXPECT_EQ(file->failed_status, 0);
}

TEST(MetaFile, EveryTruncationIsIncompleteOrAnError) {
  const std::string text = whole(header_of({"true", "x\ny"}), "one\n", {k_section});
  ASSERT_TRUE(parse_meta(text)->complete());
  const std::size_t filemon = text.find(k_filemon_mark) + k_filemon_mark.size();
  for (std::size_t size = filemon; size < text.size(); ++size) {
    const auto file = parse_meta(std::string_view(text).substr(0, size));
    ASSERT_TRUE(file.has_value());
    EXPECT_FALSE(file->complete()) << size;
  }
  const std::size_t mark = text.find(k_output_mark);
  for (std::size_t size = 0; size < mark; ++size) {
    const auto file = parse_meta(std::string_view(text).substr(0, size));
    EXPECT_TRUE(!file.has_value() || !file->complete()) << size;
  }
}

TEST(MetaFile, NotAMetaFile) {
  for (const std::string_view text : {"", "junk\n", "\n", "CMD x\n"}) {
    const auto file = parse_meta(text);
    ASSERT_FALSE(file.has_value());
    EXPECT_EQ(file.error().line, 1);
  }
}

TEST(MetaFile, WarningsAreCollected) {
  const std::string section = "V 5\n# filemon: ptrace was refused\n# Bye bye\n";
  const std::string text = whole(header_of({"true"}), "", {section});
  const auto file = parse_meta(text);
  ASSERT_TRUE(file.has_value());
  ASSERT_EQ(file->warnings.size(), 1U);
  EXPECT_EQ(file->warnings[0].text, "ptrace was refused");
}

TEST(MetaFile, EnvironmentValuesCannotImitate) {
  MetaHeader header = header_of({"true"});
  header.environment = {"F=() {\nCWD /else\n}", "G=2"};
  const std::string text = whole(header, "", {});
  const auto file = parse_meta(text);
  ASSERT_TRUE(file.has_value());
  EXPECT_EQ(file->cwd, "/obj");
  ASSERT_EQ(file->environment.size(), 2U);
  EXPECT_EQ(file->environment[0], "F=() {\n CWD /else\n}");
}

} // namespace
} // namespace mmk::meta
