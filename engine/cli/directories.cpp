#include "cli/directories.hpp"

#include "base/fatal.hpp"
#include "fs/paths.hpp"
#include "lang/boolean.hpp"

#include <climits>

namespace mmk::cli {

namespace {

/// Variables that count only if they come from the environment or the command line.
std::optional<std::string> outside_value(DirectoryServices& services, std::string_view name) {
  auto& variables = services.variables;
  auto value = variables.value(variables.cmdline(), name);
  if (!value) {
    if (const auto env = services.environment.get(name)) {
      value = std::string(*env);
    }
  }
  if (!value || value->empty()) {
    return std::nullopt;
  }
  if (value->find('$') != std::string::npos) {
    value = variables.expand(*value, variables.global(), lang::EvalMode::eval);
  }
  return value;
}

/// PWD counts if it names the same directory and no object directory rule depends on the real path.
bool pwd_allowed(DirectoryServices& services) {
  if (services.environment.get("MAKEOBJDIRPREFIX")) {
    return false;
  }
  const auto objdir = services.environment.get("MAKEOBJDIR");
  return !objdir || objdir->find('$') == std::string_view::npos;
}

std::string expand(DirectoryServices& services, std::string_view text) {
  auto& variables = services.variables;
  return variables.expand(text, variables.global(), lang::EvalMode::eval);
}

bool wants_writable(DirectoryServices& services) {
  return lang::to_boolean(expand(services, "${MAKE_OBJDIR_CHECK_WRITABLE}"), true);
}

void warn_not_writable(DirectoryServices& services, const std::string& path) {
  std::string text =
      fmt::format("{}: warning: {}: Permission denied.\n", services.diag.program(), path);
  if (lang::to_boolean(expand(services, "${MAKE_DEBUG_OBJDIR_CHECK_WRITABLE}"), false)) {
    text += expand(services, "${MAKE_PRINT_VAR_ON_ERROR:@v@$v='${$v}'${.newline}@}");
  }
  services.diag.sink().flush();
  services.diag.sink().err(text);
}

} // namespace

std::string choose_curdir(DirectoryServices& services, const Host& host,
                          const std::vector<std::string>& directories) {
  fs::FileSystem& files = services.files.file_system();
  for (const std::string& directory : directories) {
    if (directory.size() >= PATH_MAX || !files.set_cwd(directory)) {
      const char* const why = directory.size() >= PATH_MAX            ? "File name too long"
                              : !files.stat(directory).exists()       ? "No such file or directory"
                              : !files.stat(directory).is_directory() ? "Not a directory"
                                                                      : "Permission denied";
      services.diag.sink().err(
          fmt::format("{}: chdir {}: {}\n", services.diag.program(), directory, why));
      throw FatalError{"", 2};
    }
  }
  std::string cwd = files.realpath(files.cwd()).value_or(files.cwd());
  const auto pwd = services.environment.get("PWD");
  if (pwd && fs::is_absolute(*pwd) && pwd_allowed(services)) {
    const fs::FileInfo here = files.stat(cwd);
    const fs::FileInfo there = files.stat(std::string(*pwd));
    if (there.exists() && here.inode == there.inode && here.device == there.device) {
      cwd = *pwd;
    }
  }
  (void)host;
  return cwd;
}

bool set_objdir(DirectoryServices& services, std::string_view directory, bool check_writable) {
  fs::FileSystem& files = services.files.file_system();
  const std::string& curdir = services.graph.roots.curdir;
  std::string path =
      fs::is_absolute(directory) ? std::string(directory) : fs::join(curdir, directory);
  if (!files.stat(path).is_directory()) {
    return false;
  }
  if (check_writable && !files.is_writable(path)) {
    warn_not_writable(services, path);
    return false;
  }
  if (!files.set_cwd(path)) {
    return false;
  }
  services.graph.roots.objdir = path;
  services.variables.set(services.variables.global(), ".OBJDIR", path);
  services.environment.set("PWD", path);
  services.files.clear(); // relative names mean other files now
  services.variables.set(services.variables.global(), ".PATH",
                         fs::path_value(services.graph.path, services.graph.roots));
  return true;
}

void choose_objdir(DirectoryServices& services, std::string_view machine,
                   std::string_view machine_arch) {
  const std::string& curdir = services.graph.roots.curdir;
  const bool writable = wants_writable(services);
  set_objdir(services, curdir, false);
  // Who says where objects belong means nowhere else: if there is no such directory, not in ./obj
  // either.
  if (const auto prefix = outside_value(services, "MAKEOBJDIRPREFIX")) {
    set_objdir(services, *prefix + curdir, writable);
    return;
  }
  if (const auto objdir = outside_value(services, "MAKEOBJDIR")) {
    set_objdir(services, *objdir, writable);
    return;
  }
  const std::string m(machine);
  if (set_objdir(services, "obj." + m + "-" + std::string(machine_arch), writable) ||
      set_objdir(services, "obj." + m, writable) || set_objdir(services, "obj", writable) ||
      set_objdir(services, "/usr/obj" + curdir, writable)) {
    return;
  }
  set_objdir(services, curdir, false);
}

} // namespace mmk::cli
