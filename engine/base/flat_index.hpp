// An open-addressing table from hashes to numbers of things that somebody else keeps: what a hash
// map is when the keys are stored already. Small and in one block, so that a look-up touches one
// cache line of its own.
#pragma once

#include <bit>
#include <cstddef>
#include <cstdint>
#include <utility>
#include <vector>

namespace mmk {

class FlatIndex {
public:
  static constexpr std::uint32_t k_none = 0xffffffffU;

  /// The number stored under `hash` for which `equal(number)` holds, k_none if there is none.
  template <class Equal> [[nodiscard]] std::uint32_t find(std::uint64_t hash, Equal equal) const {
    const std::size_t at = position(hash, equal);
    return at == m_slots.size() ? k_none : m_slots[at].number;
  }
  /// The caller knows that its key is not there yet.
  void insert(std::uint64_t hash, std::uint32_t number) {
    if ((m_taken + 1) * 2 > m_slots.size()) {
      rehash(std::bit_ceil((m_size + 1) * 3));
    }
    place({fold(hash), number});
    ++m_size;
    ++m_taken;
  }
  template <class Equal> void erase(std::uint64_t hash, Equal equal) {
    if (const std::size_t at = position(hash, equal); at != m_slots.size()) {
      m_slots[at].number = k_erased;
      --m_size;
    }
  }
  void reserve(std::size_t count) {
    if (const std::size_t slots = std::bit_ceil(count * 2 + 2); slots > m_slots.size()) {
      rehash(slots);
    }
  }
  [[nodiscard]] std::size_t size() const { return m_size; }
  /// Calls `visit(number)` for each, in no order.
  template <class Visit> void each(Visit visit) const {
    for (const Slot& slot : m_slots) {
      if (slot.number < k_erased) {
        visit(slot.number);
      }
    }
  }

private:
  static constexpr std::uint32_t k_erased = 0xfffffffeU;
  struct Slot {
    std::uint32_t hash = 0;
    std::uint32_t number = k_none;
  };

  [[nodiscard]] static std::uint32_t fold(std::uint64_t hash) {
    return static_cast<std::uint32_t>(hash ^ (hash >> 32U));
  }
  template <class Equal>
  [[nodiscard]] std::size_t position(std::uint64_t hash, Equal& equal) const {
    if (m_slots.empty()) {
      return 0;
    }
    const std::size_t mask = m_slots.size() - 1;
    const std::uint32_t wanted = fold(hash);
    for (std::size_t at = wanted & mask;; at = (at + 1) & mask) {
      const Slot& slot = m_slots[at];
      if (slot.number == k_none) {
        return m_slots.size();
      }
      if (slot.hash == wanted && slot.number != k_erased && equal(slot.number)) {
        return at;
      }
    }
  }
  void place(const Slot& slot) {
    const std::size_t mask = m_slots.size() - 1;
    std::size_t at = slot.hash & mask;
    while (m_slots[at].number != k_none) {
      at = (at + 1) & mask;
    }
    m_slots[at] = slot;
  }
  void rehash(std::size_t slots) {
    const std::vector<Slot> old = std::exchange(m_slots, std::vector<Slot>(slots));
    m_taken = m_size;
    for (const Slot& slot : old) {
      if (slot.number < k_erased) {
        place(slot);
      }
    }
  }

  std::vector<Slot> m_slots; ///< a power of two, at most half taken
  std::size_t m_size = 0;
  std::size_t m_taken = 0; ///< with erased ones
};

} // namespace mmk
