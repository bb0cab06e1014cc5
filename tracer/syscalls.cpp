#include "tracer/syscalls.hpp"

#include <seccomp.h>

#include <linux/audit.h>

#include <array>
#include <unordered_map>

namespace mmk::tracer {

namespace {

using enum CallKind;

constexpr std::array k_calls{
    Syscall{.name = "open", .kind = open, .path = 0, .flags = 1},
    Syscall{.name = "openat", .kind = open, .dirfd = 0, .path = 1, .flags = 2},
    Syscall{.name = "openat2", .kind = open_how, .dirfd = 0, .path = 1, .flags = 2},
    Syscall{.name = "creat", .kind = create, .path = 0},
    Syscall{.name = "open_by_handle_at", .kind = open_handle, .flags = 2},

    Syscall{.name = "stat", .kind = look_up, .path = 0},
    Syscall{.name = "stat64", .kind = look_up, .path = 0},
    Syscall{.name = "oldstat", .kind = look_up, .path = 0},
    Syscall{.name = "lstat", .kind = look_up_link, .path = 0},
    Syscall{.name = "lstat64", .kind = look_up_link, .path = 0},
    Syscall{.name = "oldlstat", .kind = look_up_link, .path = 0},
    Syscall{.name = "newfstatat", .kind = look_up, .dirfd = 0, .path = 1, .flags = 3},
    Syscall{.name = "fstatat64", .kind = look_up, .dirfd = 0, .path = 1, .flags = 3},
    Syscall{.name = "statx", .kind = look_up, .dirfd = 0, .path = 1, .flags = 2},
    Syscall{.name = "access", .kind = look_up, .path = 0},
    Syscall{.name = "faccessat", .kind = look_up, .dirfd = 0, .path = 1},
    Syscall{.name = "faccessat2", .kind = look_up, .dirfd = 0, .path = 1, .flags = 3},
    Syscall{.name = "readlink", .kind = read_link, .path = 0},
    Syscall{.name = "readlinkat", .kind = read_link, .dirfd = 0, .path = 1},

    Syscall{.name = "execve", .kind = execute, .path = 0},
    Syscall{.name = "execveat", .kind = execute, .dirfd = 0, .path = 1, .flags = 4},

    Syscall{.name = "chdir", .kind = change_dir, .path = 0},
    Syscall{.name = "fchdir", .kind = change_dir_fd, .dirfd = 0},

    Syscall{.name = "mkdir", .kind = make, .path = 0},
    Syscall{.name = "mkdirat", .kind = make, .dirfd = 0, .path = 1},
    Syscall{.name = "mknod", .kind = make, .path = 0},
    Syscall{.name = "mknodat", .kind = make, .dirfd = 0, .path = 1},
    Syscall{.name = "unlink", .kind = remove, .path = 0},
    Syscall{.name = "unlinkat", .kind = remove, .dirfd = 0, .path = 1},
    Syscall{.name = "rmdir", .kind = remove, .path = 0},
    Syscall{.name = "rename", .kind = rename, .path = 0, .path2 = 1},
    Syscall{.name = "renameat", .kind = rename, .dirfd = 0, .path = 1, .dirfd2 = 2, .path2 = 3},
    Syscall{.name = "renameat2",
            .kind = rename,
            .dirfd = 0,
            .path = 1,
            .flags = 4,
            .dirfd2 = 2,
            .path2 = 3},
    Syscall{.name = "link", .kind = link, .path = 0, .path2 = 1},
    Syscall{
        .name = "linkat", .kind = link, .dirfd = 0, .path = 1, .flags = 4, .dirfd2 = 2, .path2 = 3},
    Syscall{.name = "symlink", .kind = symlink, .path = 0, .path2 = 1},
    Syscall{.name = "symlinkat", .kind = symlink, .path = 0, .dirfd2 = 1, .path2 = 2},
    Syscall{.name = "truncate", .kind = truncate, .path = 0},
    Syscall{.name = "truncate64", .kind = truncate, .path = 0},

    Syscall{.name = "getdents", .kind = list, .dirfd = 0},
    Syscall{.name = "getdents64", .kind = list, .dirfd = 0},
    Syscall{.name = "readdir", .kind = list, .dirfd = 0},

    Syscall{.name = "setuid", .kind = credentials},
    Syscall{.name = "setuid32", .kind = credentials},
    Syscall{.name = "setgid", .kind = credentials},
    Syscall{.name = "setgid32", .kind = credentials},
    Syscall{.name = "setreuid", .kind = credentials},
    Syscall{.name = "setreuid32", .kind = credentials},
    Syscall{.name = "setregid", .kind = credentials},
    Syscall{.name = "setregid32", .kind = credentials},
    Syscall{.name = "setresuid", .kind = credentials},
    Syscall{.name = "setresuid32", .kind = credentials},
    Syscall{.name = "setresgid", .kind = credentials},
    Syscall{.name = "setresgid32", .kind = credentials},
    Syscall{.name = "setfsuid", .kind = credentials},
    Syscall{.name = "setfsuid32", .kind = credentials},
    Syscall{.name = "setfsgid", .kind = credentials},
    Syscall{.name = "setfsgid32", .kind = credentials},
    Syscall{.name = "setgroups", .kind = credentials},
    Syscall{.name = "setgroups32", .kind = credentials},
    Syscall{.name = "capset", .kind = credentials},
    Syscall{.name = "landlock_restrict_self", .kind = credentials},

    Syscall{.name = "chroot", .kind = change_root},
    Syscall{.name = "unshare", .kind = change_root},
    Syscall{.name = "setns", .kind = change_root},
    Syscall{.name = "pivot_root", .kind = change_root},

    Syscall{.name = "exit", .kind = end_thread},
    Syscall{.name = "exit_group", .kind = end_process},

    Syscall{.name = "clone", .kind = clone_untraced, .flags = 0},
    Syscall{.name = "ptrace", .kind = trace_other},
    Syscall{.name = "seccomp", .kind = own_filter, .flags = 1},
    Syscall{.name = "prctl", .kind = own_filter_by_prctl, .flags = 0},
    Syscall{.name = "io_uring_setup", .kind = refuse},
};

#if defined(__x86_64__)
constexpr std::array k_abis{AbiArch{SCMP_ARCH_X86_64, AUDIT_ARCH_X86_64},
                            AbiArch{SCMP_ARCH_X86, AUDIT_ARCH_I386},
                            AbiArch{SCMP_ARCH_X32, AUDIT_ARCH_X86_64}};
#elif defined(__aarch64__)
constexpr std::array k_abis{AbiArch{SCMP_ARCH_AARCH64, AUDIT_ARCH_AARCH64},
                            AbiArch{SCMP_ARCH_ARM, AUDIT_ARCH_ARM}};
#else
#error "the tracer knows x86-64 and aarch64 machines"
#endif

std::uint64_t key(std::uint32_t audit_arch, std::uint64_t number) {
  return std::uint64_t{audit_arch} << 32U | (number & 0xffffffffU);
}

using Index = std::unordered_map<std::uint64_t, const Syscall*>;

Index make_index() {
  Index index;
  for (const AbiArch& abi : k_abis) {
    for (const Syscall& call : k_calls) {
      const int number = syscall_number(abi, call);
      if (number >= 0) {
        index.emplace(key(abi.audit_arch, static_cast<std::uint64_t>(number)), &call);
      }
    }
  }
  return index;
}

} // namespace

std::span<const Syscall> syscall_table() {
  return k_calls;
}

bool can_be_foretold(CallKind kind) {
  return kind == CallKind::look_up || kind == CallKind::look_up_link ||
         kind == CallKind::read_link || kind == CallKind::execute;
}

std::span<const AbiArch> abi_table() {
  return k_abis;
}

int syscall_number(const AbiArch& abi, const Syscall& call) {
  return seccomp_syscall_resolve_name_arch(abi.seccomp_arch, call.name);
}

const Syscall* find_syscall(std::uint32_t audit_arch, std::uint64_t number) {
  static const Index index = make_index(); // depends on nothing but the table
  const auto it = index.find(key(audit_arch, number));
  return it == index.end() ? nullptr : it->second;
}

} // namespace mmk::tracer
