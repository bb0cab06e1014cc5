#include "tracer/filter.hpp"

#include "base/unique_fd.hpp"
#include "tracer/syscalls.hpp"

#include <seccomp.h>

#include <fcntl.h>
#include <linux/seccomp.h>
#include <sched.h>
#include <sys/mman.h>
#include <sys/prctl.h>
#include <sys/stat.h>
#include <sys/syscall.h>
#include <unistd.h>

#include <cerrno>
#include <memory>

namespace mmk::tracer {

namespace {

struct ContextDeleter {
  void operator()(void* context) const { seccomp_release(context); }
};
using Context = std::unique_ptr<void, ContextDeleter>;

constexpr std::uint64_t k_low_word = 0xffffffffU; // descriptors and flags are ints

/// fstat(3) of glibc is newfstatat(fd, "", ..., AT_EMPTY_PATH): half of all look-ups, and it names
/// nothing. The filter cannot read the string, so it goes by descriptor and flags.
int add_at_look_up(void* context, std::uint32_t action, int number, const Syscall& call) {
  const auto dirfd = static_cast<unsigned int>(call.dirfd);
  const auto flags = static_cast<unsigned int>(call.flags);
  constexpr std::uint64_t cwd = static_cast<std::uint32_t>(AT_FDCWD);
  const int at_cwd = seccomp_rule_add(context, action, number, 1,
                                      SCMP_CMP64(dirfd, SCMP_CMP_MASKED_EQ, k_low_word, cwd));
  if (at_cwd != 0) {
    return at_cwd;
  }
  return seccomp_rule_add(context, action, number, 1,
                          SCMP_CMP64(flags, SCMP_CMP_MASKED_EQ, AT_EMPTY_PATH, 0));
}

bool is_wanted(const Syscall& call, FilterAction action, LookUps look_ups) {
  switch (call.kind) {
  case CallKind::end_thread:
    return action == FilterAction::notify;
  case CallKind::trace_other:
  case CallKind::clone_untraced:
    return action == FilterAction::trace;
  case CallKind::look_up:
  case CallKind::look_up_link:
    return look_ups != LookUps::none;
  case CallKind::read_link:
    return look_ups == LookUps::all;
  default:
    return true;
  }
}

/// Calls that are watched only with one flag set.
std::uint64_t flag_that_matters(CallKind kind) {
  switch (kind) {
  case CallKind::hide:
    return SECCOMP_FILTER_FLAG_NEW_LISTENER;
  case CallKind::clone_untraced:
    return CLONE_UNTRACED;
  default:
    return 0;
  }
}

int add_call(void* context, std::uint32_t action, const Syscall& call) {
  const int number = seccomp_syscall_resolve_name(call.name);
  if (number == __NR_SCMP_ERROR) {
    return 0; // newer than this libseccomp: the kernel may have it, see README's limits
  }
  if (call.kind == CallKind::look_up && call.dirfd >= 0 && call.flags >= 0) {
    return add_at_look_up(context, action, number, call);
  }
  if (const std::uint64_t flag = flag_that_matters(call.kind); flag != 0) {
    return seccomp_rule_add(
        context, action, number, 1,
        SCMP_CMP64(static_cast<unsigned int>(call.flags), SCMP_CMP_MASKED_EQ, flag, flag));
  }
  return seccomp_rule_add(context, action, number, 0);
}

int add_architectures(void* context) {
  for (const AbiArch& abi : abi_table()) {
    const int error = seccomp_arch_add(context, abi.seccomp_arch);
    if (error != 0 && error != -EEXIST) {
      return error;
    }
  }
  return 0;
}

Result<FilterProgram> export_program(void* context) {
  const UniqueFd file(::memfd_create("filter", MFD_CLOEXEC));
  if (!file.valid()) {
    return fail_errno(errno, "memfd_create");
  }
  const int error = seccomp_export_bpf(context, file.get());
  if (error != 0) {
    return fail_errno(-error, "seccomp_export_bpf");
  }
  struct stat st {};
  if (::fstat(file.get(), &st) != 0) {
    return fail_errno(errno, "memfd");
  }
  FilterProgram program;
  program.code.resize(static_cast<std::size_t>(st.st_size) / sizeof(sock_filter));
  if (::pread(file.get(), program.code.data(), static_cast<std::size_t>(st.st_size), 0) !=
      st.st_size) {
    return fail_errno(errno, "memfd");
  }
  return program;
}

int load(const FilterProgram& program, unsigned int flags) {
  sock_fprog prog{};
  prog.len = static_cast<unsigned short>(program.code.size());
  prog.filter = const_cast<sock_filter*>(program.code.data());
  const long result = ::syscall(SYS_seccomp, SECCOMP_SET_MODE_FILTER, flags, &prog);
  return result >= 0 ? static_cast<int>(result) : -errno;
}

} // namespace

Result<FilterProgram> build_filter(FilterAction kind, LookUps look_ups) {
  // Otherwise libseccomp asks the kernel what it may write, and a refusing kernel gets no filter
  // instead of a clear error when it is loaded.
  constexpr unsigned int knows_notifications = 5;
  seccomp_api_set(knows_notifications);
  const Context context(seccomp_init(SCMP_ACT_ALLOW));
  if (!context) {
    return fail(Errc::unsupported, "libseccomp cannot make a filter");
  }
  seccomp_attr_set(context.get(), SCMP_FLTATR_CTL_OPTIMIZE, 2);
  int error = add_architectures(context.get());
  const std::span<const Syscall> calls = syscall_table();
  for (std::size_t i = 0; error == 0 && i < calls.size(); ++i) {
    if (is_wanted(calls[i], kind, look_ups)) {
      const std::uint32_t action = kind == FilterAction::trace
                                       ? SCMP_ACT_TRACE(static_cast<std::uint32_t>(i))
                                       : std::uint32_t{SCMP_ACT_NOTIFY};
      error = add_call(context.get(), action, calls[i]);
    }
  }
  if (error != 0) {
    return fail_errno(-error, "libseccomp");
  }
  return export_program(context.get());
}

int install_filter(const FilterProgram& program, unsigned int flags) {
  const int result = load(program, flags);
  if (result != -EACCES) {
    return result;
  }
  // Without CAP_SYS_ADMIN the kernel wants a promise that no setuid program will run under the
  // filter.
  if (::prctl(PR_SET_NO_NEW_PRIVS, 1, 0, 0, 0) != 0) {
    return -errno;
  }
  return load(program, flags);
}

} // namespace mmk::tracer
