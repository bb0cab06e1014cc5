#include "tracer/program.hpp"

#include "base/unique_fd.hpp"

#include <elf.h>
#include <fcntl.h>
#include <sys/stat.h>
#include <unistd.h>

#include <array>
#include <cstring>
#include <ctime>
#include <optional>
#include <string_view>

namespace mmk::tracer {

namespace {

constexpr int k_max_depth = 5; // the kernel's own limit on interpreters of interpreters
constexpr std::size_t k_head_size = 4096;
constexpr std::size_t k_script_line = 256; // BINPRM_BUF_SIZE

struct Head {
  UniqueFd fd;
  std::array<char, k_head_size> bytes;
  std::size_t size = 0;
  [[nodiscard]] std::string_view text() const { return {bytes.data(), size}; }
};

template <class T> std::optional<T> value_at(const Head& head, std::size_t offset) {
  if (offset > head.size || head.size - offset < sizeof(T)) {
    return std::nullopt;
  }
  T value;
  std::memcpy(&value, head.bytes.data() + offset, sizeof(T));
  return value;
}

std::optional<std::string> text_at(const Head& head, std::uint64_t offset, std::uint64_t size) {
  std::array<char, k_head_size> buffer;
  if (size == 0 || size > buffer.size()) {
    return std::nullopt;
  }
  const ssize_t n = ::pread(head.fd.get(), buffer.data(), size, static_cast<off_t>(offset));
  if (n != static_cast<ssize_t>(size)) {
    return std::nullopt;
  }
  return std::string(buffer.data(), ::strnlen(buffer.data(), size));
}

template <class Ehdr, class Phdr> std::optional<std::string> elf_loader(const Head& head) {
  const std::optional<Ehdr> ehdr = value_at<Ehdr>(head, 0);
  if (!ehdr) {
    return std::nullopt;
  }
  for (unsigned int i = 0; i < ehdr->e_phnum; ++i) {
    const std::optional<Phdr> phdr =
        value_at<Phdr>(head, static_cast<std::size_t>(ehdr->e_phoff) + i * sizeof(Phdr));
    if (phdr && phdr->p_type == PT_INTERP) {
      return text_at(head, phdr->p_offset, phdr->p_filesz);
    }
  }
  return std::nullopt;
}

std::optional<std::string> script_interpreter(std::string_view text) {
  constexpr std::string_view blanks = " \t";
  std::string_view line = text.substr(2, k_script_line - 2);
  line = line.substr(0, line.find_first_of(std::string_view("\n\0", 2)));
  const std::size_t begin = line.find_first_not_of(blanks);
  if (begin == std::string_view::npos) {
    return std::nullopt;
  }
  line.remove_prefix(begin);
  return std::string(line.substr(0, line.find_first_of(blanks)));
}

/// The one further file the kernel opens for this program.
std::optional<std::string> helper_named_in(const Head& head) {
  const std::string_view text = head.text();
  if (text.starts_with("#!")) {
    return script_interpreter(text);
  }
  if (!text.starts_with(std::string_view(ELFMAG, SELFMAG)) || text.size() <= EI_CLASS) {
    return std::nullopt;
  }
  return text[EI_CLASS] == ELFCLASS64 ? elf_loader<Elf64_Ehdr, Elf64_Phdr>(head)
                                      : elf_loader<Elf32_Ehdr, Elf32_Phdr>(head);
}

std::optional<Head> open_head(int dirfd, const std::string& path) {
  Head head;
  head.fd.reset(::openat(dirfd, path.c_str(), O_RDONLY | O_CLOEXEC | O_NONBLOCK | O_NOCTTY));
  if (!head.fd.valid()) {
    return std::nullopt;
  }
  const ssize_t n = ::pread(head.fd.get(), head.bytes.data(), head.bytes.size(), 0);
  head.size = n > 0 ? static_cast<std::size_t>(n) : 0;
  return head;
}

} // namespace

std::optional<FileState> settled_state(const struct stat& st) {
  constexpr std::int64_t billion = 1'000'000'000;
  constexpr std::int64_t coarsest_time_stamp = 2 * billion; // of the file systems there are
  const auto in_ns = [](const timespec& t) { return std::int64_t{t.tv_sec} * billion + t.tv_nsec; };
  timespec now{};
  ::clock_gettime(CLOCK_REALTIME, &now);
  const std::int64_t changed = in_ns(st.st_ctim);
  if (changed > in_ns(now) - coarsest_time_stamp) {
    return std::nullopt;
  }
  return FileState{st.st_dev, st.st_ino, st.st_size, changed};
}

std::optional<ProgramReader::Helper> ProgramReader::helper_of(int dirfd, const std::string& path,
                                                              const struct stat& st) {
  const std::optional<FileState> state = settled_state(st);
  if (const auto it = state ? m_known.find(*state) : m_known.end(); it != m_known.end()) {
    return it->second;
  }
  const std::optional<Head> head = open_head(dirfd, path);
  if (!head) {
    return std::nullopt;
  }
  Helper helper{helper_named_in(*head).value_or(""), head->text().starts_with("#!")};
  struct stat now {};
  const bool still = state && ::fstat(head->fd.get(), &now) == 0 && settled_state(now) == state;
  if (still) {
    m_known.emplace(*state, helper);
  }
  return helper;
}

ProgramFacts ProgramReader::read(int dirfd, const std::string& path) {
  ProgramFacts facts;
  facts.image = path;
  for (int depth = 0; depth <= k_max_depth; ++depth) {
    struct stat st {};
    if (::fstatat(dirfd, facts.image.c_str(), &st, 0) != 0) {
      break;
    }
    facts.image_size = st.st_size;
    if ((st.st_mode & (S_ISUID | S_ISGID)) != 0) {
      facts.changes_user = true;
      facts.owner = st.st_uid;
    }
    std::optional<Helper> helper = helper_of(dirfd, facts.image, st);
    if (!helper || helper->path.empty()) {
      break;
    }
    facts.helpers.push_back(helper->path);
    if (!helper->of_script) {
      facts.loader = std::move(helper->path);
      break; // the loader itself has none
    }
    facts.image = std::move(helper->path);
  }
  return facts;
}

} // namespace mmk::tracer
