// A TARGET.meta file: header, command output, filemon sections. Parses bytes into views (nothing is
// copied; the bytes must outlive the MetaFile) and formats the same text again. Knows nothing of
// whether a target is out of date.
//
// Layout, and what is ours in it:
//  * A command with newlines goes on the following lines, as bmake writes it. Only when such a
//    continuation line could be taken for a header line ("CWD ", "-- command output --", ...) the
//    header gets a line "LINES 1 3 1" (text lines per command), which bmake ignores.
//  * Output lines that imitate a header, a record or a section marker are indented by one blank
//    (protect_output); the reader takes that blank off again (unprotect_output).
//  * A header line "PARTS 120 1" gives the bytes of output and the number of sections, so that a
//    file cut off anywhere is known for what it is. bmake's own files have none.
//  * Every filemon section ends with "# Bye bye". A file whose last section lacks it, or which ends
//    before "-- command output --", is incomplete.
#pragma once

#include "base/result.hpp"
#include "meta/record.hpp"

#include <cstdint>
#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <vector>

namespace mmk::meta {

inline constexpr std::string_view k_output_mark = "-- command output --";
inline constexpr std::string_view k_filemon_mark = "-- filemon acquired metadata --";
inline constexpr std::string_view k_bye_mark = "# Bye bye";

struct MetaCommand {
  std::string_view text; ///< without "CMD ", newlines inside kept
  int line = 0;
};

/// One "-- filemon acquired metadata --" part.
struct Section {
  std::string_view text; ///< everything behind the mark line
  int first_line = 0;    ///< line number of the first line of text
  int version = 0;       ///< of the "V n" record, 0 if none
  std::int64_t target_pid = 0;
  std::int64_t start_usec = 0; ///< "# Start", wall clock; 0 if not given
  std::int64_t stop_usec = 0;
  bool complete = false; ///< has its "# Bye bye"
  [[nodiscard]] RecordReader records() const { return {text, first_line}; }
};

/// A "# filemon: ..." line: the tracer says that it did not see everything.
struct FilemonWarning {
  std::string_view text; ///< behind "# filemon: "
  int line = 0;
};

/// What a file by us says of its own size.
struct MetaParts {
  std::size_t output_bytes = 0;
  std::size_t sections = 0;
  bool operator==(const MetaParts&) const = default;
};

struct MetaFile {
  std::string_view name; ///< of the "# Meta data file" line
  std::vector<MetaCommand> commands;
  std::string_view cwd;
  int cwd_line = 0;
  std::string_view target;
  std::string_view oodate;
  std::vector<std::string_view> environment; ///< "NAME=value"
  std::string_view output;                   ///< still protected; see unprotect_output
  int output_line = 0;
  std::vector<Section> sections;
  std::vector<FilemonWarning> warnings;
  std::optional<MetaParts> parts;
  bool has_output_mark = false;
  /// The status of a command that failed, from the "*** Error code N" line bmake and we append; 0
  /// if the job succeeded (or its failure was ignored).
  int failed_status = 0;

  /// Header whole, all parts there, and every section ended with "# Bye bye".
  [[nodiscard]] bool complete() const;
  [[nodiscard]] bool has_filemon() const { return !sections.empty(); }
};

/// What makes bytes no .meta file.
struct MetaProblem {
  int line = 0;
  std::string text;
};

/// Fails for what is not a .meta file at all. A file that merely ends too early parses and is
/// !complete(); damaged records are found when the records are read.
[[nodiscard]] tl::expected<MetaFile, MetaProblem> parse_meta(std::string_view bytes);

/// What goes into the part above the output.
struct MetaHeader {
  std::string meta_path;
  std::string target;
  std::string cwd;
  std::vector<std::string> commands; ///< expanded, with their @ - + prefixes, as bmake writes them
  std::string oodate;                ///< sources that made it out of date; "" = no line
  std::vector<std::string> environment; ///< only in mode "env"
  std::optional<MetaParts> parts;
};

/// From "# Meta data file" to the "-- command output --" line, newline included.
[[nodiscard]] std::string format_header(const MetaHeader& header);
/// `output` as it has to stand in the file: imitating lines indented, a final newline added if it
/// lacks one.
[[nodiscard]] std::string protect_output(std::string_view output);
/// What the commands really printed (save for a final newline that protect_output added).
[[nodiscard]] std::string unprotect_output(std::string_view stored);
/// The whole file again from its parts: for a file written by this room, the same bytes.
[[nodiscard]] std::string print_meta(const MetaFile& file);

} // namespace mmk::meta
