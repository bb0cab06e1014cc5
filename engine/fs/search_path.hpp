// .PATH and friends: an ordered list of directories in which names are looked up. Knows
// directories, not targets.
#pragma once

#include "base/debug_log.hpp"
#include "fs/stat_cache.hpp"

#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace mmk::fs {

class SearchPath {
public:
  void clear() { m_dirs.clear(); }
  /// Appends unless present. Directories that do not exist are not added (bmake's rule), except "."
  /// and ".DOTLAST".
  void add(StatCache& cache, std::string_view directory);
  /// Adds even if it does not exist at this moment.
  void add_unchecked(std::string_view directory);
  void prepend(std::string_view directory);
  void concat(const SearchPath& other);
  [[nodiscard]] const std::vector<std::string>& dirs() const { return m_dirs; }
  [[nodiscard]] bool empty() const { return m_dirs.empty(); }
  /// "-Ia -Ib" for .INCLUDES/.LIBS: each directory behind `flag`, a blank before each.
  [[nodiscard]] std::string to_flags(std::string_view flag) const;

private:
  std::vector<std::string> m_dirs; ///< ".DOTLAST" is kept as an entry, as in ${.PATH}
};

/// Where names are looked for besides a SearchPath: the current and the object directory. Both
/// absolute.
struct SearchRoots {
  std::string curdir;
  std::string objdir;
};

/// The value of ${.PATH}: "." and .CURDIR in front of the path's directories, or behind them with
/// .DOTLAST.
[[nodiscard]] std::string path_value(const SearchPath& path, const SearchRoots& roots);

/// Finds `name` as bmake's Dir_FindFile does: "." first (objdir, then curdir) unless .DOTLAST, then
/// the path in order; a name with a directory part is tried as it is and below each entry. Gives
/// the spelling bmake would show.
[[nodiscard]] std::optional<std::string> find_file(StatCache& cache, const SearchPath& path,
                                                   const SearchRoots& roots, std::string_view name,
                                                   DebugLog& debug);

/// Expands * ? [...] {a,b} along the path as bmake's SearchPath_Expand does; words in the order
/// bmake gives (sorted per directory in later versions). Results are appended; a pattern without a
/// match gives nothing.
void expand_wildcards(StatCache& cache, const SearchPath& path, const SearchRoots& roots,
                      std::string_view pattern, std::vector<std::string>& results, DebugLog& debug);

} // namespace mmk::fs
