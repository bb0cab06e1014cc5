#include "fs/directory_listing.hpp"

#include "base/assert.hpp"

#include <bit>
#include <limits>
#include <utility>

#define XXH_INLINE_ALL
#include <xxhash.h>

namespace mmk::fs {

namespace {

constexpr std::size_t k_none = std::numeric_limits<std::size_t>::max();

std::uint32_t upper(std::uint64_t hash) {
  return static_cast<std::uint32_t>(hash >> 32U);
}

} // namespace

std::uint64_t path_hash(std::string_view text) noexcept {
  return XXH3_64bits(text.data(), text.size());
}

std::size_t DirectoryListing::find(std::string_view name, std::uint64_t hash) const {
  if (m_slots.empty()) {
    return k_none;
  }
  const std::size_t mask = m_slots.size() - 1;
  for (std::size_t at = hash & mask;; at = (at + 1) & mask) {
    const Slot& slot = m_slots[at];
    if (slot.state == State::free) {
      return k_none;
    }
    if (slot.state == State::used && slot.hash == upper(hash) && text_of(slot) == name) {
      return at;
    }
  }
}

bool DirectoryListing::contains(std::string_view name, std::uint64_t hash) const {
  return find(name, hash) != k_none;
}

void DirectoryListing::place(const Slot& slot, std::uint64_t hash) {
  const std::size_t mask = m_slots.size() - 1;
  std::size_t at = hash & mask;
  while (m_slots[at].state != State::free) {
    at = (at + 1) & mask;
  }
  m_slots[at] = slot;
}

void DirectoryListing::rehash(std::size_t slots) {
  const std::vector<Slot> old = std::exchange(m_slots, std::vector<Slot>(slots));
  m_taken = m_size;
  for (const Slot& slot : old) {
    if (slot.state == State::used) {
      place(slot, path_hash(text_of(slot)));
    }
  }
}

void DirectoryListing::reserve(std::size_t count) {
  const std::size_t slots = std::bit_ceil(count * 2 + 8); // at most half full
  if (slots > m_slots.size()) {
    rehash(slots);
  }
}

void DirectoryListing::insert(std::string_view name) {
  MMK_ASSERT(name.size() <= std::numeric_limits<std::uint16_t>::max());
  const std::uint64_t hash = path_hash(name);
  if (find(name, hash) != k_none) {
    return;
  }
  if ((m_taken + 1) * 2 > m_slots.size()) {
    rehash(std::bit_ceil((m_size + 1) * 4 + 8));
  }
  const Slot slot{upper(hash), static_cast<std::uint32_t>(m_text.size()),
                  static_cast<std::uint16_t>(name.size()), State::used};
  m_text += name;
  place(slot, hash);
  ++m_size;
  ++m_taken;
}

void DirectoryListing::erase(std::string_view name) {
  const std::size_t at = find(name, path_hash(name));
  if (at != k_none) {
    m_slots[at].state = State::erased; // its text stays: erasing is rare
    --m_size;
  }
}

} // namespace mmk::fs
