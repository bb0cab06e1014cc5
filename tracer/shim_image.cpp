#include "tracer/shim_image.hpp"

#include "base/unique_fd.hpp"
#include "tracer/code_sites.hpp"

#include <climits>

#include <fcntl.h>
#include <sys/mman.h>
#include <sys/stat.h>
#include <sys/syscall.h>

#include <algorithm>
#include <array>
#include <cerrno>
#include <cstdlib>
#include <cstring>
#include <optional>
#include <span>
#include <string_view>
#include <utility>

#if defined(MMK_SHIM_IMAGE) // by the build, for machines that shim/shim.cpp is written for
asm(R"(
  .section .rodata
  .globl mmk_shim_image_begin, mmk_shim_image_end
  .balign 16
mmk_shim_image_begin:
  .incbin ")" MMK_SHIM_IMAGE R"("
mmk_shim_image_end:
  .text
)");
extern "C" {
extern const std::uint8_t mmk_shim_image_begin[];
extern const std::uint8_t mmk_shim_image_end[];
}
#endif

namespace mmk::tracer {

namespace {

using Bytes = std::span<const std::uint8_t>;

#if defined(MMK_SHIM_IMAGE)
Bytes built_image() {
  return {mmk_shim_image_begin, mmk_shim_image_end};
}
constexpr std::array<std::uint32_t, 8> k_told{
    SYS_openat, SYS_newfstatat, SYS_statx, SYS_access, SYS_faccessat,
    439,        SYS_unlink,     SYS_execve}; // faccessat2 is younger than some headers
#else
Bytes built_image() {
  return {};
}
constexpr std::array<std::uint32_t, 0> k_told{};
#endif

/// A whole file in memory, as long as this lives.
class MappedFile {
public:
  explicit MappedFile(const std::string& path) {
    const UniqueFd fd(::open(path.c_str(), O_RDONLY | O_CLOEXEC));
    if (!fd.valid() || ::fstat(fd.get(), &m_stat) != 0 || m_stat.st_size <= 0) {
      return;
    }
    const auto size = static_cast<std::size_t>(m_stat.st_size);
    void* memory = ::mmap(nullptr, size, PROT_READ, MAP_PRIVATE, fd.get(), 0);
    if (memory != MAP_FAILED) {
      m_bytes = {static_cast<const std::uint8_t*>(memory), size};
    }
  }
  MappedFile(const MappedFile&) = delete;
  MappedFile& operator=(const MappedFile&) = delete;
  ~MappedFile() {
    if (!m_bytes.empty()) {
      ::munmap(const_cast<std::uint8_t*>(m_bytes.data()), m_bytes.size());
    }
  }
  [[nodiscard]] Bytes bytes() const { return m_bytes; }
  [[nodiscard]] shim::Identity identity() const { return identity_of(m_stat); }
  /// The 8 bytes from `offset` on; 0 where the file has no more.
  [[nodiscard]] std::uint64_t word(std::size_t offset) const {
    std::uint64_t word = 0;
    const Bytes rest = m_bytes.subspan(std::min(offset, m_bytes.size()));
    std::memcpy(&word, rest.data(), std::min(rest.size(), sizeof(word)));
    return word;
  }

private:
  struct stat m_stat {};
  Bytes m_bytes;
};

std::string library_beside(const std::string& loader) {
  std::array<char, PATH_MAX> real;
  if (::realpath(loader.c_str(), real.data()) == nullptr) {
    return {};
  }
  const std::string_view path(real.data());
  return std::string(path.substr(0, path.rfind('/') + 1)) + "libc.so.6";
}

bool add_sites(shim::Plan& plan, const std::vector<shim::Site>& sites) {
  if (sites.size() > plan.sites.size() - plan.site_count) {
    return false;
  }
  std::copy(sites.begin(), sites.end(), plan.sites.begin() + plan.site_count);
  plan.site_count += static_cast<std::uint32_t>(sites.size());
  return true;
}

/// Where the last page of the code has room behind it, all of it 0.
std::optional<std::uint32_t> find_gap(Bytes file, const CodeSites& code) {
  const std::uint64_t end = code.code + code.code_size;
  const std::uint64_t left = -end % shim::k_page_size;
  if (left < shim::k_gap_size) {
    return std::nullopt;
  }
  const Bytes rest = file.subspan(std::min<std::size_t>(end, file.size()));
  const Bytes gap = rest.first(std::min(rest.size(), shim::k_gap_size));
  const bool is_empty = std::all_of(gap.begin(), gap.end(), [](std::uint8_t b) { return b == 0; });
  return is_empty ? std::optional(static_cast<std::uint32_t>(end)) : std::nullopt;
}

/// Fills plan and loader.
Result<> make_plan(ShimImage& image, const std::string& loader) {
  std::vector<std::uint32_t> numbers(k_told.begin(), k_told.end());
  const MappedFile library_file(library_beside(loader));
  const std::optional<CodeSites> library = find_code_sites(library_file.bytes(), numbers);
  numbers.push_back(SYS_mmap); // tells of the library
  const MappedFile loader_file(loader);
  const std::optional<CodeSites> code = find_code_sites(loader_file.bytes(), numbers);
  if (!library || !code || library->sites.empty() || code->sites.empty()) {
    return fail(Errc::unsupported, loader + ": no system calls are found in it that could be told");
  }
  const std::optional<std::uint32_t> gap = find_gap(loader_file.bytes(), *code);
  if (!gap) {
    return fail(Errc::unsupported, loader + ": there is no room behind its code");
  }
  shim::Plan& plan = image.plan;
  plan.loader_gap = *gap;
  plan.loader_entry = static_cast<std::uint32_t>(code->entry);
  plan.library = library_file.identity();
  if (!add_sites(plan, code->sites)) {
    return fail(Errc::unsupported, loader + ": more system calls than expected");
  }
  plan.loader_sites = plan.site_count;
  if (!add_sites(plan, library->sites)) {
    return fail(Errc::unsupported, loader + ": more system calls than expected in its C library");
  }
  image.loader.file = loader_file.identity();
  image.loader.entry = loader_file.word(code->entry);
  for (const shim::Site& site : code->sites) {
    image.loader.sites.push_back(loader_file.word(site.offset));
  }
  return {};
}

} // namespace

shim::Identity identity_of(const struct stat& file) {
  return {file.st_dev, file.st_ino, file.st_size, file.st_ctim.tv_sec, file.st_ctim.tv_nsec};
}

std::span<const std::uint32_t> told_calls() {
  return k_told;
}

Result<ShimImage> make_shim_image(const std::string& loader) {
  const Bytes built = built_image();
  if (built.size() < sizeof(shim::ImageHead) || built.size() > shim::k_plan_offset) {
    return fail(Errc::unsupported, "built without a shim: there is none for this kind of machine");
  }
  ShimImage image{};
  MMK_TRY(make_plan(image, loader));
  std::memcpy(&image.head, built.data(), sizeof(image.head));
  image.bytes.resize(shim::k_image_size);
  std::copy(built.begin(), built.end(), image.bytes.begin());
  std::memcpy(image.bytes.data() + shim::k_plan_offset, &image.plan, sizeof(image.plan));
  return image;
}

} // namespace mmk::tracer
