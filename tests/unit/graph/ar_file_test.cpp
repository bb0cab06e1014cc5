#include "graph/ar_file.hpp"

#include <fmt/format.h>
#include <gtest/gtest.h>

namespace mmk::graph {
namespace {

/// One member as ar(5) lays it out.
std::string member(const std::string& name, long date, const std::string& data) {
  std::string text =
      fmt::format("{:<16}{:<12}{:<6}{:<6}{:<8}{:<10}`\n", name, date, 0, 0, 100644, data.size());
  text += data;
  if (data.size() % 2 != 0) {
    text += '\n';
  }
  return text;
}

const std::string k_start = "!<arch>\n";

TEST(ReadAr, ShortNamesInBothStyles) {
  const auto members = read_ar(k_start + member("gnu.o/", 5, "odd") + member("old.o", 6, "even"));
  ASSERT_TRUE(members) << members.error().text;
  ASSERT_EQ(members->size(), 2U);
  EXPECT_EQ(members->at(0).name, "gnu.o");
  EXPECT_EQ(members->at(0).date, TimeStamp::from(5, 0));
  EXPECT_EQ(members->at(0).date_offset, 8U + 16U);
  EXPECT_EQ(members->at(1).name, "old.o");
}

TEST(ReadAr, LongNamesOfGnu) {
  const std::string table = "a_rather_long_member_name.o/\nanother_long_member.o/\n";
  const auto members = read_ar(k_start + member("/", 9, "symb") + member("//", 0, table) +
                               member("/0", 1, "xx") + member("/29", 2, "yy"));
  ASSERT_TRUE(members) << members.error().text;
  ASSERT_EQ(members->size(), 4U);
  EXPECT_TRUE(members->at(0).is_symbol_table);
  EXPECT_EQ(members->at(2).name, "a_rather_long_member_name.o");
  EXPECT_EQ(members->at(3).name, "another_long_member.o");
}

TEST(ReadAr, LongNamesOfBsd) {
  const std::string name = "name with blanks.o";
  const auto members = read_ar(k_start + member(fmt::format("#1/{}", name.size() + 2), 7,
                                                name + std::string(2, '\0') + "data"));
  ASSERT_TRUE(members) << members.error().text;
  EXPECT_EQ(members->at(0).name, name);
  EXPECT_EQ(members->at(0).date, TimeStamp::from(7, 0));
}

TEST(ReadAr, EmptyArchiveHasNoMembers) {
  ASSERT_TRUE(read_ar(k_start));
  EXPECT_TRUE(read_ar(k_start)->empty());
}

TEST(ReadAr, DamageIsToldNotGuessed) {
  EXPECT_EQ(read_ar("").error().code, Errc::corrupt);
  EXPECT_EQ(read_ar("!<thin>\n").error().code, Errc::unsupported);
  const std::string whole = k_start + member("a.o/", 5, "some data");
  for (std::size_t size = k_start.size() + 1; size + 1 < whole.size(); ++size) {
    EXPECT_FALSE(read_ar(whole.substr(0, size))) << size;
  }
  std::string bad_size = whole;
  bad_size.replace(8 + 48, 3, "-99");
  EXPECT_FALSE(read_ar(bad_size));
  EXPECT_FALSE(read_ar(k_start + member("/99", 0, "")));
  EXPECT_FALSE(read_ar(k_start + member("#1/99", 0, "short")));
}

TEST(ReadAr, DateFieldHasItsWidth) {
  EXPECT_EQ(ar_date_field(TimeStamp::from(1234, 5)), "1234        ");
}

} // namespace
} // namespace mmk::graph
