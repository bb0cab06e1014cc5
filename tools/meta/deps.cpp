// meta deps: what targets read and write; with --why, the records behind a dependency.
#include "base/json_writer.hpp"
#include "tools/meta/commands.hpp"

#include <fmt/format.h>

namespace mmk::metatool {

namespace {

bool is_input(const meta::Use& use) {
  return use.read && !use.written && !use.removed;
}

void print(Context& context, const Loaded& loaded, const DepsOptions& options) {
  context.out += fmt::format("{}\n", loaded.file.target);
  for (const meta::Use& use : meta::uses_of(context.disk, loaded.file)) {
    if (options.inputs && is_input(use)) {
      context.out += fmt::format("  < {}\n", use.path);
    } else if (options.outputs && use.written) {
      context.out += fmt::format("  > {}\n", use.path);
    }
  }
}

void print_json(Context& context, const Loaded& loaded, const DepsOptions& options) {
  const std::vector<meta::Use> uses = meta::uses_of(context.disk, loaded.file);
  JsonWriter json;
  json.begin_object().field("meta", loaded.path).field("target", loaded.file.target);
  const auto list = [&](std::string_view key, auto wanted) {
    json.key(key).begin_array();
    for (const meta::Use& use : uses) {
      if (wanted(use)) {
        json.string(use.path);
      }
    }
    json.end_array();
  };
  if (options.inputs) {
    list("inputs", is_input);
  }
  if (options.outputs) {
    list("outputs", [](const meta::Use& use) { return use.written; });
  }
  json.end_object();
  context.out += json.take() + '\n';
}

/// Is `path` the thing called `name`, or below it? A relative name may stand anywhere in the path:
/// "lib/foo" as Makefile.depend calls a directory.
bool names(std::string_view name, std::string_view path) {
  while (name.size() > 1 && name.ends_with('/')) {
    name.remove_suffix(1);
  }
  const auto ends = [&](std::size_t at) { return at == path.size() || path[at] == '/'; };
  if (name.starts_with('/')) {
    return path.starts_with(name) && ends(name.size());
  }
  for (std::size_t at = path.find(name); at != std::string_view::npos;
       at = path.find(name, at + 1)) {
    if (at > 0 && path[at - 1] == '/' && ends(at + name.size())) {
      return true;
    }
  }
  return false;
}

/// Was `path` staged by the directory called `name`? Staging leaves the directory's name, perhaps
/// with a machine behind a dot, in a .dirdep file beside it (mk/meta.stage.mk).
bool staged_by(Context& context, std::string_view name, const std::string& path) {
  const auto text = context.disk.read(path + ".dirdep");
  if (!text || !text->starts_with(name)) {
    return false;
  }
  const std::string_view rest = std::string_view(*text).substr(name.size());
  return rest.empty() || rest.front() == '\n' || rest.front() == '.';
}

std::string_view verb(const meta::Use& use) {
  return use.executed ? "executes" : "reads";
}

int explain(Context& context, const std::vector<std::unique_ptr<Loaded>>& files,
            const DepsOptions& options) {
  const std::string& who = options.why.first;
  const std::string& what = options.why.second;
  int found = 0;
  JsonWriter json;
  json.begin_array();
  for (const auto& loaded : files) {
    const bool wanted = loaded->file.target == who || names(who, loaded->path) ||
                        names(who, loaded->file.cwd) || names(who, target_path(*loaded));
    if (!wanted) {
      continue;
    }
    for (const meta::Use& use : meta::uses_of(context.disk, loaded->file)) {
      if (!is_input(use) || !(names(what, use.path) || staged_by(context, what, use.path))) {
        continue;
      }
      ++found;
      if (options.json) {
        json.begin_object().field("meta", loaded->path).field("line", std::int64_t{use.line});
        json.field("target", loaded->file.target).field("pid", use.pid).field("path", use.path);
        json.field("use", verb(use)).end_object();
      } else {
        context.out += fmt::format("{}:{}: {}: process {} {} {}\n", loaded->path, use.line,
                                   loaded->file.target, use.pid, verb(use), use.path);
      }
    }
  }
  if (options.json) {
    json.end_array();
    context.out += json.take() + '\n';
  } else if (found == 0) {
    context.out += fmt::format("no record makes {} depend on {}\n", who, what);
  }
  return found > 0 ? k_ok : k_findings;
}

} // namespace

int deps(Context& context, const DepsOptions& options) {
  int failures = 0;
  const auto files = load_all(context, options.files, failures);
  if (!options.why.first.empty()) {
    const int status = explain(context, files, options);
    return failures > 0 ? k_error : status;
  }
  for (const auto& loaded : files) {
    if (options.json) {
      print_json(context, *loaded, options);
    } else {
      print(context, *loaded, options);
    }
  }
  return failures == 0 ? k_ok : k_error;
}

} // namespace mmk::metatool
