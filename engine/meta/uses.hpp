// What one job did with each path, over all its processes: the records of a file folded into one
// entry per distinct path. Knows records and directories; judges nothing.
#pragma once

#include "meta/meta_file.hpp"
#include "meta/process_dirs.hpp"

#include <cstdint>
#include <string>
#include <string_view>
#include <unordered_map>
#include <vector>

namespace mmk::meta {

struct Use {
  std::string path;     ///< absolute; ".." kept
  std::int64_t pid = 0; ///< the first process that touched it
  int line = 0;         ///< of the first record about it
  bool read = false;    ///< or executed
  bool executed = false;
  bool written = false;   ///< and not removed since
  bool removed = false;   ///< and not written since
  bool made = false;      ///< the job created it: its first use was a write
  bool not_found = false; ///< looked for in vain before the job made it
  bool wanted = false;    ///< the job would have made it, but somebody else had
  bool listed = false;
  bool asked = false; ///< for its status: it was there
};

/// The distinct paths of a job in the order of their first use.
class Uses {
public:
  /// `cwd`: where the job's first process stood.
  Uses(const fs::FileSystem& file_system, std::string cwd)
      : m_fs(file_system), m_dirs(&file_system, std::move(cwd)) {}

  void feed(const Record& record);
  /// All records of a section, up to a malformed one.
  void feed_all(RecordReader reader);
  [[nodiscard]] const std::vector<Use>& all() const { return m_uses; }

private:
  Use& use(const Record& record, std::string_view path);
  Use& at(std::string path, const Record& record);
  void read(Use& use, const Record& record);
  void write_after(Use& use, const Record& record);
  void link(const Record& record);
  void rename(const Record& record);
  void move_below(const std::string& from, const std::string& to, const Record& record);

  const fs::FileSystem& m_fs;
  ProcessDirs m_dirs;
  std::vector<Use> m_uses;
  std::unordered_map<std::string, std::size_t> m_index;
  std::string m_fresh_read; ///< path of the last record, if that was the path's first use and R
  std::int64_t m_fresh_reader = 0;
};

/// The uses of a whole .meta file.
[[nodiscard]] std::vector<Use> uses_of(const fs::FileSystem& file_system, const MetaFile& file);

} // namespace mmk::meta
