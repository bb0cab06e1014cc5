// What the back end "shim" adds to ptrace's for one job: a page address that its filter lets pass,
// a ring to be told in, and the library that uses both, loaded into the programs for which it pays.
#pragma once

#include "base/result.hpp"
#include "tracer/filter.hpp"
#include "tracer/model.hpp"
#include "tracer/preload.hpp"
#include "tracer/shim_ring.hpp"

#include <cstdint>
#include <memory>
#include <optional>
#include <string>

namespace mmk::tracer {

struct PtraceFilters {
  const FilterProgram& mixed;
  const FilterProgram& trace; ///< where there can be no notifications
};

class JobShim {
public:
  /// `filters` without a page; `look_ups`: calls of the stat family are watched.
  [[nodiscard]] static Result<std::unique_ptr<JobShim>> create(const PtraceFilters& filters,
                                                               bool look_ups);

  [[nodiscard]] PtraceFilters filters() const { return {m_mixed, m_trace}; }
  [[nodiscard]] const std::string& library() const { return m_preloader.library(); }
  /// Null as long as no program has the library.
  [[nodiscard]] ShimRing* ring() { return m_ring ? &*m_ring : nullptr; }
  /// At the stop that tells of a successful execve. Leaves the program alone if it cannot use the
  /// library or costs less without it.
  void preload(pid_t tid, const ProgramFacts& facts);
  /// Where the library is loaded in this process, it tells no call from now on: all stop.
  void disable(pid_t tid) const;

private:
  JobShim(std::uint64_t page, const std::string& library, const PtraceFilters& filters,
          bool look_ups);

  std::uint64_t m_page;
  FilterProgram m_mixed;
  FilterProgram m_trace;
  bool m_look_ups;
  std::optional<ShimRing> m_ring;
  Preloader m_preloader;
};

} // namespace mmk::tracer
