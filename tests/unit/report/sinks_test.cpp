#include "report/json_sink.hpp"
#include "report/recording_sink.hpp"
#include "report/status_sink.hpp"

#include <gmock/gmock.h>

namespace mmk::report {
namespace {

class Collect final : public ReportSink {
public:
  void out(std::string_view bytes) override { text += bytes; }
  void err(std::string_view bytes) override { text += bytes; }
  void flush() override {}
  std::string text;
};

class FixedClock final : public Clock {
public:
  [[nodiscard]] TimeStamp now() const override { return TimeStamp{}; }
};

TEST(JsonSink, OneObjectPerLine) {
  Collect to;
  JsonSink sink(to);
  sink.out("a \"b\"\n");
  JobEvent event;
  event.kind = JobEvent::Kind::finished;
  event.target = "x.o";
  event.exit_status = 3;
  sink.job(event);
  EXPECT_EQ(to.text, "{\"event\":\"output\",\"text\":\"a \\\"b\\\"\\n\"}\n"
                     "{\"event\":\"finished\",\"target\":\"x.o\",\"status\":3,\"elapsed_ns\":0}\n");
}

TEST(RecordingSink, KeepsWhatWasPrintedByStream) {
  Collect to;
  RecordingSink sink(to);
  sink.out("a");
  sink.out("b\n");
  sink.err("c\n");
  sink.out("");
  EXPECT_EQ(to.text, "ab\nc\n");
  ASSERT_EQ(sink.printed().size(), 2U);
  EXPECT_EQ(sink.printed()[0].bytes, "ab\n");
  EXPECT_EQ(sink.printed()[1].stream, Stream::err);
  sink.stop();
  EXPECT_FALSE(sink.complete());
  EXPECT_TRUE(sink.printed().empty());
}

TEST(RecordingSink, KeepsLittle) {
  Collect to;
  RecordingSink sink(to);
  const std::string much(RecordingSink::k_most, 'x');
  sink.out(much);
  EXPECT_TRUE(sink.complete());
  sink.out("x");
  EXPECT_FALSE(sink.complete());
  EXPECT_EQ(to.text, much + "x");
}

TEST(StatusSink, LineIsErasedBeforeOutputAndDrawnAgain) {
  Collect to;
  FixedClock clock;
  StatusSink sink(to, clock, 80);
  sink.enable();
  sink.progress({1, 4, 2, 0});
  JobEvent event;
  event.target = "x.o";
  sink.job(event);
  EXPECT_EQ(to.text, "[1/4] 2 running: x.o");
  to.text.clear();
  sink.out("hello\n");
  EXPECT_EQ(to.text, "\r\033[Khello\n[1/4] 2 running: x.o");
}

TEST(StatusSink, TimeLeftIsWhatTheRestTookLastTimeSharedByTheJobs) {
  Collect to;
  FixedClock clock;
  StatusSink sink(to, clock, 80);
  sink.enable();
  ProgressEvent event{1, 4, 2, 0};
  event.left_ns = 150'000'000'000;
  sink.progress(event);
  sink.out("x\n");
  EXPECT_EQ(to.text, "x\n[1/4] 2 running, 1:15 left: ");
}

TEST(StatusSink, HalfALineIsNotOverwritten) {
  Collect to;
  FixedClock clock;
  StatusSink sink(to, clock, 80);
  sink.enable();
  sink.progress({0, 1, 1, 0});
  sink.out("half");
  EXPECT_EQ(to.text, "half");
}

TEST(StatusSink, FitsTheTerminal) {
  Collect to;
  FixedClock clock;
  StatusSink sink(to, clock, 12);
  sink.enable();
  sink.progress({0, 1, 1, 0});
  JobEvent event;
  event.target = "a-very-long-name-of-a-target";
  sink.job(event);
  EXPECT_EQ(to.text.size(), 11U);
}

TEST(StatusSink, FailuresAreRepeatedAtTheEnd) {
  Collect to;
  FixedClock clock;
  StatusSink sink(to, clock, 80);
  sink.remember_failure("x.o", "no such file\n", "/o/x.o.meta");
  sink.finish();
  EXPECT_EQ(to.text, "\n=== failed: x.o\nno such file\n=== see /o/x.o.meta\n");
}

} // namespace
} // namespace mmk::report
