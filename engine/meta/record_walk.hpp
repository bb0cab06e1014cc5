// How the records of a .meta file are walked by those who judge a target by them: which lines
// count, and what each letter means for them. Judges nothing itself.
#pragma once

#include "meta/digest.hpp"
#include "meta/meta_file.hpp"
#include "meta/process_dirs.hpp"

#include <vector>

namespace mmk::meta {

/// What the recorder adds at the end of the last section: from its marker on there are only H, N
/// and G lines with absolute paths.
struct OwnLines {
  bool present = false;
  bool with_digests = false;
  Digest policy = 0; ///< Policy::ignore_fingerprint() when they were written
  RecordReader records;
};
[[nodiscard]] OwnLines own_lines(const MetaFile& file);

/// The records to walk, section by section. `only_own`: with digests the other records have
/// nothing to add.
[[nodiscard]] std::vector<RecordReader> records_of(const MetaFile& file, const OwnLines& own,
                                                   bool only_own);

/// Whether the new name of an L record is a file of its own right. What a symbolic link names need
/// never have been there: programs write who holds a lock into one.
[[nodiscard]] bool is_hard_link(const fs::FileSystem& file_system, const ProcessDirs& dirs,
                                const Record& link);

/// Tells `visitor` what the record says of files:
///   moves(record)                a process is elsewhere, or there is one more
///   reads(record, path)          read or executed
///   links(record)                read under one name, or only named, and written under another
///   writes(record, path)         written, or the new name of a renamed file
///   removes(record, path)        gone under this name
///   misses(record)               looked for in vain
///   remembers(record, line)      a state line
template <class Visitor> void visit_record(const Record& record, Visitor& visitor) {
  switch (record.letter) {
  case 'C':
  case 'F':
    visitor.moves(record);
    break;
  case 'E':
  case 'R':
    visitor.reads(record, record.path);
    break;
  case 'L':
    visitor.links(record);
    break;
  case 'M':
    visitor.removes(record, record.path);
    visitor.writes(record, record.path2);
    break;
  case 'D':
    visitor.removes(record, record.path);
    break;
  case 'W':
    visitor.writes(record, record.path);
    break;
  case 'N':
    visitor.misses(record);
    break;
  case 'H':
    if (const auto line = parse_state_line(record.pid, record.data)) {
      visitor.remembers(record, *line);
    }
    break;
  default:
    break;
  }
}

} // namespace mmk::meta
