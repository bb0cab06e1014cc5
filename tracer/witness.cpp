#include "tracer/witness.hpp"

#include "tracer/look_up.hpp"
#include "tracer/proc.hpp"

#include <climits>

#include <fcntl.h>
#include <unistd.h>

#include <array>
#include <cerrno>
#include <optional>
#include <string_view>

namespace mmk::tracer {

namespace {

Seen see(const View& view, bool follow) {
  Seen seen;
  if (::fstatat(view.dirfd, view.path.c_str(), &seen.st, follow ? 0 : AT_SYMLINK_NOFOLLOW) != 0) {
    seen.error = errno;
  }
  return seen;
}

Seen see_proc(pid_t tid, const std::string& name) {
  return see({nullptr, AT_FDCWD, proc_path(tid, name)}, true);
}

bool names_link_itself(CallKind kind) {
  return kind == CallKind::remove || kind == CallKind::rename || kind == CallKind::make ||
         kind == CallKind::look_up_link || kind == CallKind::read_link || kind == CallKind::link;
}

bool is_open(CallKind kind) {
  return kind == CallKind::open || kind == CallKind::open_how || kind == CallKind::create ||
         kind == CallKind::open_handle;
}

bool writes(const PendingCall& pending) {
  return pending.call->kind == CallKind::truncate ||
         (is_open(pending.call->kind) &&
          ((pending.flags & O_ACCMODE) != O_RDONLY || (pending.flags & O_TRUNC) != 0));
}

bool reads(const PendingCall& pending) {
  return is_open(pending.call->kind) && (pending.flags & O_ACCMODE) != O_WRONLY &&
         (pending.flags & O_PATH) == 0;
}

/// By the mode bits and the process's own credentials, since access(2) would ask for the tracer.
bool mode_permits(const Thread& thread, const struct stat& st, unsigned int wanted) {
  const std::optional<Credentials> who = read_credentials(thread.tid);
  if (!who || who->user == 0) {
    return true;
  }
  if (st.st_uid == who->user) {
    return ((st.st_mode >> 6U) & wanted) == wanted;
  }
  const bool in_group = who->groups.contains(st.st_gid);
  return ((in_group ? st.st_mode >> 3U : st.st_mode) & wanted) == wanted;
}

bool permits(const Thread& thread, const View& view, const Seen& seen) {
  const unsigned int wanted =
      (writes(thread.pending) ? W_OK : 0U) | (reads(thread.pending) ? R_OK : 0U);
  if (seen.error != 0 || wanted == 0) {
    return true;
  }
  if (!thread.process->plain) {
    return mode_permits(thread, seen.st, wanted);
  }
  return ::faccessat(view.dirfd, view.path.c_str(), static_cast<int>(wanted), AT_EACCESS) == 0;
}

/// /proc/self and /dev/fd, as this thread means them.
std::string for_asker(const Thread& thread, std::string path) {
  const auto replace = [&](std::string_view prefix, const std::string& with) {
    if (path.starts_with(prefix)) {
      path.replace(0, prefix.size(), with);
    }
  };
  const pid_t pid = thread.process->pid;
  replace("/proc/self/", proc_path(pid, ""));
  replace("/proc/thread-self/", proc_path(thread.tid, ""));
  replace("/dev/fd/", proc_path(pid, "fd/"));
  replace("/dev/stdin", proc_path(pid, "fd/0"));
  replace("/dev/stdout", proc_path(pid, "fd/1"));
  replace("/dev/stderr", proc_path(pid, "fd/2"));
  return path;
}

/// A name without links, below /proc/self or otherwise.
std::optional<std::string> true_name(const View& view) {
  const UniqueFd fd(::openat(view.dirfd, view.path.c_str(), O_PATH | O_CLOEXEC));
  return fd.valid() ? proc_link(::gettid(), "fd/" + std::to_string(fd.get())) : std::nullopt;
}

/// Opens what the process opens by handle: there is no name to look at.
std::optional<std::string> name_of_handle(const Thread& thread) {
  const PendingCall& pending = thread.pending;
  std::array<char, sizeof(file_handle) + MAX_HANDLE_SZ> space{};
  auto* handle = reinterpret_cast<file_handle*>(space.data());
  if (!read_bytes(thread.tid, pending.args[1], handle, sizeof(file_handle)) ||
      handle->handle_bytes > MAX_HANDLE_SZ ||
      !read_bytes(thread.tid, pending.args[1], handle,
                  sizeof(file_handle) + handle->handle_bytes)) {
    return std::nullopt;
  }
  const auto mount = static_cast<int>(static_cast<std::uint32_t>(pending.args[0]));
  const std::string where = mount == AT_FDCWD ? "cwd" : "fd/" + std::to_string(mount);
  const UniqueFd dir(::open(proc_path(thread.tid, where).c_str(), O_RDONLY | O_CLOEXEC));
  const UniqueFd fd(::open_by_handle_at(dir.get(), handle, O_PATH | O_CLOEXEC));
  return fd.valid() ? proc_link(::gettid(), "fd/" + std::to_string(fd.get())) : std::nullopt;
}

} // namespace

bool Seen::missing() const {
  return error == ENOENT || error == ENOTDIR;
}

bool Seen::same_file(const Seen& other) const {
  return error == 0 && other.error == 0 && st.st_ino == other.st.st_ino &&
         st.st_dev == other.st.st_dev;
}

Witness::Witness(Thread& thread) {
  PendingCall& pending = thread.pending;
  const CallKind kind = pending.call->kind;
  if (kind == CallKind::open_handle) {
    pending.path = name_of_handle(thread).value_or("");
  }
  m_view = view_of(thread, for_asker(thread, pending.path));
  const bool no_follow = is_open(kind) && (pending.flags & O_NOFOLLOW) != 0;
  m_first = see(m_view, !names_link_itself(kind) && !no_follow);
  if (!pending.path2.empty()) {
    m_view2 = view_of(thread, pending.path2);
    m_second = see(m_view2, false);
  }
  m_permitted = permits(thread, m_view, m_first);
  if (pending.look_inside && m_first.error == 0) {
    pending.path = true_name(m_view).value_or(pending.path);
  }
  pending.look_inside = false;
  if (is_open(kind)) {
    pending.leads_to_directory = m_first.error == 0 && S_ISDIR(m_first.st.st_mode);
  }
}

std::int64_t Witness::result_of_open(const PendingCall& pending) const {
  const bool creates = (pending.flags & O_CREAT) != 0;
  if (m_first.missing()) {
    return creates && !see(m_view, true).missing() ? 0 : -m_first.error;
  }
  if (m_first.error != 0) {
    return -m_first.error;
  }
  if (creates && (pending.flags & O_EXCL) != 0) {
    return -EEXIST;
  }
  if (S_ISLNK(m_first.st.st_mode)) {
    return -ELOOP; // O_NOFOLLOW
  }
  if (S_ISFIFO(m_first.st.st_mode)) {
    return -EINTR; // may wait for ever, and nobody builds from a pipe's name
  }
  return m_permitted ? 0 : -EACCES;
}

std::int64_t Witness::result_of_change(const Thread& thread) const {
  switch (thread.pending.call->kind) {
  case CallKind::change_dir:
  case CallKind::change_dir_fd:
    return m_first.same_file(see_proc(thread.tid, "cwd")) ? 0 : -EACCES;
  case CallKind::change_root:
    return 0;
  case CallKind::remove:
    return see(m_view, false).missing() ? 0 : -EPERM;
  case CallKind::rename:
    return m_first.same_file(see(m_view2, false)) && !m_first.same_file(m_second) ? 0 : -EPERM;
  default: // link and symlink
    return m_second.missing() && !see(m_view2, false).missing() ? 0 : -EEXIST;
  }
}

std::int64_t Witness::result(const Thread& thread) const {
  const PendingCall& pending = thread.pending;
  const CallKind kind = pending.call->kind;
  if (is_open(kind)) {
    return result_of_open(pending);
  }
  if (kind == CallKind::make) {
    return m_first.missing() && !see(m_view, false).missing() ? 0
           : m_first.missing()                                ? -m_first.error
                                                              : -EEXIST;
  }
  if (m_first.error != 0 && kind != CallKind::symlink && kind != CallKind::change_root) {
    return kind == CallKind::link && !see(m_view2, false).missing() && m_second.missing()
               ? 0 // a file that had no name yet
               : -m_first.error;
  }
  if (kind == CallKind::look_up || kind == CallKind::look_up_link || kind == CallKind::read_link) {
    return 0;
  }
  if (kind == CallKind::truncate || kind == CallKind::execute) {
    return m_permitted ? 0 : -EACCES;
  }
  return result_of_change(thread);
}

ExecWitness::ExecWitness(const Thread& thread, const std::string& image)
    : m_old_image(see_proc(thread.process->pid, "exe")),
      m_new_image(see(view_of(thread, image), true)),
      m_old_stack(read_stack_start(thread.process->pid)) {}

bool ExecWitness::happened(pid_t process) const {
  const Seen now = see_proc(process, "exe");
  if (now.error != 0) {
    return true; // it ended before anything else could be seen of it: it ran
  }
  if (!now.same_file(m_new_image)) {
    return false;
  }
  const std::uint64_t stack = read_stack_start(process); // 0: the kernel does not tell
  return !now.same_file(m_old_image) || stack == 0 || stack != m_old_stack;
}

} // namespace mmk::tracer
