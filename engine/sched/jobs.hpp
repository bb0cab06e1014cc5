// The walk with -j: targets are made as soon as what they need is made, one shell script per
// target, as many at once as there are tokens. bmake's Make_Run.
#pragma once

#include "sched/build.hpp"

#include <vector>

namespace mmk::sched {

[[nodiscard]] RunResult make_jobs(Build& build, const std::vector<graph::Target*>& targets);

} // namespace mmk::sched
