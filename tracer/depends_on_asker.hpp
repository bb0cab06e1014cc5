// Which names mean something else to everybody who asks. A header of its own because the shim needs
// it without the C++ library.
#pragma once

#include <string_view>

namespace mmk::tracer {

[[nodiscard]] constexpr bool has_directory(std::string_view path, std::string_view name) {
  for (std::size_t at = path.find(name); at != std::string_view::npos;
       at = path.find(name, at + 1)) {
    const std::size_t end = at + name.size();
    if ((at == 0 || path[at - 1] == '/') && (end == path.size() || path[end] == '/')) {
      return true;
    }
  }
  return false;
}

[[nodiscard]] constexpr std::string_view first_component(std::string_view path) {
  while (path.starts_with('/') || path.starts_with("./")) {
    path.remove_prefix(1);
  }
  return path.substr(0, path.find('/'));
}

/// The file system decides by who asks: /proc/self, /dev/fd and what is below them.
[[nodiscard]] constexpr bool depends_on_asker(std::string_view path) {
  const std::string_view first = path.starts_with('/') ? first_component(path) : "";
  const bool climbs = path.find("..") != std::string_view::npos;
  return first == "proc" || first == "dev" ||
         (climbs && (has_directory(path, "proc") || has_directory(path, "dev")));
}

} // namespace mmk::tracer
