// Strong 32-bit ids and dense side tables keyed by them.
#pragma once

#include <compare>
#include <cstddef>
#include <cstdint>
#include <functional>
#include <vector>

namespace mmk {

/// A 32-bit index that cannot be mixed up with another kind of index. `Tag` is an incomplete type.
template <class Tag> struct Id {
  static constexpr std::uint32_t k_none = 0xffffffffU;
  std::uint32_t value = k_none;

  constexpr Id() = default;
  constexpr explicit Id(std::uint32_t v) : value(v) {}
  [[nodiscard]] constexpr bool valid() const { return value != k_none; }
  constexpr auto operator<=>(const Id&) const = default;
};

/// Per-id data in a vector that grows on demand; absent entries read as T{}.
template <class I, class T> class DenseMap {
public:
  T& operator[](I id) {
    if (id.value >= m_items.size()) {
      m_items.resize(std::size_t{id.value} + 1);
    }
    return m_items[id.value];
  }
  [[nodiscard]] const T* find(I id) const {
    return id.value < m_items.size() ? &m_items[id.value] : nullptr;
  }
  void clear() { m_items.clear(); }

private:
  std::vector<T> m_items;
};

} // namespace mmk

template <class Tag> struct std::hash<mmk::Id<Tag>> {
  std::size_t operator()(mmk::Id<Tag> id) const noexcept {
    return std::size_t{id.value} * 0x9e3779b97f4a7c15ULL;
  }
};
