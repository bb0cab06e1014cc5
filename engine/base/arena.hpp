// Bump allocator for byte strings that live as long as their owner (usually the Session).
#pragma once

#include <cstddef>
#include <memory>
#include <string_view>
#include <vector>

namespace mmk {

class Arena {
public:
  /// Copies `bytes` (and a terminating NUL behind them) into the arena; the view stays valid until
  /// the arena dies.
  std::string_view copy(std::string_view bytes);
  [[nodiscard]] std::size_t bytes_used() const { return m_used; }

private:
  static constexpr std::size_t k_block_size = std::size_t{64} * 1024;
  std::vector<std::unique_ptr<char[]>> m_blocks;
  char* m_next = nullptr;
  std::size_t m_left = 0;
  std::size_t m_used = 0;
};

} // namespace mmk
