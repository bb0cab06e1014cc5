// pipe(2) with both ends owned.
#pragma once

#include "base/result.hpp"
#include "base/unique_fd.hpp"

namespace mmk {

struct Pipe {
  UniqueFd read;
  UniqueFd write;
};

/// Both ends are closed on exec, and block.
[[nodiscard]] Result<Pipe> make_pipe();

} // namespace mmk
