// What the tracer and the shim (shim/shim.cpp) agree on. The shim is code that the tracer puts into
// a program which has just been executed; it takes over the system calls that the dynamic loader
// and the C library make, and tells of them through shared memory. Programs have, one behind the
// other and at the same address everywhere:
//
//   image    code, and the plan of what to take over: shared by all jobs, never to be written
//   Ring     calls told: shared by the programs of a job
//   State    a page of each process's own
//
// The tracer believes nothing it finds in the ring: any watched program may have written it.
#pragma once

#include "tracer/depends_on_asker.hpp"

#include <array>
#include <atomic>
#include <cstddef>
#include <cstdint>

namespace mmk::tracer::shim {

inline constexpr std::size_t k_page_size = 4096;

// ---- the code

/// What its image begins with: offsets within it.
struct ImageHead {
  std::uint32_t begin;    ///< to be jumped to; %r12: the loader's entry, %r14: number of the ring
  std::uint32_t returns;  ///< where a call returns to that the seccomp filter lets pass
  std::uint32_t given_up; ///< where k_giving_up is called: the program could not begin
  std::uint32_t doorways;
};
/// How the tracer is told that the shim could not begin: truncate(2), which is watched whatever is
/// recorded, rare otherwise, and refused by no sandbox. (A trap would be a signal, and change what
/// the program finds if that is blocked or ignored.)
inline constexpr std::uint32_t k_giving_up = 76;

/// As many system calls can be taken over. Each has a doorway per form; those of one form stand
/// together.
inline constexpr std::size_t k_doorways = 40;
inline constexpr std::size_t k_doorway_size = 16;

/// A `syscall` instruction together with the comparison of its result, which makes it long enough
/// to become the way into the shim.
struct Form {
  std::array<std::uint8_t, 8> bytes;
  std::uint8_t size;
};
inline constexpr std::array<Form, 3> k_forms{{
    {{0x0f, 0x05, 0x48, 0x3d, 0x00, 0xf0, 0xff, 0xff}, 8}, // cmp $-4096, %rax
    {{0x0f, 0x05, 0x48, 0x3d, 0x01, 0xf0, 0xff, 0xff}, 8}, // cmp $-4095, %rax
    {{0x0f, 0x05, 0x3d, 0x00, 0xf0, 0xff, 0xff}, 7},       // cmp $-4096, %eax
}};

// ---- the plan

struct Site {
  std::uint32_t offset; ///< in the file
  std::uint32_t form;   ///< index in k_forms
};

/// What the instructions of a site become: mov $doorway, %ecx; jmp *%rcx.
[[nodiscard]] constexpr std::array<std::uint8_t, 7> way_in(std::uint64_t doorway) {
  std::array<std::uint8_t, 7> code{0xb9, 0, 0, 0, 0, 0xff, 0xe1};
  for (std::size_t i = 0; i < 4; ++i) {
    code[1 + i] = static_cast<std::uint8_t>(doorway >> (8 * i));
  }
  return code;
}

/// A file in one state.
struct Identity {
  std::uint64_t device;
  std::uint64_t inode;
  std::int64_t size;
  std::int64_t changed_seconds;
  std::int64_t changed_nanoseconds;
  bool operator==(const Identity&) const = default;
};

/// As much room behind the loader's code is needed for what brings the shim in.
inline constexpr std::size_t k_gap_size = 32;

struct Plan {
  std::uint32_t loader_sites; ///< the first so many of `sites` are the loader's
  std::uint32_t site_count;   ///< the rest are the C library's
  // Offsets in the loader's file.
  std::uint32_t loader_entry;
  std::uint32_t loader_gap; ///< behind its code, where its last page has nothing but zeros
  Identity library;
  std::array<Site, k_doorways> sites;
};

inline constexpr std::size_t k_plan_offset = 2 * k_page_size;
inline constexpr std::size_t k_image_size = 3 * k_page_size;
static_assert(sizeof(Plan) <= k_image_size - k_plan_offset);

/// Where the doorway of a site is in the image.
[[nodiscard]] constexpr std::uint32_t doorway(const ImageHead& head, const Plan& plan,
                                              std::size_t site) {
  return static_cast<std::uint32_t>(head.doorways +
                                    (plan.sites[site].form * k_doorways + site) * k_doorway_size);
}

// ---- the ring

inline constexpr std::size_t k_slot_size = 512;
inline constexpr std::size_t k_longest_path = k_slot_size - 32;
inline constexpr std::uint64_t k_slots = 512;

/// One call. Positions count up for ever, and a slot serves one of them per round. Its turn says
/// what it is good for: free_turn, it waits for the caller who takes that position; told_turn, the
/// call of that position is told. (Vyukov's bounded queue, with a consumer that takes calls out of
/// order.) An empty ring is all 0.
[[nodiscard]] constexpr std::uint64_t free_turn(std::uint64_t position) {
  return position / k_slots * 2;
}
[[nodiscard]] constexpr std::uint64_t told_turn(std::uint64_t position) {
  return free_turn(position) + 1;
}
struct Slot {
  std::atomic<std::uint64_t> turn;
  std::atomic<std::uint32_t> prepared; ///< everything but the result is there: it may happen now
  std::uint32_t thread;
  std::uint32_t number;
  std::uint32_t flags; ///< of open(2)
  std::int32_t result;
  std::uint16_t length;
  std::uint16_t directory; ///< the call was about one
  std::array<char, k_longest_path> path;
};
static_assert(sizeof(Slot) == k_slot_size);

struct Ring {
  std::uint32_t look_ups;                      ///< not 0: calls of the stat family are watched
  alignas(64) std::atomic<std::uint64_t> head; ///< the next position to be taken
  alignas(64) std::array<Slot, k_slots> slots;
};

static_assert(std::atomic<std::uint64_t>::is_always_lock_free);

// ---- a process's own

struct State {
  std::uint64_t enabled;                           ///< 0: tell nothing, all calls are ordinary
  std::uint64_t library_taken;                     ///< the C library's calls are taken over
  std::array<std::uint64_t, k_doorways> return_to; ///< per site: behind its comparison
};
static_assert(sizeof(State) <= k_page_size);

// ---- where all of it lies, counted from the image's first byte

inline constexpr std::size_t k_ring_offset = k_image_size;
inline constexpr std::size_t k_ring_size =
    (sizeof(Ring) + k_page_size - 1) / k_page_size * k_page_size;
inline constexpr std::size_t k_state_offset = k_ring_offset + k_ring_size;

} // namespace mmk::tracer::shim
