// Tells the report sink what happens to targets; the text of a failed job goes to whoever repeats
// it.
#pragma once

#include "sched/build.hpp"

#include <string_view>

namespace mmk::sched {

/// A target belongs to this run: it counts in the totals if it has commands.
void tell_wanted(Build& build, const graph::Target& target);

/// A target with commands is begun.
void tell_started(Build& build, graph::Target& target);

struct Ending {
  int status = 0; ///< exit code, or 128 + signal
  bool failed = false;
  std::int64_t elapsed_ns = 0;
  std::string_view output; ///< of a failed job, as far as it is known
};
void tell_finished(Build& build, graph::Target& target, const Ending& ending);

/// A target with commands needs nothing.
void tell_up_to_date(Build& build, const graph::Target& target);

} // namespace mmk::sched
