// Path text without touching the disk.
#pragma once

#include <string>
#include <string_view>

namespace mmk::fs {

/// "dir" + "/" + "name"; `name` alone if it is absolute or dir is "" or ".".
[[nodiscard]] std::string join(std::string_view dir, std::string_view name);
/// :H (everything before the last '/', "." if there is none; "/" for "/x") and :T (after it).
[[nodiscard]] std::string_view dirname(std::string_view path);
[[nodiscard]] std::string_view basename(std::string_view path);
/// Folds "//", "." and ".." textually; `path` must be absolute.
[[nodiscard]] std::string normalize(std::string_view path);
[[nodiscard]] inline bool is_absolute(std::string_view path) {
  return !path.empty() && path.front() == '/';
}

} // namespace mmk::fs
