// Patterns of the shell: "*", "?" and sets, as far as all shells agree on them in every locale.
#pragma once

#include <optional>
#include <string>
#include <string_view>

namespace mmk::exec {

/// Does `pattern`, in which backslashes quote, match all of `text`? nullopt: that depends on the
/// locale, or may take long.
[[nodiscard]] std::optional<bool> sh_matches(const std::string& pattern, const std::string& text);

/// Are there only such sets in the unquoted text of a pattern as "[0-9]" and "[!abc]"? Others
/// depend on the locale or the shell.
[[nodiscard]] bool has_plain_sets(std::string_view text);

} // namespace mmk::exec
