// Brings the shim into a program that has just been executed: takes over the loader's calls, and
// has the program attach the shim's memory before its loader begins. The few instructions for that
// stand behind the loader's code, where its last page has nothing.
#pragma once

#include "tracer/shim_image.hpp"

#include <sys/types.h>

#include <cstdint>

namespace mmk::tracer {

/// Where the shim lies in every program of a job, and by which numbers its memory is attached.
struct ShimPlace {
  std::uint32_t
      address; ///< of the image; a page's, below 2 GiB, so that an instruction can name it
  int image;
  int ring;
};

class Attacher {
public:
  /// `image` must outlive this.
  Attacher(const ShimImage& image, ShimPlace place) : m_image(&image), m_place(place) {}

  /// At the stop that tells of a successful execve of a program with the loader k_loader. False,
  /// and nothing is changed, if the loader is not the one that was planned for.
  [[nodiscard]] bool attach(pid_t tid) const;
  /// At the entry stop of k_giving_up: whether a program says by it that the shim could not be
  /// brought in. The call then does not happen, and the program begins without.
  [[nodiscard]] bool give_up(pid_t tid) const;

private:
  [[nodiscard]] std::uint64_t at(std::uint64_t entry, std::uint32_t offset) const;
  /// The loader's calls become ways into the shim, or what they were.
  void write_sites(pid_t tid, std::uint64_t entry, bool taken_over) const;

  const ShimImage* m_image;
  ShimPlace m_place;
};

} // namespace mmk::tracer
