#include "meta/project.hpp"
#include "meta/recorder.hpp"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

namespace mmk::meta {
namespace {

using ::testing::HasSubstr;
using ::testing::Not;

struct RecorderTest : ::testing::Test, testing::Project {};

/// All state lines of a file, as "role path".
std::vector<std::string> states(const std::string& text) {
  std::vector<std::string> found;
  const auto file = parse_meta(text);
  for (const Section& section : file->sections) {
    RecordReader reader = section.records();
    Record record;
    while (reader.next(record)) {
      if (record.letter == 'H') {
        const auto line = parse_state_line(record.pid, record.data);
        found.push_back(std::string(1, static_cast<char>(line->role)) +
                        (line->state.known ? " " : "? ") + std::string(line->path));
      }
    }
  }
  return found;
}

TEST_F(RecorderTest, FileIsWholeAndRoundTrips) {
  const RecordSummary summary = make();
  EXPECT_EQ(summary.text, meta());
  const auto file = parse_meta(summary.text);
  ASSERT_TRUE(file.has_value());
  EXPECT_TRUE(file->complete());
  EXPECT_EQ(print_meta(*file), summary.text);
}

TEST_F(RecorderTest, OneLinePerDistinctPath) {
  make("E 1 /usr/bin/cc\nR 1 /inc/a.h\nR 2 /inc/a.h\nR 2 ../inc/a.h\nW 1 t.o\nW 2 t.o\n",
       [this] { files.put("/obj/t.o", "o"); });
  EXPECT_THAT(states(meta()),
              ::testing::ElementsAre("p -", "i /usr/bin/cc", "i /inc/a.h", "i /obj/../inc/a.h",
                                     "o /obj/t.o", "s /src/t.c"));
}

TEST_F(RecorderTest, TemporariesLeaveNoTrace) {
  make("W 1 tmp.s\nR 2 tmp.s\nD 1 tmp.s\nW 1 t.tmp\nM 1 't.tmp' 't.o'\n",
       [this] { files.put("/obj/t.o", "o"); });
  EXPECT_THAT(states(meta()), ::testing::ElementsAre("p -", "o /obj/t.o", "s /src/t.c"));
}

TEST_F(RecorderTest, RemovedFilesOfOthersAreNoted) {
  files.put("/obj/old.a", "archive");
  make("D 1 old.a\nW 1 t.o\n", [this] {
    ASSERT_TRUE(files.remove("/obj/old.a").has_value());
    files.put("/obj/t.o", "o");
  });
  EXPECT_THAT(states(meta()),
              ::testing::ElementsAre("p -", "x /obj/old.a", "o /obj/t.o", "s /src/t.c"));
}

TEST_F(RecorderTest, FilesBelowARenamedDirectoryMoveAlong) {
  make("W 1 stage.tmp\nW 1 stage.tmp/x\nM 1 'stage.tmp' 'stage'\n",
       [this] { files.put("/obj/stage/x", "o"); });
  EXPECT_THAT(states(meta()), ::testing::Contains("o /obj/stage/x"));
  EXPECT_THAT(meta(), Not(HasSubstr("o:ef46db3751d8e999:0:0:0 /obj/stage.tmp/x")));
}

TEST_F(RecorderTest, NotFoundLinesAreMadeAbsoluteAndUnique) {
  make("C 1 /inc\nN 1 b.h\nF 1 2\nN 2 b.h\nW 1 /obj/t.o\n", [this] { files.put("/obj/t.o", "o"); });
  const std::string text = meta();
  EXPECT_THAT(text, HasSubstr("\nN 1 /inc/b.h\n"));
  EXPECT_THAT(text, Not(HasSubstr("N 1 b.h")));
  EXPECT_THAT(text, Not(HasSubstr("N 2")));
}

TEST_F(RecorderTest, InputOfAnotherJobOfThisBuildIsKnown) {
  PathFilter filter(files, policy);
  DigestCache digests(files);
  const RecorderContext context{files, policy, filter, digests, nullptr};
  const TimeStamp first_start = tick();
  MetaHeader header{"/obj/gen.h.meta", "gen.h", cwd, {"gen"}, "", {}, {}};
  Recorder first(context, header, {}, first_start);
  files.put("/obj/gen.h", "generated");
  first.add_section(section("W 1 gen.h\n"));
  ASSERT_TRUE(first.finish(0, tick()).has_value());

  // The second job's clock began in the same instant as the file was stamped.
  const TimeStamp generated = files.stat("/obj/gen.h").mtime;
  header.meta_path = meta_path;
  Recorder second(context, header, {}, TimeStamp{generated.ns + 2'000'000'000});
  second.add_section(section("R 1 gen.h\nR 1 /inc/a.h\nW 1 t.o\n"));
  auto summary = second.finish(0, tick());
  ASSERT_TRUE(summary.has_value());
  EXPECT_THAT(states(summary->text), ::testing::Contains("i /obj/gen.h"));
}

TEST_F(RecorderTest, TimesInTheFutureAreNoChange) {
  files.put_at("/inc/a.h", "from tomorrow", TimeStamp::from(9'000'000'000, 0));
  make();
  EXPECT_THAT(states(meta()), ::testing::Contains("i /inc/a.h"));
}

TEST_F(RecorderTest, EachInputIsHashedOnce) {
  PathFilter filter(files, policy);
  DigestCache digests(files);
  const RecorderContext context{files, policy, filter, digests, nullptr};
  for (int i = 0; i < 3; ++i) {
    MetaHeader header{meta_path, "t.o", cwd, commands, "", {}, {}};
    Recorder recorder(context, header, {}, tick());
    recorder.add_section(section("R 1 /inc/a.h\nR 1 /src/t.c\n"));
    ASSERT_TRUE(recorder.finish(0, tick()).has_value());
  }
  EXPECT_EQ(digests.files_hashed(), 2U);
}

TEST_F(RecorderTest, WhatIsOnlyAskedAboutIsAnInput) {
  files.put("/inc/b.h", "b");
  files.put("/lib/x", "");
  make("S 1 /inc\nG 1 /inc\nS 1 /lib\nS 1 /inc/a.h\nS 2 /inc/a.h\nS 1 /inc/b.h\nR 1 /inc/b.h\nS 1 "
       "t.o\nW 1 t.o\n",
       [this] { files.put("/obj/t.o", "o"); });
  EXPECT_THAT(states(meta()), ::testing::ElementsAre("p -", "d /inc", "e? /lib", "a /inc/a.h",
                                                     "i /inc/b.h", "o /obj/t.o", "s /src/t.c"));
  EXPECT_THAT(meta(), Not(HasSubstr("\nS ")));
  files.put("/inc/a.h", "#define A");
  EXPECT_FALSE(check().oodate);
  files.put("/inc/a.h", "#define B");
  EXPECT_EQ(why(), std::vector<std::string>{"content-changed /inc/a.h"});
  ASSERT_TRUE(files.remove("/inc/a.h").has_value());
  EXPECT_THAT(why(), ::testing::Contains("missing /inc/a.h"));
  ASSERT_TRUE(files.remove("/lib/x").has_value());
  ASSERT_TRUE(files.remove("/lib").has_value());
  EXPECT_THAT(why(), ::testing::Contains("missing /lib"));
}

TEST_F(RecorderTest, TooMuchToHashGoesByItsTimeStamp) {
  const std::string much(std::size_t{17} << 20U, 'x');
  files.put("/inc/a.h", much);
  make("S 1 /inc/a.h\nW 1 t.o\n", [this] { files.put("/obj/t.o", "o"); });
  EXPECT_FALSE(check().oodate);
  files.put("/inc/a.h", much);
  EXPECT_EQ(why(), std::vector<std::string>{"content-changed /inc/a.h"});
}

TEST_F(RecorderTest, WhatChangesWhileItIsAskedAboutIsNotTrusted) {
  make("S 1 /inc/a.h\nW 1 t.o\n", [this] {
    files.put("/obj/t.o", "o");
    files.put("/inc/a.h", "other");
  });
  EXPECT_EQ(why(), std::vector<std::string>{"changed-during-job /inc/a.h"});
}

TEST_F(RecorderTest, AListingThatOthersChangeMeanwhileIsNotTrusted) {
  make("G 1 /inc\nG 1 /src\nG 1 /obj\nW 1 /src/own\nW 1 t.o\n", [this] {
    files.put("/obj/t.o", "o");
    files.put("/obj/other.o", "o");
    files.put("/src/own", "");
    files.put("/inc/new.h", "");
  });
  EXPECT_THAT(states(meta()), ::testing::IsSupersetOf({"d? /inc", "d /src", "d /obj"}));
  EXPECT_EQ(why(), std::vector<std::string>{"listing-changed /inc"});
}

TEST_F(RecorderTest, AListingOfWhatTheJobMadeIsTrusted) {
  make("W 1 cache\nG 1 cache\nW 1 t.o\n", [this] {
    files.put("/obj/t.o", "o");
    files.put("/obj/cache/x", "");
    ASSERT_TRUE(files.remove("/obj/cache/x").has_value());
  });
  EXPECT_THAT(states(meta()), ::testing::Contains("d /obj/cache"));
  EXPECT_TRUE(why().empty());
}

TEST_F(RecorderTest, OurOwnFilesAreNothingToAskAbout) {
  make("S 1 t.o.meta\nS 1 other.o.meta\nS 1 .mmk\nG 1 .mmk\nS 1 .mmk/log\nW 1 t.o\n", [this] {
    files.put("/obj/t.o", "o");
    files.put("/obj/.mmk/log", "");
    files.put("/obj/other.o.meta", "");
  });
  EXPECT_THAT(states(meta()), ::testing::ElementsAre("p -", "o /obj/t.o", "s /src/t.c"));
}

TEST_F(RecorderTest, ADirectoryThatAnotherJobMadeFirstWasNotMissing) {
  make("N 1 sub\nN 1 sub/deep\nK 1 sub\nW 1 sub/deep\nN 1 file\nK 1 file\nW 1 t.o\n", [this] {
    files.put("/obj/sub/deep/x", "");
    files.put("/obj/file", "");
    files.put("/obj/t.o", "o");
  });
  EXPECT_EQ(why(), std::vector<std::string>{"appeared /obj/file"});
  EXPECT_THAT(meta(), Not(HasSubstr("\nK ")));
}

TEST_F(RecorderTest, AnOutputThatGetsAnotherTimeStampIsAnInputOfKnownContent) {
  make("W 1 t.o\nW 1 program\n", [this] {
    files.put("/obj/t.o", "o");
    files.put("/obj/program", "p");
  });
  make("R 1 program\nW 1 t.o\n", [this] {
    files.put("/obj/program", "p");
    files.put("/obj/t.o", "o");
  });
  EXPECT_THAT(states(meta()), ::testing::Contains("i /obj/program"));
  make("R 1 program\nW 1 t.o\n", [this] {
    files.put("/obj/program", "q");
    files.put("/obj/t.o", "o");
  });
  EXPECT_THAT(states(meta()), ::testing::Contains("i? /obj/program"));
}

TEST_F(RecorderTest, DirectoriesThatTheJobTakesAwayAreItsOwnAffair) {
  make("W 1 tmp\nG 1 tmp\nG 1 tmp/deep\nD 1 tmp\nW 1 new.tmp\nG 1 new.tmp\nM 1 'new.tmp' 'new'\n"
       "G 1 /inc\nG 1 /gone\nW 1 t.o\n",
       [this] { files.put("/obj/t.o", "o"); });
  EXPECT_THAT(states(meta()),
              ::testing::ElementsAre("p -", "d /inc", "d? /gone", "o /obj/t.o", "s /src/t.c"));
  EXPECT_EQ(why(), std::vector<std::string>{"listing-changed /gone"});
}

TEST_F(RecorderTest, WithoutDigestsOnlyMarkerNotFoundAndListings) {
  policy.mode.digest = false;
  make("R 1 /inc/a.h\nN 1 x.h\nG 1 /inc\nW 1 t.o\n", [this] { files.put("/obj/t.o", "o"); });
  EXPECT_THAT(states(meta()), ::testing::ElementsAre("p -", "d /inc"));
  EXPECT_THAT(meta(), HasSubstr("\nN 1 /obj/x.h\n"));
}

TEST_F(RecorderTest, WrittenPathsAreReported) {
  const RecordSummary summary =
      make("W 1 t.o\nD 1 old\nR 1 /inc/a.h\n", [this] { files.put("/obj/t.o", "o"); });
  EXPECT_THAT(summary.written, ::testing::ElementsAre("/obj/t.o", "/obj/old"));
}

TEST_F(RecorderTest, PathsWithNewlinesAreFollowedLikeOthers) {
  files.put("/inc/odd\nname.h", "one");
  make("Q 1 R /inc/odd\\012name.h\nQ 1 N /inc/no\\012where.h\nW 1 t.o\n",
       [this] { files.put("/obj/t.o", "o"); });
  EXPECT_FALSE(check().oodate);
  EXPECT_EQ(meta().find("Q 1 N"), meta().rfind("Q 1 N"));
  files.put("/inc/odd\nname.h", "two");
  EXPECT_EQ(why(), std::vector<std::string>{"content-changed /inc/odd\nname.h"});
  files.put("/inc/odd\nname.h", "one");
  files.put("/inc/no\nwhere.h", "");
  EXPECT_EQ(why(), std::vector<std::string>{"appeared /inc/no\nwhere.h"});
}

TEST_F(RecorderTest, SeveralSectionsShareOneSetOfLines) {
  PathFilter filter(files, policy);
  DigestCache digests(files);
  MetaHeader header{meta_path, "t.o", cwd, commands, "", {}, {}};
  Recorder recorder(RecorderContext{files, policy, filter, digests, nullptr}, header, {}, tick());
  recorder.add_section(section("R 1 /inc/a.h\n"));
  recorder.add_section(section("R 2 /inc/a.h\nW 2 t.o\n"));
  files.put("/obj/t.o", "o");
  const auto summary = recorder.finish(0, tick());
  ASSERT_TRUE(summary.has_value());
  EXPECT_THAT(states(summary->text), ::testing::ElementsAre("p -", "i /inc/a.h", "o /obj/t.o"));
  EXPECT_EQ(parse_meta(summary->text)->sections.size(), 2U);
  // bmake takes an empty line inside filemon data for damage.
  EXPECT_THAT(summary->text.substr(summary->text.find("-- filemon")), Not(HasSubstr("\n\n")));
}

} // namespace
} // namespace mmk::meta
