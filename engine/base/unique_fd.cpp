#include "base/unique_fd.hpp"

#include <unistd.h>

namespace mmk {

void UniqueFd::reset(int fd) {
  const int old = std::exchange(m_fd, fd);
  if (old >= 0) {
    ::close(old);
  }
}

} // namespace mmk
