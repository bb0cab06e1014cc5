// Feeds arbitrary bytes to the archive reader: no crash, and every offset it reports lies within
// the file.
#include "base/assert.hpp"
#include "graph/ar_file.hpp"

#include <cstddef>
#include <cstdint>

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  const std::string_view bytes(reinterpret_cast<const char*>(data), size);
  const auto members = mmk::graph::read_ar(bytes);
  if (members) {
    for (const mmk::graph::ArMember& member : *members) {
      MMK_ASSERT(member.date_offset + mmk::graph::ar_date_field(member.date).size() <= size);
    }
  }
  return 0;
}
