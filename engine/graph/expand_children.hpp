// Sources whose names hold expressions or wildcards are replaced by what they stand for, in the
// scope of the target that is about to be made.
#pragma once

#include "graph/graph.hpp"
#include "graph/suffixes.hpp"

#include <cstddef>

namespace mmk::graph {

/// Expands the target's children from index `first` on, each in its place.
void expand_children(Graph& graph, const Suffixes& suffixes, Target& target, std::size_t first = 0);

} // namespace mmk::graph
