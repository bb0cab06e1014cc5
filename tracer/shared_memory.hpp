// Memory that other processes attach by its number, shmat(2): they need no descriptor, no name and
// no /proc for it. Gone with the last process that has it.
#pragma once

#include "base/result.hpp"

#include <cstddef>
#include <memory>

namespace mmk::tracer {

class SharedMemory {
public:
  /// `size` bytes of 0, attached here. `rights`: of this user, as in a file's mode.
  [[nodiscard]] static Result<SharedMemory> create(std::size_t size, int rights);

  [[nodiscard]] int id() const { return m_id; }
  [[nodiscard]] void* data() const { return m_data.get(); }

private:
  struct Detach {
    void operator()(void* data) const;
  };
  SharedMemory(int id, void* data) : m_id(id), m_data(data) {}

  int m_id;
  std::unique_ptr<void, Detach> m_data;
};

} // namespace mmk::tracer
