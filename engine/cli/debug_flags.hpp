// The argument of -d: letters to categories, and where debugging output goes.
#pragma once

#include <string>

namespace mmk::cli {

struct CommandLineContext;

/// A leading '-' (keep it from sub-makes) is skipped. Throws UsageError, or FatalError if the file
/// of F cannot be opened.
void apply_debug_flags(CommandLineContext& context, const std::string& letters);

} // namespace mmk::cli
