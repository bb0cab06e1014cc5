// How the kernel schedules a tracer's threads.
#pragma once

namespace mmk::tracer {

/// Lets the calling thread, and those it starts, run as soon as they are woken: somebody they watch
/// stands still until they have. They ask for short turns, and whoever does may interrupt the
/// longer turn of another (EEVDF, Linux 6.12; on a busy machine that is most of what ptrace's stops
/// cost). Their share of the processor stays the same. Not before the command has been forked,
/// which would inherit it.
void take_short_turns();

} // namespace mmk::tracer
