// filemon records: one line "<letter> <pid> <data>" each. Reads them out of bytes without copying;
// knows nothing of make, of targets, or of what a record means for them.
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>

namespace mmk::meta {

/// One record. All views point into the bytes that were read; those of a record that was escaped
/// ("Q pid LETTER data": its path holds a newline) point into the reader, until the next call.
struct Record {
  char letter = 0;
  std::int64_t pid = 0;
  /// Everything behind "<letter> <pid> ", to the end of the line.
  std::string_view data;
  /// The path of the record. L and M: the first of the two, without its quotes. H: see
  /// digest.hpp. F, X: empty.
  std::string_view path;
  /// L and M: the second path; empty otherwise.
  std::string_view path2;
  /// F: the new process; X: the exit status.
  std::int64_t number = 0;
  int line = 0; ///< line in the .meta file, from 1
};

/// Why a line is no record: bmake calls all of these "malformed".
struct BadRecord {
  int line = 0;
  std::string_view text;
};

/// Walks the lines of one filemon section. Lines that are no records (comments, letters nobody
/// knows) are skipped; a known letter without its data is malformed and ends the walk.
class RecordReader {
public:
  RecordReader() = default;
  /// `first_line`: the number of the first line of `text` in the file.
  RecordReader(std::string_view text, int first_line) : m_rest(text), m_line(first_line - 1) {}

  /// The next record, false at the end or at a malformed line (see bad()).
  [[nodiscard]] bool next(Record& record);
  [[nodiscard]] const std::optional<BadRecord>& bad() const { return m_bad; }

private:
  std::string_view m_rest;
  int m_line = 0;
  std::optional<BadRecord> m_bad;
  std::string m_unescaped;
};

enum class LineKind : std::uint8_t { record, other, malformed };
/// Parses one line (no newline). `other`: a comment, an empty line, a letter we do not know.
/// `unescaped`: backing store for an escaped record's views.
[[nodiscard]] LineKind parse_record(std::string_view line, Record& record, std::string& unescaped);

/// Appends "<letter> <pid> <data>\n", escaped as a Q record if data holds a newline or a carriage
/// return.
void append_record(std::string& out, char letter, std::int64_t pid, std::string_view data);

/// Splits "'a' 'b'" (L, M). The separator is the "' '" that both quotes agree on; paths may hold
/// blanks and single quotes. False: not of that shape.
[[nodiscard]] bool split_quoted_pair(std::string_view data, std::string_view& first,
                                     std::string_view& second);

} // namespace mmk::meta
