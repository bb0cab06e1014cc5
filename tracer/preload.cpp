#include "tracer/preload.hpp"

#include "base/unique_fd.hpp"
#include "tracer/look_up.hpp"
#include "tracer/proc.hpp"
#include "tracer/shim_protocol.hpp"

#include <fmt/format.h>

#include <elf.h>
#include <fcntl.h>
#include <sys/stat.h>
#include <sys/uio.h>
#include <unistd.h>

#include <algorithm>
#include <array>
#include <cstring>
#include <optional>
#include <string_view>
#include <utility>

namespace mmk::tracer {

namespace {

// ---- programs

/// Loading one more library costs as much as some fifty notifications. Programs smaller than this
/// (true, sed, the shell) do not ask for so many files, compilers ask for hundreds.
constexpr off_t k_worthwhile_size = 512 * 1024;
constexpr std::string_view k_loader = "/lib64/ld-linux-x86-64.so.2";
constexpr std::size_t k_max_headers = 64;
constexpr std::size_t k_max_dynamic = 256;
constexpr std::size_t k_longest_name = 64; // of a library that matters here

template <class T> bool read_at(int fd, std::uint64_t offset, T* to, std::size_t count) {
  return ::pread(fd, to, count * sizeof(T), static_cast<off_t>(offset)) ==
         static_cast<ssize_t>(count * sizeof(T));
}

std::string_view name_at(int fd, std::uint64_t offset, std::array<char, k_longest_name>& space) {
  const ssize_t n = ::pread(fd, space.data(), space.size(), static_cast<off_t>(offset));
  return n <= 0 ? std::string_view()
                : std::string_view(space.data(), ::strnlen(space.data(), static_cast<size_t>(n)));
}

struct Program {
  int fd;
  std::vector<Elf64_Phdr> headers;

