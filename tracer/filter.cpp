#include "tracer/filter.hpp"

#include "tracer/raw_call.hpp"
#include "tracer/syscalls.hpp"

#include <fcntl.h>
#include <linux/seccomp.h>
#include <sched.h>
#include <sys/prctl.h>
#include <sys/syscall.h>
#include <unistd.h>

#include <algorithm>
#include <array>
#include <cerrno>
#include <cstddef>
#include <set>
#include <span>

namespace mmk::tracer {

namespace {

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

using Code = std::vector<sock_filter>;

/// Loads the low half of a 64-bit argument, which comes first on these machines: descriptors and
/// flags are ints.
sock_filter load_argument(std::int8_t position) {
  return BPF_STMT(BPF_LD | BPF_W | BPF_ABS,
                  static_cast<std::uint32_t>(offsetof(seccomp_data, args)) +
                      static_cast<std::uint32_t>(position) * 8U);
}

sock_filter give(std::uint32_t verdict) {
  return BPF_STMT(BPF_RET | BPF_K, verdict);
}

/// Skips as many instructions if the value loaded is `value`, or is not.
sock_filter compare(std::uint32_t value, std::size_t skip_if, std::size_t skip_if_not) {
  return BPF_JUMP(BPF_JMP | BPF_JEQ | BPF_K, value, static_cast<std::uint8_t>(skip_if),
                  static_cast<std::uint8_t>(skip_if_not));
}

/// Skips one if any of the bits is set.
sock_filter skip_if_any(std::uint32_t bits) {
  return BPF_JUMP(BPF_JMP | BPF_JSET | BPF_K, bits, 1, 0);
}

/// fstat(3) of glibc is newfstatat(fd, "", ..., AT_EMPTY_PATH): half of all look-ups, and it names
/// nothing. The filter cannot read the string, so it goes by descriptor and flags.
Code judge_at_look_up(const Syscall& call, std::uint32_t verdict) {
  return {load_argument(call.dirfd),
          compare(static_cast<std::uint32_t>(AT_FDCWD), 2, 0),
          load_argument(call.flags),
          skip_if_any(AT_EMPTY_PATH),
          give(verdict),
          give(SECCOMP_RET_ALLOW)};
}

/// What becomes of a call once its number is known.
Code judge(std::size_t row, FilterAction action) {
  const Syscall& call = syscall_table()[row];
  const bool notifies = action == FilterAction::notify ||
                        (action == FilterAction::mixed && can_be_foretold(call.kind));
  const std::uint32_t verdict =
      notifies ? SECCOMP_RET_USER_NOTIF : SECCOMP_RET_TRACE | static_cast<std::uint32_t>(row);
  if (call.kind == CallKind::look_up && call.dirfd >= 0 && call.flags >= 0) {
    return judge_at_look_up(call, verdict);
  }
  if (call.kind == CallKind::open && action == FilterAction::mixed) {
    return {load_argument(call.flags), skip_if_any(k_flags_that_write),
            give(SECCOMP_RET_USER_NOTIF), give(verdict)};
  }
  if (call.kind == CallKind::own_filter_by_prctl) {
    return {load_argument(call.flags), compare(PR_SET_SECCOMP, 0, 1), give(verdict),
            give(SECCOMP_RET_ALLOW)};
  }
  if (call.kind == CallKind::clone_untraced) {
    return {load_argument(call.flags), skip_if_any(CLONE_UNTRACED), give(SECCOMP_RET_ALLOW),
            give(verdict)};
  }
  return {give(verdict)};
}

struct Judgement {
  std::uint32_t number;
  Code code; ///< ends with a verdict
};

/// Of the wanted calls of all ABIs that the kernel gives this architecture; their numbers differ.
std::vector<Judgement> judgements_of(std::uint32_t audit_arch, FilterAction action,
                                     LookUps look_ups) {
  std::vector<Judgement> judgements;
  const std::span<const Syscall> calls = syscall_table();
  for (const AbiArch& abi : abi_table()) {
    for (std::size_t row = 0; abi.audit_arch == audit_arch && row < calls.size(); ++row) {
      const int number = syscall_number(abi, calls[row]);
      if (number >= 0 && is_wanted(calls[row], action, look_ups)) {
        judgements.push_back({static_cast<std::uint32_t>(number), judge(row, action)});
      }
    }
  }
  std::sort(judgements.begin(), judgements.end(),
            [](const Judgement& a, const Judgement& b) { return a.number < b.number; });
  return judgements;
}

/// Finds the number loaded among `judgements`, which are in its order, by halves: when a filter is
/// installed the kernel tries it with every number there is.
Code search(std::span<const Judgement> judgements) {
  constexpr std::size_t few = 8;
  Code code;
  if (judgements.size() <= few) {
    for (const Judgement& judgement : judgements) {
      code.push_back(compare(judgement.number, 0, judgement.code.size()));
      code.insert(code.end(), judgement.code.begin(), judgement.code.end());
    }
    code.push_back(give(SECCOMP_RET_ALLOW));
    return code;
  }
  const std::size_t half = judgements.size() / 2;
  const Code lower = search(judgements.first(half));
  const Code upper = search(judgements.subspan(half));
  code.push_back(BPF_JUMP(BPF_JMP | BPF_JGE | BPF_K, judgements[half].number, 0, 1));
  code.push_back(BPF_STMT(BPF_JMP | BPF_JA, static_cast<std::uint32_t>(lower.size())));
  code.insert(code.end(), lower.begin(), lower.end());
  code.insert(code.end(), upper.begin(), upper.end());
  return code;
}

Code judge_calls_of(std::uint32_t audit_arch, FilterAction action, LookUps look_ups) {
  Code code{BPF_STMT(BPF_LD | BPF_W | BPF_ABS, offsetof(seccomp_data, nr))};
  const Code found = search(judgements_of(audit_arch, action, look_ups));
  code.insert(code.end(), found.begin(), found.end());
  return code;
}

int load(const FilterProgram& program, unsigned int flags) {
  sock_fprog prog{};
  prog.len = static_cast<unsigned short>(program.code.size());
  prog.filter = const_cast<sock_filter*>(program.code.data());
  return static_cast<int>(
      raw_call(SYS_seccomp, SECCOMP_SET_MODE_FILTER, flags, raw_argument(&prog)));
}

} // namespace

FilterProgram build_filter(FilterAction action, LookUps look_ups) {
  FilterProgram program;
  Code& code = program.code;
  code.push_back(BPF_STMT(BPF_LD | BPF_W | BPF_ABS, offsetof(seccomp_data, arch)));
  std::set<std::uint32_t> done;
  for (const AbiArch& abi : abi_table()) {
    if (done.insert(abi.audit_arch).second) {
      const Code calls = judge_calls_of(abi.audit_arch, action, look_ups);
      code.push_back(compare(abi.audit_arch, 1, 0));
      code.push_back(BPF_STMT(BPF_JMP | BPF_JA, static_cast<std::uint32_t>(calls.size())));
      code.insert(code.end(), calls.begin(), calls.end());
    }
  }
  code.push_back(give(SECCOMP_RET_KILL_PROCESS)); // its calls could not be seen
  return program;
}

FilterProgram with_passing_calls(const FilterProgram& program, const PassingCalls& passing) {
  const AbiArch& native = abi_table().front();
  constexpr std::size_t ip = offsetof(seccomp_data, instruction_pointer);
  const auto low = static_cast<std::uint32_t>(passing.returns_to);
  const auto high = static_cast<std::uint32_t>(passing.returns_to >> 32U);
  const Code judgement{
      BPF_STMT(BPF_LD | BPF_W | BPF_ABS, ip),
      compare(low, 0, 3),
      BPF_STMT(BPF_LD | BPF_W | BPF_ABS, ip + 4),
      compare(high, 0, 1),
      give(SECCOMP_RET_ALLOW),
  };
  // The numbers come first: what does not depend on more than them the kernel decides once, when
  // the filter is loaded.
  const std::size_t count = passing.numbers.size();
  FilterProgram result;
  Code& code = result.code;
  code.push_back(BPF_STMT(BPF_LD | BPF_W | BPF_ABS, offsetof(seccomp_data, arch)));
  code.push_back(compare(native.audit_arch, 0, count + 2 + judgement.size()));
  code.push_back(BPF_STMT(BPF_LD | BPF_W | BPF_ABS, offsetof(seccomp_data, nr)));
  for (std::size_t i = 0; i < count; ++i) {
    code.push_back(compare(passing.numbers[i], count - i, 0));
  }
  code.push_back(BPF_STMT(BPF_JMP | BPF_JA, static_cast<std::uint32_t>(judgement.size())));
  code.insert(code.end(), judgement.begin(), judgement.end());
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
  const long promised = raw_call(SYS_prctl, PR_SET_NO_NEW_PRIVS, 1);
  return promised != 0 ? static_cast<int>(promised) : load(program, flags);
}

} // namespace mmk::tracer
