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
  [[nodiscard]] shim::Identity identity() const {
    return {m_stat.st_dev, m_stat.st_ino, m_stat.st_size, m_stat.st_ctim.tv_sec,
            m_stat.st_ctim.tv_nsec};
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

Result<shim::Plan> make_plan(const std::string& loader) {
  std::vector<std::uint32_t> numbers(k_told.begin(), k_told.end());
  const MappedFile library_file(library_beside(loader));
  const std::optional<CodeSites> library = find_code_sites(library_file.bytes(), numbers);
  numbers.push_back(SYS_mmap); // tells of the library
  const MappedFile loader_file(loader);
  const std::optional<CodeSites> code = find_code_sites(loader_file.bytes(), numbers);
  if (!library || !code || library->sites.empty() || code->sites.empty() ||
      code->code % shim::k_page_size != 0 ||
      code->entry > loader_file.bytes().size() - shim::k_beginning_size) {
    return fail(Errc::unsupported, loader + ": no system calls are found in it that could be told");
  }
  shim::Plan plan{};
  plan.loader_code = static_cast<std::uint32_t>(code->code);
  plan.loader_code_size = static_cast<std::uint32_t>(code->code_size);
  plan.loader_entry = static_cast<std::uint32_t>(code->entry);
  std::memcpy(plan.beginning.data(), loader_file.bytes().data() + code->entry,
              plan.beginning.size());
  plan.library = library_file.identity();
  if (!add_sites(plan, code->sites)) {
    return fail(Errc::unsupported, loader + ": more system calls than expected");
  }
  plan.loader_sites = plan.site_count;
  if (!add_sites(plan, library->sites)) {
    return fail(Errc::unsupported, loader + ": more system calls than expected in its C library");
  }
  return plan;
}

} // namespace

std::span<const std::uint32_t> told_calls() {
  return k_told;
}

Result<ShimImage> make_shim_image(const std::string& loader) {
  const Bytes built = built_image();
  if (built.size() < sizeof(shim::ImageHead) || built.size() > shim::k_plan_offset) {
    return fail(Errc::unsupported, "built without a shim: there is none for this kind of machine");
  }
  ShimImage image;
  MMK_TRY_ASSIGN(image.plan, make_plan(loader));
  std::memcpy(&image.head, built.data(), sizeof(image.head));
  image.bytes.resize(shim::k_image_size);
  std::copy(built.begin(), built.end(), image.bytes.begin());
  std::memcpy(image.bytes.data() + shim::k_plan_offset, &image.plan, sizeof(image.plan));
  return image;
}

} // namespace mmk::tracer
