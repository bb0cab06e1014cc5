#include "fs/memory_file_system.hpp"
#include "meta/naming.hpp"
#include "meta/policy.hpp"

#include <gtest/gtest.h>

namespace mmk::meta {
namespace {

TEST(Mode, WordsAndValues) {
  const Mode mode = parse_mode("meta  verbose curDirOk=yes silent=No missing-meta=1 digest=true");
  EXPECT_TRUE(mode.meta);
  EXPECT_TRUE(mode.verbose);
  EXPECT_TRUE(mode.curdir_ok);
  EXPECT_FALSE(mode.silent);
  EXPECT_TRUE(mode.missing_meta);
  EXPECT_FALSE(mode.missing_filemon);
  EXPECT_TRUE(mode.digest);
  EXPECT_TRUE(mode.not_found);
}

TEST(Mode, OursCanBeSwitchedOff) {
  const Mode mode = parse_mode("meta not-found=no listing=0");
  EXPECT_FALSE(mode.not_found);
  EXPECT_FALSE(mode.listing);
}

TEST(Mode, UnknownWordsAndMissingValuesAreIgnored) {
  const Mode mode = parse_mode("metamorphosis silent=  frobnicate curdirok");
  EXPECT_FALSE(mode.meta);
  EXPECT_FALSE(mode.curdir_ok);
}

TEST(PathFilter, PrefixInBothSpellings) {
  fs::MemoryFileSystem files;
  files.put("/run/x", "1");
  files.symlink("/run", "/var/run");
  files.symlink("/run", "/alias");
  Policy policy;
  policy.ignore_paths = {"/var/run"};
  PathFilter filter(files, policy);
  EXPECT_TRUE(filter.ignored("/var/run/x"));
  EXPECT_TRUE(filter.ignored("/run/x"));
  EXPECT_TRUE(filter.ignored("/alias/x"));
  EXPECT_FALSE(filter.ignored("/usr/x"));
}

TEST(PathFilter, PatternsAndFilter) {
  fs::MemoryFileSystem files;
  Policy policy;
  policy.ignore_patterns = {"*.gcda"};
  policy.ignore_filter = [](std::string_view path) { return path.starts_with("/opt"); };
  PathFilter filter(files, policy);
  EXPECT_TRUE(filter.ignored("/a/b.gcda"));
  EXPECT_TRUE(filter.ignored("/opt/x"));
  EXPECT_FALSE(filter.ignored("/a/b.c"));
}

TEST(PathFilter, BailiwickAndTmp) {
  fs::MemoryFileSystem files;
  Policy policy;
  policy.bailiwick = {"/stage"};
  policy.tmpdir = "/scratch";
  const PathFilter filter(files, policy);
  EXPECT_TRUE(filter.in_bailiwick("/stage/x"));
  EXPECT_FALSE(filter.in_bailiwick("/x"));
  EXPECT_TRUE(filter.in_tmp("/tmp/x"));
  EXPECT_TRUE(filter.in_tmp("/scratch/x"));
  EXPECT_FALSE(filter.in_tmp("/tmpx"));
}

TEST(PathFilter, AnUnsetTmpdirMakesNothingTemporary) {
  fs::MemoryFileSystem files("/tree");
  files.put("/tree/stage/out", "");
  const Policy policy; // tmpdir is ""
  const PathFilter filter(files, policy);
  EXPECT_FALSE(filter.in_tmp("/tree/stage/out"));
}

TEST(Policy, FingerprintFollowsTheIgnoreRules) {
  Policy one;
  Policy two;
  EXPECT_EQ(one.ignore_fingerprint(), two.ignore_fingerprint());
  two.ignore_paths = {"/a"};
  EXPECT_NE(one.ignore_fingerprint(), two.ignore_fingerprint());
  one.ignore_patterns = {"/a"};
  EXPECT_NE(one.ignore_fingerprint(), two.ignore_fingerprint());
}

TEST(Naming, FollowsTheTargetsDirectory) {
  fs::MemoryFileSystem files;
  files.put("/obj/sub/x", "");
  files.put("/usr/x/y.o", "");
  files.symlink("/obj/sub", "/link");
  EXPECT_EQ(meta_name(files, "/obj", "/obj", "foo.o"), "/obj/foo.o.meta");
  EXPECT_EQ(meta_name(files, "/obj", "/obj", "./foo.o"), "/obj/foo.o.meta");
  EXPECT_EQ(meta_name(files, "/obj", "/obj", "/obj/foo.o"), "/obj/foo.o.meta");
  EXPECT_EQ(meta_name(files, "/obj", "/obj", "sub/foo.o"), "/obj/sub_foo.o.meta");
  EXPECT_EQ(meta_name(files, "/obj", "/obj", "/link/foo.o"), "/obj/sub_foo.o.meta");
  EXPECT_EQ(meta_name(files, "/obj", "/obj", "/usr/x/y.o"), "/obj/_usr_x_y.o.meta");
  EXPECT_EQ(meta_name(files, "/obj", "/obj", "no/../such/y.o"), "/obj/such_y.o.meta");
}

} // namespace
} // namespace mmk::meta
