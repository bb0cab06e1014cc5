// Facts about a watched process: its memory and what /proc says of it. Every function takes the
// thread it asks about and fails softly, since a process may die at any moment.
#pragma once

#include <sys/types.h>

#include <cstdint>
#include <optional>
#include <set>
#include <string>
#include <vector>

namespace mmk::tracer {

/// What reading a string of a process gave.
struct RemoteString {
  std::optional<std::string>
      text;             ///< absent: no such memory (the call will fail too) or no process
  bool refused = false; ///< the kernel does not let us read this process
};
/// A NUL-terminated string of at most PATH_MAX bytes; longer ones are absent, as for the kernel.
[[nodiscard]] RemoteString read_string(pid_t tid, std::uint64_t address);
/// `size` bytes; false if not all of them could be read.
[[nodiscard]] bool read_bytes(pid_t tid, std::uint64_t address, void* to, std::size_t size);

/// Whether /proc is there and counts processes as this process does.
[[nodiscard]] bool has_own_proc();

/// The target of /proc/TID/`name`, e.g. "cwd", "root", "exe", "fd/3".
[[nodiscard]] std::optional<std::string> proc_link(pid_t tid, const std::string& name);
[[nodiscard]] std::string proc_path(pid_t tid, const std::string& name);

struct Ids {
  pid_t process = 0; ///< thread group
  pid_t parent = 0;
  bool dead = false; ///< waits for its parent only
};
[[nodiscard]] std::optional<Ids> read_ids(pid_t tid);

/// Children forked by this very thread; empty on kernels that do not tell.
[[nodiscard]] std::vector<pid_t> children_of(pid_t tid);

/// What decides about a process's access to files.
struct Credentials {
  uid_t user = 0;
  std::set<gid_t> groups;
};
[[nodiscard]] std::optional<Credentials> read_credentials(pid_t tid);
/// Whether `user`, as the calling thread counts users, is one in the process's user namespace,
/// which is another than the calling thread's.
[[nodiscard]] bool has_user(pid_t tid, uid_t user);
/// Where the process's stack begins: another place after each execve, 0 if unknown.
[[nodiscard]] std::uint64_t read_stack_start(pid_t tid);

/// Whether the two share root, cwd and umask (CLONE_FS).
[[nodiscard]] bool share_fs(pid_t a, pid_t b);
[[nodiscard]] bool same_working_dir(pid_t a, pid_t b);
/// Whether `tid` sees other mounts or users than the calling thread.
[[nodiscard]] bool in_other_namespace(pid_t tid);
/// Whether its process id is not the one by which the calling thread knows it.
[[nodiscard]] bool counts_processes_otherwise(pid_t tid);

} // namespace mmk::tracer
