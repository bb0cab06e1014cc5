#include "fs/question.hpp"

#include <array>

#define XXH_INLINE_ALL
#include <xxhash.h>

namespace mmk::fs {

Answer answer_of(const FileInfo& info) {
  if (!info.exists()) {
    return 0;
  }
  const std::array<std::uint64_t, 6> facts{
      static_cast<std::uint64_t>(info.mtime.ns),
      static_cast<std::uint64_t>(info.ctime.ns),
      static_cast<std::uint64_t>(info.size),
      info.inode,
      info.device,
      (std::uint64_t{info.mode} << 8U) | static_cast<std::uint64_t>(info.type),
  };
  return XXH3_64bits(facts.data(), sizeof facts);
}

Answer answer_of(const Result<std::string>& text) {
  return text ? XXH3_64bits(text->data(), text->size()) : 0;
}

Answer ask(const FileSystem& files, Question question, const std::string& path) {
  switch (question) {
  case Question::info:
    return answer_of(files.stat(path));
  case Question::link_info:
    return answer_of(files.lstat(path));
  case Question::content:
  case Question::names:
    return answer_of(files.opened(path));
  case Question::real_path:
    return answer_of(files.realpath(path));
  case Question::link_target:
    return answer_of(files.read_link(path));
  case Question::writable:
    return files.is_writable(path) ? 1 : 0;
  }
  return 0;
}

} // namespace mmk::fs
