// Questions and answers in the order they came, packed as they come: their number is that of the
// files of a tree.
#pragma once

#include "base/flat_index.hpp"
#include "fs/question.hpp"

#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

namespace mmk::fs {

class Notes {
public:
  /// `path`: absolute. False: it is too much.
  bool add(Question question, std::string_view path, Answer answer);
  /// What is known of the times of a file that was looked at (read, listed).
  void see_times(const FileInfo& info, bool read);

  [[nodiscard]] std::size_t size() const { return m_answers.size(); }
  /// The latest mtime seen.
  [[nodiscard]] TimeStamp newest() const { return m_newest; }
  /// What was read or listed could still have been written without its times showing it before this
  /// moment.
  [[nodiscard]] TimeStamp settled() const { return m_settled; }

private:
  friend class Packer;
  std::uint32_t directory(std::string_view name);
  [[nodiscard]] std::string_view directory_name(std::uint32_t number) const {
    const std::uint32_t begin = number == 0 ? 0 : m_directory_ends[number - 1];
    return std::string_view(m_directory_names).substr(begin, m_directory_ends[number] - begin);
  }

  // Per question.
  std::vector<Answer> m_answers;
  std::vector<std::uint32_t> m_name_ends; ///< in m_names
  std::vector<std::uint32_t> m_directories;
  std::vector<std::uint8_t> m_questions;
  std::string m_names; ///< what stands behind the last '/'
  // Per directory.
  std::vector<std::uint32_t> m_directory_ends; ///< in m_directory_names
  std::string m_directory_names;
  FlatIndex m_known; ///< directories by path_hash()

  TimeStamp m_newest;
  TimeStamp m_settled;
};

} // namespace mmk::fs
