// Pattern matching on bytes: Str_Match of bmake (:M, :N, wildcards in dependency lines).
#pragma once

#include <string_view>

namespace mmk::fs {

/// '*' any run, '?' one byte, '[abc]' '[a-z]' '[^a]' classes, '\' quotes the next byte. Linear in
/// practice, never exponential.
[[nodiscard]] bool match(std::string_view text, std::string_view pattern);
/// Does the word contain characters that make it a wildcard pattern? (bmake's Dir_HasWildcards: * ?
/// and balanced [] {})
[[nodiscard]] bool has_wildcards(std::string_view word);

} // namespace mmk::fs
