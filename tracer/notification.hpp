// Seccomp user notifications (seccomp_unotify(2)): the listener's descriptor as an object.
#pragma once

#include "base/unique_fd.hpp"

#include <sys/types.h>

#include <array>
#include <cstdint>
#include <optional>
#include <vector>

namespace mmk::tracer {

struct Notification {
  std::uint64_t id = 0;
  pid_t tid = 0;
  std::uint32_t audit_arch = 0;
  std::uint64_t number = 0;
  std::array<std::uint64_t, 6> args{};
};

class NotificationListener {
public:
  explicit NotificationListener(UniqueFd fd);
  [[nodiscard]] int fd() const { return m_fd.get(); }
  /// The next one; nothing if its sender has died meanwhile.
  [[nodiscard]] std::optional<Notification> receive();
  /// Whether any task with the filter is left. Before Linux 6.11 that cannot be told, since ended
  /// ones count until they are reaped: false.
  [[nodiscard]] bool has_senders() const;
  /// Blocks until there is a next one; nothing once the last sender has gone, or, before
  /// Linux 6.11, `stop` is readable.
  [[nodiscard]] std::optional<Notification> wait_and_receive(int stop);
  /// Both say whether the sender still waited: then what was read of it before is of it.
  bool let_run(const Notification& notification) const;
  bool answer_error(const Notification& notification, int error) const;

private:
  UniqueFd m_fd;
  bool m_ends_with_senders; ///< else receive() might wait for ever once the last one has ended
  std::vector<std::uint64_t> m_buffer; ///< as large as this kernel's seccomp_notif
};

/// How a process ended, asked from its pidfd after it was reaped; nothing on kernels before 6.15.
[[nodiscard]] std::optional<int> exit_status_of(int pidfd);

} // namespace mmk::tracer
