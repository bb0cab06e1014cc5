// The names in one directory, for many look-ups: one block of text and an open-addressing table, so
// that a directory of 100,000 files costs a few megabytes and a look-up touches one cache line or
// two.
#pragma once

#include <cstddef>
#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

namespace mmk::fs {

/// The hash that DirectoryListing and StatCache use; callers that ask several listings for one name
/// compute it once.
[[nodiscard]] std::uint64_t path_hash(std::string_view text) noexcept;

class DirectoryListing {
public:
  [[nodiscard]] bool contains(std::string_view name) const {
    return contains(name, path_hash(name));
  }
  [[nodiscard]] bool contains(std::string_view name, std::uint64_t hash) const;
  void insert(std::string_view name);
  void erase(std::string_view name);
  void reserve(std::size_t count);
  [[nodiscard]] std::size_t size() const { return m_size; }

  /// Calls `visit(name)` for each name, in no order.
  template <class F> void each(F visit) const {
    for (const Slot& slot : m_slots) {
      if (slot.state == State::used) {
        visit(text_of(slot));
      }
    }
  }

private:
  enum class State : std::uint8_t { free, used, erased };
  struct Slot {
    std::uint32_t hash = 0; ///< upper half of path_hash()
    std::uint32_t offset = 0;
    std::uint16_t size = 0; ///< NAME_MAX is 255
    State state = State::free;
  };
  [[nodiscard]] std::string_view text_of(const Slot& slot) const {
    return std::string_view(m_text).substr(slot.offset, slot.size);
  }
  /// The slot of the name, or npos.
  [[nodiscard]] std::size_t find(std::string_view name, std::uint64_t hash) const;
  void place(const Slot& slot, std::uint64_t hash);
  void rehash(std::size_t slots);

  std::string m_text;
  std::vector<Slot> m_slots; ///< a power of two, never full
  std::size_t m_size = 0;
  std::size_t m_taken = 0; ///< used or erased
};

} // namespace mmk::fs
