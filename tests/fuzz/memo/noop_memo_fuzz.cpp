// Arbitrary bytes as the memory of a run that had nothing to do, with and without a checksum that
// fits: no crash, whatever is asked again.
#include "cli/noop_memo.hpp"
#include "fs/memory_file_system.hpp"

#define XXH_INLINE_ALL
#include <xxhash.h>

#include <cstddef>
#include <cstdint>
#include <cstring>
#include <string>

namespace {

using namespace mmk;

constexpr std::size_t k_checksum = 8; ///< where it stands
constexpr std::size_t k_key = 16;

void recall(const std::string& bytes, const cli::NoopKey& key) {
  static fs::MemoryFileSystem disk("/w");
  if (const auto stored = cli::StoredNoop::parse(bytes, key)) {
    (void)stored->answers().hold(disk);
  }
}

} // namespace

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  std::string bytes(reinterpret_cast<const char*>(data), size);
  cli::NoopKey key;
  if (size < k_key + sizeof key) {
    recall(bytes, key);
    return 0;
  }
  std::memcpy(&key, bytes.data() + k_key, sizeof key);
  recall(bytes, key);
  const std::uint64_t checksum = XXH3_64bits(bytes.data() + k_key, size - k_key);
  std::memcpy(bytes.data(), "MMKNOP01", k_checksum);
  std::memcpy(bytes.data() + k_checksum, &checksum, sizeof checksum);
  recall(bytes, key);
  return 0;
}
