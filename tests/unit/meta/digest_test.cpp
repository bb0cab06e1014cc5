#include "fs/memory_file_system.hpp"
#include "meta/digest.hpp"

#include <gtest/gtest.h>

namespace mmk::meta {
namespace {

TEST(StateLine, RoundTrips) {
  StateLine line;
  line.pid = 77;
  line.role = StateRole::output;
  line.state = FileState{true, 0x1234abcdULL, 5, -7, 99};
  line.path = "/a path/with blanks";
  std::string text;
  append_state_line(text, line);
  EXPECT_EQ(text, "H 77 o:000000001234abcd:5:-7:63 /a path/with blanks\n");
  const auto again = parse_state_line(77, std::string_view(text).substr(5, text.size() - 6));
  ASSERT_TRUE(again.has_value());
  EXPECT_EQ(again->role, StateRole::output);
  EXPECT_EQ(again->state, line.state);
  EXPECT_EQ(again->path, line.path);
}

TEST(StateLine, UnknownDigest) {
  const auto line = parse_state_line(1, "i:?:5:6:7 /x");
  ASSERT_TRUE(line.has_value());
  EXPECT_FALSE(line->state.known);
}

TEST(StateLine, OthersAreNotOurs) {
  for (const char* text : {"", "i", "i:", "z:1:2:3:4 /x", "i:1:2:3 /x", "i:1:2:3:4", "i:1:2:3:4 ",
                           "i:xyz:2:3:4 /x", "sha256:abc /x"}) {
    EXPECT_FALSE(parse_state_line(1, text).has_value()) << text;
  }
}

TEST(DigestCache, HashesADistinctStateOnce) {
  fs::MemoryFileSystem files;
  files.put("/a", "one");
  DigestCache cache(files);
  const TimeStamp later = TimeStamp::from(5'000'000'000, 0);
  EXPECT_EQ(cache.digest("/a", files.stat("/a"), later), digest_of("one"));
  EXPECT_EQ(cache.digest("/a", files.stat("/a"), later), digest_of("one"));
  EXPECT_EQ(cache.files_hashed(), 1U);
  files.put("/a", "two");
  EXPECT_EQ(cache.digest("/a", files.stat("/a"), later), digest_of("two"));
  EXPECT_EQ(cache.digest("/none", fs::FileInfo{}, later), std::nullopt);
}

TEST(DigestCache, FreshFilesAreNotRemembered) {
  fs::MemoryFileSystem files;
  files.put("/a", "one");
  DigestCache cache(files);
  const fs::FileInfo info = files.stat("/a");
  EXPECT_TRUE(cache.digest("/a", info, info.mtime).has_value());
  EXPECT_TRUE(cache.digest("/a", info, info.mtime).has_value());
  EXPECT_EQ(cache.files_hashed(), 2U);
}

TEST(Listing, IndependentOfOrderAndOfOurFiles) {
  fs::MemoryFileSystem files;
  files.put("/d/a", "");
  files.put("/d/b", "");
  const auto before = listing_digest(files, "/d");
  files.put("/d/x.o.meta", "");
  files.put("/d/x.o.meta.Ab12Cd", "");
  files.put("/d/.mmk/log", "");
  EXPECT_EQ(listing_digest(files, "/d"), before);
  files.put("/d/local.meta.sys.mk", "");
  EXPECT_NE(listing_digest(files, "/d"), before);
  EXPECT_EQ(listing_digest(files, "/none"), std::nullopt);
}

TEST(OutputLedger, TheLastWriterCounts) {
  OutputLedger ledger;
  ledger.note("/a", FileState{true, 1, 1, 1, 1}, 10);
  ledger.note("/a", FileState{true, 2, 2, 2, 2}, 30);
  ledger.note("/a", FileState{true, 3, 3, 3, 3}, 20);
  ASSERT_NE(ledger.find("/a"), nullptr);
  EXPECT_EQ(ledger.find("/a")->state.digest, 2U);
  EXPECT_EQ(ledger.find("/b"), nullptr);
}

} // namespace
} // namespace mmk::meta
