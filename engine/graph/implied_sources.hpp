// The search for the implied source of one target: which file or target, by way of which chain of
// suffix rules. Knows the rules as data (transform_table.hpp), not how they were declared.
#pragma once

#include "graph/graph.hpp"
#include "graph/suffixes.hpp"
#include "graph/transform_table.hpp"

#include <memory>
#include <string>
#include <string_view>
#include <vector>

namespace mmk::graph {

class ImpliedSources {
public:
  ImpliedSources(Graph& graph, Suffixes& suffixes, TransformTable& table);
  ~ImpliedSources();
  ImpliedSources(const ImpliedSources&) = delete;
  ImpliedSources& operator=(const ImpliedSources&) = delete;

  /// Suffixes::find_deps().
  void find(Target& target);

private:
  /// A file that the target could be made from, and what it would be turned into.
  struct Candidate {
    std::string file;
    std::string_view prefix; ///< of the target's name: the chain shares it
    Suffix* suffix = nullptr;
    int parent = -1; ///< index of what this one is turned into, -1 for the target itself
    Target* node = nullptr;
  };
  struct Search; ///< the candidates of one target

  void find_library(Target& target);
  void find_member(Target& target);
  void find_regular(Target& target);
  void collect(Search& search, Target& target);
  void add_sources(Search& search, int parent);
  [[nodiscard]] int first_that_exists(Search& search);
  [[nodiscard]] int among_children(Search& search, int top, Target& target);
  void apply_chain(Search& search, int bottom, Target& target);
  bool apply_transform(Target& target, Target& source, Suffix& to, Suffix& from);
  void find_on_path(Target& target, Suffix* suffix, std::string_view prefix);
  [[nodiscard]] bool is_new(const Search& search, std::size_t next) const;
  void set(Target& target, std::string_view variable, std::string_view value);
  void set_target_and_prefix(Target& target, std::string_view name, std::string_view prefix);

  /// Looked up once: each target gets these two.
  struct LocalVariable {
    std::string_view name;
    Name id;
  };
  [[nodiscard]] LocalVariable local_variable(std::string_view name);

  Graph& m_graph;
  Suffixes& m_suffixes;
  TransformTable& m_table;
  LocalVariable m_target;
  LocalVariable m_prefix;
  std::unique_ptr<Search> m_search; ///< kept for its memory: there is one search per target
};

} // namespace mmk::graph
