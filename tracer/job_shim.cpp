#include "tracer/job_shim.hpp"

#include "tracer/proc.hpp"
#include "tracer/shim_protocol.hpp"
#include "tracer/tracee.hpp"

#include <sys/random.h>
#include <unistd.h>

#include <utility>

namespace mmk::tracer {

namespace {

constexpr const char* k_library = "../lib/mmk/libmmk_shim.so"; // tracer/CMakeLists.txt

/// The library stands where the build and the installation put it, seen from the program.
Result<std::string> find_library() {
  const std::optional<std::string> program = proc_link(::getpid(), "exe");
  const std::string dir = program ? program->substr(0, program->rfind('/') + 1) : std::string();
  std::string library = dir + k_library;
  // The dynamic loader takes blanks and colons in LD_PRELOAD for separators, $ for a variable.
  if (dir.empty() || ::access(library.c_str(), R_OK) != 0 ||
      library.find_first_of(" :$") != std::string::npos) {
    return fail(Errc::unsupported, library + ": the library of the back end shim is not there");
  }
  return library;
}

/// Far from where programs, heaps, stacks and libraries are put.
std::uint64_t choose_page() {
  constexpr std::uint64_t begin = 0x2000'0000'0000;
  constexpr std::uint64_t pages = std::uint64_t{1} << 30U;
  std::uint64_t random = 0;
  static_cast<void>(::getrandom(&random, sizeof(random), 0)); // 0 is a place as well
  return begin + random % pages * shim::k_page_size;
}

} // namespace

JobShim::JobShim(std::uint64_t page, const std::string& library, const PtraceFilters& filters,
                 bool look_ups)
    : m_page(page), m_mixed(with_passing_page(filters.mixed, page + shim::k_return_offset)),
      m_trace(with_passing_page(filters.trace, page + shim::k_return_offset)), m_look_ups(look_ups),
      m_preloader(library, page) {}

Result<std::unique_ptr<JobShim>> JobShim::create(const PtraceFilters& filters, bool look_ups) {
  MMK_TRY_ASSIGN(const std::string library, find_library());
  return std::unique_ptr<JobShim>(new JobShim(choose_page(), library, filters, look_ups));
}

void JobShim::preload(pid_t tid, const ProgramFacts& facts) {
  if (!m_preloader.is_worthwhile(tid, facts)) {
    return;
  }
  if (!m_ring) { // which costs more than many a job
    Result<ShimRing> ring = ShimRing::create(m_look_ups);
    if (!ring) {
      return;
    }
    m_ring.emplace(*std::move(ring));
  }
  m_preloader.arrange(tid, m_ring->fd());
}

void JobShim::disable(pid_t tid) const {
  overwrite_word(tid, m_page + shim::k_enabled_offset, 0);
}

} // namespace mmk::tracer
