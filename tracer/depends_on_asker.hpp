// Which names mean something else to everybody who asks. A header of its own because the shim needs
// it without the C++ library.
#pragma once

#include <string_view>

namespace mmk::tracer {

/// The file system decides by who asks: /proc/self, /dev/fd and what is below them. Goes over the
/// path once, since the shim asks this of every name.
[[nodiscard]] constexpr bool depends_on_asker(std::string_view path) {
  using std::literals::operator""sv; // a length without strlen, which the shim has not
  bool at_root = path.starts_with('/');
  bool climbs = false;
  bool passes = false; // through a directory of such a name, wherever it is
  while (!path.empty()) {
    std::size_t length = 0;
    while (length < path.size() && path[length] != '/') {
      ++length;
    }
    const std::string_view name = path.substr(0, length);
    if (name == "proc"sv || name == "dev"sv) {
      if (at_root) {
        return true;
      }
      passes = true;
    }
    climbs = climbs || name == ".."sv;
    at_root = at_root && (name.empty() || name == "."sv);
    path.remove_prefix(length < path.size() ? length + 1 : length);
  }
  return climbs && passes;
}

} // namespace mmk::tracer
