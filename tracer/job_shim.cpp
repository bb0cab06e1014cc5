#include "tracer/job_shim.hpp"

#include "tracer/tracee.hpp"

#include <sys/random.h>

#include <array>
#include <cstddef>
#include <cstdint>
#include <utility>

namespace mmk::tracer {

namespace {

/// The same for all jobs: it depends on the system's files only, and a program whose files are
/// others by now is left alone.
const Result<ShimImage>& cached_image() {
  static const Result<ShimImage> image = make_shim_image(k_loader);
  return image;
}

/// Bringing the shim in costs as much as some five calls that stop. Smaller programs (true, cat,
/// echo) hardly make more.
constexpr std::int64_t k_worthwhile_size = 64 * 1024;

/// Above where programs with fixed addresses and their heaps begin, below where sanitizers put
/// their shadow and where an instruction cannot name an address any more.
ShimPlace choose_place() {
  constexpr std::uint32_t begin = 0x7000'0000;
  constexpr std::uint32_t pages = 0xe000;
  constexpr std::uint32_t negative = 0x8000'0000; // never a descriptor
  constexpr std::uint32_t distinct = 0x4000'0000; // nor AT_FDCWD
  std::array<std::uint32_t, 2> random{};
  static_cast<void>(::getrandom(random.data(), sizeof(random), 0)); // 0 is a place as well
  return {begin + random[0] % pages * static_cast<std::uint32_t>(shim::k_page_size),
          negative + random[1] % distinct};
}

PassingCalls passing_calls(const ShimImage& image, ShimPlace place) {
  return {told_calls(), place.address + image.head.returns, place.directory_token};
}

} // namespace

JobShim::JobShim(const ShimImage& image, ShimPlace place, const PtraceFilters& filters,
                 bool look_ups)
    : m_image(&image), m_place(place),
      m_mixed(with_passing_calls(filters.mixed, passing_calls(image, place))),
      m_trace(with_passing_calls(filters.trace, passing_calls(image, place))),
      m_look_ups(look_ups) {}

Result<std::unique_ptr<JobShim>> JobShim::create(const PtraceFilters& filters, bool look_ups) {
  const Result<ShimImage>& image = cached_image();
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
    Result<ShimRing> ring = ShimRing::create(m_image->bytes, m_look_ups);
    if (!ring) {
      return false;
    }
    m_ring.emplace(*std::move(ring));
    m_attacher.emplace(*m_image, m_place, m_ring->fd());
  }
  return m_attacher->attach(tid);
}

void JobShim::disable(pid_t tid) const {
  clear_word(tid, m_place.address + shim::k_state_offset + offsetof(shim::State, enabled));
}

} // namespace mmk::tracer
