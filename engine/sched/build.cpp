#include "sched/build.hpp"

#include <algorithm>

namespace mmk::sched {

using graph::Attr;
using graph::Target;

void shuffle(Build& build, std::vector<Target*>& targets) {
  const auto is_wait = [](const Target* target) { return target->attrs.has(Attr::wait); };
  for (auto from = targets.begin(); from != targets.end();) {
    const auto to = std::find_if(from, targets.end(), is_wait);
    for (auto left = to - from; left > 1; --left) {
      build.random_state = build.random_state * 1103515245U + 12345U;
      std::swap(from[left - 1], from[(build.random_state >> 8U) % static_cast<unsigned>(left)]);
    }
    from = to == targets.end() ? to : to + 1;
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
