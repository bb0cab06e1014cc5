// The texts of -dg1, -dg2 and -dg3: the whole graph with variables, directories and suffixes, in
// bmake's shape.
#pragma once

#include "graph/graph.hpp"
#include "graph/suffixes.hpp"

#include <cstdint>
#include <string>

namespace mmk::graph {

/// Which moment the graph is shown at: before anything is made it has no states to tell.
enum class DumpPass : std::uint8_t { input = 1, after_making = 2, error = 3 };

/// The whole block, from "#*** Input graph:" to the transformation rules.
[[nodiscard]] std::string dump_graph(Graph& graph, const Suffixes& suffixes, DumpPass pass);

/// "NAME, unmade, type OP_DEPENDS|..., flags none": the one-line description that -dg and -dp use,
/// without leading "# " and without newline.
[[nodiscard]] std::string describe(const Target& target);

/// "OP_DEPENDS|OP_PHONY" or "none".
[[nodiscard]] std::string type_names(Attrs attrs);
/// "up-to-date" and the like.
[[nodiscard]] std::string_view made_name(Made made);

} // namespace mmk::graph
