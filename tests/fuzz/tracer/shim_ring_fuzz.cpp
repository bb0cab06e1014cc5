// Any watched program can write any bytes into the ring, at any time.
#include "base/assert.hpp"
#include "tracer/shim_ring.hpp"

#include <sys/shm.h>
#include <sys/types.h>

#include <algorithm>
#include <cstdint>
#include <cstring>

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  namespace tracer = mmk::tracer;
  mmk::Result<tracer::ShimRing> ring = tracer::ShimRing::create(true);
  if (!ring) {
    return 0;
  }
  constexpr std::size_t k_piece = 300;
  auto* const memory = static_cast<std::uint8_t*>(::shmat(ring->id(), nullptr, 0));
  for (std::size_t at = 0; at < size; at += k_piece) {
    const std::size_t length = std::min(k_piece, size - at);
    std::memcpy(memory + at % (tracer::shim::k_ring_size - k_piece), data + at, length);
    for (const tracer::ToldCall& call : ring->take()) {
      MMK_ASSERT(call.path.size() <= tracer::shim::k_longest_path);
    }
    static_cast<void>(ring->take_unfinished(static_cast<pid_t>(data[at])));
  }
  ::shmdt(memory);
  return 0;
}
