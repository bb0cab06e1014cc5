// Which .meta file belongs to a target. Knows directories and names, not targets' attributes
// (whether a target wants a .meta file is the graph's business).
#pragma once

#include "fs/file_system.hpp"

#include <string>
#include <string_view>

namespace mmk::meta {

/// Path of the .meta file of `target` in the canonical object directory `objdir`. `cwd`: the
/// directory a relative target is named from (where make runs its commands). A target directly in
/// objdir gives objdir/base.meta; below it, or elsewhere, '/' turns into '_'.
[[nodiscard]] std::string meta_name(const fs::FileSystem& file_system, std::string_view objdir,
                                    std::string_view cwd, std::string_view target);

} // namespace mmk::meta
