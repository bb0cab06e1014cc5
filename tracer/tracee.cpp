#include "tracer/tracee.hpp"

#include "tracer/proc.hpp"

#include <elf.h>
#include <linux/audit.h>
#include <sys/ptrace.h>
#include <sys/syscall.h>
#include <sys/uio.h>
#include <sys/user.h>

#include <cerrno>
#include <cstddef>
#include <cstring>

namespace mmk::tracer {

namespace {

constexpr long k_options = PTRACE_O_TRACESYSGOOD | PTRACE_O_TRACESECCOMP | PTRACE_O_TRACEFORK |
                           PTRACE_O_TRACEVFORK | PTRACE_O_TRACECLONE | PTRACE_O_TRACEEXEC |
                           PTRACE_O_EXITKILL;

/// ptrace(2) takes numbers in pointers.
void* as_pointer(long value) {
  return reinterpret_cast<void*>(value); // NOLINT(performance-no-int-to-ptr)
}

std::optional<__ptrace_syscall_info> syscall_info(pid_t tid, std::uint8_t op) {
  __ptrace_syscall_info info{};
  const long size = ::ptrace(PTRACE_GET_SYSCALL_INFO, tid, as_pointer(sizeof(info)), &info);
  return size > 0 && info.op == op ? std::optional(info) : std::nullopt;
}

} // namespace

int seize(pid_t pid) {
  return ::ptrace(PTRACE_SEIZE, pid, nullptr, as_pointer(k_options)) == 0 ? 0 : errno;
}

void announce_end(pid_t tid, bool wanted) {
  const long options = k_options | (wanted ? PTRACE_O_TRACEEXIT : 0);
  ::ptrace(PTRACE_SETOPTIONS, tid, nullptr, as_pointer(options));
}

void resume(pid_t tid, Resume how, int signal) {
  switch (how) {
  case Resume::run:
    ::ptrace(PTRACE_CONT, tid, nullptr, as_pointer(signal));
    break;
  case Resume::to_exit_stop:
    ::ptrace(PTRACE_SYSCALL, tid, nullptr, as_pointer(signal));
    break;
  case Resume::stay_stopped:
    ::ptrace(PTRACE_LISTEN, tid, nullptr, nullptr);
    break;
  }
}

pid_t event_message(pid_t tid) {
  unsigned long message = 0;
  ::ptrace(PTRACE_GETEVENTMSG, tid, nullptr, &message);
  return static_cast<pid_t>(message);
}

std::optional<EntryStop> entry_stop(pid_t tid) {
  const std::optional<__ptrace_syscall_info> info = syscall_info(tid, PTRACE_SYSCALL_INFO_SECCOMP);
  if (!info) {
    return std::nullopt;
  }
  EntryStop stop{info->seccomp.ret_data, {}};
  for (std::size_t i = 0; i < stop.args.size(); ++i) {
    stop.args[i] = info->seccomp.args[i];
  }
  return stop;
}

std::optional<std::int64_t> exit_result(pid_t tid) {
  const std::optional<__ptrace_syscall_info> info = syscall_info(tid, PTRACE_SYSCALL_INFO_EXIT);
  return info ? std::optional<std::int64_t>(info->exit.rval) : std::nullopt;
}

#if defined(__x86_64__)

namespace {

/// The registers of a tracee of either width; an i386 one gives 17 words of 32 bits.
class Registers {
public:
  explicit Registers(pid_t tid) : m_tid(tid) {
    m_ok = ::ptrace(PTRACE_GETREGSET, tid, as_pointer(NT_PRSTATUS), &m_io) == 0;
    m_narrow = m_io.iov_len != sizeof(m_regs);
  }
  Registers(const Registers&) = delete;
  Registers& operator=(const Registers&) = delete;
  ~Registers() {
    if (m_ok && m_changed) {
      ::ptrace(PTRACE_SETREGSET, m_tid, as_pointer(NT_PRSTATUS), &m_io);
    }
  }
  [[nodiscard]] bool ok() const { return m_ok; }
  [[nodiscard]] bool narrow() const { return m_narrow; }
  [[nodiscard]] std::uint64_t get(unsigned long long wide, std::size_t narrow) const {
    if (!m_narrow) {
      return wide;
    }
    std::uint32_t word = 0;
    std::memcpy(&word, reinterpret_cast<const char*>(&m_regs) + narrow * sizeof(word),
                sizeof(word));
    return word;
  }
  void set(unsigned long long& wide, std::size_t narrow, std::uint64_t value) {
    m_changed = true;
    if (m_narrow) {
      const auto word = static_cast<std::uint32_t>(value);
      std::memcpy(reinterpret_cast<char*>(&m_regs) + narrow * sizeof(word), &word, sizeof(word));
    } else {
      wide = value;
    }
  }
  user_regs_struct& wide() { return m_regs; }

private:
  pid_t m_tid;
  user_regs_struct m_regs{};
  iovec m_io{&m_regs, sizeof(m_regs)};
  bool m_ok = false;
  bool m_narrow = false;
  bool m_changed = false;
};

constexpr std::size_t k_ebx = 0;
constexpr std::size_t k_ecx = 1;
constexpr std::size_t k_edx = 2;
constexpr std::size_t k_esi = 3;
constexpr std::size_t k_edi = 4;
constexpr std::size_t k_ebp = 5;
constexpr std::size_t k_eax = 6;
constexpr std::size_t k_orig_eax = 11;
constexpr std::size_t k_eip = 12;

// Results the kernel never shows to programs (include/linux/errno.h).
constexpr int k_restart_unless_handler_forbids = -512;
constexpr int k_restart_always = -513;

} // namespace

std::optional<std::uint64_t> fork_flags(pid_t tid) {
  constexpr std::uint64_t x32_bit = 0x40000000; // i386's numbers stand beside the others'
  Registers registers(tid);
  if (!registers.ok()) {
    return std::nullopt;
  }
  const user_regs_struct& wide = registers.wide();
  const std::uint64_t first = registers.get(wide.rdi, k_ebx);
  const std::uint64_t number = registers.get(wide.orig_rax, k_orig_eax) & ~x32_bit;
  const bool narrow = registers.narrow();
  if (number == (narrow ? 2U : SYS_fork) || number == (narrow ? 190U : SYS_vfork)) {
    return 0;
  }
  if (number == (narrow ? 120U : SYS_clone)) {
    return first;
  }
  std::uint64_t flags = 0; // the first member of struct clone_args
  return number == SYS_clone3 && read_bytes(tid, first, &flags, sizeof(flags))
             ? std::optional(flags)
             : std::nullopt;
}

std::optional<InterruptedCall> interrupted_call(pid_t tid) {
  Registers registers(tid);
  user_regs_struct& wide = registers.wide();
  const auto result = static_cast<std::int32_t>(registers.get(wide.rax, k_eax));
  const auto number = static_cast<std::int32_t>(registers.get(wide.orig_rax, k_orig_eax));
  if (!registers.ok() || number < 0 || result != k_restart_unless_handler_forbids) {
    return std::nullopt;
  }
  return InterruptedCall{
      static_cast<std::uint32_t>(registers.narrow() ? AUDIT_ARCH_I386 : AUDIT_ARCH_X86_64),
      static_cast<std::uint64_t>(number),
      {registers.get(wide.rdi, k_ebx), registers.get(wide.rsi, k_ecx),
       registers.get(wide.rdx, k_edx), registers.get(wide.r10, k_esi),
       registers.get(wide.r8, k_edi), registers.get(wide.r9, k_ebp)}};
}

void insist_on_restart(pid_t tid) {
  Registers registers(tid);
  registers.set(registers.wide().rax, k_eax,
                static_cast<std::uint64_t>(std::int64_t{k_restart_always}));
}

void skip_call(pid_t tid) {
  Registers registers(tid);
  registers.set(registers.wide().orig_rax, k_orig_eax, ~std::uint64_t{0});
  registers.set(registers.wide().rax, k_eax, static_cast<std::uint64_t>(-ENOSYS));
}

void set_first_argument(pid_t tid, std::uint64_t value) {
  Registers registers(tid);
  registers.set(registers.wide().rdi, k_ebx, value);
}

std::optional<NativeRegisters> native_registers(pid_t tid) {
  Registers registers(tid);
  if (!registers.ok() || registers.narrow()) {
    return std::nullopt;
  }
  return NativeRegisters{registers.wide().rip, registers.wide().r12};
}

void begin_at(pid_t tid, std::uint64_t address, const FirstRegisters& first) {
  Registers registers(tid);
  user_regs_struct& wide = registers.wide();
  for (unsigned long long* const each :
       {&wide.rax, &wide.rbx, &wide.rcx, &wide.rbp, &wide.r8, &wide.r9, &wide.r10, &wide.r11}) {
    *each = 0;
  }
  wide.rdi = first.rdi;
  wide.rsi = first.rsi;
  wide.rdx = first.rdx;
  wide.r12 = first.r12;
  wide.r13 = first.r13;
  wide.r14 = first.r14;
  wide.r15 = first.r15;
  wide.orig_rax = ~0ULL;
  registers.set(wide.rip, k_eip, address);
}
#elif defined(__aarch64__)
void skip_call(pid_t tid) {
  int number = -1;
  iovec io{&number, sizeof(number)};
  ::ptrace(PTRACE_SETREGSET, tid, as_pointer(NT_ARM_SYSTEM_CALL), &io);
  user_regs_struct regs{};
  iovec all{&regs, sizeof(regs)};
  if (::ptrace(PTRACE_GETREGSET, tid, as_pointer(NT_PRSTATUS), &all) == 0) {
    regs.regs[0] = static_cast<unsigned long long>(-ENOSYS);
    ::ptrace(PTRACE_SETREGSET, tid, as_pointer(NT_PRSTATUS), &all);
  }
}
void set_first_argument(pid_t tid, std::uint64_t value) {
  user_regs_struct regs{};
  iovec all{&regs, sizeof(regs)};
  if (::ptrace(PTRACE_GETREGSET, tid, as_pointer(NT_PRSTATUS), &all) == 0) {
    regs.regs[0] = value;
    ::ptrace(PTRACE_SETREGSET, tid, as_pointer(NT_PRSTATUS), &all);
  }
}
/// The caller finds out by other means.
std::optional<std::uint64_t> fork_flags(pid_t /*tid*/) {
  return std::nullopt;
}
/// There the mixed filter is not used: nothing is interrupted before it was received.
std::optional<InterruptedCall> interrupted_call(pid_t /*tid*/) {
  return std::nullopt;
}
void insist_on_restart(pid_t /*tid*/) {}
/// Nor is there a shim.
std::optional<NativeRegisters> native_registers(pid_t /*tid*/) {
  return std::nullopt;
}
void begin_at(pid_t /*tid*/, std::uint64_t /*address*/, const FirstRegisters& /*first*/) {}
#endif

std::optional<std::uint64_t> read_word(pid_t tid, std::uint64_t address) {
  errno = 0;
  const long word = ::ptrace(PTRACE_PEEKDATA, tid, as_pointer(static_cast<long>(address)), nullptr);
  return errno == 0 ? std::optional(static_cast<std::uint64_t>(word)) : std::nullopt;
}

bool write_word(pid_t tid, std::uint64_t address, std::uint64_t word) {
  return ::ptrace(PTRACE_POKEDATA, tid, as_pointer(static_cast<long>(address)),
                  as_pointer(static_cast<long>(word))) == 0;
}

} // namespace mmk::tracer
