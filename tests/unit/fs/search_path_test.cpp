#include "fs/memory_file_system.hpp"
#include "fs/search_path.hpp"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

namespace mmk::fs {
namespace {

using ::testing::ElementsAre;
using ::testing::IsEmpty;

class CapturingSink final : public ReportSink {
public:
  void out(std::string_view bytes) override { m_text += bytes; }
  void err(std::string_view bytes) override { m_text += bytes; }
  void flush() override {}
  std::string m_text;
};

class SearchPathTest : public ::testing::Test {
protected:
  std::optional<std::string> find(std::string_view name) {
    return find_file(m_cache, m_path, m_roots, name, m_debug);
  }
  std::vector<std::string> expand(std::string_view pattern) {
    std::vector<std::string> words;
    expand_wildcards(m_cache, m_path, m_roots, pattern, words, m_debug);
    return words;
  }
  MemoryFileSystem m_fs{"/o"};
  StatCache m_cache{m_fs};
  SearchPath m_path;
  SearchRoots m_roots{"/c", "/o"};
  CapturingSink m_sink;
  DebugLog m_debug{m_sink};
};

TEST_F(SearchPathTest, AddsOnlyDirectoriesThatExistAndEachOnce) {
  m_fs.put("/o/a/f", "");
  m_path.add(m_cache, "a");
  m_path.add(m_cache, "none");
  m_path.add(m_cache, "a");
  m_path.add_unchecked("later");
  EXPECT_THAT(m_path.dirs(), ElementsAre("a", "later"));
  EXPECT_EQ(m_path.to_flags("-I"), " -Ia -Ilater");
}

TEST_F(SearchPathTest, LooksInObjdirThenCurdirThenThePath) {
  m_fs.put("/o/both.c", "");
  m_fs.put("/c/both.c", "");
  m_fs.put("/c/cur.c", "");
  m_fs.put("/p/cur.c", "");
  m_fs.put("/p/path.c", "");
  m_path.add(m_cache, "/p");
  EXPECT_EQ(find("both.c"), "both.c");
  EXPECT_EQ(find("cur.c"), "/c/cur.c");
  EXPECT_EQ(find("path.c"), "/p/path.c");
  EXPECT_EQ(find("./path.c"), "/p/path.c");
  EXPECT_EQ(find("none.c"), std::nullopt);
}

TEST_F(SearchPathTest, DotLastPutsThePathFirst) {
  m_fs.put("/o/f", "");
  m_fs.put("/p/f", "");
  m_path.add(m_cache, "/p");
  m_path.add(m_cache, ".DOTLAST");
  EXPECT_EQ(find("f"), "/p/f");
  EXPECT_EQ(path_value(m_path, m_roots), ".DOTLAST /p . /c");
}

TEST_F(SearchPathTest, NamesWithDirectoriesAreTriedBelowEachEntry) {
  m_fs.put("/o/sub/a.c", "");
  m_fs.put("/c/sub/b.c", "");
  m_fs.put("/p/sub/c.c", "");
  m_path.add(m_cache, "/p");
  EXPECT_EQ(find("sub/a.c"), "sub/a.c");
  EXPECT_EQ(find("sub/b.c"), "/c/sub/b.c");
  EXPECT_EQ(find("sub/c.c"), "/p/sub/c.c");
  EXPECT_EQ(find("/p/sub/c.c"), "/p/sub/c.c");
  EXPECT_EQ(find("/p/sub/d.c"), std::nullopt);
  EXPECT_EQ(path_value(m_path, m_roots), ". /c /p");
}

TEST_F(SearchPathTest, DotAndDotDotAreInEveryDirectory) {
  m_fs.put("/c/f", "");
  EXPECT_EQ(find("."), ".");
  EXPECT_EQ(find("/c/."), "/c/.");
  EXPECT_EQ(find("/c/.."), "/c/..");
  EXPECT_EQ(find("/c/"), "/c/");
}

TEST_F(SearchPathTest, DebugLogTellsWhereItLooked) {
  m_fs.put("/p/f", "");
  m_path.add(m_cache, "/p");
  m_debug.enable(Debug::dir);
  EXPECT_EQ(find("f"), "/p/f");
  EXPECT_EQ(m_sink.m_text, "Searching for f ...\n   /p ...\n   returning /p/f\n");
  m_sink.m_text.clear();
  EXPECT_EQ(find("g"), std::nullopt);
  EXPECT_EQ(m_sink.m_text, "Searching for g ...\n   /p ...\n   failed.\n");
}

TEST_F(SearchPathTest, WildcardsGiveSortedNamesPerDirectory) {
  m_fs.put("/o/z.c", "");
  m_fs.put("/o/a.c", "");
  m_fs.put("/o/.hidden.c", "");
  m_fs.put("/p/m.c", "");
  m_fs.put("/o/sub/s.c", "");
  m_path.add(m_cache, "/p");
  EXPECT_THAT(expand("*.c"), ElementsAre("a.c", "z.c", "/p/m.c"));
  EXPECT_THAT(expand("sub/*.c"), ElementsAre("sub/s.c"));
  EXPECT_THAT(expand("./*.c"), ElementsAre("a.c", "z.c"));
  EXPECT_THAT(expand("/p/?.c"), ElementsAre("/p/m.c"));
  EXPECT_THAT(expand(".h*"), ElementsAre(".hidden.c"));
  EXPECT_THAT(expand("*.none"), IsEmpty());
  EXPECT_THAT(expand("none/*.c"), IsEmpty());
  EXPECT_THAT(expand("s*/s.c"), IsEmpty()) << "only the last component may be a pattern";
}

TEST_F(SearchPathTest, BracesNeedNoFiles) {
  EXPECT_THAT(expand("{one,two}"), ElementsAre("one", "two"));
  EXPECT_THAT(expand("f{our,ive}"), ElementsAre("four", "five"));
  EXPECT_THAT(expand("{{thi,fou}r,fif}teen"), ElementsAre("thirteen", "fourteen", "fifteen"));
  EXPECT_THAT(expand("{pre-,}{a,b}"), ElementsAre("pre-a", "pre-b", "a", "b"));
  EXPECT_THAT(expand("{fetch,extract}{,-post}"),
              ElementsAre("fetch", "fetch-post", "extract", "extract-post"));
  EXPECT_THAT(expand("{{{word}}}"), ElementsAre("word"));
  EXPECT_THAT(expand("}x{"), ElementsAre("}x{"));
}

TEST_F(SearchPathTest, BraceExpansionLogsEachLevel) {
  m_debug.enable(Debug::dir);
  (void)expand("{{a,b}r,c}t");
  EXPECT_EQ(m_sink.m_text, "Expanding \"{{a,b}r,c}t\"... Expanding \"{a,b}rt\"... art brt\n"
                           "art brt ct\n");
}

} // namespace
} // namespace mmk::fs
