// The tracer's end of the ring in which shims tell their calls.
// Knows the protocol only; what it reads may be anything, since every watched program can write it.
#pragma once

#include "base/result.hpp"
#include "tracer/shared_memory.hpp"
#include "tracer/shim_protocol.hpp"

#include <sys/types.h>

#include <cstdint>
#include <span>
#include <string>
#include <utility>
#include <vector>

namespace mmk::tracer {

/// A call that has happened. (That its end was not told means: may have.)
struct ToldCall {
  pid_t thread = 0;
  std::uint32_t number = 0; ///< of the native ABI
  std::uint64_t flags = 0;
  std::int64_t result = 0;
  bool directory = false;
  bool end_told = true;
  std::string path;
};

class ShimRing {
public:
  [[nodiscard]] static Result<ShimRing> create(bool look_ups);

  /// By this number programs attach it.
  [[nodiscard]] int id() const { return m_memory.id(); }
  [[nodiscard]] bool is_empty() const;
  /// What was told since the last time, in the order in which it began. Good until the next call of
  /// this or of take_unfinished.
  [[nodiscard]] std::span<const ToldCall> take();
  /// What `thread` had begun and will not end any more.
  [[nodiscard]] std::span<const ToldCall> take_unfinished(pid_t thread);
  /// False once its memory has been found to make no sense; it is not used from then on.
  [[nodiscard]] bool sound() const { return m_sound; }

private:
  explicit ShimRing(SharedMemory memory)
      : m_memory(std::move(memory)), m_ring(static_cast<shim::Ring*>(m_memory.data())) {}
  [[nodiscard]] shim::Slot& slot_of(std::uint64_t position) const;
  void free_slot(std::uint64_t position);
  void add(const shim::Slot& slot, bool end_told);
  void close();

  SharedMemory m_memory;
  shim::Ring* m_ring; ///< in it
  std::uint64_t m_tail = 0;
  std::vector<std::uint64_t> m_unfinished; ///< positions taken but not told yet
  std::vector<ToldCall> m_told;            ///< grows only, since each keeps room for a path
  std::size_t m_told_count = 0;
  bool m_sound = true;
};

} // namespace mmk::tracer
