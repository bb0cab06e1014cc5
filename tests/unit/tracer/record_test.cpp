#include "tracer/record.hpp"

#include <gtest/gtest.h>

namespace mmk::tracer {
namespace {

TEST(RecordWriter, WritesEachLetterAsReadersExpect) {
  RecordWriter w;
  w.path('E', 7, "/bin/sh");
  w.fork(7, 8);
  w.path('C', 8, "dir with blank");
  w.pair('M', 8, "a b", "c'd");
  w.exit(8, 0, 15);
  w.exit(7, 3, 0);
  EXPECT_EQ(w.take(),
            "E 7 /bin/sh\nF 7 8\nC 8 dir with blank\nM 8 'a b' 'c'd'\nX 8 0 15\nX 7 3 0\n");
}

TEST(RecordWriter, SaysNothingTwiceUntilSomethingChanges) {
  RecordWriter w;
  w.path('N', 1, "a");
  w.path('N', 1, "a");
  w.path('R', 1, "b");
  w.path('N', 1, "a");
  w.path('N', 2, "a"); // another process
  w.path('R', 1, "a"); // it has come
  w.path('N', 1, "a"); // and gone again
  w.path('C', 1, "d");
  w.path('N', 1, "a"); // another a
  EXPECT_EQ(w.take(), "N 1 a\nR 1 b\nN 2 a\nR 1 a\nN 1 a\nC 1 d\nN 1 a\n");
}

TEST(RecordWriter, KeepsEveryWrite) {
  RecordWriter w;
  w.path('W', 1, "a");
  w.path('W', 1, "a");
  EXPECT_EQ(w.take(), "W 1 a\nW 1 a\n");
}

TEST(RecordWriter, EscapesWhatWouldBreakALine) {
  RecordWriter w;
  w.path('R', 1, "back\\slash"); // not by itself
  w.path('R', 1, "a\nb\\c\rd");
  w.pair('L', 1, "x\n", "y");
  EXPECT_EQ(w.take(), "R 1 back\\slash\nQ 1 R a\\012b\\134c\\015d\nQ 1 L 'x\\012' 'y'\n");
}

TEST(RecordWriter, LeavesOutEmptyNames) {
  RecordWriter w;
  w.path('R', 1, "");
  EXPECT_EQ(w.take(), "");
}

TEST(RecordWriter, SaysOnceThatItIsIncomplete) {
  RecordWriter w;
  EXPECT_TRUE(w.complete());
  w.incomplete("a reason");
  w.incomplete("a reason");
  w.incomplete("another");
  EXPECT_FALSE(w.complete());
  EXPECT_EQ(w.take(), "# filemon: a reason\n# filemon: another\n");
}

} // namespace
} // namespace mmk::tracer
