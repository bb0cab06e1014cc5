// Where a target's file is and how old it is: bmake's Dir_UpdateMTime.
#pragma once

#include "graph/archive.hpp"
#include "graph/graph.hpp"
#include "graph/suffixes.hpp"

namespace mmk::graph {

/// The three services a walk over targets needs besides the Graph.
struct Finder {
  Graph& graph;
  Suffixes& suffixes;
  Archives& archives;
};

/// Looks the target's file up (search path, archives, libraries), sets `path` and `mtime` (0 =
/// absent). `recheck`: ask the disk again.
void update_mtime(Finder& finder, Target& target, bool recheck);

} // namespace mmk::graph
