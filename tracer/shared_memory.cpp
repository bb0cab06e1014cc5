#include "tracer/shared_memory.hpp"

#include <sys/shm.h>

#include <cerrno>

namespace mmk::tracer {

void SharedMemory::Detach::operator()(void* data) const {
  ::shmdt(data);
}

Result<SharedMemory> SharedMemory::create(std::size_t size, int rights) {
  const int id = ::shmget(IPC_PRIVATE, size, rights);
  if (id < 0) {
    return fail_errno(errno, "shmget");
  }
  void* const data = ::shmat(id, nullptr, 0);
  const int error = errno;
  // On Linux it can be attached by its number as long as somebody has it.
  ::shmctl(id, IPC_RMID, nullptr);
  if (data == reinterpret_cast<void*>(-1)) { // NOLINT(performance-no-int-to-ptr)
    return fail_errno(error, "shmat");
  }
  return SharedMemory(id, data);
}

} // namespace mmk::tracer
