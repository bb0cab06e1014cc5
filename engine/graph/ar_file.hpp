// The ar(5) format as data: member names and dates. Understands the common, the System V/GNU and
// the BSD way to write long names. Knows nothing of targets.
#pragma once

#include "base/result.hpp"
#include "base/timestamp.hpp"

#include <cstddef>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace mmk::graph {

struct ArMember {
  std::string name; ///< as ar(1) lists it; "/" and "//" are the tables of symbols and of long names
  TimeStamp date;   ///< 0 if the archive was written deterministically
  std::size_t date_offset = 0; ///< of the 12-byte date field in the file
  bool is_symbol_table = false;
};

/// All members in the order of the file. Errors: not an archive, a thin archive (unsupported: it
/// holds no dates), a truncated or damaged one.
[[nodiscard]] Result<std::vector<ArMember>> read_ar(std::string_view bytes);

/// The date field's text for `date`: decimal seconds, blanks behind.
[[nodiscard]] std::string ar_date_field(TimeStamp date);

} // namespace mmk::graph
