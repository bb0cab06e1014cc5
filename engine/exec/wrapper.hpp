// Shell scripts that only hand their arguments to another program, as egrep hands its to grep -E.
#pragma once

#include "tracer/api.hpp"

namespace mmk::exec {

/// If `process` runs such a script, the program and the arguments that it leads to take its place.
void skip_wrapper(tracer::Command& process);

} // namespace mmk::exec
