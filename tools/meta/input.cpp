#include "tools/meta/input.hpp"

#include "fs/paths.hpp"

#include <fmt/format.h>

#include <algorithm>

namespace mmk::metatool {

namespace {

/// The .meta files in `directory` and below it. Links to directories are not followed, and what
/// cannot be listed further down holds nothing.
Result<> collect(Context& context, const std::string& directory, std::vector<std::string>& found) {
  MMK_TRY_ASSIGN(const std::vector<std::string> entries, context.disk.list(directory));
  for (const std::string& entry : entries) {
    std::string path = fs::join(directory, entry);
    if (context.disk.lstat(path).is_directory()) {
      static_cast<void>(collect(context, path, found));
    } else if (entry.ends_with(".meta")) {
      found.push_back(std::move(path));
    }
  }
  return {};
}

/// The .meta files an argument stands for.
Result<std::vector<std::string>> expand(Context& context, const std::string& name) {
  std::vector<std::string> found;
  if (name.starts_with('@')) {
    MMK_TRY_ASSIGN(const std::string text, context.disk.read(name.substr(1)));
    std::size_t begin = 0;
    while ((begin = text.find_first_not_of(" \t\n\r", begin)) != std::string::npos) {
      const std::size_t end = std::min(text.find_first_of(" \t\n\r", begin), text.size());
      found.push_back(text.substr(begin, end - begin));
      begin = end;
    }
    return found;
  }
  if (!context.disk.stat(name).is_directory()) {
    // A target stands for its record, as in `meta why`.
    found.push_back(find_meta(context, name, "").value_or(name));
    return found;
  }
  MMK_TRY(collect(context, name, found));
  std::sort(found.begin(), found.end());
  return found;
}

} // namespace

std::string absolute_path(const Context& context, const std::string& name) {
  return fs::normalize(fs::join(context.disk.cwd(), name));
}

Result<std::unique_ptr<Loaded>> load(Context& context, const std::string& path) {
  auto loaded = std::make_unique<Loaded>();
  loaded->path = absolute_path(context, path);
  MMK_TRY_ASSIGN(loaded->bytes, context.disk.read(path));
  auto file = meta::parse_meta(loaded->bytes);
  if (!file) {
    return fail(Errc::corrupt,
                fmt::format("{}:{}: {}", path, file.error().line, file.error().text));
  }
  loaded->file = *std::move(file);
  return loaded;
}

std::vector<std::unique_ptr<Loaded>>
load_all(Context& context, const std::vector<std::string>& names, int& failures) {
  std::vector<std::unique_ptr<Loaded>> all;
  const auto complain = [&](const Error& error) {
    context.err += fmt::format("meta: {}\n", error.text);
    ++failures;
  };
  const std::vector<std::string> here{"."};
  for (const std::string& name : names.empty() ? here : names) {
    const Result<std::vector<std::string>> files = expand(context, name);
    if (!files) {
      complain(files.error());
      continue;
    }
    for (const std::string& file : *files) {
      Result<std::unique_ptr<Loaded>> loaded = load(context, file);
      if (loaded) {
        all.push_back(*std::move(loaded));
      } else {
        complain(loaded.error());
      }
    }
  }
  return all;
}

std::optional<std::string> find_meta(Context& context, const std::string& name,
                                     const std::string& objdir) {
  if (name.ends_with(".meta") && context.disk.stat(name).exists()) {
    return name;
  }
  std::vector<std::string> directories;
  if (!objdir.empty()) {
    directories = {objdir};
  } else {
    directories = {".", "obj"};
  }
  std::string flat = name;
  std::replace(flat.begin(), flat.end(), '/', '_');
  for (const std::string& directory : directories) {
    for (const std::string& form : {name, flat, std::string(fs::basename(name))}) {
      std::string candidate = fs::join(directory, form + ".meta");
      if (context.disk.stat(candidate).is_regular()) {
        return candidate;
      }
    }
  }
  const std::string beside = name + ".meta";
  return context.disk.stat(beside).is_regular() ? std::optional<std::string>(beside) : std::nullopt;
}

std::string objdir_of(const Loaded& loaded) {
  return std::string(fs::dirname(loaded.path));
}

std::string target_path(const Loaded& loaded) {
  const std::string_view target = loaded.file.target;
  if (target.empty() || target.find('(') != std::string_view::npos) {
    return "";
  }
  return meta::fold_dots(fs::join(loaded.file.cwd, target));
}

} // namespace mmk::metatool
