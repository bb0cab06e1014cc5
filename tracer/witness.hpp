// Learns the outcome of a call whose end nobody reports: by what its names led to before and after.
// Only the notification back end needs this; ptrace sees results.
#pragma once

#include "tracer/look_up.hpp"
#include "tracer/model.hpp"

#include <sys/stat.h>

#include <cstdint>
#include <string>

namespace mmk::tracer {

/// What a name led to at one moment.
struct Seen {
  int error = 0; ///< of stat(2); 0: `st` is valid
  struct stat st {};
  [[nodiscard]] bool missing() const;
  [[nodiscard]] bool same_file(const Seen& other) const;
};

/// Taken when a pending call is about to run.
class Witness {
public:
  Witness() = default;
  /// May complete thread.pending with what only the call's end would have shown.
  explicit Witness(Thread& thread);
  /// The call has ended: its result, or a likely errno.
  [[nodiscard]] std::int64_t result(const Thread& thread) const;

private:
  [[nodiscard]] std::int64_t result_of_open(const PendingCall& pending) const;
  [[nodiscard]] std::int64_t result_of_change(const Thread& thread) const;

  Seen m_first;  ///< the (first) path
  Seen m_second; ///< of rename and link: the new name
  View m_view;
  View m_view2;
  bool m_permitted = true;
};

/// Watches over an execve: did it replace the program?
class ExecWitness {
public:
  ExecWitness() = default;
  ExecWitness(const Thread& thread, const std::string& image);
  [[nodiscard]] bool happened(pid_t process) const;

private:
  Seen m_old_image;
  Seen m_new_image;
  std::uint64_t m_old_stack = 0;
};

} // namespace mmk::tracer
