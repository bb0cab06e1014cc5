// Where a target's file is and how old it is: bmake's Dir_UpdateMTime.
#pragma once

#include "graph/archive.hpp"
#include "graph/graph.hpp"
#include "graph/suffixes.hpp"

#include <functional>

namespace mmk::graph {

/// The three services a walk over targets needs besides the Graph.
struct Finder {
  Graph& graph;
  Suffixes& suffixes;
  Archives& archives;
  /// Told when a source named by .depend was found elsewhere: runs .STALE or prints "ignoring stale
  /// ...". May be empty.
  std::function<void(Target& target, const std::string& found)> on_stale = {};
};

/// Looks the target's file up (search path, archives, libraries), sets `path` and `mtime` (0 =
/// absent). `recheck`: ask the disk again.
void update_mtime(Finder& finder, Target& target, bool recheck);

} // namespace mmk::graph
