#include "meta/oodate.hpp"
#include "meta/project.hpp"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

namespace mmk::meta {
namespace {

using ::testing::ElementsAre;
using ::testing::IsEmpty;
using Strings = std::vector<std::string>;

/// With digests: what our records alone decide.
struct DigestCheck : ::testing::Test, testing::Project {};
/// Without: bmake's rules over the plain records, plus N and G.
struct ClassicCheck : ::testing::Test, testing::Project {
  ClassicCheck() { policy.mode = parse_mode("meta"); }
};

TEST_F(DigestCheck, NothingChanged) {
  make();
  EXPECT_THAT(why(), IsEmpty());
  EXPECT_FALSE(check(Walk::decide).oodate);
}

TEST_F(DigestCheck, TouchedInputIsNoChange) {
  make();
  files.put("/inc/a.h", "#define A");
  EXPECT_THAT(why(), IsEmpty());
}

TEST_F(DigestCheck, ChangedInput) {
  make();
  files.put("/inc/a.h", "#define B");
  EXPECT_THAT(why(), ElementsAre("content-changed /inc/a.h"));
}

TEST_F(DigestCheck, ChangedToolIsSeenReinstalledToolIsNot) {
  make();
  files.put("/usr/bin/cc", "compiler");
  EXPECT_THAT(why(), IsEmpty());
  files.put("/usr/bin/cc", "compiler 2");
  EXPECT_THAT(why(), ElementsAre("content-changed /usr/bin/cc"));
}

TEST_F(DigestCheck, OlderFileRestoredIsAChange) {
  make();
  files.put_at("/inc/a.h", "#define Z", TimeStamp::from(5, 0));
  EXPECT_THAT(why(), ElementsAre("content-changed /inc/a.h"));
}

TEST_F(DigestCheck, MissingInput) {
  make();
  ASSERT_TRUE(files.remove("/inc/a.h").has_value());
  EXPECT_THAT(why(), ElementsAre("missing /inc/a.h"));
}

TEST_F(DigestCheck, SwappedSymlink) {
  files.put("/inc/b.h", "#define B");
  files.symlink("/inc/a.h", "/inc/current.h");
  make("R 1 /inc/current.h\nW 1 t.o\n", [this] { files.put("/obj/t.o", "object"); });
  EXPECT_THAT(why(), IsEmpty());
  ASSERT_TRUE(files.remove("/inc/current.h").has_value());
  files.symlink("/inc/b.h", "/inc/current.h");
  EXPECT_THAT(why(), ElementsAre("content-changed /inc/current.h"));
}

TEST_F(DigestCheck, IgnoredInputIsNotRecorded) {
  files.put("/etc/passwd", "a");
  make();
  files.put("/etc/passwd", "b");
  EXPECT_THAT(why(), IsEmpty());
}

TEST_F(DigestCheck, IgnoreRulesRelaxedLater) {
  files.put("/etc/passwd", "a");
  make();
  files.put("/etc/passwd", "b");
  policy.ignore_paths.clear();
  EXPECT_THAT(why(), ElementsAre("file-newer /etc/passwd"));
}

TEST_F(DigestCheck, IgnoreRulesTightenedLater) {
  make();
  files.put("/inc/a.h", "#define B");
  policy.ignore_paths.emplace_back("/inc");
  EXPECT_THAT(why(), IsEmpty());
}

TEST_F(DigestCheck, DamagedTarget) {
  make();
  files.put("/obj/t.o", "");
  EXPECT_THAT(why(), ElementsAre("output-damaged /obj/t.o"));
  files.put("/obj/t.o", "objecT");
  EXPECT_THAT(why(), ElementsAre("output-damaged /obj/t.o"));
  files.put("/obj/t.o", "object");
  EXPECT_THAT(why(), IsEmpty());
}

TEST_F(DigestCheck, DamagedAndDeletedSideOutput) {
  make("W 1 t.o\nW 1 t.d\n", [this] {
    files.put("/obj/t.o", "object");
    files.put("/obj/t.d", "t.o: t.c");
  });
  EXPECT_THAT(why(), IsEmpty());
  files.put("/obj/t.d", "");
  EXPECT_THAT(why(), ElementsAre("output-damaged /obj/t.d"));
  ASSERT_TRUE(files.remove("/obj/t.d").has_value());
  EXPECT_THAT(why(), ElementsAre("missing /obj/t.d"));
  with_ledger = false;
  EXPECT_THAT(why(), IsEmpty());
}

TEST_F(DigestCheck, OutputsElsewhere) {
  make("W 1 t.o\nW 1 /dest/t\nW 1 /dest/log\nW 1 /home/.cache/x\n", [this] {
    files.put("/obj/t.o", "object");
    files.put("/dest/t", "object");
    files.put("/dest/log", "t installed");
    files.put("/home/.cache/x", "cached");
  });
  files.put("/dest/log", "t installed, u installed");
  files.put("/home/.cache/x", "");
  EXPECT_THAT(why(), IsEmpty());
  files.put("/dest/log", "");
  EXPECT_THAT(why(), ElementsAre("output-damaged /dest/log"));
  files.put("/dest/log", "all is different here");
  EXPECT_THAT(why(), ElementsAre("output-damaged /dest/log"));
  files.put("/dest/log", "t installed");
  ASSERT_TRUE(files.remove("/dest/t").has_value());
  EXPECT_THAT(why(), ElementsAre("missing /dest/t"));
}

TEST_F(DigestCheck, LaterWriterOfTheSameFileIsRespected) {
  make();
  // Another target strips the object.
  testing::Project other;
  files.put("/obj/t.o", "stripped");
  FileState state;
  state.known = true;
  const fs::FileInfo info = files.stat("/obj/t.o");
  state.digest = digest_of("stripped");
  state.size = info.size;
  state.mtime_ns = info.mtime.ns;
  state.identity = identity_of(info);
  ledger.note("/obj/t.o", state, tick().ns / 1000);
  EXPECT_THAT(why(), IsEmpty());
  files.put("/obj/t.o", "hand edited");
  EXPECT_THAT(why(), ElementsAre("output-damaged /obj/t.o"));
}

TEST_F(DigestCheck, InputChangedDuringTheJob) {
  make("R 1 /src/t.c\nR 1 /inc/a.h\nW 1 t.o\n", [this] {
    files.put("/inc/a.h", "#define B");
    files.put("/obj/t.o", "object");
  });
  EXPECT_THAT(why(), ElementsAre("changed-during-job /inc/a.h"));
}

TEST_F(DigestCheck, ProvedSourcesOverruleTheClassicRules) {
  make();
  files.put("/src/t.c", "int x;");
  newer_sources = {"/src/t.c"};
  EXPECT_THAT(why(), IsEmpty());
  files.put("/src/t.c", "int y;");
  EXPECT_THAT(why(), ElementsAre("content-changed /src/t.c", "source-newer /src/t.c"));
}

TEST_F(DigestCheck, DeclaredSourceThatIsNeverRead) {
  declared = {"/src/t.c", "../src/Makefile"};
  files.put("/src/Makefile", "all:");
  make();
  newer_sources = {"../src/Makefile"};
  files.put("/src/Makefile", "all:");
  EXPECT_THAT(why(), IsEmpty());
}

TEST_F(DigestCheck, DeclaredSourceByItsRecordedSpelling) {
  declared = {"/src/t.c", "/src/Makefile"};
  files.put("/src/Makefile", "all:");
  make();
  newer_sources = {"/src/Makefile"};
  files.put("/src/Makefile", "all:");
  EXPECT_THAT(why(), IsEmpty());
  files.put("/src/Makefile", "all: x");
  EXPECT_THAT(why(), ElementsAre("content-changed /src/Makefile", "source-newer /src/Makefile"));
}

TEST_F(DigestCheck, UnknownSourceStaysNewer) {
  make();
  newer_sources = {"/src/other.c"};
  EXPECT_THAT(why(), ElementsAre("source-newer /src/other.c"));
}

TEST_F(DigestCheck, RecordWithoutDigestsFallsBackToTimes) {
  policy.mode.digest = false;
  make();
  policy.mode.digest = true;
  EXPECT_THAT(why(), IsEmpty());
  files.put("/inc/a.h", "#define A");
  EXPECT_THAT(why(), ElementsAre("file-newer /inc/a.h"));
}

TEST_F(DigestCheck, NotFoundPathAppears) {
  make("N 1 ../first/a.h\nR 1 /inc/a.h\nW 1 t.o\n", [this] { files.put("/obj/t.o", "o"); });
  EXPECT_THAT(why(), IsEmpty());
  files.put("/first/a.h", "shadow");
  EXPECT_THAT(why(), ElementsAre("appeared /obj/../first/a.h"));
  policy.mode.not_found = false;
  EXPECT_THAT(why(), IsEmpty());
}

TEST_F(DigestCheck, NotFoundPathThatTheJobMakesItself) {
  make("N 1 t.o\nN 1 dir\nW 1 dir\nW 1 t.o\nN 1 tmp\nW 1 tmp\nM 1 'tmp' 'final'\nN 1 final\n",
       [this] {
         files.put("/obj/dir/x", "o");
         files.put("/obj/final", "o");
         files.put("/obj/t.o", "o");
       });
  EXPECT_THAT(why(), IsEmpty());
}

TEST_F(DigestCheck, NotFoundPathMadeByAnotherJobMeanwhile) {
  make("N 1 gen.h\nW 1 t.o\n", [this] {
    files.put("/obj/gen.h", "late");
    files.put("/obj/t.o", "o");
  });
  EXPECT_THAT(why(), ElementsAre("appeared /obj/gen.h"));
}

TEST_F(DigestCheck, ListingChanges) {
  make("G 1 /inc\nW 1 t.o\n", [this] { files.put("/obj/t.o", "o"); });
  EXPECT_THAT(why(), IsEmpty());
  files.put("/inc/a.h", "other content, same names");
  EXPECT_THAT(why(), IsEmpty());
  files.put("/inc/x.meta", "our own files do not count");
  EXPECT_THAT(why(), IsEmpty());
  files.put("/inc/new.h", "");
  EXPECT_THAT(why(), ElementsAre("listing-changed /inc"));
  policy.mode.listing = false;
  EXPECT_THAT(why(), IsEmpty());
}

TEST_F(DigestCheck, CommandChanged) {
  make();
  commands = {"cc -O2 -c /src/t.c -o t.o"};
  const Verdict verdict = check();
  ASSERT_EQ(verdict.reasons.size(), 1U);
  EXPECT_EQ(render_text(verdict.reasons[0], meta_path),
            "/obj/t.o.meta: 2: a build command has changed\ncc -c /src/t.c -o t.o\nvs\n"
            "cc -O2 -c /src/t.c -o t.o");
}

TEST_F(DigestCheck, CommandCountChanged) {
  make();
  commands.emplace_back("strip t.o");
  EXPECT_THAT(why(), ElementsAre("command-count-changed"));
  EXPECT_EQ(render_text(check().reasons[0], meta_path),
            "/obj/t.o.meta: 3: there are extra build commands now that weren't in the meta data "
            "file");
  commands.clear();
  EXPECT_EQ(render_text(check().reasons[0], meta_path),
            "/obj/t.o.meta: 2: there were more build commands in the meta data file than there "
            "are now...");
}

TEST_F(DigestCheck, CommandsAreNotCompared) {
  make();
  commands = {"other"};
  never_compare = true;
  EXPECT_THAT(why(), IsEmpty());
  never_compare = false;
  uses_oodate = true;
  EXPECT_THAT(why(), IsEmpty());
  EXPECT_THAT(check().notes, ElementsAre("/obj/t.o.meta: 2: cannot compare command using .OODATE"));
  uses_oodate = false;
  policy.mode.ignore_cmd = true;
  EXPECT_THAT(why(), IsEmpty());
}

TEST_F(DigestCheck, FilterIsAppliedToBothCommands) {
  commands = {"ccache cc -c"};
  make();
  commands = {"distcc cc -c"};
  policy.cmp_filter = [](std::string_view text) {
    return std::string(text.substr(text.find(' ')));
  };
  EXPECT_THAT(why(), IsEmpty());
  commands = {"distcc cc -g"};
  EXPECT_THAT(why(), ElementsAre("command-changed"));
}

TEST_F(DigestCheck, OodateBecomesAllsrc) {
  make();
  files.put("/inc/a.h", "#define B");
  EXPECT_FALSE(check().oodate_is_allsrc);
  uses_oodate = true;
  EXPECT_TRUE(check().oodate_is_allsrc);
}

TEST_F(DigestCheck, DirectoryChanged) {
  make();
  cwd = "/obj2";
  EXPECT_THAT(why(), ElementsAre("cwd-changed"));
}

TEST_F(DigestCheck, InterruptedJob) {
  make();
  PathFilter filter(files, policy);
  DigestCache digests(files);
  MetaHeader header;
  header.meta_path = meta_path;
  header.target = "t.o";
  header.cwd = cwd;
  header.commands = commands;
  Recorder recorder(RecorderContext{files, policy, filter, digests, nullptr}, header, {}, tick());
  ASSERT_TRUE(recorder.begin().has_value());
  EXPECT_THAT(why(), ElementsAre("incomplete"));
}

TEST_F(DigestCheck, FailedJob) {
  status = 2;
  make();
  EXPECT_THAT(why(), ElementsAre("last-failed"));
}

TEST_F(DigestCheck, EveryTruncationIsOutOfDate) {
  make();
  const std::string text = meta();
  for (std::size_t size = 0; size < text.size(); ++size) {
    files.put(meta_path, std::string_view(text).substr(0, size));
    EXPECT_TRUE(check(Walk::decide).oodate) << size;
  }
}

TEST_F(DigestCheck, DecideStopsAtTheFirst) {
  make();
  files.put("/inc/a.h", "#define B");
  files.put("/src/t.c", "int y;");
  EXPECT_EQ(check(Walk::explain).reasons.size(), 2U);
  EXPECT_EQ(check(Walk::decide).reasons.size(), 1U);
}

TEST_F(DigestCheck, MissingMeta) {
  EXPECT_THAT(why(), IsEmpty());
  policy.mode.missing_meta = true;
  EXPECT_THAT(why(), ElementsAre("no-meta"));
  policy.mode.missing_meta = false;
  wants_meta = true;
  EXPECT_THAT(why(), ElementsAre("no-meta"));
  EXPECT_EQ(render_text(check().reasons[0], meta_path), "/obj/t.o.meta: required but missing");
  target = "/src/t.o";
  EXPECT_THAT(why(), IsEmpty());
}

TEST_F(DigestCheck, MissingFilemonData) {
  policy.mode.no_filemon = true;
  make();
  EXPECT_THAT(why(), IsEmpty());
  policy.mode.missing_filemon = true;
  EXPECT_THAT(why(), ElementsAre("no-filemon-data"));
  EXPECT_EQ(render_text(check().reasons[0], meta_path), "/obj/t.o.meta: missing filemon data");
}

TEST_F(DigestCheck, TracerSawOnlyAPart) {
  make("# filemon: lost sight\nR 1 /inc/a.h\nW 1 t.o\n", [this] { files.put("/obj/t.o", "o"); });
  EXPECT_THAT(why(), IsEmpty());
  policy.mode.missing_filemon = true;
  EXPECT_THAT(why(), ElementsAre("no-filemon-data"));
}

TEST_F(DigestCheck, DamagedFiles) {
  for (const char* text : {"", "junk\n"}) {
    files.put(meta_path, text);
    EXPECT_THAT(why(), ElementsAre("corrupt"));
    EXPECT_TRUE(is_warning(check().reasons[0]));
  }
}

// --- bmake's rules on the plain records ---------------------------------------------------------

TEST_F(ClassicCheck, NewerInput) {
  make();
  EXPECT_THAT(why(), IsEmpty());
  files.put("/inc/a.h", "#define A");
  EXPECT_THAT(why(), ElementsAre("file-newer /inc/a.h"));
  EXPECT_EQ(render_text(check().reasons[0], meta_path),
            "/obj/t.o.meta: 16: file '/inc/a.h' is newer than the target...");
}

struct Case {
  const char* name;
  const char* records;
  const char* touched; ///< file written after the job, "" for none
  Strings reasons;
  const char* bailiwick = "";
};

void PrintTo(const Case& c, std::ostream* out) {
  *out << c.name;
}

struct ClassicRecords : ::testing::TestWithParam<Case>, testing::Project {};

TEST_P(ClassicRecords, Decide) {
  const Case& c = GetParam();
  policy.mode = parse_mode("meta");
  if (*c.bailiwick != '\0') {
    policy.bailiwick = {c.bailiwick};
  }
  make(c.records, [this] { files.put("/obj/t.o", "object"); });
  if (*c.touched != '\0') {
    files.put(c.touched, "touched");
  }
  EXPECT_EQ(why(), c.reasons);
}

const Strings k_a_newer{"file-newer /inc/a.h"};

INSTANTIATE_TEST_SUITE_P(
    Rules, ClassicRecords,
    ::testing::Values(
        Case{"exec", "E 1 /inc/a.h\n", "/inc/a.h", k_a_newer},
        Case{"write", "W 1 /inc/a.h\n", "/inc/a.h", {}},
        Case{"stat", "S 1 /inc/a.h\n", "/inc/a.h", {"content-changed /inc/a.h"}},
        Case{"link", "L 1 '/inc/a.h' 't.o'\n", "/inc/a.h", k_a_newer},
        Case{"move", "M 1 '/inc/a.h' 't.o'\n", "/inc/a.h", {}},
        Case{"chdir", "C 1 /inc\nR 1 a.h\n", "/inc/a.h", k_a_newer},
        Case{"chdir_up", "C 1 ../inc\nR 1 a.h\n", "/inc/a.h", k_a_newer},
        Case{"fork", "C 1 /inc\nF 1 2\nR 2 a.h\n", "/inc/a.h", k_a_newer},
        Case{"other_process", "C 1 /inc\nR 2 a.h\n", "/inc/a.h", {"missing /obj/a.h"}},
        Case{"latest_directory", "R 1 /inc\nR 1 a.h\n", "/inc/a.h", k_a_newer},
        Case{"own_directory_first", "C 1 /inc\nR 1 /src\nR 1 a.h\n", "/inc/a.h", k_a_newer},
        Case{"make_directory", "C 1 /inc\nR 1 in_obj\n", "/obj/in_obj", {"file-newer /obj/in_obj"}},
        Case{"directory_is_no_file", "R 1 /inc\n", "/inc/new", {}},
        Case{"gone", "R 1 /inc/gone.h\n", "", {"missing /inc/gone.h"}},
        Case{"gone_relative", "R 1 gone.h\n", "", {"missing /obj/gone.h"}},
        Case{"gone_in_objdir", "R 1 /obj/gone.h\n", "", {"missing /obj/gone.h"}},
        Case{"gone_source_of_a_link", "L 1 'gone.o' 't.o'\n", "", {"missing /obj/gone.o"}},
        Case{"text_of_a_lock", "L 1 'host-12-9' 't.lock'\nD 1 t.lock\n", "", {}},
        Case{"gone_ignored", "R 1 /etc/gone.h\n", "", {}},
        Case{"gone_twice", "R 1 /x/b\nR 2 /x/b\nR 1 /x/a\n", "", {"missing /x/b", "missing /x/a"}},
        Case{"deleted", "R 1 /inc/gone.h\nD 1 /inc/gone.h\n", "", {}},
        Case{"deleted_relative", "R 1 /obj2/gone.h\nC 1 /obj2\nD 1 gone.h\n", "", {}},
        Case{"deleted_above", "R 1 /x/y/gone.h\nD 1 /x\n", "", {}},
        Case{"deleted_beside", "R 1 /x/yy\nD 1 /x/y\n", "", {"missing /x/yy"}},
        Case{"moved", "R 1 /inc/gone.h\nM 1 '/inc/gone.h' 'x'\n", "", {}},
        Case{"output_gone", "W 1 /stage/x\n", "", {"missing /stage/x"}, "/stage"},
        Case{"output_gone_elsewhere", "W 1 /stage/x\n", "", {}, "/other"},
        Case{"output_gone_in_objdir", "W 1 /obj/x\n", "", {}, "/obj"},
        Case{"output_gone_in_tmp", "W 1 /tmp/x\n", "", {}, "/tmp"},
        Case{"output_relative", "W 1 ../stage/x\n", "", {}, "/stage"},
        Case{"moved_output_gone", "M 1 'y' '/stage/x'\n", "", {"missing /stage/x"}, "/stage"},
        Case{"linked_output_gone",
             "L 1 '/src/t.c' '/stage/x'\n",
             "",
             {"missing /stage/x"},
             "/stage"},
        Case{"ignored_newer", "R 1 /etc/passwd\n", "/etc/passwd", {}},
        Case{"escaped",
             "Q 1 R /inc/new\\012line\n",
             "/inc/new\nline",
             {"file-newer /inc/new\nline"}},
        Case{"reused_pid", "C 1 /inc\nF 1 2\nF 3 2\nR 2 a.h\n", "/inc/a.h", {"missing /obj/a.h"}}),
    [](const auto& chosen) { return std::string(chosen.param.name); });

TEST_F(ClassicCheck, ForeignRecordsWithNotFoundLines) {
  // As the tracer writes them, without our recorder's lines.
  files.put("/obj/t.o", "object");
  MetaHeader header{meta_path, "t.o", cwd, commands, "", {}, {}};
  files.put(meta_path, format_header(header) + "\n" + std::string(k_filemon_mark) + "\n" +
                           section("C 1 /inc\nN 1 b.h\nN 1 c.h\nW 1 c.h\nH 1 what is this\n"));
  files.put("/inc/c.h", "made by the job");
  EXPECT_THAT(why(), IsEmpty());
  files.put("/inc/b.h", "new");
  EXPECT_THAT(why(), ElementsAre("appeared /inc/b.h"));
}

TEST_F(ClassicCheck, MalformedRecord) {
  files.put("/obj/t.o", "object");
  MetaHeader header{meta_path, "t.o", cwd, commands, "", {}, {}};
  files.put(meta_path,
            format_header(header) + "\n" + std::string(k_filemon_mark) + "\n" + section("R 1\n"));
  EXPECT_THAT(why(), ElementsAre("corrupt"));
  EXPECT_EQ(render_text(check().reasons[0], meta_path), "/obj/t.o.meta: 12: malformed");
}

} // namespace
} // namespace mmk::meta
