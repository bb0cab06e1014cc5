#include "fs/search_path.hpp"

#include "fs/glob.hpp"
#include "fs/paths.hpp"

#include <algorithm>

namespace mmk::fs {

namespace {

constexpr std::string_view k_dot_last = ".DOTLAST";

bool contains(const std::vector<std::string>& dirs, std::string_view directory) {
  return std::find(dirs.begin(), dirs.end(), directory) != dirs.end();
}

/// One find_file() call: what is looked for, and where.
struct Search {
  StatCache& cache;
  const SearchPath& path;
  const SearchRoots& roots;
  std::string_view name;
  std::string_view base;
  std::uint64_t base_hash;
  DebugLog& debug;
  bool log;
  bool dot_last;

  [[nodiscard]] bool listed(std::string_view directory) const {
    const DirectoryListing* const names = cache.list(directory);
    return names != nullptr && (base == "." || base == ".." || names->contains(base, base_hash));
  }
  [[nodiscard]] bool is_file(std::string_view file) const {
    if (log) {
      debug.print("checking {} ...\n", file);
    }
    return cache.stat(file).exists();
  }
  /// Calls `probe(directory)` for the path's directories until it gives a value.
  template <class Probe> std::optional<std::string> each_directory(Probe probe) const {
    for (const std::string& directory : path.dirs()) {
      if (directory != k_dot_last) {
        if (std::optional<std::string> found = probe(directory)) {
          return found;
        }
      }
    }
    return std::nullopt;
  }
  /// First(), then the path; the other way round with .DOTLAST.
  template <class Dot, class Probe>
  std::optional<std::string> in_order(Dot dot, Probe probe) const {
    std::optional<std::string> found = dot_last ? each_directory(probe) : dot();
    if (!found) {
      found = dot_last ? dot() : each_directory(probe);
    }
    return found;
  }
};

std::optional<std::string> plain_in_dot(const Search& search) {
  if (search.listed(".")) {
    if (search.log) {
      search.debug.write("   in '.'\n");
    }
    return std::string(search.base);
  }
  if (search.roots.curdir != search.roots.objdir && search.listed(search.roots.curdir)) {
    if (search.log) {
      search.debug.print("   in ${{.CURDIR}} = {}\n", search.roots.curdir);
    }
    return join(search.roots.curdir, search.base);
  }
  return std::nullopt;
}

/// A name without a directory part (or "./name"): answered from the listings alone.
std::optional<std::string> find_plain(const Search& search) {
  std::optional<std::string> found =
      search.in_order([&] { return plain_in_dot(search); },
                      [&](const std::string& directory) -> std::optional<std::string> {
                        if (search.log) {
                          search.debug.print("   {} ...\n", directory);
                        }
                        if (!search.listed(directory)) {
                          return std::nullopt;
                        }
                        std::string file = join(directory, search.base);
                        if (search.log) {
                          search.debug.print("   returning {}\n", file);
                        }
                        return file;
                      });
  ++(found ? search.cache.search_stats.hits : search.cache.search_stats.misses);
  if (!found && search.log) {
    search.debug.write("   failed.\n");
  }
  return found;
}

std::optional<std::string> find_below(const Search& search) {
  if (search.log) {
    search.debug.write("   Trying subdirectories...\n");
  }
  const auto below = [&](const std::string& directory) -> std::optional<std::string> {
    if (directory == ".") {
      return std::nullopt; // the name as it is has its own turn
    }
    std::string file = join(directory, search.name);
    return search.is_file(file) ? std::optional(std::move(file)) : std::nullopt;
  };
  std::optional<std::string> found = search.in_order(
      [&]() -> std::optional<std::string> {
        if (search.is_file(search.name)) {
          return std::string(search.name);
        }
        return search.roots.curdir.empty() ? std::nullopt : below(search.roots.curdir);
      },
      below);
  ++(found ? search.cache.search_stats.near_misses : search.cache.search_stats.misses);
  if (!found && search.log) {
    search.debug.write("   Checked . already, returning NULL\n");
  }
  return found;
}

/// An absolute name: a directory that is on the path answers for its files by its listing.
std::optional<std::string> find_absolute(const Search& search) {
  if (search.log) {
    search.debug.write("   Trying exact path matches...\n");
  }
  const std::string_view directory_part = dirname(search.name);
  const auto exact = [&](const std::string& directory) -> std::optional<std::string> {
    if (search.log) {
      search.debug.print("   {} ...\n", directory);
    }
    if (search.base.empty() || directory != directory_part) {
      return std::nullopt;
    }
    if (!search.listed(directory)) {
      if (search.log) {
        search.debug.write("   must be here but isn't -- returning\n");
      }
      return std::string();
    }
    if (search.log) {
      search.debug.print("   returning {}\n", search.name);
    }
    return std::string(search.name);
  };
  std::optional<std::string> found =
      search.in_order([&] { return exact(search.roots.curdir); }, exact);
  SearchStats& stats = search.cache.search_stats;
  if (found) {
    ++(found->empty() ? stats.misses : stats.hits);
    return found->empty() ? std::nullopt : found;
  }
  if (search.log) {
    search.debug.print("   Looking for \"{}\" ...\n", search.name);
  }
  const bool exists = search.cache.stat(search.name).exists();
  ++(exists ? stats.losers : stats.misses);
  return exists ? std::optional(std::string(search.name)) : std::nullopt;
}

/// One expand_wildcards() call.
struct Expansion {
  StatCache& cache;
  const SearchPath& path;
  const SearchRoots& roots;
  std::vector<std::string>& results;
  DebugLog& debug;
};

/// The entries of `directory` that match, sorted: bmake gives them in the order of its hash table,
/// which nobody can rely on, and builds should be repeatable. Hidden files want an explicit dot.
void match_directory(const Expansion& expansion, std::string_view directory,
                     std::string_view pattern) {
  const DirectoryListing* const names = expansion.cache.list(directory);
  if (names == nullptr) {
    return;
  }
  std::vector<std::string_view> hits;
  names->each([&](std::string_view name) {
    if ((name.front() != '.' || pattern.starts_with('.')) && match(name, pattern)) {
      hits.push_back(name);
    }
  });
  std::sort(hits.begin(), hits.end());
  for (const std::string_view name : hits) {
    expansion.results.push_back(join(directory, name));
  }
}

void expand_along_path(const Expansion& expansion, std::string_view pattern) {
  match_directory(expansion, ".", pattern);
  for (const std::string& directory : expansion.path.dirs()) {
    if (directory != "." && directory != k_dot_last) {
      match_directory(expansion, directory, pattern);
    }
  }
}

void expand_files(const Expansion& expansion, std::string_view pattern) {
  const std::size_t wild = pattern.find_first_of("*?[");
  const std::size_t slash = wild == std::string_view::npos ? wild : pattern.rfind('/', wild);
  if (slash == std::string_view::npos) {
    expand_along_path(expansion, pattern);
    return;
  }
  std::optional<std::string> directory = find_file(expansion.cache, expansion.path, expansion.roots,
                                                   pattern.substr(0, slash + 1), expansion.debug);
  if (directory) {
    while (directory->size() > 1 && directory->back() == '/') {
      directory->pop_back();
    }
    match_directory(expansion, *directory, pattern.substr(slash + 1));
  }
}

/// The position of the '}' that belongs to the '{' at `open`, npos if there is none.
std::size_t closing_brace(std::string_view word, std::size_t open) {
  int depth = 0;
  for (std::size_t at = open; at < word.size(); ++at) {
    if (word[at] == '{') {
      ++depth;
    } else if (word[at] == '}' && --depth == 0) {
      return at;
    }
  }
  return std::string_view::npos;
}

void expand_braces(const Expansion& expansion, std::string_view word, std::size_t open) {
  const std::size_t close = closing_brace(word, open);
  if (close == std::string_view::npos) {
    expansion.results.emplace_back(word);
    return;
  }
  const std::string_view before = word.substr(0, open);
  const std::string_view behind = word.substr(close + 1);
  int depth = 0;
  std::size_t begin = open + 1;
  for (std::size_t at = begin; at <= close; ++at) {
    if (at == close || (word[at] == ',' && depth == 0)) {
      std::string piece = fmt::format("{}{}{}", before, word.substr(begin, at - begin), behind);
      begin = at + 1;
      if (has_wildcards(piece)) {
        expand_wildcards(expansion.cache, expansion.path, expansion.roots, piece, expansion.results,
                         expansion.debug);
      } else {
        expansion.results.push_back(std::move(piece));
      }
    } else if (word[at] == '{') {
      ++depth;
    } else if (word[at] == '}') {
      --depth;
    }
  }
}

} // namespace

void SearchPath::add(StatCache& cache, std::string_view directory) {
  if (directory == "." || directory == k_dot_last || cache.list(directory) != nullptr) {
    add_unchecked(directory);
  }
}

void SearchPath::add_unchecked(std::string_view directory) {
  if (contains(m_dirs, directory)) {
    return;
  }
  if (directory == k_dot_last) {
    m_dirs.insert(m_dirs.begin(), std::string(directory));
  } else {
    m_dirs.emplace_back(directory);
  }
}

void SearchPath::prepend(std::string_view directory) {
  if (!contains(m_dirs, directory)) {
    m_dirs.insert(m_dirs.begin(), std::string(directory));
  }
}

void SearchPath::concat(const SearchPath& other) {
  for (const std::string& directory : other.m_dirs) {
    add_unchecked(directory);
  }
}

std::string SearchPath::to_flags(std::string_view flag) const {
  std::string flags;
  for (const std::string& directory : m_dirs) {
    flags += ' ';
    flags += flag;
    flags += directory;
  }
  return flags;
}

std::string path_value(const SearchPath& path, const SearchRoots& roots) {
  const bool dot_last = contains(path.dirs(), k_dot_last);
  std::string middle;
  for (const std::string& directory : path.dirs()) {
    if (directory != "." && directory != k_dot_last && directory != roots.curdir) {
      middle += ' ';
      middle += directory;
    }
  }
  return dot_last ? fmt::format("{}{} . {}", k_dot_last, middle, roots.curdir)
                  : fmt::format(". {}{}", roots.curdir, middle);
}

std::optional<std::string> find_file(StatCache& cache, const SearchPath& path,
                                     const SearchRoots& roots, std::string_view name,
                                     DebugLog& debug) {
  const std::string_view base = basename(name);
  const Search search{cache,
                      path,
                      roots,
                      name,
                      base,
                      path_hash(base),
                      debug,
                      debug.on(Debug::dir),
                      !path.dirs().empty() && path.dirs().front() == k_dot_last};
  if (search.log) {
    debug.print("Searching for {} ...{}\n", name, search.dot_last ? "[dot last]..." : "");
  }
  const std::size_t slash = name.rfind('/');
  if (slash == std::string_view::npos || (slash == 1 && name.front() == '.' && name.size() > 2)) {
    return find_plain(search);
  }
  return is_absolute(name) ? find_absolute(search) : find_below(search);
}

void expand_wildcards(StatCache& cache, const SearchPath& path, const SearchRoots& roots,
                      std::string_view pattern, std::vector<std::string>& results,
                      DebugLog& debug) {
  if (debug.on(Debug::dir)) {
    debug.print("Expanding \"{}\"... ", pattern);
  }
  const Expansion expansion{cache, path, roots, results, debug};
  if (const std::size_t brace = pattern.find('{'); brace != std::string_view::npos) {
    expand_braces(expansion, pattern, brace);
  } else {
    expand_files(expansion, pattern);
  }
  if (debug.on(Debug::dir)) {
    debug.print("{}\n", fmt::join(results, " "));
  }
}

} // namespace mmk::fs
