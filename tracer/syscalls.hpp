// Which system calls are watched and where their arguments are: one table of data for every ABI of
// the machine. Numbers come from libseccomp by name, so the table holds none. Knows nothing of how
// calls are caught or what is written about them.
#pragma once

#include <cstdint>
#include <span>
#include <string_view>

namespace mmk::tracer {

/// What a call does to the file system view; one Handler per kind (decode_call.hpp).
enum class CallKind : std::uint8_t {
  open,         ///< flags in an argument
  open_how,     ///< flags in a struct open_how
  open_handle,  ///< names no path at all: learnt from the descriptor
  create,       ///< creat(2)
  look_up,      ///< stat family and access: follows links
  look_up_link, ///< lstat: does not
  read_link,    ///< readlink
  execute,
  change_dir,
  change_dir_fd,
  make, ///< mkdir, mknod
  remove,
  rename,
  link,
  symlink,
  truncate,
  list,        ///< getdents
  credentials, ///< afterwards the tracer's own look-ups may give other answers than the process's
  change_root, ///< chroot, unshare, setns, pivot_root: the same for the root and mounts
  end_thread,  ///< watched only where nothing else tells of it
  end_process, ///< the same
  own_filter,  ///< seccomp: may answer calls before this tracer can see them
  own_filter_by_prctl, ///< the same, without notifications
  trace_other,         ///< ptrace: impossible for whom ptrace already watches
  clone_untraced,      ///< clone with CLONE_UNTRACED, as leak checkers do
  refuse,              ///< io_uring_setup: answered ENOSYS, because rings open files unseen
};
inline constexpr std::size_t k_call_kinds = 26;

/// Argument positions; -1 means "has none" (a missing dirfd is AT_FDCWD).
struct Syscall {
  const char* name;
  CallKind kind;
  std::int8_t dirfd = -1;
  std::int8_t path = -1;
  std::int8_t flags = -1;
  std::int8_t dirfd2 = -1;
  std::int8_t path2 = -1;
};

[[nodiscard]] std::span<const Syscall> syscall_table();

/// Calls that only ask, and execve, which tells of its success by an event of its own: what they
/// will say can be known beforehand, and they never wait.
[[nodiscard]] bool can_be_foretold(CallKind kind);

/// Audit architecture tokens (linux/audit.h) and libseccomp's, native first.
struct AbiArch {
  std::uint32_t seccomp_arch;
  std::uint32_t audit_arch;
};
[[nodiscard]] std::span<const AbiArch> abi_table();

/// Number of `call` on `abi`, or a negative value if that ABI has no such call.
[[nodiscard]] int syscall_number(const AbiArch& abi, const Syscall& call);

/// The table's row of a caught call, or null.
[[nodiscard]] const Syscall* find_syscall(std::uint32_t audit_arch, std::uint64_t number);

} // namespace mmk::tracer
