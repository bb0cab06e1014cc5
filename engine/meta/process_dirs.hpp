// Where each process of a record stood: follows C and F records so that relative paths can be
// resolved. Knows directories only.
#pragma once

#include "fs/file_system.hpp"
#include "meta/record.hpp"

#include <cstdint>
#include <string>
#include <string_view>
#include <unordered_map>

namespace mmk::meta {

class ProcessDirs {
public:
  /// `file_system` (may be null) resolves ".." in chdir(2) arguments physically, as the kernel did.
  ProcessDirs(const fs::FileSystem* file_system, std::string make_cwd)
      : m_fs(file_system), m_make_cwd(std::move(make_cwd)) {}

  /// C and F change what is known; other records are ignored.
  void feed(const Record& record);
  [[nodiscard]] const std::string& cwd(std::int64_t pid) const;
  /// The directory the process opened last: the place an openat(2) relative to a descriptor may
  /// have meant in records of other tracers. "" if none.
  [[nodiscard]] const std::string& latest(std::int64_t pid) const;
  void set_latest(std::int64_t pid, std::string directory);
  [[nodiscard]] const std::string& make_cwd() const { return m_make_cwd; }

  /// `path` as an absolute one by the process's own cwd ("." and "//" folded, ".." kept: it may
  /// follow a symlink).
  [[nodiscard]] std::string absolute(std::int64_t pid, std::string_view path) const;

private:
  struct Dirs {
    std::string cwd;
    std::string latest;
  };
  const fs::FileSystem* m_fs;
  std::string m_make_cwd;
  std::unordered_map<std::int64_t, Dirs> m_dirs;
};

/// Folds "." components and "//" but not "..".
[[nodiscard]] std::string fold_dots(std::string_view absolute_path);

/// `path` is `directory` or lies below it; by text alone.
[[nodiscard]] bool is_below(std::string_view path, std::string_view directory);

} // namespace mmk::meta
