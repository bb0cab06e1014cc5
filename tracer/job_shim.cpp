#include "tracer/job_shim.hpp"

#include "tracer/tracee.hpp"

#include <sys/random.h>
#include <sys/stat.h>

#include <cstddef>
#include <cstdint>
#include <cstring>
#include <utility>

namespace mmk::tracer {

namespace {

Result<SharedImage> make_shared_image() {
  MMK_TRY_ASSIGN(ShimImage image, make_shim_image(k_loader));
  constexpr int rights = S_IRUSR | S_IWUSR | S_IXUSR;
  MMK_TRY_ASSIGN(SharedMemory memory, SharedMemory::create(shim::k_image_size, rights));
  std::memcpy(memory.data(), image.bytes.data(), image.bytes.size());
  return SharedImage{std::move(image), std::move(memory)};
}

/// The same for all jobs: it depends on the system's files only, and a program whose files are
/// others by now is left alone.
const Result<SharedImage>& cached_image() {
  static const Result<SharedImage> image = make_shared_image();
  return image;
}

/// Bringing the shim in costs as much as some five calls that stop. Smaller programs (true, cat,
/// echo) hardly make more.
constexpr std::int64_t k_worthwhile_size = 64 * 1024;

/// Above where programs with fixed addresses and their heaps begin, below where sanitizers put
/// their shadow and where an instruction cannot name an address any more.
std::uint32_t choose_place() {
  constexpr std::uint32_t begin = 0x7000'0000;
  constexpr std::uint32_t pages = 0xe000;
  std::uint32_t random = 0; // a place as well
  static_cast<void>(::getrandom(&random, sizeof(random), 0));
  return begin + random % pages * static_cast<std::uint32_t>(shim::k_page_size);
}

PassingCalls passing_calls(const ShimImage& image, std::uint32_t address) {
  return {told_calls(), address + image.head.returns};
}

} // namespace

JobShim::JobShim(const SharedImage& image, std::uint32_t address, const PtraceFilters& filters,
                 bool look_ups)
    : m_image(&image), m_address(address),
      m_mixed(with_passing_calls(filters.mixed, passing_calls(image.image, address))),
      m_trace(with_passing_calls(filters.trace, passing_calls(image.image, address))),
      m_look_ups(look_ups) {}

Result<std::unique_ptr<JobShim>> JobShim::create(const PtraceFilters& filters, bool look_ups) {
  const Result<SharedImage>& image = cached_image();
  if (!image) {
    return tl::unexpected(image.error());
  }
  return std::unique_ptr<JobShim>(new JobShim(*image, choose_place(), filters, look_ups));
}

bool JobShim::bring_into(pid_t tid, const ProgramFacts& facts) {
  if (facts.loader != k_loader || facts.image_size < k_worthwhile_size) {
    return false;
  }
  if (!m_ring) {
    Result<ShimRing> ring = ShimRing::create(m_look_ups);
    if (!ring) {
      return false;
    }
    m_ring.emplace(*std::move(ring));
    m_attacher.emplace(m_image->image, ShimPlace{m_address, m_image->memory.id(), m_ring->id()});
  }
  return m_attacher->attach(tid);
}

void JobShim::disable(pid_t tid) const {
  write_word(tid, m_address + shim::k_state_offset + offsetof(shim::State, enabled), 0);
}

} // namespace mmk::tracer
