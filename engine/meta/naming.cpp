#include "meta/naming.hpp"

#include "fs/paths.hpp"

#include <algorithm>

namespace mmk::meta {

namespace {

/// The directory part of `target`, canonical if it exists, else with "." and ".." folded.
std::string directory_of(const fs::FileSystem& file_system, std::string_view cwd,
                         std::string_view target) {
  const std::string named = fs::join(cwd, fs::dirname(target));
  if (Result<std::string> real = file_system.realpath(named)) {
    return *std::move(real);
  }
  return fs::normalize(named);
}

} // namespace

std::string meta_name(const fs::FileSystem& file_system, std::string_view objdir,
                      std::string_view cwd, std::string_view target) {
  std::string name;
  if (target.find('/') == std::string_view::npos) {
    name = target;
  } else {
    const std::string directory = directory_of(file_system, cwd, target);
    const std::string path = fs::join(directory, fs::basename(target));
    const bool inside = path.size() > objdir.size() && path.starts_with(objdir) &&
                        (path[objdir.size()] == '/' || objdir == "/");
    name = inside ? path.substr(objdir.size() + (objdir == "/" ? 0 : 1)) : path;
    std::replace(name.begin(), name.end(), '/', '_');
  }
  return fs::join(objdir, name) + ".meta";
}

} // namespace mmk::meta
