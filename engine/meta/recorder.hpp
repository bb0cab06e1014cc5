// Makes the .meta file of a job that runs: begin() when the job is about to start, output and
// filemon sections as they come, finish() when it has ended. Knows no targets and no tracer; text
// comes in, one file goes out.
//
// begin() replaces the old .meta file by one that reads as "interrupted, out of date" (for bmake,
// too), so that a job that is killed, or an engine that is, leaves nothing that counts as whole.
// finish() writes the real file atomically.
#pragma once

#include "base/timestamp.hpp"
#include "meta/digest.hpp"
#include "meta/meta_file.hpp"
#include "meta/policy.hpp"

#include <string>
#include <string_view>
#include <vector>

namespace mmk::meta {

struct RecorderContext {
  fs::FileSystem& file_system;
  const Policy& policy;
  PathFilter& filter;
  DigestCache& digests;
  OutputLedger* ledger = nullptr; ///< told the outputs' new states; may be null
};

/// What finish() learnt, for the index, the stat cache and the target variables.
struct RecordSummary {
  std::string text;                 ///< the file as written
  std::vector<std::string> written; ///< absolute paths that the job wrote, made or removed
};

class Recorder {
public:
  /// `sources`: the declared sources of the target that are files, relative to header.cwd or
  /// absolute. `started`: before the first command runs.
  Recorder(RecorderContext context, MetaHeader header, std::vector<std::string> sources,
           TimeStamp started);

  /// Writes the "interrupted" file. On failure the job should not run.
  [[nodiscard]] Result<> begin();
  /// What the commands print, in any pieces.
  void append_output(std::string_view bytes) { m_output += bytes; }
  /// A whole filemon section as tracer::format_section gives it (without the "-- filemon" mark).
  /// Once per job, or once per command in compat mode.
  void add_section(std::string_view section) { m_sections.emplace_back(section); }
  /// `status`: 0 or the status of the command that failed; `now`: after the last command ended.
  [[nodiscard]] Result<RecordSummary> finish(int status, TimeStamp now);

private:
  RecorderContext m_context;
  MetaHeader m_header;
  std::vector<std::string> m_sources;
  TimeStamp m_started;
  std::string m_output;
  std::vector<std::string> m_sections;
};

} // namespace mmk::meta
