#include "tracer/nested.hpp"

#include <gtest/gtest.h>

namespace mmk::tracer {
namespace {

TEST(CopyRequest, IsReadBackAsWritten) {
  const std::optional<CopyRequest> request = parse_copy_request(copy_request_name({123, 45}));
  ASSERT_TRUE(request);
  EXPECT_EQ(request->pid, 123);
  EXPECT_EQ(request->fd, 45);
}

TEST(CopyRequest, NothingElseIsOne) {
  const std::string prefix(k_nested_prefix);
  for (const std::string& path :
       {prefix, prefix + "here", prefix + "copy/", prefix + "copy/1", prefix + "copy/1/",
        prefix + "copy/1/2/3", prefix + "copy/x/2", prefix + "copy/-1/2", std::string("/etc")}) {
    EXPECT_FALSE(parse_copy_request(path)) << path;
  }
}

} // namespace
} // namespace mmk::tracer
