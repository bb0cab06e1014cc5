// What the subcommands share: finding .meta files, reading them, and where output goes.
#pragma once

#include "base/result.hpp"
#include "fs/file_system.hpp"
#include "meta/meta_file.hpp"
#include "meta/uses.hpp"

#include <memory>
#include <optional>
#include <string>
#include <vector>

namespace mmk::metatool {

/// Exit statuses of all subcommands.
inline constexpr int k_ok = 0;
inline constexpr int k_findings = 1;
inline constexpr int k_error = 2;

/// The seam to the process: everything a subcommand reads and writes.
struct Context {
  fs::FileSystem& disk;
  std::string out; ///< for standard output
  std::string err; ///< for standard error
  TimeStamp now;
};

/// A .meta file in memory; `file` points into `bytes`.
struct Loaded {
  std::string path; ///< absolute
  std::string bytes;
  meta::MetaFile file;
};

/// Reads one; errors name file and line.
[[nodiscard]] Result<std::unique_ptr<Loaded>> load(Context& context, const std::string& path);
/// Reads all of `names`: .meta files, directories (their *.meta), @LIST files. What cannot be read
/// is reported and counted in `failures`. No names: the current directory.
[[nodiscard]] std::vector<std::unique_ptr<Loaded>>
load_all(Context& context, const std::vector<std::string>& names, int& failures);

/// Where the .meta file of `name` is: `name` itself if it is one, else NAME.meta in `objdir`, or,
/// if that is empty, in the current directory or its obj directory. nullopt: nowhere.
[[nodiscard]] std::optional<std::string> find_meta(Context& context, const std::string& name,
                                                   const std::string& objdir);

[[nodiscard]] std::string absolute_path(const Context& context, const std::string& name);
/// Directory of the .meta file, that is, the object directory.
[[nodiscard]] std::string objdir_of(const Loaded& loaded);
/// The absolute path of the target's file ("" if the target is no file as far as one can see).
[[nodiscard]] std::string target_path(const Loaded& loaded);

} // namespace mmk::metatool
