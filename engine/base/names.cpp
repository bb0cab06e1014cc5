#include "base/names.hpp"

#include <cstring>

namespace mmk {

namespace {

constexpr std::size_t k_first_size = 1024;

std::uint64_t load(const char* bytes, std::size_t size) {
  std::uint64_t value = 0;
  std::memcpy(&value, bytes, size);
  return value;
}

/// Multiply and fold, eight bytes at a time: names are short, so set-up costs count most.
std::uint32_t hash_of(std::string_view text) {
  constexpr std::uint64_t k_factor = 0x9e3779b97f4a7c15ULL;
  std::uint64_t hash = text.size() * k_factor;
  const auto mix = [&hash](std::uint64_t block) {
    hash = (hash ^ block) * k_factor;
    hash ^= hash >> 32;
  };
  const char* bytes = text.data();
  std::size_t left = text.size();
  for (; left >= 8; bytes += 8, left -= 8) {
    mix(load(bytes, 8));
  }
  if (left > 0) {
    mix(load(bytes, left));
  }
  return static_cast<std::uint32_t>(hash);
}

} // namespace

const NameTable::Slot* NameTable::find_slot(std::string_view text, std::uint32_t hash) const {
  const std::size_t mask = m_slots.size() - 1;
  for (std::size_t i = hash & mask;; i = (i + 1) & mask) {
    const Slot& slot = m_slots[i];
    if (slot.name == Name::k_none || (slot.hash == hash && m_texts[slot.name] == text)) {
      return &slot;
    }
  }
}

void NameTable::grow() {
  std::vector<Slot> old(m_slots.empty() ? k_first_size : m_slots.size() * 2);
  old.swap(m_slots);
  const std::size_t mask = m_slots.size() - 1;
  for (const Slot& slot : old) {
    if (slot.name != Name::k_none) {
      std::size_t i = slot.hash & mask;
      while (m_slots[i].name != Name::k_none) {
        i = (i + 1) & mask;
      }
      m_slots[i] = slot;
    }
  }
}

Name NameTable::intern(std::string_view text) {
  if ((m_texts.size() + 1) * 2 > m_slots.size()) {
    grow();
  }
  const std::uint32_t hash = hash_of(text);
  const Slot* found = find_slot(text, hash);
  if (found->name != Name::k_none) {
    return Name(found->name);
  }
  const Name name(static_cast<std::uint32_t>(m_texts.size()));
  m_texts.push_back(m_arena.copy(text));
  m_slots[static_cast<std::size_t>(found - m_slots.data())] = {hash, name.value};
  return name;
}

Name NameTable::find(std::string_view text) const {
  return m_slots.empty() ? Name() : Name(find_slot(text, hash_of(text))->name);
}

} // namespace mmk
