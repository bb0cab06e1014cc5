#include "fs/paths.hpp"

#include <vector>

namespace mmk::fs {

std::string join(std::string_view dir, std::string_view name) {
  if (dir.empty() || dir == "." || is_absolute(name)) {
    return std::string(name);
  }
  std::string path;
  path.reserve(dir.size() + 1 + name.size());
  path.append(dir);
  if (dir.back() != '/') {
    path.push_back('/');
  }
  path.append(name);
  return path;
}

std::string_view dirname(std::string_view path) {
  const std::size_t slash = path.rfind('/');
  if (slash == std::string_view::npos) {
    return ".";
  }
  return slash == 0 ? path.substr(0, 1) : path.substr(0, slash);
}

std::string_view basename(std::string_view path) {
  const std::size_t slash = path.rfind('/');
  return slash == std::string_view::npos ? path : path.substr(slash + 1);
}

std::string normalize(std::string_view path) {
  std::string result;
  result.reserve(path.size());
  std::size_t at = 0;
  while (at < path.size()) {
    const std::size_t slash = path.find('/', at);
    const std::size_t end = slash == std::string_view::npos ? path.size() : slash;
    const std::string_view part = path.substr(at, end - at);
    at = end + 1;
    if (part == "..") {
      result.resize(result.empty() ? 0 : result.rfind('/'));
    } else if (!part.empty() && part != ".") {
      result.push_back('/');
      result.append(part);
    }
  }
  return result.empty() ? "/" : result;
}

} // namespace mmk::fs
