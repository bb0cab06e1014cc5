// The argument of -d: letters to categories, and where debugging output goes.
#pragma once

#include <string>

namespace mmk::cli {

struct CommandLineContext;

struct DebugFlagsResult {
  std::string error;   ///< "" if all letters are known
  bool pass_on = true; ///< not with a leading '-'
};
[[nodiscard]] DebugFlagsResult apply_debug_flags(CommandLineContext& context,
                                                 const std::string& letters);

} // namespace mmk::cli
