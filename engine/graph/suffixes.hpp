// Suffixes and transformation rules: finds the implied sources of a target. bmake's Suff_*.
#pragma once

#include "fs/search_path.hpp"
#include "graph/graph.hpp"

#include <memory>
#include <string>
#include <string_view>

namespace mmk::graph {

class Suffixes {
public:
  explicit Suffixes(Graph& graph);
  ~Suffixes();
  Suffixes(const Suffixes&) = delete;
  Suffixes& operator=(const Suffixes&) = delete;

  // --- while reading makefiles
  void clear();                              ///< .SUFFIXES without sources
  void add(std::string_view suffix);         ///< .SUFFIXES: .c
  void set_null(std::string_view suffix);    ///< .NULL
  void add_include(std::string_view suffix); ///< .INCLUDES
  void add_lib(std::string_view suffix);     ///< .LIBS
  [[nodiscard]] bool
  is_transform(std::string_view name) const; ///< ".c.o", or ".c" (single suffix rule)
  Target& add_transform(std::string_view name);
  /// A dependency group with a transformation rule as target ends: a rule without commands does not
  /// transform.
  void end_transform(Target& target);
  /// The search path of a suffix (.PATH.c), nullptr if the suffix is unknown.
  [[nodiscard]] fs::SearchPath* path_of(std::string_view suffix);
  void clear_paths();
  /// After reading: every suffix's path becomes its own followed by .PATH; sets .INCLUDES and
  /// .LIBS.
  void do_paths();

  // --- while making
  /// Finds implied sources, sets .IMPSRC .PREFIX .TARGET and the path, expands children. Once per
  /// target.
  void find_deps(Target& target);
  /// The search path that applies to a target's name (its suffix's, else .PATH).
  [[nodiscard]] const fs::SearchPath& search_path(const Target& target) const;

  [[nodiscard]] std::string names() const; ///< ${.SUFFIXES}: the suffixes in order, blanks between
  [[nodiscard]] std::string dump() const;  ///< -dg / -ds: "#*** Suffixes:" block

private:
  struct State;
  Graph& m_graph;
  std::unique_ptr<State> m_state;
};

} // namespace mmk::graph
