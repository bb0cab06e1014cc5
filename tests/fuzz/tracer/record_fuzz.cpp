// Whatever a path is made of, each record stays one line of its own.
#include "base/assert.hpp"
#include "tracer/nested.hpp"
#include "tracer/record.hpp"

#include <algorithm>
#include <cstdint>
#include <string>
#include <string_view>

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  const std::string text(reinterpret_cast<const char*>(data), size);
  const std::string path = text.substr(0, text.find('\0')); // as the kernel ends it
  mmk::tracer::RecordWriter writer;
  writer.path('W', 1, path);
  writer.pair('M', 1, path, path);
  const std::string records = writer.take();
  MMK_ASSERT(std::count(records.begin(), records.end(), '\n') == (path.empty() ? 1 : 2));
  MMK_ASSERT(records.find('\r') == std::string::npos);
  static_cast<void>(mmk::tracer::parse_copy_request(path));
  static_cast<void>(
      mmk::tracer::parse_copy_request(std::string(mmk::tracer::k_nested_prefix) + path));
  return 0;
}
