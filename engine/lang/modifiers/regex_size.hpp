// How large an extended regular expression becomes. The C library copies what is repeated, and
// copies of copies take all memory: a++++... doubles with every sign, ((a{99}){99}){99} needs a
// million.
#pragma once

#include <string_view>

namespace mmk::lang::modifiers {

/// About as many nodes as regcomp(3) makes of it; no less than one per byte that stands for itself.
[[nodiscard]] double regex_size(std::string_view pattern);

} // namespace mmk::lang::modifiers
