// Splitting a command line or a .MAKEFLAGS value into words as bmake's brk_string does. Knows
// quotes and backslashes, no shell.
#pragma once

#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace mmk::exec {

/// Words of `text` with quotes removed and escapes (\n, \t, ...) replaced; ends at a newline
/// outside of quotes. nullopt: a quoted string has no end.
[[nodiscard]] std::optional<std::vector<std::string>> split_words(std::string_view text);

/// Does `word` stand somewhere in `text` with its beginning, or one of the bytes `before`, before
/// it, and its end, or one of the bytes `after`, behind it?
[[nodiscard]] bool has_word(std::string_view text, std::string_view word, std::string_view before,
                            std::string_view after);

} // namespace mmk::exec
