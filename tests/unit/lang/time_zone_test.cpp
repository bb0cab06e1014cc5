#include "fs/memory_file_system.hpp"
#include "lang/time_zone.hpp"

#include <gtest/gtest.h>

namespace mmk::lang {
namespace {

std::string number(std::uint64_t value, int width) {
  std::string bytes;
  for (int shift = (width - 1) * 8; shift >= 0; shift -= 8) {
    bytes += static_cast<char>(value >> shift & 0xff);
  }
  return bytes;
}

/// A zone that is an hour east until 1,000,000 and two, called DST, from then on.
std::string zone_file() {
  const std::string magic = "TZif2" + std::string(15, '\0');
  const std::string nothing = number(0, 4) + number(0, 4) + number(0, 4) + number(0, 4);
  std::string file = magic + nothing + number(1, 4) + number(4, 4);
  file += number(0, 4) + number(0, 2) + std::string("XXX\0", 4);
  file += magic + number(0, 4) + number(0, 4) + number(0, 4) + number(1, 4) + number(2, 4) +
          number(8, 4);
  file += number(1'000'000, 8) + number(1, 1);
  file += number(3600, 4) + number(0, 1) + number(0, 1);
  file += number(7200, 4) + number(1, 1) + number(4, 1);
  return file + std::string("STD\0DST\0", 8);
}

std::string shown(const fs::FileSystem& files, const std::string& tz, std::time_t when) {
  LocalTime local = local_time(files, Environment({"TZ=" + tz}), when);
  char text[64];
  const std::size_t size = std::strftime(text, sizeof text, "%d %H:%M %Z %z", &local.bound());
  return {text, size};
}

TEST(TimeZone, ZoneFiles) {
  fs::MemoryFileSystem files;
  files.put("/usr/share/zoneinfo/Some/Where", zone_file());
  EXPECT_EQ(shown(files, "Some/Where", 0), "01 01:00 STD +0100");
  EXPECT_EQ(shown(files, ":Some/Where", 999'999), "12 14:46 STD +0100");
  EXPECT_EQ(shown(files, "/usr/share/zoneinfo/Some/Where", 1'000'000), "12 15:46 DST +0200");
}

TEST(TimeZone, SimpleRules) {
  const fs::MemoryFileSystem files;
  EXPECT_EQ(shown(files, "UTC", 0).substr(0, 8), "01 00:00");
  EXPECT_EQ(shown(files, "EST5", 36'000), "01 05:00 EST -0500");
  EXPECT_EQ(shown(files, "ABC-3:30", 0), "01 03:30 ABC +0330");
  EXPECT_EQ(shown(files, "", 0), "01 00:00 UTC +0000");
}

TEST(TimeZone, DamagedFilesAreNotBelieved) {
  fs::MemoryFileSystem files;
  const std::string whole = zone_file();
  for (std::size_t size = 0; size < whole.size(); ++size) {
    files.put("/usr/share/zoneinfo/EST5", whole.substr(0, size));
    const std::string text = shown(files, "EST5", 36'000);
    EXPECT_TRUE(text == "01 05:00 EST -0500" || text.starts_with("01 11:00")) << size << text;
  }
}

} // namespace
} // namespace mmk::lang
