// The shim as it was built (shim/shim.cpp), and the plan of what it is to take over on this
// machine.
#pragma once

#include "base/result.hpp"
#include "tracer/shim_protocol.hpp"

#include <sys/stat.h>

#include <cstdint>
#include <span>
#include <string>
#include <vector>

namespace mmk::tracer {

/// The loader of the programs that the shim can be brought into.
inline constexpr char k_loader[] = "/lib64/ld-linux-x86-64.so.2";

/// The calls it tells of, by their numbers on this machine; none where there is no shim.
[[nodiscard]] std::span<const std::uint32_t> told_calls();

/// What stands in the loader before anything is changed.
struct LoaderCode {
  shim::Identity file;
  std::uint64_t entry;              ///< its first instructions
  std::vector<std::uint64_t> sites; ///< where each site begins
};

struct ShimImage {
  shim::ImageHead head;
  shim::Plan plan;
  LoaderCode loader;
  std::vector<std::uint8_t> bytes; ///< k_image_size of them
};

[[nodiscard]] shim::Identity identity_of(const struct stat& file);

/// Reads the loader and the C library next to it. Error: there is no shim for this machine, or no
/// such library, or none of its calls can be taken over.
[[nodiscard]] Result<ShimImage> make_shim_image(const std::string& loader);

} // namespace mmk::tracer
