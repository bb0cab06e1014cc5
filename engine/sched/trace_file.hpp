// -T FILE: a line per job started and ended, as bmake appends them.
#pragma once

#include "sched/build.hpp"

#include <string_view>

namespace mmk::sched {

/// `event`: BEG, JOB, DON, END, ERR, INT. Nothing happens without -T.
void trace(Build& build, std::string_view event, const graph::Target* target = nullptr,
           pid_t pid = 0);

} // namespace mmk::sched
