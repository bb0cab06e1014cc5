// Interned byte strings: one 32-bit Name per distinct string, owned by a NameTable (one per
// Session).
#pragma once

#include "base/arena.hpp"
#include "base/ids.hpp"

#include <cstdint>
#include <string_view>
#include <vector>

namespace mmk {

using Name = Id<struct NameTag>;

class NameTable {
public:
  Name intern(std::string_view text);
  /// The Name of `text` if it was interned before, else an invalid Name. Never allocates.
  [[nodiscard]] Name find(std::string_view text) const;
  /// NUL-terminated view valid as long as the table.
  [[nodiscard]] std::string_view text(Name name) const { return m_texts[name.value]; }
  [[nodiscard]] std::size_t size() const { return m_texts.size(); }

private:
  /// Look-ups are the commonest thing an engine does, hence open addressing: a slot holds the hash
  /// beside the number of the name, so that nearly every comparison of bytes is one that succeeds.
  struct Slot {
    std::uint32_t hash = 0;
    std::uint32_t name = Name::k_none;
  };
  [[nodiscard]] const Slot* find_slot(std::string_view text, std::uint32_t hash) const;
  void grow();

  Arena m_arena;
  std::vector<std::string_view> m_texts;
  std::vector<Slot> m_slots; ///< a power of two, at most half full
};

} // namespace mmk
