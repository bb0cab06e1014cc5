// Modifiers that are keywords with an optional "=number": :range, :gmtime, :localtime, :mtime.
#pragma once

#include "lang/compiler.hpp"

#include <cstdint>
#include <optional>
#include <string_view>

namespace mmk::lang::modifiers {

enum class Keyword : std::uint8_t {
  other,      ///< not this keyword
  alone,      ///< `pos` moved to its end
  with_value, ///< followed by '=', `pos` moved behind that
};

[[nodiscard]] Keyword read_keyword(const Compiler& compiler, std::uint32_t& pos,
                                   std::string_view keyword);
/// Decimal digits; nullopt if there are none or the number is too large.
[[nodiscard]] std::optional<std::uint64_t> read_number(const Compiler& compiler,
                                                       std::uint32_t& pos);

} // namespace mmk::lang::modifiers
