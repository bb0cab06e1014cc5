// Writes record lines ("R 12 foo.c\n"). Knows the text format and its escapes, nothing of system
// calls.
//
// A line holds one record, so a path with a newline (or a carriage return, which some readers take
// for one) cannot stand in it as it is. Such a record is written as `Q pid LETTER data`, where data
// is what would have followed "LETTER pid " with newline, carriage return and backslash as `\012`,
// `\015` and `\134`. Readers that do not know Q skip the line; none takes it for another path.
#pragma once

#include "base/unique_fd.hpp"

#include <sys/types.h>

#include <cstdint>
#include <map>
#include <memory>
#include <set>
#include <string>
#include <string_view>
#include <unordered_map>
#include <vector>

namespace mmk::tracer {

/// Gets a copy of what a process and its descendants say; see nested.hpp.
class RecordCopy {
public:
  /// `to` is written at its end; `root` is the first process copied.
  RecordCopy(UniqueFd to, pid_t root) : m_to(std::move(to)), m_root(root) {}
  [[nodiscard]] pid_t root() const { return m_root; }
  void add(std::string_view text);
  void flush();

private:
  UniqueFd m_to;
  pid_t m_root;
  std::string m_text;
};

class RecordWriter {
public:
  /// From now on what `pid` and its descendants say goes to `copy` as well, until `pid` ends.
  void copy_to(pid_t pid, std::shared_ptr<RecordCopy> copy);

  void path(char letter, pid_t pid, std::string_view path);
  /// L and M: two quoted paths.
  void pair(char letter, pid_t pid, std::string_view from, std::string_view to);
  void fork(pid_t parent, pid_t child);
  void exit(pid_t pid, int status, int signal);
  /// A comment that no reader minds.
  void note(std::string_view sentence);
  /// `# filemon: sentence`: consumers refuse the record; writes each sentence once.
  void incomplete(std::string_view sentence);

  /// Everything written after mark() can be taken back: it came from a process that had gone.
  [[nodiscard]] std::size_t mark() const { return m_text.size(); }
  void take_back(std::size_t mark) { m_text.resize(mark); }

  [[nodiscard]] bool complete() const { return m_complete; }
  [[nodiscard]] std::string take() { return std::move(m_text); }

private:
  /// What each process said last of a path; repeated R, N, G and S lines say nothing new.
  using Said = std::unordered_map<std::size_t, char>;
  [[nodiscard]] bool repeats(char letter, pid_t pid, std::string_view path);
  void line(char letter, pid_t pid, std::string_view data);
  /// One whole line, written by or about `pid`.
  void add(pid_t pid, std::string_view text);
  void tell_copies(pid_t pid, std::string_view text);
  void close_copies(pid_t root);

  std::string m_text;
  std::unordered_map<pid_t, Said> m_said;
  std::map<pid_t, std::vector<std::shared_ptr<RecordCopy>>> m_copies;
  std::set<std::string, std::less<>> m_warnings;
  bool m_complete = true;
};

} // namespace mmk::tracer
