#include "fs/notes.hpp"

#include "fs/directory_listing.hpp"

#include <algorithm>
#include <limits>

namespace mmk::fs {

namespace {

/// When a write to a file that was last written then would show: after a tick of the clock, as far
/// as its file system's clock ticks; some count whole seconds, or two.
TimeStamp settles(TimeStamp written) {
  constexpr std::int64_t second = 1'000'000'000;
  constexpr std::int64_t tick = 20'000'000;
  return {written.ns + (written.ns % second == 0 ? 2 * second : tick)};
}

} // namespace

bool Notes::add(Question question, std::string_view path, Answer answer) {
  constexpr std::size_t most = std::numeric_limits<std::uint32_t>::max() / 4;
  const std::size_t slash = path.rfind('/');
  m_directories.push_back(directory(path.substr(0, slash)));
  m_names += path.substr(slash + 1);
  m_name_ends.push_back(static_cast<std::uint32_t>(m_names.size()));
  m_answers.push_back(answer);
  m_questions.push_back(static_cast<std::uint8_t>(question));
  return m_names.size() < most && m_directory_names.size() < most;
}

/// Most questions are about the directory that the one before was about.
std::uint32_t Notes::directory(std::string_view name) {
  if (!m_directories.empty() && directory_name(m_directories.back()) == name) {
    return m_directories.back();
  }
  const std::uint64_t hash = path_hash(name);
  std::uint32_t number =
      m_known.find(hash, [&](std::uint32_t at) { return directory_name(at) == name; });
  if (number == FlatIndex::k_none) {
    number = static_cast<std::uint32_t>(m_directory_ends.size());
    m_directory_names += name;
    m_directory_ends.push_back(static_cast<std::uint32_t>(m_directory_names.size()));
    m_known.insert(hash, number);
  }
  return number;
}

void Notes::see_times(const FileInfo& info, bool read) {
  m_newest = std::max(m_newest, info.mtime);
  if (read) {
    m_settled = std::max({m_settled, settles(info.mtime), settles(info.ctime)});
  }
}

} // namespace mmk::fs
