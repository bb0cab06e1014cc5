// test(1) as the shells have it built in, where they all agree. Asks the file system, changes
// nothing.
#pragma once

#include <optional>
#include <string>
#include <vector>

namespace mmk::exec {

/// `operands`: what stands behind "test", or between the brackets; relative paths start at `cwd`.
/// nullopt: a real shell has to say.
[[nodiscard]] std::optional<bool> sh_test(const std::vector<std::string>& operands,
                                          const std::string& cwd);

} // namespace mmk::exec
