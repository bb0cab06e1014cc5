#include "lang/modifiers/numbers.hpp"

#include <charconv>

namespace mmk::lang::modifiers {

Keyword read_keyword(const Compiler& compiler, std::uint32_t& pos, std::string_view keyword) {
  if (!compiler.source().substr(pos).starts_with(keyword)) {
    return Keyword::other;
  }
  const auto end = static_cast<std::uint32_t>(pos + keyword.size());
  if (compiler.at(end) == '=') {
    pos = end + 1;
    return Keyword::with_value;
  }
  if (!compiler.ends_modifier(end)) {
    return Keyword::other;
  }
  pos = end;
  return Keyword::alone;
}

std::optional<std::uint64_t> read_number(const Compiler& compiler, std::uint32_t& pos) {
  const std::string_view rest = compiler.source().substr(pos);
  std::uint64_t number = 0;
  const std::from_chars_result result =
      std::from_chars(rest.data(), rest.data() + rest.size(), number);
  if (result.ec != std::errc()) {
    return std::nullopt;
  }
  pos += static_cast<std::uint32_t>(result.ptr - rest.data());
  return number;
}

} // namespace mmk::lang::modifiers
