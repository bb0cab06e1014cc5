// Before anything is made: .USE rules are applied and implied sources found for the whole tree
// below the wanted targets. bmake's Make_ExpandUse.
#pragma once

#include "sched/build.hpp"

#include <vector>

namespace mmk::sched {

void expand_use(Build& build, const std::vector<graph::Target*>& targets);

} // namespace mmk::sched
