#include "tracer/shim_ring.hpp"

#include <sys/stat.h>

#include <algorithm>
#include <limits>
#include <utility>

namespace mmk::tracer {

Result<ShimRing> ShimRing::create(bool look_ups) {
  MMK_TRY_ASSIGN(SharedMemory memory, SharedMemory::create(shim::k_ring_size, S_IRUSR | S_IWUSR));
  ShimRing ring(std::move(memory)); // empty, as all of it is 0
  ring.m_ring->look_ups = look_ups ? 1 : 0;
  return ring;
}

shim::Slot& ShimRing::slot_of(std::uint64_t position) const {
  return m_ring->slots[position % shim::k_slots];
}

void ShimRing::free_slot(std::uint64_t position) {
  shim::Slot& slot = slot_of(position);
  slot.prepared.store(0, std::memory_order_relaxed);
  slot.turn.store(shim::free_turn(position + shim::k_slots), std::memory_order_release);
}

/// Full for ever: all calls are ordinary ones again.
void ShimRing::close() {
  m_sound = false;
  m_unfinished.clear();
  for (shim::Slot& slot : m_ring->slots) {
    slot.turn.store(0, std::memory_order_relaxed);
  }
  // In the last round: whoever is in the middle of a call may still write the turn of an older one.
  m_ring->head.store(std::numeric_limits<std::uint64_t>::max(), std::memory_order_release);
}

bool ShimRing::is_empty() const {
  return m_unfinished.empty() && m_ring->head.load(std::memory_order_acquire) == m_tail;
}

void ShimRing::add(const shim::Slot& slot, bool end_told) {
  if (m_told_count == m_told.size()) {
    m_told.emplace_back();
  }
  ToldCall& call = m_told[m_told_count++];
  call.thread = static_cast<pid_t>(slot.thread);
  call.number = slot.number;
  call.flags = slot.flags;
  call.result = end_told ? slot.result : 0;
  call.directory = end_told && slot.directory != 0;
  call.end_told = end_told;
  const std::size_t length = std::min<std::size_t>(slot.length, slot.path.size());
  call.path.assign(slot.path.data(), length);
  call.path.resize(std::min(call.path.find('\0'), length));
}

std::span<const ToldCall> ShimRing::take() {
  m_told_count = 0;
  if (is_empty() || !m_sound) {
    return {};
  }
  const std::uint64_t head = m_ring->head.load(std::memory_order_acquire);
  // Nobody may take a slot before it has been freed.
  if (head < m_tail || head - m_tail > shim::k_slots) {
    close();
    return {};
  }
  const auto take_told = [this](std::uint64_t position) {
    const shim::Slot& slot = slot_of(position);
    const bool told = slot.turn.load(std::memory_order_acquire) == shim::told_turn(position);
    if (told) {
      add(slot, true);
      free_slot(position);
    }
    return told;
  };
  std::erase_if(m_unfinished, take_told);
  for (; m_tail < head; ++m_tail) {
    if (!take_told(m_tail)) {
      m_unfinished.push_back(m_tail);
    }
  }
  return {m_told.data(), m_told_count};
}

std::span<const ToldCall> ShimRing::take_unfinished(pid_t thread) {
  m_told_count = 0;
  std::erase_if(m_unfinished, [&](std::uint64_t position) {
    const shim::Slot& slot = slot_of(position);
    const bool begun = slot.prepared.load(std::memory_order_acquire) != 0 &&
                       static_cast<pid_t>(slot.thread) == thread;
    if (begun) {
      add(slot, false);
      free_slot(position);
    }
    return begun;
  });
  return {m_told.data(), m_told_count};
}

} // namespace mmk::tracer
