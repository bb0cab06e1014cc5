#include "lang/include.hpp"

#include "fs/paths.hpp"

namespace mmk::lang {

namespace {

constexpr std::string_view k_upward = ".../";

/// "dir" and "../../x" give the parent's parent of dir and "x": bmake folds the text, it does not
/// follow symbolic links.
std::string beside(std::string_view dir, std::string_view name) {
  while (name.starts_with("../")) {
    const std::size_t slash = dir.rfind('/');
    if (slash == std::string_view::npos || slash == 0 || dir.substr(slash) == "/..") {
      break;
    }
    dir = dir.substr(0, slash);
    name.remove_prefix(3);
  }
  return fmt::format("{}/{}", dir, name);
}

} // namespace

fs::SearchRoots IncludeFinder::roots() const {
  const std::string& cwd = m_variables->context().files.file_system().cwd();
  return {m_variables->value(m_variables->global(), ".CURDIR").value_or(cwd), cwd};
}

std::optional<std::string> IncludeFinder::along(const std::vector<std::string>& dirs,
                                                std::string_view name) const {
  Context& context = m_variables->context();
  fs::SearchPath path;
  for (const std::string& dir : dirs) {
    path.add_unchecked(dir);
  }
  return fs::find_file(context.files, path, roots(), name, context.debug);
}

std::optional<std::string> IncludeFinder::along_path(std::string_view name) const {
  const TargetQuery* const targets = m_variables->context().targets;
  return targets == nullptr ? std::nullopt : targets->find_file(name);
}

std::optional<std::string> IncludeFinder::quoted(std::string_view name,
                                                 std::string_view from) const {
  std::optional<std::string> found;
  if (const std::size_t slash = from.rfind('/'); slash != std::string_view::npos) {
    const std::string neighbour = beside(from.substr(0, slash), name);
    found = along(m_paths->user, neighbour);
    if (!found) {
      found = along_path(neighbour);
    }
  }
  if (!found) {
    found = along(m_paths->user, name);
  }
  return found ? found : along_path(name);
}

std::optional<std::string> IncludeFinder::find(std::string_view name, bool system,
                                               std::string_view from) const {
  if (fs::is_absolute(name)) {
    return std::string(name);
  }
  if (system) {
    return find_system(name);
  }
  std::optional<std::string> found = quoted(name, from);
  return found ? found : along(system_dirs(), name);
}

std::optional<std::string> IncludeFinder::find_makefile(std::string_view name) const {
  if (name.starts_with(k_upward)) {
    return find_upward(name.substr(k_upward.size()));
  }
  std::optional<std::string> found = along(m_paths->user, name);
  return found ? found : along(system_dirs(), name);
}

/// A makefile of the current directory that happens to have a system makefile's name does not hide
/// it, but is found where there is no such one.
std::optional<std::string> IncludeFinder::find_system(std::string_view name) const {
  std::optional<std::string> found = find_system_only(name);
  return found ? found : along({}, name);
}

std::optional<std::string> IncludeFinder::find_system_only(std::string_view name) const {
  fs::StatCache& files = m_variables->context().files;
  for (const std::string& dir : system_dirs()) {
    std::string file = fs::join(dir, name);
    if (files.stat(file).exists()) {
      return file;
    }
  }
  return std::nullopt;
}

std::vector<std::string> IncludeFinder::system_dirs() const {
  std::vector<std::string> dirs;
  for (const std::string& dir : m_paths->system) {
    if (!dir.starts_with(k_upward)) {
      dirs.push_back(dir);
    } else if (std::string found = upward(std::string_view(dir).substr(k_upward.size()));
               !found.empty()) {
      dirs.push_back(std::move(found));
    }
  }
  return dirs;
}

/// The path that ".../name" stands for: searched from the current directory up to the root.
std::optional<std::string> IncludeFinder::find_upward(std::string_view name) const {
  fs::StatCache& files = m_variables->context().files;
  std::string here = roots().curdir;
  for (;;) {
    std::string candidate =
        here == "/" ? fmt::format("/{}", name) : fmt::format("{}/{}", here, name);
    if (files.stat(candidate).exists()) {
      return candidate;
    }
    std::string parent(fs::dirname(here));
    if (parent == here) {
      return std::nullopt;
    }
    here = std::move(parent);
  }
}

/// The directory that ".../name" stands for, "" if there is none.
std::string IncludeFinder::upward(std::string_view name) const {
  std::optional<std::string> found = find_upward(name);
  if (!found) {
    return {};
  }
  const bool directory = m_variables->context().files.stat(*found).is_directory();
  return directory ? *std::move(found) : std::string(fs::dirname(*found));
}

} // namespace mmk::lang
