// What the tracer and the preloaded library (shim/shim.cpp) agree on: one page of code that the
// seccomp filter lets pass, and behind it a ring of calls told through shared memory. The tracer
// believes nothing it finds there: any watched program may have written it.
#pragma once

#include "tracer/depends_on_asker.hpp"

#include <array>
#include <atomic>
#include <cstddef>
#include <cstdint>

namespace mmk::tracer::shim {

inline constexpr std::size_t k_page_size = 4096;
inline constexpr std::size_t k_slot_size = 512;
inline constexpr std::size_t k_longest_path = k_slot_size - 32;
inline constexpr std::uint64_t k_slots = 512;
/// The environment variable "NAME=ADDRESS PATH": where the page is to be, in hexadecimal, and where
/// the ring is to be opened. The library removes it before the program starts.
inline constexpr char k_variable[] = "METAMAKE_SHIM=";
/// A call that needs no stop returns here; what seccomp(2) calls the instruction pointer.
inline constexpr std::uint64_t k_return_offset = 2;
/// In the code page: a word that is not 0 while the library may use it.
inline constexpr std::uint64_t k_enabled_offset = 8;

/// One call. The turn says whose it is: equal to a position, it is free for the caller who takes
/// that position; one more, the call of that position is told; anything else belongs to another
/// round. (Vyukov's bounded queue, with a consumer that takes calls out of order.)
struct Slot {
  std::atomic<std::uint64_t> turn;
  std::atomic<std::uint32_t> prepared; ///< everything but the result is there: it may happen now
  std::uint32_t process;
  std::uint32_t number;
  std::uint32_t flags; ///< of open(2)
  std::int32_t result;
  std::uint16_t length;
  std::uint16_t directory; ///< the call was about one
  std::array<char, k_longest_path> path;
};
/// Neither 0 nor near it: what cleared memory says is no position.
inline constexpr std::uint64_t k_first_position = std::uint64_t{1} << 32U;
static_assert(k_first_position % k_slots == 0);
static_assert(sizeof(Slot) == k_slot_size);

struct Ring {
  std::uint32_t look_ups;                      ///< not 0: calls of the stat family are watched
  alignas(64) std::atomic<std::uint64_t> head; ///< the next position to be taken
  alignas(64) std::array<Slot, k_slots> slots;
};

static_assert(std::atomic<std::uint64_t>::is_always_lock_free);

} // namespace mmk::tracer::shim
