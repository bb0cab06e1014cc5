#include "sched/interrupt.hpp"

#include "sched/compat.hpp"
#include "sched/errors.hpp"

#include <csignal>

namespace mmk::sched {

void interrupt(Build& build, int signal, const std::vector<const graph::Target*>& being_made,
               bool compat) {
  // Jobs in groups of their own did not get the terminal's signal.
  build.launcher.signal_all(signal);
  while (build.launcher.running() > 0) {
    const exec::Event event = build.launcher.wait(-1);
    if (event.kind == exec::Event::Kind::signal) {
      build.launcher.signal_all(SIGKILL);
    }
  }
  for (const graph::Target* const target : being_made) {
    delete_half_made(build, *target, compat);
  }
  graph::Target* const handler = build.graph.find(".INTERRUPT");
  if (signal == SIGINT && handler != nullptr && !build.options.query) {
    build.current = nullptr;
    handler->attrs |= graph::Attr::special;
    handler->made = graph::Made::unmade;
    build.options.ignore_errors = true;
    compat_make(build, *handler, *handler);
  }
  build.sink.flush();
  throw Interrupted{signal};
}

} // namespace mmk::sched
