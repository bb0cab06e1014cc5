#include "base/arena.hpp"

#include <algorithm>
#include <cstring>

namespace mmk {

std::string_view Arena::copy(std::string_view bytes) {
  const std::size_t need = bytes.size() + 1;
  if (need > m_left) {
    const std::size_t size = std::max(need, k_block_size);
    m_blocks.push_back(std::make_unique_for_overwrite<char[]>(size));
    m_next = m_blocks.back().get();
    m_left = size;
  }
  char* const start = m_next;
  std::memcpy(start, bytes.data(), bytes.size());
  start[bytes.size()] = '\0';
  m_next += need;
  m_left -= need;
  m_used += need;
  return {start, bytes.size()};
}

} // namespace mmk
