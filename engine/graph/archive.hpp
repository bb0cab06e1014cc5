// Archives and their members: `lib.a(member.o)` words and -lfoo libraries. Reads ar(1) files, never
// writes data into them except dates.
#pragma once

#include "graph/graph.hpp"

#include <string>
#include <string_view>
#include <vector>

namespace mmk::graph {

/// Parses "lib(a b c)" at the start of `text` (expressions are expanded in `scope`), appends a
/// target per member and advances `text` behind it. False: malformed (reported).
[[nodiscard]] bool parse_archive(Graph& graph, std::string_view& text, lang::Scope& scope,
                                 std::vector<Target*>& members);

/// Modification time of an archive member / of a library's table of contents; 0 if absent. Cached
/// per archive.
class Archives {
public:
  explicit Archives(Graph& graph) : m_graph(&graph) {}
  [[nodiscard]] TimeStamp member_mtime(const Target& target);
  /// -lfoo: finds libfoo.a along the path and sets target.path and .TARGET.
  void find_library(Target& target, const fs::SearchPath& path);
  [[nodiscard]] bool library_out_of_date(const Target& target);
  [[nodiscard]] Result<> touch_member(const Target& target);
  [[nodiscard]] Result<> touch_library(const Target& target);

private:
  struct Contents;
  Graph* m_graph;
};

} // namespace mmk::graph
