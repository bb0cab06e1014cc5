// Reads the journal of an object directory back (see meta/journal.hpp).
#pragma once

#include "tools/meta/input.hpp"

#include <cstdint>
#include <string>
#include <vector>

namespace mmk::metatool {

struct PastJob {
  std::int64_t build = 0;
  std::int64_t time_ns = 0;
  std::string target;
  std::string meta_path;
  int status = 0;
  std::int64_t elapsed_ns = 0;
  std::vector<std::string> reasons;
  std::vector<std::string> paths; ///< of the reasons, "" for those about no file
  std::vector<std::string> changed_sources;
};

/// All that is kept, oldest first. Lines that are damaged (a crash, a full disk) are skipped.
[[nodiscard]] std::vector<PastJob> read_journal(Context& context, const std::string& objdir);

} // namespace mmk::metatool
