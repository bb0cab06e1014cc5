// Brings the shim into a program that has just been executed: overwrites the loader's first
// instructions with some that map the shared file and jump into it. The shim puts back what stood
// there before it lets the loader begin.
#pragma once

#include "tracer/shim_image.hpp"

#include <sys/types.h>

#include <cstdint>
#include <vector>

namespace mmk::tracer {

/// Where the shim lies in every program of a job, and how its file is opened.
struct ShimPlace {
  std::uint32_t
      address; ///< of the image; a page's, below 2 GiB, so that an instruction can name it
  std::uint32_t directory_token; ///< the openat of the file has this as its directory, which the
                                 ///< filter lets pass
};

class Attacher {
public:
  /// `file`: this process's descriptor of the shared file. `image` must outlive this.
  Attacher(const ShimImage& image, ShimPlace place, int file);

  /// At the stop that tells of a successful execve of a program with the loader k_loader. False,
  /// and nothing is changed, if the loader is not the one that was planned for.
  [[nodiscard]] bool attach(pid_t tid) const;
  /// At the entry stop of k_giving_up: whether a program says by it that the shim could not be
  /// brought in. The call then does not happen, and the program begins without.
  [[nodiscard]] bool give_up(pid_t tid) const;

private:
  const ShimImage* m_image;
  std::uint32_t m_address;
  std::vector<std::uint8_t> m_code;
  std::size_t m_given_up = 0; ///< where it stands when it gives up
};

} // namespace mmk::tracer
