// The always-on journal of an object directory, ${.OBJDIR}/.mmk/log: one JSON line per target made,
// so that `meta why` can answer after the fact. Bounded: at k_journal_limit bytes the file becomes
// log.1 (the one before it is dropped).
#pragma once

#include "base/result.hpp"
#include "base/timestamp.hpp"
#include "meta/reason.hpp"

#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

namespace mmk::meta {

inline constexpr std::size_t k_journal_limit = std::size_t{1} << 20;

struct JournalEntry {
  std::int64_t build = 0; ///< identifies the build: its start, wall clock ns
  TimeStamp time;         ///< when the target was done
  std::string target;
  std::string meta_path;
  int status = 0;
  std::int64_t elapsed_ns = 0;
  std::int64_t max_rss_kib = 0;
  std::vector<std::string> reasons;         ///< render_short of each
  std::vector<std::string> paths;           ///< path_of each reason, parallel to reasons
  std::vector<std::string> changed_sources; ///< sources remade before it in this build
};

/// One per build and object directory. Appending never fails loudly: a journal that cannot be
/// written is no reason to stop a build.
class Journal {
public:
  Journal(std::string objdir, std::int64_t build) : m_objdir(std::move(objdir)), m_build(build) {}
  void append(JournalEntry entry);
  /// Writes what is buffered; also called by the destructor.
  void flush();
  ~Journal();
  Journal(const Journal&) = delete;
  Journal& operator=(const Journal&) = delete;

private:
  std::string m_objdir;
  std::int64_t m_build;
  std::string m_pending;
};

/// The line for one entry, without newline.
[[nodiscard]] std::string format_journal_entry(const JournalEntry& entry);
/// "<objdir>/.mmk/log"
[[nodiscard]] std::string journal_path(std::string_view objdir);

} // namespace mmk::meta
