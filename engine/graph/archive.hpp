// Archives and their members: `lib.a(member.o)` words and -lfoo libraries. Reads ar(1) files, never
// writes data into them except dates.
#pragma once

#include "graph/graph.hpp"

#include <memory>
#include <string>
#include <string_view>
#include <unordered_map>
#include <vector>

namespace mmk::graph {

/// Parses "lib(a b c)" at the start of `text` (expressions are expanded in `scope`), appends a
/// target per member and advances `text` behind it. False: malformed (reported).
[[nodiscard]] bool parse_archive(Graph& graph, std::string_view& text, lang::Scope& scope,
                                 std::vector<Target*>& members);

/// -lfoo: finds libfoo.a along the path and sets target.path and .TARGET.
void locate_library(Graph& graph, Target& target, const fs::SearchPath& path);

/// Modification time of an archive member / of a library's table of contents; 0 if absent. Cached
/// per archive for as long as the archive's own time and size stay the same.
class Archives {
public:
  explicit Archives(Graph& graph);
  ~Archives();
  Archives(const Archives&) = delete;
  Archives& operator=(const Archives&) = delete;

  /// `target` is an archive(member) target with .ARCHIVE and .MEMBER set.
  [[nodiscard]] TimeStamp member_mtime(const Target& target);
  void find_library(Target& target, const fs::SearchPath& path) {
    locate_library(*m_graph, target, path);
  }
  [[nodiscard]] bool library_out_of_date(const Target& target);
  [[nodiscard]] Result<> touch_member(const Target& target);
  [[nodiscard]] Result<> touch_library(const Target& target);

private:
  struct Contents;
  [[nodiscard]] const Contents& contents(const std::string& archive);
  [[nodiscard]] Result<> set_date(const std::string& archive, std::size_t offset);

  Graph* m_graph;
  std::unordered_map<std::string, std::unique_ptr<Contents>> m_archives;
};

/// Archive and member part of "archive(member)"; both "" if `name` has another shape.
struct ArchiveName {
  std::string_view archive;
  std::string_view member;
};
[[nodiscard]] ArchiveName split_archive_name(std::string_view name);

} // namespace mmk::graph
