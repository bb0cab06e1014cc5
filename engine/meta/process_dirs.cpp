#include "meta/process_dirs.hpp"

#include "fs/paths.hpp"

namespace mmk::meta {

std::string fold_dots(std::string_view path) {
  if (path.find("/.") == std::string_view::npos && path.find("//") == std::string_view::npos &&
      (path.size() == 1 || !path.ends_with('/'))) {
    return std::string(path);
  }
  std::string out;
  out.reserve(path.size());
  std::size_t begin = 0;
  while (begin < path.size()) {
    const std::size_t end = std::min(path.find('/', begin), path.size());
    const std::string_view part = path.substr(begin, end - begin);
    if (!part.empty() && part != ".") {
      out += '/';
      out += part;
    }
    begin = end + 1;
  }
  return out.empty() ? "/" : out;
}

void ProcessDirs::feed(const Record& record) {
  if (record.letter == 'F') {
    // A process that was never heard of stands where make does.
    const auto parent = m_dirs.find(record.pid);
    if (parent != m_dirs.end()) {
      Dirs dirs = parent->second;
      m_dirs[record.number] = std::move(dirs);
    } else {
      m_dirs.erase(record.number); // a number that is used again starts afresh
    }
  } else if (record.letter == 'C') {
    std::string directory = absolute(record.pid, record.path);
    if (m_fs != nullptr && directory.find("/..") != std::string::npos) {
      if (Result<std::string> real = m_fs->realpath(directory)) {
        directory = *std::move(real);
      }
    }
    Dirs& dirs = m_dirs[record.pid];
    dirs.cwd = directory;
    dirs.latest = std::move(directory);
  }
}

const std::string& ProcessDirs::cwd(std::int64_t pid) const {
  const auto found = m_dirs.find(pid);
  return found == m_dirs.end() || found->second.cwd.empty() ? m_make_cwd : found->second.cwd;
}

const std::string& ProcessDirs::latest(std::int64_t pid) const {
  const auto found = m_dirs.find(pid);
  return found == m_dirs.end() || found->second.latest.empty() ? cwd(pid) : found->second.latest;
}

void ProcessDirs::set_latest(std::int64_t pid, std::string directory) {
  m_dirs[pid].latest = std::move(directory);
}

std::string ProcessDirs::absolute(std::int64_t pid, std::string_view path) const {
  return fold_dots(fs::join(cwd(pid), path));
}

bool is_below(std::string_view path, std::string_view directory) {
  return path.starts_with(directory) &&
         (path.size() == directory.size() || path[directory.size()] == '/' || directory == "/");
}

} // namespace mmk::meta
