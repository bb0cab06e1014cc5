// Interned byte strings: one 32-bit Name per distinct string, owned by a NameTable (one per
// Session).
#pragma once

#include "base/arena.hpp"
#include "base/ids.hpp"

#include <string_view>
#include <unordered_map>
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
  Arena m_arena;
  std::unordered_map<std::string_view, Name> m_names;
  std::vector<std::string_view> m_texts;
};

} // namespace mmk
