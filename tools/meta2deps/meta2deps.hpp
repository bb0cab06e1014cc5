// From .meta files to the directories that have to be built first: what mk's meta2deps.py prints,
// byte for byte. Line oriented on purpose: it sees what that script sees, also in damaged files.
// Knows nothing of targets or of being out of date.
#pragma once

#include "base/result.hpp"
#include "fs/stat_cache.hpp"

#include <optional>
#include <string>
#include <string_view>
#include <unordered_map>
#include <unordered_set>
#include <vector>

namespace mmk::meta2deps {

/// The options; names as in the script's manual.
struct Config {
  std::vector<std::string> srctops;       ///< -S
  std::vector<std::string> objroots;      ///< -O
  std::vector<std::string> excludes;      ///< -X
  std::string machine;                    ///< -m
  std::string target_spec;                ///< -T
  std::optional<std::string> host_target; ///< -H
  std::optional<std::string> curdir;      ///< -C
  std::string reldir;                     ///< -R
  std::string dpdeps;                     ///< -D; "" = none
  int debug = 0;                          ///< -d, may be repeated
  bool quiet = false;                     ///< -q
};

/// Reads .meta files one after the other and collects what they depend on.
class Collector {
public:
  Collector(fs::FileSystem& file_system, Config config);

  /// Errors: what makes the script give up ("NAME:LINE: what").
  [[nodiscard]] Result<> add_file(const std::string& name);
  /// The same for bytes already read.
  [[nodiscard]] Result<> add_text(const std::string& name, std::string_view text);

  /// Both lists as the script prints them.
  [[nodiscard]] std::string output() const;
  /// Lines for the DPDEPS file, "" if there is no RELDIR to put into it.
  [[nodiscard]] std::string file_depends() const;
  /// What -d asks for: an "Add" line per new entry.
  [[nodiscard]] const std::string& debug_text() const { return m_debug; }

private:
  using Words = std::vector<std::string_view>;
  struct Parse; ///< state within one file

  [[nodiscard]] Result<> set_up();
  [[nodiscard]] Result<> trim_objroots();
  void derive_reldir();
  [[nodiscard]] Result<> line(Parse& parse, const Words& words);
  [[nodiscard]] Result<> header_line(Parse& parse, const Words& words);
  [[nodiscard]] Result<> fork(Parse& parse, const Words& words);
  [[nodiscard]] Result<> chdir(Parse& parse, const Words& words);
  [[nodiscard]] Result<> path(Parse& parse, std::string_view name, std::string_view letter,
                              std::string_view input);
  [[nodiscard]] bool source(std::string_view base, const std::string& dir,
                            const std::string& real_dir);
  [[nodiscard]] Result<> object(const std::string& dir, const std::string& real_dir,
                                const std::string& full, std::string_view input);
  [[nodiscard]] Result<std::string> object_dependency(const std::string& objroot,
                                                      const std::string& dir,
                                                      const std::string& full,
                                                      std::string_view input);
  [[nodiscard]] Result<std::string> read_dirdep(const std::string& file);

  [[nodiscard]] bool exists(const std::string& name);
  [[nodiscard]] std::optional<std::string> resolve(std::string_view name, const std::string& cwd,
                                                   const std::string& latest);
  [[nodiscard]] std::optional<std::string> absolute(std::string_view name, const std::string& cwd,
                                                    const std::string& latest);
  [[nodiscard]] std::string real_path(const std::string& name);
  void see(std::string_view name) { m_seen.emplace(name); }
  [[nodiscard]] bool seen(std::string_view name) const {
    return m_seen.find(std::string(name)) != m_seen.end();
  }
  void add(std::vector<std::string>& list, std::unordered_set<std::string>& known,
           std::string_view what, std::string_view data);

  fs::StatCache m_stats;
  Config m_config;
  bool m_is_set_up = false;
  std::vector<std::string> m_srctops;
  std::vector<std::string> m_objroots;
  std::unordered_set<std::string> m_seen;
  std::vector<std::string> m_obj_deps;
  std::vector<std::string> m_src_deps;
  std::vector<std::string> m_file_deps;
  std::unordered_set<std::string> m_known_obj;
  std::unordered_set<std::string> m_known_src;
  std::unordered_set<std::string> m_known_file;
  std::string m_name;
  std::string m_debug;
};

/// realpath(3) that keeps what does not exist (as the script's language has it).
[[nodiscard]] std::string lenient_realpath(fs::StatCache& stats, const std::string& name);
/// Words of a line, split at any white space, Unicode's included.
[[nodiscard]] std::vector<std::string_view> split_words(std::string_view line);
/// Canonical text of an integer ("+07" -> "7"), nullopt if it is none.
[[nodiscard]] std::optional<std::string> parse_integer(std::string_view word);
/// Folds ".." and "." and "//" without looking at the disk.
[[nodiscard]] std::string clean_path(std::string_view name);

} // namespace mmk::meta2deps
