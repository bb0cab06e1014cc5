#include "tracer/attach.hpp"

#include "tracer/tracee.hpp"

#include <sys/shm.h>
#include <sys/stat.h>
#include <sys/syscall.h>

#include <array>
#include <cstring>
#include <optional>

namespace mmk::tracer {

namespace {

constexpr std::size_t k_word_size = sizeof(std::uint64_t);

/// Attaches the image and jumps to its beginning. Registers: %edi its number, %rsi its address,
/// %edx flags, %r13 where it begins, %r15 its first word: a process with an IPC namespace of its
/// own may find other memory by that number.
// clang-format off
constexpr std::array<std::uint8_t, shim::k_gap_size> k_stub{
    0xb8, SYS_shmat, 0, 0, 0,         // mov $shmat, %eax
    0x0f, 0x05,                       // syscall
    0x48, 0x39, 0xf0,                 // cmp %rsi, %rax
    0x75, 0x08,                       // jne failed
    0x4c, 0x39, 0x3e,                 // cmp %r15, (%rsi)
    0x75, 0x03,                       // jne failed
    0x41, 0xff, 0xe5,                 // jmp *%r13
    0xb8, shim::k_giving_up, 0, 0, 0, // failed: mov $giving_up, %eax
    0x0f, 0x05,                       // syscall
};
// clang-format on
constexpr std::uint32_t k_stub_gives_up = 27; ///< where that returns to
static_assert(k_stub.size() % k_word_size == 0);

std::uint64_t word_at(const void* bytes) {
  std::uint64_t word = 0;
  std::memcpy(&word, bytes, sizeof(word));
  return word;
}

bool is_planned(const shim::Identity& loader) {
  struct stat found {};
  return ::stat(k_loader, &found) == 0 && identity_of(found) == loader;
}

} // namespace

/// In the loader's code, which is one segment.
std::uint64_t Attacher::at(std::uint64_t entry, std::uint32_t offset) const {
  return entry - m_image->plan.loader_entry + offset;
}

void Attacher::write_sites(pid_t tid, std::uint64_t entry, bool taken_over) const {
  const shim::Plan& plan = m_image->plan;
  for (std::size_t i = 0; i < plan.loader_sites; ++i) {
    std::uint64_t word = m_image->loader.sites[i];
    if (taken_over) {
      const auto code = shim::way_in(m_place.address + shim::doorway(m_image->head, plan, i));
      std::memcpy(&word, code.data(), code.size());
    }
    write_word(tid, at(entry, plan.sites[i].offset), word);
  }
}

bool Attacher::attach(pid_t tid) const {
  const std::optional<NativeRegisters> registers = native_registers(tid);
  if (!registers || !is_planned(m_image->loader.file) ||
      read_word(tid, registers->instruction) != m_image->loader.entry) {
    return false;
  }
  const std::uint64_t entry = registers->instruction;
  const std::uint64_t stub = at(entry, m_image->plan.loader_gap);
  for (std::size_t i = 0; i < k_stub.size(); i += k_word_size) {
    write_word(tid, stub + i, word_at(k_stub.data() + i));
  }
  write_sites(tid, entry, true);
  begin_at(tid, stub,
           {.rdi = static_cast<std::uint64_t>(m_place.image),
            .rsi = m_place.address,
            .rdx = SHM_RDONLY | SHM_EXEC,
            .r12 = entry,
            .r13 = m_place.address + m_image->head.begin,
            .r14 = static_cast<std::uint64_t>(m_place.ring),
            .r15 = word_at(&m_image->head)});
  return true;
}

bool Attacher::give_up(pid_t tid) const {
  const std::optional<NativeRegisters> registers = native_registers(tid);
  if (!registers) {
    return false;
  }
  const std::uint64_t entry = registers->r12;
  if (registers->instruction != at(entry, m_image->plan.loader_gap) + k_stub_gives_up &&
      registers->instruction != m_place.address + m_image->head.given_up) {
    return false;
  }
  write_sites(tid, entry, false);
  begin_at(tid, entry);
  return true;
}

} // namespace mmk::tracer
