#include "sched/build.hpp"

#include <algorithm>

namespace mmk::sched {

using graph::Attr;
using graph::Target;

void shuffle(Build& build, std::vector<Target*>& targets) {
  for (std::size_t i = targets.size(); i > 1; --i) {
    build.random_state = build.random_state * 1103515245U + 12345U;
    std::swap(targets[i - 1], targets[(build.random_state >> 8U) % i]);
  }
}

std::string target_value(Build& build, Target& target) {
  auto value = build.variables.value(target.vars, ".TARGET");
  return value ? *value : target.name;
}

bool should_execute(const Build& build, const Target& target) {
  return target.attrs.has(Attr::make) ? !build.options.no_recursive_execute
                                      : !build.options.no_execute;
}

} // namespace mmk::sched
