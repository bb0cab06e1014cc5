// How long targets took when they were last made, as an object directory's journal tells: what a
// status line's "time left" rests on. Knows the journal's own lines only.
#pragma once

#include <cstdint>
#include <functional>
#include <map>
#include <string>
#include <string_view>

namespace mmk::meta {

class History {
public:
  /// Takes in whole journal lines, oldest first. Lines it cannot use (failed jobs, names that JSON
  /// had to escape, damage) are passed over.
  void read(std::string_view lines);
  /// Nanoseconds the target took last time; the mean of all known targets if it was never made
  /// here; 0 if nothing is known.
  [[nodiscard]] std::int64_t expected_ns(std::string_view target) const;

private:
  std::map<std::string, std::int64_t, std::less<>> m_elapsed_ns;
  std::int64_t m_sum_ns = 0;
};

/// The history of `objdir`: its journal and the one before it.
[[nodiscard]] History read_history(std::string_view objdir);

} // namespace mmk::meta
