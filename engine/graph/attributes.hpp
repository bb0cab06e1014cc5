// How debugging output (-dp, -dg, -dm) writes attributes and states of targets.
#pragma once

#include "graph/target.hpp"

#include <string>
#include <string_view>

namespace mmk::graph {

/// "OP_DEPENDS|OP_PHONY", "none" for no attribute.
[[nodiscard]] std::string attribute_names(Attrs attributes);
/// "REMAKE|FROM_DEPEND", "none" for no flag.
[[nodiscard]] std::string flag_names(const Target& target);
[[nodiscard]] std::string_view made_name(Made made);
/// "name#2": the name, and the number if it is one of several rules of a '::' target.
[[nodiscard]] std::string numbered_name(const Target& target);
/// "# name, unmade, type OP_DEPENDS, flags none\n"
[[nodiscard]] std::string summary(const Target& target);

} // namespace mmk::graph
