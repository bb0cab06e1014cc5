// Why a target is out of date: one type per reason, rendered late, as the lines bmake -dM prints or
// as JSON.
#pragma once

#include "base/json_writer.hpp"
#include "base/timestamp.hpp"
#include "meta/digest.hpp"

#include <cstdint>
#include <string>
#include <string_view>
#include <variant>
#include <vector>

namespace mmk::meta {

/// The text of command `index` (from 0) differs; before comparing, CMP_FILTER was applied.
struct CommandChanged {
  int index = 0;
  std::string recorded;
  std::string now;
  int line = 0;
};
struct CommandCountChanged {
  int recorded = 0;
  int now = 0;
  int line = 0;
};
struct CwdChanged {
  std::string recorded;
  std::string now;
  int line = 0;
};
/// Input newer than the target (the verdict when digests are off or there is none recorded).
struct FileNewer {
  std::string path;
  TimeStamp mtime;
  TimeStamp target_mtime;
  std::int64_t pid = 0;
  int line = 0;
};
/// Input with other bytes than the recorded job read.
struct ContentChanged {
  std::string path;
  FileState recorded;
  FileState now;
  std::int64_t pid = 0;
  int line = 0;
  bool declared = false; ///< a declared source, not something the job was seen to read
};
/// Input that changed while the recorded job ran: which version it read is not known.
struct ChangedDuringJob {
  std::string path;
  std::int64_t pid = 0;
  int line = 0;
};
/// Inputs that are gone, or outputs inside the bailiwick that are.
struct Missing {
  std::string path;
  std::int64_t pid = 0;
  int line = 0;
  bool output = false;
};
/// A path that the job looked for in vain exists now.
struct Appeared {
  std::string path;
  std::int64_t pid = 0;
  int line = 0;
};
struct ListingChanged {
  std::string path;
  std::int64_t pid = 0;
  int line = 0;
};
/// The target (or another file the job wrote) is not as the job left it.
struct OutputDamaged {
  std::string path;
  FileState recorded;
  FileState now;
  int line = 0;
};
/// A declared source that is newer than the target and of which the record says nothing.
struct SourceNewer {
  std::string path;
};
/// No .meta file although there has to be one.
struct NoMeta {};
/// No filemon section although there has to be one; `warning`: there is one, but the tracer says it
/// is not whole.
struct NoFilemonData {
  std::string warning;
};
/// The file or a record in it cannot be what it should be.
struct Corrupt {
  std::string text;
  int line = 0;
};
/// The job, or the writing of its record, did not come to its end.
struct Incomplete {};
/// The recorded job failed.
struct LastFailed {
  int status = 0;
};

using Reason =
    std::variant<CommandChanged, CommandCountChanged, CwdChanged, FileNewer, ContentChanged,
                 ChangedDuringJob, Missing, Appeared, ListingChanged, OutputDamaged, SourceNewer,
                 NoMeta, NoFilemonData, Corrupt, Incomplete, LastFailed>;

/// Reasons in the shape of bmake -dM: "META: LINE: text" (several lines for a changed command), no
/// final newline.
[[nodiscard]] std::string render_text(const Reason& reason, std::string_view meta_path);
/// One line for people: "why" column of a status line or `mmk --explain`.
[[nodiscard]] std::string render_short(const Reason& reason);
/// {"kind": ..., ...} as the next value of `json`.
void render_json(const Reason& reason, JsonWriter& json);
/// "command-changed", ...: the `kind` of the JSON form.
[[nodiscard]] std::string_view kind_of(const Reason& reason);
/// True for damage that bmake warns about even without -dM.
[[nodiscard]] bool is_warning(const Reason& reason);
/// The file the reason is about, "" if it is about none.
[[nodiscard]] std::string_view path_of(const Reason& reason);

} // namespace mmk::meta
