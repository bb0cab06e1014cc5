#include "tracer/shim_ring.hpp"

#include <sys/mman.h>
#include <unistd.h>

#include <algorithm>
#include <cerrno>
#include <new>
#include <utility>

namespace mmk::tracer {

namespace {

ToldCall read_slot(const shim::Slot& slot, bool end_told) {
  ToldCall call;
  call.thread = static_cast<pid_t>(slot.thread);
  call.number = slot.number;
  call.flags = slot.flags;
  call.result = end_told ? slot.result : 0;
  call.directory = end_told && slot.directory != 0;
  call.end_told = end_told;
  const std::size_t length = std::min<std::size_t>(slot.length, slot.path.size());
  call.path.assign(slot.path.data(), length);
  call.path.resize(std::min(call.path.find('\0'), length));
  return call;
}

} // namespace

void ShimRing::Unmap::operator()(shim::Ring* ring) const {
  ::munmap(ring, sizeof(shim::Ring));
}

Result<ShimRing> ShimRing::create(std::span<const std::uint8_t> image, bool look_ups) {
  UniqueFd file(::memfd_create("shim", MFD_CLOEXEC));
  if (!file.valid() || ::ftruncate(file.get(), shim::k_file_size) != 0 ||
      ::pwrite(file.get(), image.data(), image.size(), 0) != static_cast<ssize_t>(image.size())) {
    return fail_errno(errno, "memfd_create");
  }
  void* memory = ::mmap(nullptr, sizeof(shim::Ring), PROT_READ | PROT_WRITE, MAP_SHARED, file.get(),
                        shim::k_ring_offset);
  if (memory == MAP_FAILED) {
    return fail_errno(errno, "mmap");
  }
  Mapping ring(new (memory) shim::Ring);
  ring->look_ups = look_ups ? 1 : 0;
  ring->head.store(shim::k_first_position, std::memory_order_relaxed);
  for (std::uint64_t i = 0; i < shim::k_slots; ++i) {
    ring->slots[i].turn.store(shim::k_first_position + i, std::memory_order_relaxed);
  }
  return ShimRing(std::move(file), std::move(ring));
}

shim::Slot& ShimRing::slot_of(std::uint64_t position) const {
  return m_ring->slots[position % shim::k_slots];
}

void ShimRing::free_slot(std::uint64_t position) {
  shim::Slot& slot = slot_of(position);
  slot.prepared.store(0, std::memory_order_relaxed);
  slot.turn.store(position + shim::k_slots, std::memory_order_release);
}

/// Full for ever: all calls are ordinary ones again.
void ShimRing::close() {
  m_sound = false;
  m_unfinished.clear();
  for (shim::Slot& slot : m_ring->slots) {
    slot.turn.store(0, std::memory_order_relaxed);
  }
  m_ring->head.store(shim::k_first_position, std::memory_order_release);
}

bool ShimRing::is_empty() const {
  return m_unfinished.empty() && m_ring->head.load(std::memory_order_acquire) == m_tail;
}

std::vector<ToldCall> ShimRing::take() {
  std::vector<ToldCall> told;
  if (is_empty() || !m_sound) {
    return told;
  }
  const std::uint64_t head = m_ring->head.load(std::memory_order_acquire);
  // Nobody may take a slot before it has been freed.
  if (head < m_tail || head - m_tail > shim::k_slots) {
    close();
    return told;
  }
  std::vector<std::uint64_t> positions = std::exchange(m_unfinished, {});
  for (; m_tail < head; ++m_tail) {
    positions.push_back(m_tail);
  }
  for (const std::uint64_t position : positions) {
    if (slot_of(position).turn.load(std::memory_order_acquire) == position + 1) {
      told.push_back(read_slot(slot_of(position), true));
      free_slot(position);
    } else {
      m_unfinished.push_back(position);
    }
  }
  return told;
}

std::vector<ToldCall> ShimRing::take_unfinished(pid_t thread) {
  std::vector<ToldCall> begun;
  for (const std::uint64_t position : std::exchange(m_unfinished, {})) {
    const shim::Slot& slot = slot_of(position);
    const bool prepared = slot.prepared.load(std::memory_order_acquire) != 0;
    if (prepared && static_cast<pid_t>(slot.thread) == thread) {
      begun.push_back(read_slot(slot, false));
      free_slot(position);
    } else {
      m_unfinished.push_back(position);
    }
  }
  return begun;
}

} // namespace mmk::tracer
