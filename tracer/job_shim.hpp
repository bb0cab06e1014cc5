// What the back end "shim" adds to ptrace's for one job: an address for the shim, from which the
// filter lets calls pass, memory shared with it, and the means to bring it into programs.
#pragma once

#include "base/result.hpp"
#include "tracer/attach.hpp"
#include "tracer/filter.hpp"
#include "tracer/program.hpp"
#include "tracer/shared_memory.hpp"
#include "tracer/shim_image.hpp"
#include "tracer/shim_ring.hpp"

#include <cstdint>
#include <memory>
#include <optional>

namespace mmk::tracer {

struct PtraceFilters {
  const FilterProgram& mixed;
  const FilterProgram& trace; ///< where there can be no notifications
};

struct SharedImage {
  ShimImage image;
  SharedMemory memory; ///< its bytes
};

class JobShim {
public:
  /// `filters` without the shim; `look_ups`: calls of the stat family are watched.
  [[nodiscard]] static Result<std::unique_ptr<JobShim>> create(const PtraceFilters& filters,
                                                               bool look_ups);

  [[nodiscard]] PtraceFilters filters() const { return {m_mixed, m_trace}; }
  /// Null as long as no program has a shim.
  [[nodiscard]] ShimRing* ring() { return m_ring ? &*m_ring : nullptr; }
  /// At the stop that tells of a successful execve. False: the program is left alone, since it
  /// cannot have one or costs less without.
  [[nodiscard]] bool bring_into(pid_t tid, const ProgramFacts& facts);
  /// See Attacher.
  [[nodiscard]] bool give_up(pid_t tid) const { return m_attacher && m_attacher->give_up(tid); }
  /// Where the shim is in this process, it tells no call from now on: all stop.
  void disable(pid_t tid) const;

private:
  JobShim(const SharedImage& image, std::uint32_t address, const PtraceFilters& filters,
          bool look_ups);

  const SharedImage* m_image;
  std::uint32_t m_address; ///< of the shim's first byte in every program
  FilterProgram m_mixed;
  FilterProgram m_trace;
  bool m_look_ups;
  std::optional<ShimRing> m_ring;
  std::optional<Attacher> m_attacher;
};

} // namespace mmk::tracer
