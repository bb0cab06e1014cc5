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

#include <algorithm>
#include <array>
#include <cerrno>
#include <cstddef>
#include <memory>
#include <optional>
#include <string_view>

namespace mmk::tracer {

namespace {

struct ContextDeleter {
  void operator()(void* context) const { seccomp_release(context); }
};
using Context = std::unique_ptr<void, ContextDeleter>;

/// What the preloaded library may do unstopped, because it tells of it.
constexpr std::array<std::string_view, 7> k_passing{"openat",    "newfstatat", "statx", "access",
                                                    "faccessat", "faccessat2", "unlink"};

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
  case CallKind::end_process:
    return action == FilterAction::notify;
  case CallKind::trace_other:
  case CallKind::clone_untraced:
  case CallKind::own_filter_by_prctl:
    return action != FilterAction::notify;
  case CallKind::look_up:
  case CallKind::look_up_link:
    return look_ups != LookUps::none;
  case CallKind::read_link:
    return look_ups == LookUps::all;
  default:
    return true;
  }
}

/// Calls that are watched only if their flags, masked, are `value`.
struct Condition {
  std::uint64_t mask;
  std::uint64_t value;
};

std::optional<Condition> condition_on_flags(CallKind kind) {
  switch (kind) {
  case CallKind::own_filter_by_prctl:
    return Condition{k_low_word, PR_SET_SECCOMP};
  case CallKind::clone_untraced:
    return Condition{CLONE_UNTRACED, CLONE_UNTRACED};
  default:
    return std::nullopt;
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
  if (const std::optional<Condition> condition = condition_on_flags(call.kind)) {
    return seccomp_rule_add(context, action, number, 1,
                            SCMP_CMP64(static_cast<unsigned int>(call.flags), SCMP_CMP_MASKED_EQ,
                                       condition->mask, condition->value));
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

bool changes_nothing(CallKind kind) {
  return kind == CallKind::look_up || kind == CallKind::look_up_link ||
         kind == CallKind::read_link || kind == CallKind::execute;
}

/// An open that only reads is notified, any other traced. libseccomp cannot say "else" of an
/// argument, so its verdict is made a jump to a few instructions at the end that can.
void notify_if_it_reads(FilterProgram& program, std::size_t verdict, const Syscall& open) {
  const sock_filter traced = program.code[verdict];
  const auto target = static_cast<std::uint32_t>(program.code.size() - verdict - 1);
  program.code[verdict] = BPF_STMT(BPF_JMP | BPF_JA, target);
  // Little-endian: the low word of a 64-bit argument comes first.
  const auto argument = static_cast<std::uint32_t>(offsetof(seccomp_data, args) +
                                                   static_cast<std::size_t>(open.flags) * 8);
  program.code.insert(
      program.code.end(),
      {BPF_STMT(BPF_LD | BPF_W | BPF_ABS, argument),
       BPF_JUMP(BPF_JMP | BPF_JSET | BPF_K, static_cast<std::uint32_t>(k_flags_that_write), 1, 0),
       BPF_STMT(BPF_RET | BPF_K, SECCOMP_RET_USER_NOTIF), traced});
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
      const std::uint32_t verdict = kind == FilterAction::notify
                                        ? SCMP_ACT_NOTIFY
                                        : SCMP_ACT_TRACE(static_cast<std::uint32_t>(i));
      error = add_call(context.get(), verdict, calls[i]);
    }
  }
  if (error != 0) {
    return fail_errno(-error, "libseccomp");
  }
  return export_program(context.get());
}

FilterProgram with_notifications(FilterProgram program) {
  const std::span<const Syscall> calls = syscall_table();
  const std::size_t size = program.code.size();
  for (std::size_t at = 0; at < size; ++at) {
    sock_filter& verdict = program.code[at];
    if (verdict.code != (BPF_RET | BPF_K) ||
        (verdict.k & SECCOMP_RET_ACTION_FULL) != SECCOMP_RET_TRACE) {
      continue;
    }
    const Syscall& call = calls[verdict.k & SECCOMP_RET_DATA];
    if (changes_nothing(call.kind)) {
      verdict.k = SECCOMP_RET_USER_NOTIF;
    } else if (call.kind == CallKind::open) {
      notify_if_it_reads(program, at, call);
    }
  }
  return program;
}

FilterProgram with_passing_page(const FilterProgram& program, std::uint64_t address) {
  const AbiArch& native = abi_table().front();
  std::vector<std::uint32_t> numbers;
  for (const Syscall& call : syscall_table()) {
    if (std::find(k_passing.begin(), k_passing.end(), call.name) != k_passing.end()) {
      numbers.push_back(static_cast<std::uint32_t>(syscall_number(native, call)));
    }
  }
  // The numbers come first: what does not depend on more than them the kernel decides once, when
  // the filter is loaded.
  const std::size_t count = numbers.size();
  FilterProgram result;
  std::vector<sock_filter>& code = result.code;
  code.push_back(BPF_STMT(BPF_LD | BPF_W | BPF_ABS, offsetof(seccomp_data, arch)));
  code.push_back(BPF_JUMP(BPF_JMP | BPF_JEQ | BPF_K, native.audit_arch, 0,
                          static_cast<std::uint8_t>(count + 7)));
  code.push_back(BPF_STMT(BPF_LD | BPF_W | BPF_ABS, offsetof(seccomp_data, nr)));
  for (std::size_t i = 0; i < count; ++i) {
    code.push_back(
        BPF_JUMP(BPF_JMP | BPF_JEQ | BPF_K, numbers[i], static_cast<std::uint8_t>(count - i), 0));
  }
  constexpr std::size_t ip = offsetof(seccomp_data, instruction_pointer);
  code.insert(
      code.end(),
      {BPF_STMT(BPF_JMP | BPF_JA, 5), BPF_STMT(BPF_LD | BPF_W | BPF_ABS, ip),
       BPF_JUMP(BPF_JMP | BPF_JEQ | BPF_K, static_cast<std::uint32_t>(address), 0, 3),
       BPF_STMT(BPF_LD | BPF_W | BPF_ABS, ip + 4),
       BPF_JUMP(BPF_JMP | BPF_JEQ | BPF_K, static_cast<std::uint32_t>(address >> 32U), 0, 1),
       BPF_STMT(BPF_RET | BPF_K, SECCOMP_RET_ALLOW)});
  code.insert(code.end(), program.code.begin(), program.code.end());
  return result;
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
