#include "base/names.hpp"

namespace mmk {

Name NameTable::intern(std::string_view text) {
  if (const auto it = m_names.find(text); it != m_names.end()) {
    return it->second;
  }
  const Name name(static_cast<std::uint32_t>(m_texts.size()));
  const std::string_view stored = m_arena.copy(text);
  m_texts.push_back(stored);
  m_names.emplace(stored, name);
  return name;
}

Name NameTable::find(std::string_view text) const {
  const auto it = m_names.find(text);
  return it == m_names.end() ? Name() : it->second;
}

} // namespace mmk
