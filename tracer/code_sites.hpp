// Where an ELF file's code makes system calls that the shim can take over: a `syscall` instruction
// whose number is plain to see, with the comparison of its result behind it. Knows file formats and
// machine code only, and believes neither.
#pragma once

#include "tracer/shim_protocol.hpp"

#include <cstddef>
#include <cstdint>
#include <optional>
#include <span>
#include <vector>

namespace mmk::tracer {

struct CodeSites {
  // Offsets in the file.
  std::uint64_t code = 0; ///< of the segment that holds all of these
  std::uint64_t code_size = 0;
  std::uint64_t entry = 0; ///< of the first instruction
  std::vector<shim::Site> sites;
};

/// The calls of any of `numbers` in `file`, a whole ELF file of 64 bits for x86-64; nothing if it
/// is none. Left out are calls that another thread may cancel (the C library unwinds the stack
/// then), and ones whose comparison is jumped to from elsewhere.
[[nodiscard]] std::optional<CodeSites> find_code_sites(std::span<const std::uint8_t> file,
                                                       std::span<const std::uint32_t> numbers);

} // namespace mmk::tracer
