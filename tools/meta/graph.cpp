// meta graph: files and targets as a graph for dot(1).
#include "tools/meta/commands.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <array>
#include <set>

namespace mmk::metatool {

namespace {

/// Where tools and system headers live: part of every build, and of little interest in a drawing.
constexpr std::array<std::string_view, 11> k_system{"/bin/",   "/dev/",   "/etc/",  "/lib/",
                                                    "/lib32/", "/lib64/", "/proc/", "/sbin/",
                                                    "/sys/",   "/tmp/",   "/usr/"};

bool is_system(std::string_view path) {
  return std::any_of(k_system.begin(), k_system.end(),
                     [path](std::string_view prefix) { return path.starts_with(prefix); });
}

std::string quoted(std::string_view text) {
  std::string out = "\"";
  for (const char c : text) {
    if (c == '"' || c == '\\') {
      out += '\\';
    }
    out += c == '\n' ? std::string("\\n") : std::string(1, c);
  }
  return out + '"';
}

} // namespace

int graph(Context& context, const GraphOptions& options) {
  int failures = 0;
  std::set<std::string> files;
  std::string edges;
  std::string targets;
  for (const auto& loaded : load_all(context, options.files, failures)) {
    const std::string node = quoted("target " + loaded->path);
    targets += fmt::format("  {} [shape=box, label={}];\n", node, quoted(loaded->file.target));
    for (const meta::Use& use : meta::uses_of(context.disk, loaded->file)) {
      const bool input = use.read && !use.written && !use.removed;
      if ((!input && !use.written) || (!options.all && is_system(use.path)) ||
          context.disk.stat(use.path).is_directory()) {
        continue;
      }
      files.insert(use.path);
      edges += input ? fmt::format("  {} -> {};\n", quoted(use.path), node)
                     : fmt::format("  {} -> {};\n", node, quoted(use.path));
    }
  }
  context.out += "digraph meta {\n  rankdir=LR;\n  node [fontsize=10];\n";
  for (const std::string& file : files) {
    const std::string name = file.substr(file.rfind('/') + 1);
    context.out += fmt::format("  {} [label={}];\n", quoted(file), quoted(name));
  }
  context.out += targets + edges + "}\n";
  return failures == 0 ? k_ok : k_error;
}

} // namespace mmk::metatool
