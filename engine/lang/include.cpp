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
  std::optional<std::string> found = system ? std::nullopt : quoted(name, from);
  return found ? found : find_system(name);
}

std::optional<std::string> IncludeFinder::find_makefile(std::string_view name) const {
  std::optional<std::string> found = along(m_paths->user, name);
  return found ? found : find_system(name);
}

std::optional<std::string> IncludeFinder::find_system(std::string_view name) const {
  return along(system_dirs(), name);
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

/// The directory that ".../name" stands for, "" if there is none: searched from the current
/// directory up to the root.
std::string IncludeFinder::upward(std::string_view name) const {
  fs::StatCache& files = m_variables->context().files;
  std::string here = roots().curdir;
  for (;;) {
    std::string candidate =
        here == "/" ? fmt::format("/{}", name) : fmt::format("{}/{}", here, name);
    const fs::FileInfo& info = files.stat(candidate);
    if (info.is_directory()) {
      return candidate;
    }
    if (info.exists()) {
      return std::string(fs::dirname(candidate));
    }
    std::string parent(fs::dirname(here));
    if (parent == here) {
      return {};
    }
    here = std::move(parent);
  }
}

} // namespace mmk::lang
