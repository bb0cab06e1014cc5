#include "tracer/nested.hpp"

#include <gtest/gtest.h>

namespace mmk::tracer {
namespace {

TEST(CopyRequest, IsReadBackAsWritten) {
  EXPECT_EQ(parse_copy_request(copy_request_name(45)), 45);
}

TEST(CopyRequest, NothingElseIsOne) {
  const std::string prefix(k_nested_prefix);
  for (const std::string& path : {prefix, prefix + "here", prefix + "copy/", prefix + "copy/1/",
                                  prefix + "copy/x", prefix + "copy/-1", std::string("/etc")}) {
    EXPECT_FALSE(parse_copy_request(path)) << path;
  }
}

} // namespace
} // namespace mmk::tracer
