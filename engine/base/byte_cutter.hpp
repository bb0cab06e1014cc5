// Cuts arrays of plain data off a block of bytes, to be used where they lie. For files of ours that
// are read whole.
#pragma once

#include <cstdint>
#include <span>
#include <string_view>
#include <type_traits>

namespace mmk {

/// A length that does not fit makes it bad. The arrays follow each other by falling alignment, so
/// that each begins where it may.
class ByteCutter {
public:
  explicit ByteCutter(std::string_view bytes) : m_rest(bytes) {}

  std::string_view bytes(std::uint64_t count) {
    if (count > m_rest.size()) {
      m_good = false;
      return {};
    }
    const std::string_view part = m_rest.substr(0, count);
    m_rest.remove_prefix(count);
    return part;
  }
  template <class T> void array(std::span<const T>& out, std::uint64_t count) {
    static_assert(std::is_trivially_copyable_v<T>);
    if (count > m_rest.size() / sizeof(T)) {
      m_good = false;
      return;
    }
    const char* const begin = bytes(count * sizeof(T)).data();
    out = {reinterpret_cast<const T*>(begin), count}; // NOLINT
  }
  [[nodiscard]] bool good() const { return m_good; }
  [[nodiscard]] bool done() const { return m_good && m_rest.empty(); }

private:
  std::string_view m_rest;
  bool m_good = true;
};

} // namespace mmk
