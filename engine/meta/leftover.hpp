// Is what stands in a target's place other than what its last job left there? Asked before its
// commands run again: those that update their target in place would take damage for a beginning.
#pragma once

#include "meta/oodate.hpp"

#include <string>

namespace mmk::meta {

/// True if the record says so, or if it shows that the job failed or, as the writing of the record,
/// did not come to its end. Without a record nothing is known: false. `path`: absolute, an existing
/// file.
[[nodiscard]] bool is_left_damaged(const CheckContext& context, const std::string& meta_path,
                                   const std::string& path);

} // namespace mmk::meta
