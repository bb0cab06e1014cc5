// All targets of one Session and the special ones among them. Filled by the reader of dependency
// lines (rules.hpp), completed by suffix search (suffixes.hpp), walked by sched.
#pragma once

#include "base/debug_log.hpp"
#include "base/names.hpp"
#include "fs/search_path.hpp"
#include "fs/stat_cache.hpp"
#include "graph/target.hpp"
#include "lang/variables.hpp"

#include <deque>
#include <string>
#include <string_view>
#include <vector>

namespace mmk::graph {

/// What special targets switch on for everything.
struct Settings {
  bool all_precious = false; ///< .PRECIOUS without sources
  bool no_parallel = false;  ///< .NOTPARALLEL
  bool single_shell = true;
  bool delete_on_error = false; ///< .DELETE_ON_ERROR
  bool posix = false;           ///< .POSIX
  std::string shell_spec;       ///< text of the last .SHELL line, "" if none
};

/// What the graph stands on. All owned by the Session.
struct Services {
  lang::Variables& variables;
  fs::StatCache& files;
  DebugLog& debug;
  lang::Diagnostics& diag;
  Options& options;
};

class Graph {
public:
  explicit Graph(Services services) : m_services(services) {}
  Graph(const Graph&) = delete;
  Graph& operator=(const Graph&) = delete;

  [[nodiscard]] Services& services() { return m_services; }

  [[nodiscard]] Target* find(std::string_view name);
  [[nodiscard]] const Target* find(std::string_view name) const;
  /// The target of that name, created (and appended to .ALLTARGETS) if absent.
  Target& get(std::string_view name);
  /// A node that find() does not see but all() and .ALLTARGETS do: cohorts of '::', .WAIT nodes.
  Target& add_internal(std::string_view name);
  /// A node that nobody sees: transformation rules, .DEFAULT.
  Target& add_unlisted(std::string_view name);
  /// Targets in order of creation, internal ones included.
  [[nodiscard]] const std::vector<Target*>& all() const { return m_order; }

  Settings settings;
  Target* main = nullptr;         ///< first ordinary target
  Target* default_rule = nullptr; ///< .DEFAULT
  Target* begin = nullptr;        ///< .BEGIN, null if not given
  Target* end = nullptr;
  Target* interrupt = nullptr;
  Target* error = nullptr;
  Target* stale = nullptr;

  fs::SearchPath path; ///< .PATH
  fs::SearchRoots roots;

private:
  void list(Target& target);
  [[nodiscard]] Target* at(Name name) const;

  Services m_services;
  std::deque<Target> m_targets;
  DenseMap<Name, Target*> m_by_name; ///< names of targets and variables share the Session's table
  std::vector<Target*> m_order;
};

/// Makes `child` a source of `parent` (both directions), counting it as unmade unless the parent is
/// already being made.
void link(Target& parent, Target& child);

} // namespace mmk::graph
