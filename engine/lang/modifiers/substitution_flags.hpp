// The letters behind :S and :C.
#pragma once

#include "lang/compiler.hpp"

namespace mmk::lang::modifiers {

constexpr std::uint8_t k_everywhere = 1;      ///< g
constexpr std::uint8_t k_first_word_only = 2; ///< 1
constexpr std::uint8_t k_one_word = 4;        ///< W

[[nodiscard]] std::uint8_t read_substitution_flags(const Compiler& compiler, std::uint32_t& pos);

} // namespace mmk::lang::modifiers
