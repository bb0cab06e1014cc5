#include "tracer/filter.hpp"
#include "tracer/syscalls.hpp"

#include <gtest/gtest.h>
#include <seccomp.h>

#include <sys/syscall.h>

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

TEST(SyscallIndex, FindsCaughtCallsByAbi) {
  const SyscallIndex index;
  const Syscall* call = index.find(abi_table().front().audit_arch, SYS_openat);
  ASSERT_NE(call, nullptr);
  EXPECT_STREQ(call->name, "openat");
  EXPECT_EQ(index.find(abi_table().front().audit_arch, SYS_read), nullptr);
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
