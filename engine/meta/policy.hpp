// The rules a build sets for META_MODE, as plain data: the words of .MAKE.MODE and the values of
// the .MAKE.META.* variables. Whoever knows variables fills it in; nothing here knows variables.
#pragma once

#include "fs/file_system.hpp"

#include <cstdint>
#include <functional>
#include <string>
#include <string_view>
#include <unordered_map>
#include <vector>

namespace mmk::meta {

/// The words of .MAKE.MODE. Words are compared without regard to case; "word=bf" is false if the
/// value begins with 0, n or f, else true.
struct Mode {
  bool compat = false;
  bool normal = false;
  bool meta = false;
  bool curdir_ok = false;         ///< curdirOk=bf: .meta files also when .OBJDIR is .CURDIR
  bool env = false;               ///< save the environment in the .meta file
  bool ignore_cmd = false;        ///< ignore-cmd: commands are never compared
  bool missing_filemon = false;   ///< missing-filemon=bf: no filemon data = out of date
  bool missing_meta = false;      ///< missing-meta=bf: no .meta file = out of date
  bool no_filemon = false;        ///< nofilemon: do not trace
  bool randomize_targets = false; ///< randomize-targets: order of the work is shuffled
  bool read_only = false;         ///< read: use .meta files, write none
  bool silent = false;            ///< silent=bf: commands of targets with a .meta are not echoed
  bool verbose = false;           ///< print .MAKE.META.PREFIX for each target made
  bool not_found = true;          ///< not-found=bf (ours): N records decide
  bool listing = true;            ///< listing=bf (ours): G records decide
  bool memo = true;               ///< memo=bf (ours): remember runs that had nothing to do
  bool digest = false;            ///< digest=bf (ours): content decides, mtimes are a hint
};

/// Unknown words are ignored, as bmake does. not_found and listing are on unless switched off.
[[nodiscard]] Mode parse_mode(std::string_view words);

struct Policy {
  Mode mode;
  std::vector<std::string> bailiwick;       ///< prefixes
  std::vector<std::string> ignore_paths;    ///< prefixes, as given
  std::vector<std::string> ignore_patterns; ///< :M patterns
  /// IGNORE_FILTER: true = ignore the path. Empty function: no filter.
  std::function<bool(std::string_view)> ignore_filter;
  /// The text of IGNORE_FILTER, so that a change of it is noticed.
  std::string ignore_filter_text;
  /// CMP_FILTER: applied to both commands before they are compared. Empty function: no filter.
  std::function<std::string(std::string_view)> cmp_filter;
  std::string tmpdir; ///< ${TMPDIR}; outputs below it may vanish
  /// The tools know no makefiles: they take the ignore rules a record was made under for the
  /// present ones.
  bool trust_recorded_rules = false;

  /// Identifies the ignore rules: two policies that ignore differently have different prints.
  [[nodiscard]] std::uint64_t ignore_fingerprint() const;
};

/// bmake's built-in ignore list, and /sys, whose files are the kernel's state as those of /proc are
/// (javac and cargo read some: how much memory a control group has); to be appended to
/// .MAKE.META.IGNORE_PATHS (then ${TMPDIR}).
[[nodiscard]] std::vector<std::string> default_ignore_paths();

/// Answers "is this path none of our business?" for absolute paths: a prefix in either spelling (as
/// given or with symlinks resolved, on either side), a pattern, or the filter. Remembers
/// directories; one per build.
class PathFilter {
public:
  PathFilter(const fs::FileSystem& file_system, const Policy& policy);

  [[nodiscard]] bool ignored(std::string_view path);
  [[nodiscard]] bool in_bailiwick(std::string_view path) const;
  [[nodiscard]] bool in_tmp(std::string_view path) const;

private:
  [[nodiscard]] bool has_prefix(std::string_view path) const;
  /// Canonical form of the directory of `path`, "" if that is how it is spelt already.
  [[nodiscard]] const std::string& real_directory(std::string_view directory);
  const fs::FileSystem* m_fs;
  const Policy* m_policy;
  std::vector<std::string> m_prefixes; ///< both spellings
  std::vector<std::string> m_bailiwick;
  std::vector<std::string> m_tmp;
  std::unordered_map<std::string, std::string> m_directories; ///< as spelt -> canonical
};

} // namespace mmk::meta
