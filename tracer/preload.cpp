#include "tracer/preload.hpp"

#include "base/unique_fd.hpp"
#include "tracer/proc.hpp"
#include "tracer/shim_protocol.hpp"
#include "tracer/tracee.hpp"

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

/// Loading one more library costs as much as some twenty notifications. Programs smaller than this
/// (true, sed, the shell) do not ask for so many files, compilers ask for hundreds.
constexpr std::int64_t k_worthwhile_size = 512 * 1024;
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

/// Whether the library can work in this program: one of this machine, dynamically linked with the
/// GNU C library, and no sanitizer's.
bool can_be_preloaded(int fd) {
  const std::optional<Program> program = read_headers(fd);
  const Elf64_Phdr* loader = program ? program->find(PT_INTERP) : nullptr;
  std::array<char, k_longest_name> space;
  return loader != nullptr && name_at(fd, loader->p_offset, space) == k_loader &&
         has_suitable_libraries(*program);
}

// ---- stacks

constexpr std::size_t k_word = sizeof(std::uint64_t);
constexpr std::size_t k_first_read = 8192; // most often all there is
constexpr std::size_t k_largest_table = 65536;
constexpr std::size_t k_most_text = 262144;
constexpr std::string_view k_loader_prefix = "LD_";
constexpr std::string_view k_harmless = "LD_LIBRARY_PATH="; // the shim is named by its whole path

/// What the kernel leaves on a new stack (elf(5)): the number of arguments, the arguments and a
/// null, the environment and a null, pairs of facts for the loader; the texts lie behind.
struct NewStack {
  std::uint64_t address = 0;
  std::vector<std::uint64_t> words;
  std::size_t environment = 0; ///< where it begins in `words`
  std::size_t end = 0;         ///< the environment's null
  bool has_loader = false;
  bool secure = false; ///< the loader will not be told what to load

  /// False if the words end too early.
  [[nodiscard]] bool parse();
};

bool NewStack::parse() {
  const auto null = [&](std::size_t from) {
    return static_cast<std::size_t>(
        std::find(words.begin() + static_cast<std::ptrdiff_t>(std::min(from, words.size())),
                  words.end(), 0) -
        words.begin());
  };
  environment = words.empty() ? 0 : null(1) + 1;
  end = null(environment);
  for (std::size_t at = end + 1; at + 1 < words.size(); at += 2) {
    has_loader = has_loader || (words[at] == AT_BASE && words[at + 1] != 0);
    secure = secure || (words[at] == AT_SECURE && words[at + 1] != 0);
    if (words[at] == AT_NULL) {
      words.resize(at + 2);
      return true;
    }
  }
  return false;
}

void* as_pointer(std::uint64_t address) {
  return reinterpret_cast<void*>(address); // NOLINT(performance-no-int-to-ptr)
}

/// Reads as many items as `to` has, or as there are: then it becomes shorter.
template <class T> void read_up_to(pid_t tid, std::uint64_t address, std::vector<T>& to) {
  iovec local{to.data(), to.size() * sizeof(T)};
  iovec remote{as_pointer(address), local.iov_len};
  const ssize_t n = ::process_vm_readv(tid, &local, 1, &remote, 1, 0);
  to.resize(n > 0 ? static_cast<std::size_t>(n) / sizeof(T) : 0);
}

std::optional<NewStack> read_new_stack(pid_t tid) {
  const std::optional<std::uint64_t> address = native_stack(tid);
  for (std::size_t size = k_first_read; address && size <= k_largest_table; size *= 2) {
    NewStack stack;
    stack.address = *address;
    stack.words.resize(size / k_word);
    read_up_to(tid, stack.address, stack.words);
    if (stack.parse()) {
      return stack;
    }
  }
  return std::nullopt;
}

/// The loader is told something already, or asked not to run the program at all (ldd).
bool directs_loader(pid_t tid, const NewStack& stack) {
  const auto begin = stack.words.begin();
  const auto from = begin + static_cast<std::ptrdiff_t>(stack.environment);
  const auto to = begin + static_cast<std::ptrdiff_t>(stack.end);
  if (from == to) {
    return false;
  }
  const auto [first, last] = std::minmax_element(from, to); // the kernel puts them in a row
  std::vector<char> text(std::min(*last - *first, std::uint64_t{k_most_text}) + k_harmless.size());
  read_up_to(tid, *first, text);
  const std::string_view all(text.data(), text.size());
  return std::any_of(from, to, [&, base = *first](std::uint64_t variable) {
    const std::uint64_t at = variable - base;
    return at + k_loader_prefix.size() > all.size() ||
           (all.substr(at).starts_with(k_loader_prefix) && !all.substr(at).starts_with(k_harmless));
  });
}

} // namespace

bool Preloader::is_worthwhile(pid_t tid, const ProgramFacts& facts) {
  if (facts.image_size < k_worthwhile_size) {
    return false;
  }
  const std::string path = proc_path(tid, "exe");
  struct stat st {};
  if (::stat(path.c_str(), &st) != 0) {
    return false;
  }
  const std::optional<FileState> state = settled_state(st);
  if (const auto it = state ? m_suitable.find(*state) : m_suitable.end(); it != m_suitable.end()) {
    return it->second;
  }
  const UniqueFd fd(::open(path.c_str(), O_RDONLY | O_CLOEXEC));
  const bool can = fd.valid() && can_be_preloaded(fd.get());
  if (state) { // nobody can write to a program that is being executed
    m_suitable.emplace(*state, can);
  }
  return can;
}

void Preloader::arrange(pid_t tid, int ring_fd) const {
  std::optional<NewStack> stack = read_new_stack(tid);
  if (!stack || !stack->has_loader || stack->secure || directs_loader(tid, *stack)) {
    return;
  }
  const std::string preload = fmt::format("LD_PRELOAD={}{}", m_library, '\0');
  const std::string variables = fmt::format("{}{}{:x} /proc/{}/fd/{}{}", preload, shim::k_variable,
                                            m_page, ::getpid(), ring_fd, '\0');
  constexpr std::size_t added = 2;
  constexpr std::uint64_t alignment = 16; // of every stack at its program's start
  const std::size_t table = (stack->words.size() + added) * k_word;
  const std::uint64_t address = (stack->address - table - variables.size()) & ~(alignment - 1);
  const std::uint64_t strings = address + table;
  stack->words.insert(stack->words.begin() + static_cast<std::ptrdiff_t>(stack->end),
                      {strings, strings + preload.size()});
  // Below all that is there, so that nothing has happened if it cannot be written.
  std::string bytes(table + variables.size(), '\0');
  std::memcpy(bytes.data(), stack->words.data(), table);
  std::memcpy(bytes.data() + table, variables.data(), variables.size());
  iovec local{bytes.data(), bytes.size()};
  iovec remote{as_pointer(address), bytes.size()};
  if (::process_vm_writev(tid, &local, 1, &remote, 1, 0) == static_cast<ssize_t>(bytes.size())) {
    set_native_stack(tid, address);
  }
}

} // namespace mmk::tracer
