#include "base/json_writer.hpp"

#include <gtest/gtest.h>

namespace mmk {
namespace {

TEST(JsonWriterTest, NestsAndSeparates) {
  JsonWriter json;
  json.begin_object().field("a", "x").key("list").begin_array().number(-1).boolean(true).null();
  json.end_array().field("n", std::int64_t{5}).end_object();
  EXPECT_EQ(json.text(), R"({"a":"x","list":[-1,true,null],"n":5})");
}

TEST(JsonWriterTest, EscapesWhatJsonForbids) {
  JsonWriter json;
  json.string(std::string_view("q\" b\\ n\n t\t z\0", 12));
  EXPECT_EQ(json.text().find('\n'), std::string::npos);
  EXPECT_NE(json.text().find(R"(\")"), std::string::npos);
  EXPECT_NE(json.text().find(R"(\\)"), std::string::npos);
}

TEST(JsonWriterTest, BytesThatAreNotUtf8BecomeEscapes) {
  JsonWriter json;
  json.string("ok \xc3\xa9 bad \xff");
  EXPECT_NE(json.text().find("\xc3\xa9"), std::string::npos);
  EXPECT_EQ(json.text().find('\xff'), std::string::npos);
  EXPECT_NE(json.text().find("00ff"), std::string::npos);
}

} // namespace
} // namespace mmk
