#include "exec/job_output.hpp"

#include <gtest/gtest.h>

namespace mmk::exec {
namespace {

class Collect final : public ReportSink {
public:
  void out(std::string_view bytes) override { text += bytes; }
  void err(std::string_view bytes) override { text += bytes; }
  void flush() override {}
  std::string text;
};

TEST(JobOutput, MarkersWhereTheTargetChanges) {
  Collect sink;
  OutputSwitch to(sink, true);
  int a = 0;
  int b = 0;
  JobOutput first(to, &a, "a", "", false);
  JobOutput second(to, &b, "b", "", false);
  first.feed("one\ntw");
  second.feed("uno\n");
  first.feed("o\nthree");
  first.finish();
  EXPECT_EQ(sink.text, "--- a ---\none\n--- b ---\nuno\n--- a ---\ntwo\nthree\n");
}

TEST(JobOutput, NulsBecomeBlanksAndTheFilterGoes) {
  Collect sink;
  OutputSwitch to(sink, false);
  JobOutput job(to, &sink, "a", "set +v", false);
  job.feed(std::string("a\0b\n", 4));
  job.feed("set +v\nhello\n");
  EXPECT_EQ(sink.text, "a b\nhello\n");
}

TEST(JobOutput, NoMarkersWithoutPrefix) {
  Collect sink;
  OutputSwitch to(sink, true);
  to.set_prefix("");
  JobOutput job(to, &sink, "a", "", false);
  job.feed("x\n");
  EXPECT_EQ(sink.text, "x\n");
}

} // namespace
} // namespace mmk::exec
