#include "tracer/filter.hpp"
#include "tracer/shim_image.hpp"
#include "tracer/syscalls.hpp"

#include <gtest/gtest.h>
#include <seccomp.h>

#include <linux/seccomp.h>
#include <sys/syscall.h>

#include <cstdint>
#include <cstring>
#include <set>
#include <string>

namespace mmk::tracer {
namespace {

TEST(SyscallTable, NamesEachCallOnceAndTheMachineKnowsIt) {
  std::set<std::string> names;
  for (const Syscall& call : syscall_table()) {
    EXPECT_TRUE(names.insert(call.name).second) << call.name;
    bool known = false;
    for (const AbiArch& abi : abi_table()) {
      known = known || syscall_number(abi, call) >= 0;
    }
    EXPECT_TRUE(known) << call.name;
  }
}

// Not run on this machine, but the names must exist there.
TEST(SyscallTable, CoversAarch64) {
  const AbiArch aarch64{SCMP_ARCH_AARCH64, 0};
  for (const char* name :
       {"openat", "openat2", "execve", "execveat", "newfstatat", "statx", "renameat2", "unlinkat",
        "linkat", "symlinkat", "mkdirat", "chdir", "fchdir", "getdents64", "io_uring_setup"}) {
    bool found = false;
    for (const Syscall& call : syscall_table()) {
      found = found || (name == std::string(call.name) && syscall_number(aarch64, call) >= 0);
    }
    EXPECT_TRUE(found) << name;
  }
}

TEST(FindSyscall, FindsCaughtCallsByAbi) {
  const Syscall* call = find_syscall(abi_table().front().audit_arch, SYS_openat);
  ASSERT_NE(call, nullptr);
  EXPECT_STREQ(call->name, "openat");
  EXPECT_EQ(find_syscall(abi_table().front().audit_arch, SYS_read), nullptr);
}

/// What the kernel would do with a call whose arguments are all 0.
std::uint32_t run(const FilterProgram& program, std::uint32_t audit_arch, std::uint32_t number) {
  seccomp_data data{};
  data.nr = static_cast<int>(number);
  data.arch = audit_arch;
  std::uint32_t loaded = 0;
  for (std::size_t at = 0; at < program.code.size(); ++at) {
    const sock_filter& code = program.code[at];
    bool holds = false;
    switch (code.code) {
    case BPF_LD | BPF_W | BPF_ABS:
      std::memcpy(&loaded, reinterpret_cast<const char*>(&data) + code.k, sizeof(loaded));
      continue;
    case BPF_RET | BPF_K:
      return code.k;
    case BPF_JMP | BPF_JA:
      at += code.k;
      continue;
    case BPF_JMP | BPF_JEQ | BPF_K:
      holds = loaded == code.k;
      break;
    case BPF_JMP | BPF_JGE | BPF_K:
      holds = loaded >= code.k;
      break;
    case BPF_JMP | BPF_JSET | BPF_K:
      holds = (loaded & code.k) != 0;
      break;
    default:
      ADD_FAILURE() << "instruction " << code.code;
      return SECCOMP_RET_ALLOW;
    }
    at += holds ? code.jt : code.jf;
  }
  ADD_FAILURE() << "no verdict";
  return SECCOMP_RET_ALLOW;
}

TEST(Filter, StopsTheCallsOfTheTableAndNoOthers) {
  constexpr std::uint32_t more_than_there_are = 1024;
  const FilterProgram program = build_filter(FilterAction::trace, LookUps::all);
  for (const AbiArch& abi : abi_table()) {
    for (std::uint32_t number = 0; number < more_than_there_are; ++number) {
      const Syscall* call = find_syscall(abi.audit_arch, number);
      const bool wanted = call != nullptr && call->kind != CallKind::end_thread &&
                          call->kind != CallKind::end_process &&
                          call->kind != CallKind::own_filter_by_prctl &&
                          call->kind != CallKind::clone_untraced; // these two depend on arguments
      EXPECT_EQ(run(program, abi.audit_arch, number) != SECCOMP_RET_ALLOW, wanted) << number;
    }
  }
  EXPECT_EQ(run(program, 0, 0), SECCOMP_RET_KILL_PROCESS);
}

TEST(Filter, LetsTheShimPass) {
  const FilterProgram program =
      with_passing_calls(build_filter(FilterAction::mixed, LookUps::stats),
                         {.numbers = told_calls(), .returns_to = 0});
  const std::uint32_t native = abi_table().front().audit_arch;
  const FilterProgram other = with_passing_calls(build_filter(FilterAction::mixed, LookUps::stats),
                                                 {.numbers = told_calls(), .returns_to = 1});
  EXPECT_EQ(run(program, native, SYS_openat), SECCOMP_RET_ALLOW);
  EXPECT_EQ(run(other, native, SYS_openat), SECCOMP_RET_USER_NOTIF);
  EXPECT_EQ(run(program, native, SYS_execve), SECCOMP_RET_ALLOW);
  EXPECT_EQ(run(other, native, SYS_execve), SECCOMP_RET_USER_NOTIF);
  EXPECT_NE(run(program, native, SYS_chdir), SECCOMP_RET_ALLOW);
}

TEST(Filter, IsBuiltForEachUse) {
  for (const FilterAction action :
       {FilterAction::trace, FilterAction::notify, FilterAction::mixed}) {
    std::size_t smaller = 0;
    for (const LookUps look_ups : {LookUps::none, LookUps::stats, LookUps::all}) {
      const FilterProgram program = build_filter(action, look_ups);
      EXPECT_GT(program.code.size(), smaller);
      EXPECT_LE(program.code.size(), 4096U); // BPF_MAXINSNS
      smaller = program.code.size();
    }
  }
}

} // namespace
} // namespace mmk::tracer
