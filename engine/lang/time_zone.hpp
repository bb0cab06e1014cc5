// Local time by the TZ of a Session's environment, which makefiles may change (.export TZ) without
// changing that of the process. Reads zoneinfo files; knows nothing of expressions.
#pragma once

#include "base/environment.hpp"
#include "fs/file_system.hpp"

#include <ctime>
#include <string>

namespace mmk::lang {

struct LocalTime {
  std::tm fields{};
  std::string zone; ///< abbreviation, "" if fields.tm_zone is right already
  /// `fields` with its pointer to `zone`, valid as long as this object stays where it is.
  [[nodiscard]] const std::tm& bound() {
    if (!zone.empty()) {
      fields.tm_zone = zone.c_str();
    }
    return fields;
  }
};

/// Without TZ, or if it is of a kind not understood here, the zone of the process counts.
[[nodiscard]] LocalTime local_time(const fs::FileSystem& files, const Environment& environment,
                                   std::time_t when);

} // namespace mmk::lang