  [[nodiscard]] const Elf64_Phdr* find(Elf64_Word type) const {
    const auto it = std::find_if(headers.begin(), headers.end(),
                                 [&](const Elf64_Phdr& header) { return header.p_type == type; });
    return it == headers.end() ? nullptr : &*it;
  }
  [[nodiscard]] std::optional<std::uint64_t> offset_of(std::uint64_t address) const {
    for (const Elf64_Phdr& header : headers) {
      if (header.p_type == PT_LOAD && address >= header.p_vaddr &&
          address - header.p_vaddr < header.p_filesz) {
        return address - header.p_vaddr + header.p_offset;
      }
    }
    return std::nullopt;
  }
};

std::optional<Program> read_headers(int fd) {
  Elf64_Ehdr head{};
  if (!read_at(fd, 0, &head, 1) || std::memcmp(head.e_ident, ELFMAG, SELFMAG) != 0 ||
      head.e_ident[EI_CLASS] != ELFCLASS64 || head.e_machine != EM_X86_64 ||
      head.e_phentsize != sizeof(Elf64_Phdr) || head.e_phnum > k_max_headers) {
    return std::nullopt;
  }
  Program program{fd, std::vector<Elf64_Phdr>(head.e_phnum)};
  return read_at(fd, head.e_phoff, program.headers.data(), head.e_phnum) ? std::optional(program)
                                                                         : std::nullopt;
}

/// Needs the C library and no sanitizer, which wants to be the first library itself.
bool has_suitable_libraries(const Program& program) {
  const Elf64_Phdr* segment = program.find(PT_DYNAMIC);
  if (segment == nullptr) {
    return false;
  }
  std::vector<Elf64_Dyn> entries(
      std::min<std::size_t>(segment->p_filesz / sizeof(Elf64_Dyn), k_max_dynamic));
  if (!read_at(program.fd, segment->p_offset, entries.data(), entries.size())) {
    return false;
  }
  const auto strings = std::find_if(entries.begin(), entries.end(),
                                    [](const Elf64_Dyn& e) { return e.d_tag == DT_STRTAB; });
  const std::optional<std::uint64_t> names =
      strings == entries.end() ? std::nullopt : program.offset_of(strings->d_un.d_ptr);
  bool has_c_library = false;
  for (const Elf64_Dyn& entry : entries) {
    if (entry.d_tag == DT_NULL) {
      break;
    }
    if (entry.d_tag == DT_NEEDED && names) {
      std::array<char, k_longest_name> space;
      const std::string_view name = name_at(program.fd, *names + entry.d_un.d_val, space);
      if (name.find("san.so") != std::string_view::npos) {
        return false;
      }
      has_c_library = has_c_library || name == "libc.so.6";
    }
  }
  return has_c_library;
}

// ---- environments

constexpr std::size_t k_max_variables = 1000; // process_vm_readv(2) takes 1024 pieces
constexpr std::size_t k_red_zone = 128;
constexpr std::size_t k_max_size = 8192; // posix_spawn's children have a stack of 32 KiB
constexpr std::string_view k_loader_prefix = "LD_";

void* as_pointer(std::uint64_t address) {
  return reinterpret_cast<void*>(address); // NOLINT(performance-no-int-to-ptr)
}

/// The pointers of an environment with the null at its end.
std::optional<std::vector<std::uint64_t>> read_environment(pid_t tid, std::uint64_t address) {
  constexpr std::size_t at_once = 64;
  std::vector<std::uint64_t> pointers;
  while (address != 0 && address % sizeof(std::uint64_t) == 0 &&
         pointers.size() < k_max_variables) {
    std::array<std::uint64_t, at_once> some;
    const std::uint64_t to_page_end = shim::k_page_size - address % shim::k_page_size;
    const std::size_t size = std::min<std::size_t>(sizeof(some), to_page_end);
    if (!read_bytes(tid, address, some.data(), size)) {
      return std::nullopt;
    }
    for (std::size_t i = 0; i < size / sizeof(std::uint64_t); ++i) {
      pointers.push_back(some[i]);
      if (some[i] == 0) {
        return pointers;
      }
    }
    address += size;
  }
  return std::nullopt;
}

/// The loader is told something already, or asked not to run the program at all (ldd).
bool directs_loader(pid_t tid, const std::vector<std::uint64_t>& pointers) {
  std::vector<iovec> remote;
  for (const std::uint64_t pointer : pointers) {
    if (pointer != 0) {
      remote.push_back({as_pointer(pointer), k_loader_prefix.size()});
    }
  }
  std::string beginnings(remote.size() * k_loader_prefix.size(), '\0');
  iovec local{beginnings.data(), beginnings.size()};
  if (!remote.empty() && ::process_vm_readv(tid, &local, 1, remote.data(), remote.size(), 0) !=
                             static_cast<ssize_t>(beginnings.size())) {
    return true;
  }
  for (std::size_t at = 0; at < beginnings.size(); at += k_loader_prefix.size()) {
    if (std::string_view(beginnings).substr(at).starts_with(k_loader_prefix)) {
      return true;
    }
  }
  return false;
}

bool write_bytes(pid_t tid, std::uint64_t address, std::vector<char>& bytes) {
  iovec local{bytes.data(), bytes.size()};
  iovec remote{as_pointer(address), bytes.size()};
  return ::process_vm_writev(tid, &local, 1, &remote, 1, 0) == static_cast<ssize_t>(bytes.size());
}

} // namespace

bool gains_by_preload(int dirfd, const std::string& path) {
  const UniqueFd fd(::openat(dirfd, path.c_str(), O_RDONLY | O_CLOEXEC | O_NONBLOCK | O_NOCTTY));
  struct stat st {};
  if (!fd.valid() || ::fstat(fd.get(), &st) != 0 || !S_ISREG(st.st_mode) ||
      st.st_size < k_worthwhile_size) {
    return false;
  }
  const std::optional<Program> program = read_headers(fd.get());
  const Elf64_Phdr* loader = program ? program->find(PT_INTERP) : nullptr;
  std::array<char, k_longest_name> space;
  return loader != nullptr && name_at(fd.get(), loader->p_offset, space) == k_loader &&
         has_suitable_libraries(*program);
}

Preloader::Preloader(std::string library, std::uint64_t page, int ring_fd)
    : m_library(std::move(library)),
      m_strings(fmt::format("LD_PRELOAD={}{}{}{:x} /proc/{}/fd/{}", m_library, '\0',
                            shim::k_variable, page, ::getpid(), ring_fd)) {
  m_strings += '\0';
}

bool Preloader::arrange(const Thread& thread, const EntryStop& stop) {
  const std::optional<std::uint64_t> stack = stack_at_execve(thread.tid);
  if (!stack || !thread.process->plain || !thread.process->may_tell) {
    return false;
  }
  const ProgramFacts facts = program_of(thread);
  const View view = view_of(thread, facts.image);
  if (facts.changes_user || !gains_by_preload(view.dirfd, view.path)) {
    return false;
  }
  constexpr std::size_t environment_argument = 2;
  const std::uint64_t environment = stop.args[environment_argument];
  std::optional<std::vector<std::uint64_t>> pointers = read_environment(thread.tid, environment);
  if (!pointers || directs_loader(thread.tid, *pointers)) {
    return false;
  }
  const std::size_t table = (pointers->size() + 2) * sizeof(std::uint64_t);
  const std::size_t size = table + m_strings.size();
  if (size > k_max_size) {
    return false;
  }
  const std::uint64_t address = (*stack - k_red_zone - size) & ~std::uint64_t{15};
  pointers->back() = address + table;
  pointers->push_back(address + table + m_strings.find('\0') + 1);
  pointers->push_back(0);

  Changed changed{environment, address, std::vector<char>(size)};
  std::vector<char> bytes(size);
  std::memcpy(bytes.data(), pointers->data(), table);
  std::memcpy(bytes.data() + table, m_strings.data(), m_strings.size());
  if (!read_bytes(thread.tid, address, changed.memory.data(), size) ||
      !write_bytes(thread.tid, address, bytes)) {
    return false;
  }
  set_third_argument(thread.tid, address);
  m_changed.insert_or_assign(thread.tid, std::move(changed));
  return true;
}

bool Preloader::failed(pid_t tid) {
  const auto it = m_changed.find(tid);
  if (it == m_changed.end()) {
    return false;
  }
  write_bytes(tid, it->second.address, it->second.memory);
  set_third_argument(tid, it->second.environment);
  m_changed.erase(it);
  return true;
}

} // namespace mmk::tracer
