// Values of switches in makefiles: yes/no, true/false, on/off, 1/0, by their first letters.
#pragma once

#include <string_view>

namespace mmk::lang {

/// `otherwise` for the empty text and for what is neither.
[[nodiscard]] constexpr bool to_boolean(std::string_view text, bool otherwise) {
  const auto letter = [&](std::size_t at) {
    return at < text.size() ? static_cast<char>(text[at] | 0x20) : '\0';
  };
  switch (letter(0)) {
  case '0':
  case 'f':
  case 'n':
    return false;
  case '1':
  case 't':
  case 'y':
    return true;
  case 'o':
    return letter(1) == 'n' || (letter(1) != 'f' && otherwise);
  default:
    return otherwise;
  }
}

} // namespace mmk::lang
