#include "exec/sh_pattern.hpp"

#include <fnmatch.h>

#include <algorithm>

namespace mmk::exec {

namespace {

/// What is matched with a pattern takes time by the power of the pattern's asterisks.
constexpr std::size_t k_most_matched = 4096;
constexpr std::ptrdiff_t k_most_asterisks = 4;

bool is_ascii(std::string_view text) {
  return std::all_of(text.begin(), text.end(), [](char c) { return c >= 0; });
}

} // namespace

std::optional<bool> sh_matches(const std::string& pattern, const std::string& text) {
  if (!is_ascii(text) || !is_ascii(pattern) || text.size() > k_most_matched ||
      std::count(pattern.begin(), pattern.end(), '*') > k_most_asterisks) {
    return std::nullopt;
  }
  return fnmatch(pattern.c_str(), text.c_str(), 0) == 0;
}

bool has_plain_sets(std::string_view text) {
  const auto is_digit = [](char c) { return c >= '0' && c <= '9'; };
  const auto is_member = [&](char c) {
    return is_digit(c) || (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || c == '_' || c == '.';
  };
  for (std::size_t i = text.find('['); i < text.size(); i = text.find('[', i)) {
    i += text.substr(i).starts_with("[!") ? 2 : 1;
    const std::size_t end = std::min(text.find(']', i), text.size());
    if (end == i || end == text.size()) {
      return false;
    }
    for (; i < end; ++i) {
      const bool is_range = text[i] == '-' && is_digit(text[i - 1]) && is_digit(text[i + 1]);
      if (!is_range && !is_member(text[i])) {
        return false;
      }
    }
  }
  return true;
}

} // namespace mmk::exec
