#include "cli/session.hpp"

#include "cli/command_line.hpp"
#include "cli/directories.hpp"
#include "cli/session_state.hpp"
#include "sched/compat.hpp"
#include "sched/errors.hpp"
#include "sched/interrupt.hpp"
#include "sched/jobs.hpp"

#include <new>

namespace mmk::cli {

Session::Session(const Host& host, SessionParts parts)
    : m_state(std::make_unique<State>(host, parts)) {}
Session::~Session() = default;

ExitStatus Session::run() {
  ExitStatus exit;
  State& s = *m_state;
  try {
    exit.status = s.run();
  } catch (const UsageError& error) {
    s.sink.flush();
    if (!error.text.empty()) {
      s.sink.err(s.diag.program() + ": " + error.text + "\n");
    }
    if (error.show_usage) {
      s.sink.err(usage_text(s.usage_name()));
    }
    exit.status = 2;
  } catch (const FatalError& error) {
    if (!error.text.empty()) {
      s.sink.flush();
      s.sink.err(error.text + "\n" + s.diag.take_callers());
      s.print_stopped();
    }
    exit.status = error.status;
  } catch (const std::bad_alloc&) {
    s.sink.flush();
    s.sink.err(s.diag.program() + ": out of memory\n");
    exit.status = 2;
  } catch (const sched::Interrupted& interrupted) {
    exit.signal = interrupted.signal;
    exit.status = 128 + interrupted.signal;
  }
  s.finish();
  if (exit.status == 0) {
    s.remember_noop();
  }
  return exit;
}

} // namespace mmk::cli
