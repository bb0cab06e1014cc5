// The ptrace requests the loop needs, as functions that say what they mean. All of them fail softly
// when the tracee has been killed meanwhile.
#pragma once

#include <sys/types.h>

#include <array>
#include <cstdint>
#include <optional>

namespace mmk::tracer {

enum class Resume : std::uint8_t {
  run,          ///< to the next event
  to_exit_stop, ///< to the end of the current system call
  stay_stopped, ///< PTRACE_LISTEN: the process is stopped by job control
};

[[nodiscard]] int seize(pid_t pid);
/// Whether the end of the thread is announced by a stop. Tracees inherit it from whom they are
/// forked by.
void announce_end(pid_t tid, bool wanted);
void resume(pid_t tid, Resume how, int signal = 0);
[[nodiscard]] pid_t event_message(pid_t tid);

/// At a fork event: the flags of clone(2), whatever the call was; nothing if it cannot be told.
[[nodiscard]] std::optional<std::uint64_t> fork_flags(pid_t tid);

struct EntryStop {
  std::uint32_t table_row;
  std::array<std::uint64_t, 6> args;
};
[[nodiscard]] std::optional<EntryStop> entry_stop(pid_t tid);
/// Result of the call at an exit stop, negative errno on failure.
[[nodiscard]] std::optional<std::int64_t> exit_result(pid_t tid);
/// At a signal stop that interrupted a call which the kernel would begin anew unless the signal's
/// handler forbids it.
struct InterruptedCall {
  std::uint32_t audit_arch;
  std::uint64_t number;
  std::array<std::uint64_t, 6> args;
};
[[nodiscard]] std::optional<InterruptedCall> interrupted_call(pid_t tid);
/// Has it begun anew whatever the handler says.
void insist_on_restart(pid_t tid);
/// At an entry stop: the call gets another first argument.
void set_first_argument(pid_t tid, std::uint64_t value);
/// Of a program for this machine's own ABI.
struct NativeRegisters {
  std::uint64_t instruction;
  std::uint64_t r12;
};
[[nodiscard]] std::optional<NativeRegisters> native_registers(pid_t tid);
/// What a program begins with; a new one has 0 in all registers.
struct FirstRegisters {
  std::uint64_t rdi = 0;
  std::uint64_t rsi = 0;
  std::uint64_t rdx = 0;
  std::uint64_t r12 = 0;
  std::uint64_t r13 = 0;
  std::uint64_t r14 = 0;
  std::uint64_t r15 = 0;
};
/// It runs on from `address`; a call about to begin does not happen.
void begin_at(pid_t tid, std::uint64_t address, const FirstRegisters& registers = {});
/// 64 bits of memory, of any protection.
[[nodiscard]] std::optional<std::uint64_t> read_word(pid_t tid, std::uint64_t address);
/// False: there is no such memory.
bool write_word(pid_t tid, std::uint64_t address, std::uint64_t word);
/// At an entry stop: the call does not happen and gives ENOSYS.
void skip_call(pid_t tid);

} // namespace mmk::tracer
