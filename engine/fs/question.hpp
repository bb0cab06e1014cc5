// What a FileSystem can be asked, as values: so that questions can be noted, asked again later, and
// the answers compared.
#pragma once

#include "fs/file_system.hpp"

#include <cstdint>
#include <string>
#include <string_view>

namespace mmk::fs {

enum class Question : std::uint8_t {
  info,        ///< stat()
  link_info,   ///< lstat()
  content,     ///< read()
  names,       ///< list()
  real_path,   ///< realpath()
  link_target, ///< read_link()
  writable,    ///< is_writable()
};
inline constexpr std::uint8_t k_question_count = 7;

/// A digest of all there is to an answer; 0 where there is no such thing. A file's content, or the
/// names in a directory, is represented by what opened() says: the same file with the same times
/// has the same bytes, unless it was written within a tick of the clock (see
/// RecordingFileSystem).
using Answer = std::uint64_t;

[[nodiscard]] Answer answer_of(const FileInfo& info);
[[nodiscard]] Answer answer_of(const Result<std::string>& text);
[[nodiscard]] Answer ask(const FileSystem& files, Question question, const std::string& path);

} // namespace mmk::fs
