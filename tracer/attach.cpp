#include "tracer/attach.hpp"

#include "base/assert.hpp"
#include "tracer/tracee.hpp"

#include <fmt/format.h>

#include <fcntl.h>
#include <sys/mman.h>
#include <sys/syscall.h>
#include <unistd.h>

#include <algorithm>
#include <array>
#include <initializer_list>
#include <optional>
#include <string>
#include <string_view>

namespace mmk::tracer {

namespace {

/// Machine code of x86-64, instruction by instruction.
class Assembler {
public:
  void put(std::initializer_list<std::uint8_t> bytes) {
    m_code.insert(m_code.end(), bytes.begin(), bytes.end());
  }
  void put_text(std::string_view text) { m_code.insert(m_code.end(), text.begin(), text.end()); }
  /// An instruction that ends with a constant.
  void put(std::initializer_list<std::uint8_t> bytes, std::uint32_t constant) {
    put(bytes);
    for (unsigned int shift = 0; shift < 32; shift += 8) {
      m_code.push_back(static_cast<std::uint8_t>(constant >> shift));
    }
  }
  /// An instruction that ends with a distance to `label`, wherever that will be.
  void put_near(std::initializer_list<std::uint8_t> bytes, std::size_t& label) {
    put(bytes, 0);
    m_distances.push_back({m_code.size(), &label});
  }
  void place(std::size_t& label) const { label = m_code.size(); }

  [[nodiscard]] std::vector<std::uint8_t> finish() {
    for (const auto& [end, label] : m_distances) {
      const auto distance = static_cast<std::uint32_t>(*label - end);
      for (std::size_t i = 0; i < sizeof(distance); ++i) {
        m_code[end - sizeof(distance) + i] = static_cast<std::uint8_t>(distance >> (8 * i));
      }
    }
    return std::move(m_code);
  }

private:
  struct Distance {
    std::size_t end;
    const std::size_t* label;
  };
  std::vector<std::uint8_t> m_code;
  std::vector<Distance> m_distances;
};

} // namespace

Attacher::Attacher(const ShimImage& image, ShimPlace place, int file)
    : m_image(&image), m_address(place.address) {
  std::size_t begin = 0;
  std::size_t failed = 0;
  std::size_t path = 0;
  Assembler code;
  code.place(begin);
  code.put_near({0x48, 0x8d, 0x35}, path);                  // lea path(%rip), %rsi
  code.put({0xbf}, place.directory_token);                  // mov $token, %edi
  code.put({0xba}, O_RDWR | O_CLOEXEC);                     // mov $flags, %edx
  code.put({0xb8}, SYS_openat);                             // mov $openat, %eax
  code.put({0x0f, 0x05});                                   // syscall
  code.put({0x41, 0x89, 0xc0});                             // mov %eax, %r8d
  code.put({0xbf}, place.address);                          // mov $address, %edi
  code.put({0xbe}, shim::k_image_size);                     // mov $size, %esi
  code.put({0xba}, PROT_READ | PROT_EXEC);                  // mov $protection, %edx
  code.put({0x41, 0xba}, MAP_SHARED | MAP_FIXED_NOREPLACE); // mov $flags, %r10d
  code.put({0x45, 0x31, 0xc9});                             // xor %r9d, %r9d
  code.put({0xb8}, SYS_mmap);                               // mov $mmap, %eax
  code.put({0x0f, 0x05});                                   // syscall
  code.put({0x48, 0x39, 0xf8});                             // cmp %rdi, %rax
  code.put_near({0x0f, 0x85}, failed);                      // jne failed
  code.put({0x44, 0x89, 0xc6});                             // mov %r8d, %esi
  code.put_near({0x48, 0x8d, 0x3d}, begin);                 // lea begin(%rip), %rdi
  code.put({0x48, 0x05}, m_image->head.begin);              // add $begin, %rax
  code.put({0xff, 0xe0});                                   // jmp *%rax
  code.place(failed);
  code.put({0x44, 0x89, 0xc7});        // mov %r8d, %edi
  code.put({0xb8}, SYS_close);         // mov $close, %eax
  code.put({0x0f, 0x05});              // syscall
  code.put({0xb8}, shim::k_giving_up); // mov $giving_up, %eax
  code.put({0x0f, 0x05});              // syscall
  code.place(m_given_up);
  code.place(path);
  code.put_text(fmt::format("/proc/{}/fd/{}", ::getpid(), file));
  code.put({0});
  m_code = code.finish();
  MMK_ASSERT(m_code.size() <= shim::k_beginning_size);
}

bool Attacher::attach(pid_t tid) const {
  const std::optional<NativeRegisters> registers = native_registers(tid);
  return registers && replace(tid, registers->instruction, m_image->plan.beginning, m_code);
}

bool Attacher::give_up(pid_t tid) const {
  const std::optional<NativeRegisters> registers = native_registers(tid);
  if (!registers) {
    return false;
  }
  const bool in_shim = registers->instruction == m_address + m_image->head.given_up;
  const std::uint64_t entry = in_shim ? registers->r12 : registers->instruction - m_given_up;
  if (!replace(tid, entry, m_code, m_image->plan.beginning)) {
    return false;
  }
  begin_at(tid, entry);
  return true;
}

} // namespace mmk::tracer
