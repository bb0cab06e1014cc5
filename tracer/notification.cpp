#include "tracer/notification.hpp"

#include <linux/seccomp.h>
#include <poll.h>
#include <sys/ioctl.h>
#include <sys/syscall.h>
#include <sys/utsname.h>
#include <unistd.h>

#include <algorithm>
#include <array>
#include <cerrno>
#include <cstdio>
#include <cstring>

namespace mmk::tracer {

namespace {

// Newer than Debian 12's headers: both sides of a notification then run on one CPU, which saves the
// wake-up of another.
constexpr unsigned long k_set_flags = _IOW('!', 4, std::uint64_t);
constexpr std::uint64_t k_sync_wake_up = 1;

/// linux/pidfd.h of 6.15, first version.
struct PidfdInfo {
  std::uint64_t mask;
  std::uint64_t cgroup;
  std::uint32_t ids[11];
  std::int32_t exit_code;
};
constexpr unsigned long k_pidfd_get_info = _IOWR(0xFF, 11, PidfdInfo);
constexpr std::uint64_t k_info_exit = 1U << 3U;

/// Before Linux 6.11 tasks counted as senders until they were reaped, and receiving waited for ever
/// when the last one had gone.
bool ends_count_at_once() {
  utsname system{};
  unsigned int major = 0;
  unsigned int minor = 0;
  return ::uname(&system) == 0 && std::sscanf(system.release, "%u.%u", &major, &minor) == 2 &&
         (major > 6 || (major == 6 && minor >= 11));
}

} // namespace

NotificationListener::NotificationListener(UniqueFd fd)
    : m_fd(std::move(fd)), m_ends_with_senders(ends_count_at_once()) {
  seccomp_notif_sizes sizes{};
  if (::syscall(SYS_seccomp, SECCOMP_GET_NOTIF_SIZES, 0, &sizes) != 0) {
    sizes.seccomp_notif = sizeof(seccomp_notif);
  }
  const std::size_t size = std::max<std::size_t>(sizes.seccomp_notif, sizeof(seccomp_notif));
  m_buffer.resize((size + sizeof(std::uint64_t) - 1) / sizeof(std::uint64_t));
  ::ioctl(m_fd.get(), k_set_flags, k_sync_wake_up);
}

std::optional<Notification> NotificationListener::receive() {
  std::fill(m_buffer.begin(), m_buffer.end(), 0); // the kernel insists
  while (::ioctl(m_fd.get(), SECCOMP_IOCTL_NOTIF_RECV, m_buffer.data()) != 0) {
    if (errno != EINTR) {
      return std::nullopt;
    }
  }
  seccomp_notif raw;
  std::memcpy(&raw, m_buffer.data(), sizeof(raw));
  Notification result;
  result.id = raw.id;
  result.tid = static_cast<pid_t>(raw.pid);
  result.audit_arch = raw.data.arch;
  result.number = static_cast<std::uint32_t>(raw.data.nr);
  for (std::size_t i = 0; i < result.args.size(); ++i) {
    result.args[i] = raw.data.args[i];
  }
  return result;
}

bool NotificationListener::has_senders() const {
  pollfd state{m_fd.get(), 0, 0};
  return m_ends_with_senders && ::poll(&state, 1, 0) == 0; // POLLHUP comes unasked
}

std::optional<Notification> NotificationListener::wait_and_receive(int stop) {
  for (;;) {
    std::array<pollfd, 2> fds{{{m_fd.get(), POLLIN, 0}, {stop, POLLIN, 0}}};
    while (!m_ends_with_senders && ::poll(fds.data(), fds.size(), -1) < 0) { // EINTR
    }
    if (!m_ends_with_senders && (fds[0].revents & POLLIN) == 0) {
      return std::nullopt;
    }
    if (std::optional<Notification> notification = receive()) {
      return notification;
    }
    if (m_ends_with_senders && !has_senders()) { // else its sender has been killed
      return std::nullopt;
    }
  }
}

bool NotificationListener::let_run(const Notification& notification) const {
  seccomp_notif_resp response{};
  response.id = notification.id;
  response.flags = SECCOMP_USER_NOTIF_FLAG_CONTINUE;
  return ::ioctl(m_fd.get(), SECCOMP_IOCTL_NOTIF_SEND, &response) == 0;
}

bool NotificationListener::answer_error(const Notification& notification, int error) const {
  seccomp_notif_resp response{};
  response.id = notification.id;
  response.error = -error;
  return ::ioctl(m_fd.get(), SECCOMP_IOCTL_NOTIF_SEND, &response) == 0;
}

std::optional<int> exit_status_of(int pidfd) {
  PidfdInfo info{};
  info.mask = k_info_exit;
  if (::ioctl(pidfd, k_pidfd_get_info, &info) != 0 || (info.mask & k_info_exit) == 0) {
    return std::nullopt;
  }
  return info.exit_code;
}

} // namespace mmk::tracer
