#include "fs/memory_file_system.hpp"

#include "base/assert.hpp"
#include "fs/paths.hpp"

#include <cerrno>

namespace mmk::fs {

namespace {

constexpr int k_max_links = 40; // as Linux: more symlinks in one path are ELOOP
constexpr std::int64_t k_directory_size = 4096;

} // namespace

MemoryFileSystem::MemoryFileSystem(std::string cwd) : m_cwd(std::move(cwd)) {
  Node root;
  root.info.type = FileType::directory;
  root.info.mode = 0755;
  root.info.size = k_directory_size;
  root.info.inode = m_next_inode++;
  root.info.mtime = tick();
  m_nodes.emplace("/", std::move(root));
  MMK_ASSERT(make_directories(m_cwd));
}

TimeStamp MemoryFileSystem::tick() {
  return TimeStamp::from(++m_seconds, 0);
}

/// A name came or went: its directory's times say so.
void MemoryFileSystem::entry_changed(const std::string& path) {
  if (const auto parent = m_nodes.find(std::string(dirname(path))); parent != m_nodes.end()) {
    parent->second.info.mtime = TimeStamp::from(m_seconds, 0);
    parent->second.info.ctime = TimeStamp{++m_changes};
  }
}

std::string MemoryFileSystem::absolute(const std::string& path) const {
  return is_absolute(path) ? path : m_cwd + '/' + path;
}

std::string MemoryFileSystem::resolve(const std::string& path, bool follow_last) const {
  std::string todo = absolute(path);
  std::string done; // canonical, "" is the root
  int links = 0;
  std::size_t at = 0;
  while (at < todo.size()) {
    const std::size_t begin = todo.find_first_not_of('/', at);
    if (begin == std::string::npos) {
      break;
    }
    const std::size_t end = std::min(todo.find('/', begin), todo.size());
    const std::string part = todo.substr(begin, end - begin);
    at = end;
    if (part == ".") {
      continue;
    }
    if (part == "..") {
      done.resize(done.empty() ? 0 : done.rfind('/'));
      continue;
    }
    const std::string next = done + '/' + part;
    const auto it = m_nodes.find(next);
    const bool last = todo.find_first_not_of('/', end) == std::string::npos;
    const bool is_link = it != m_nodes.end() && it->second.info.type == FileType::symlink;
    if (is_link && (!last || follow_last)) {
      if (++links > k_max_links) {
        return "";
      }
      const std::string& target = it->second.bytes;
      todo = (is_absolute(target) ? target : done + '/' + target) + todo.substr(end);
      done.clear();
      at = 0;
      continue;
    }
    if (!last && (it == m_nodes.end() || !it->second.info.is_directory())) {
      return "";
    }
    done = next;
  }
  return done.empty() ? "/" : done;
}

void MemoryFileSystem::put_at(const std::string& path, std::string_view bytes, TimeStamp mtime) {
  MMK_ASSERT(make_directories(std::string(dirname(absolute(path)))));
  std::string where = resolve(path, true);
  MMK_ASSERT(!where.empty());
  Node& node = m_nodes[where];
  MMK_ASSERT(!node.info.is_directory());
  if (!node.info.exists()) {
    node.info.inode = m_next_inode++;
    node.info.mode = 0644;
    entry_changed(where);
  }
  node.info.type = FileType::regular;
  node.info.mtime = mtime;
  node.info.ctime = TimeStamp{++m_changes};
  node.info.size = static_cast<std::int64_t>(bytes.size());
  node.bytes = bytes;
}

void MemoryFileSystem::put(const std::string& path, std::string_view bytes) {
  put_at(path, bytes, tick());
}

void MemoryFileSystem::symlink(const std::string& target, const std::string& path) {
  MMK_ASSERT(make_directories(std::string(dirname(absolute(path)))));
  const std::string where = resolve(path, false);
  Node& node = m_nodes[where];
  entry_changed(where);
  node.info =
      FileInfo{FileType::symlink, tick(), 0, m_next_inode++, 0, 0777, TimeStamp{++m_changes}};
  node.info.size = static_cast<std::int64_t>(target.size());
  node.bytes = target;
}

void MemoryFileSystem::set_mtime(const std::string& path, TimeStamp mtime) {
  const auto it = m_nodes.find(resolve(path, true));
  MMK_ASSERT(it != m_nodes.end());
  it->second.info.mtime = mtime;
  it->second.info.ctime = TimeStamp{++m_changes};
}

Result<> MemoryFileSystem::set_cwd(const std::string& directory) {
  const std::string where = resolve(directory, true);
  const auto it = m_nodes.find(where);
  if (it == m_nodes.end()) {
    return fail_errno(ENOENT, directory);
  }
  if (!it->second.info.is_directory()) {
    return fail_errno(ENOTDIR, directory);
  }
  m_cwd = where;
  return {};
}

FileInfo MemoryFileSystem::stat(const std::string& path) const {
  const auto it = m_nodes.find(resolve(path, true));
  return it == m_nodes.end() || (path.ends_with('/') && !it->second.info.is_directory())
             ? FileInfo{}
             : it->second.info;
}

FileInfo MemoryFileSystem::lstat(const std::string& path) const {
  const auto it = m_nodes.find(resolve(path, false));
  return it == m_nodes.end() ? FileInfo{} : it->second.info;
}

Result<std::string> MemoryFileSystem::read(const std::string& path) const {
  const auto it = m_nodes.find(resolve(path, true));
  if (it == m_nodes.end()) {
    return fail_errno(ENOENT, path);
  }
  if (it->second.info.is_directory()) {
    return fail_errno(EISDIR, path);
  }
  return it->second.bytes;
}

Result<std::vector<std::string>> MemoryFileSystem::list(const std::string& path) const {
  const std::string where = resolve(path, true);
  const auto it = m_nodes.find(where);
  if (it == m_nodes.end()) {
    return fail_errno(ENOENT, path);
  }
  if (!it->second.info.is_directory()) {
    return fail_errno(ENOTDIR, path);
  }
  const std::string prefix = where == "/" ? where : where + '/';
  std::vector<std::string> names;
  for (auto entry = m_nodes.upper_bound(prefix);
       entry != m_nodes.end() && entry->first.starts_with(prefix); ++entry) {
    const std::string_view rest = std::string_view(entry->first).substr(prefix.size());
    if (rest.find('/') == std::string_view::npos) {
      names.emplace_back(rest);
    }
  }
  return names;
}

Result<std::string> MemoryFileSystem::realpath(const std::string& path) const {
  std::string where = resolve(path, true);
  if (m_nodes.find(where) == m_nodes.end()) {
    return fail_errno(ENOENT, path);
  }
  return where;
}

bool MemoryFileSystem::is_writable(const std::string& path) const {
  return (stat(path).mode & 0200U) != 0;
}

Result<std::string> MemoryFileSystem::read_link(const std::string& path) const {
  const auto it = m_nodes.find(resolve(path, false));
  if (it == m_nodes.end()) {
    return fail_errno(ENOENT, path);
  }
  if (it->second.info.type != FileType::symlink) {
    return fail_errno(EINVAL, path);
  }
  return it->second.bytes;
}

Result<> MemoryFileSystem::write_atomically(const std::string& path, std::string_view bytes) {
  const std::string where = resolve(path, false);
  if (where.empty() || !stat(std::string(dirname(where))).is_directory()) {
    return fail_errno(ENOENT, path);
  }
  if (lstat(where).is_directory()) {
    return fail_errno(EISDIR, path);
  }
  m_nodes.erase(where); // a rename replaces symlinks instead of writing through them
  put(where, bytes);
  return {};
}

Result<> MemoryFileSystem::make_directories(const std::string& path) {
  const std::string full = absolute(path);
  for (std::size_t at = 0; at < full.size();) {
    at = std::min(full.find('/', at + 1), full.size());
    const std::string where = resolve(full.substr(0, at), true);
    if (where.empty()) {
      return fail_errno(ENOTDIR, path);
    }
    Node& node = m_nodes[where];
    if (!node.info.exists()) {
      entry_changed(where);
      node.info = FileInfo{FileType::directory,   tick(), k_directory_size, m_next_inode++, 0, 0755,
                           TimeStamp{++m_changes}};
    } else if (!node.info.is_directory()) {
      return fail_errno(ENOTDIR, path);
    }
  }
  return {};
}

Result<> MemoryFileSystem::remove(const std::string& path) {
  const std::string where = resolve(path, false);
  const auto it = m_nodes.find(where);
  if (it == m_nodes.end()) {
    return fail_errno(ENOENT, path);
  }
  const auto next = m_nodes.upper_bound(where + '/');
  if (it->second.info.is_directory() && next != m_nodes.end() &&
      next->first.starts_with(where + '/')) {
    return fail_errno(ENOTEMPTY, path);
  }
  m_nodes.erase(it);
  entry_changed(where);
  return {};
}

Result<> MemoryFileSystem::touch(const std::string& path) {
  const auto it = m_nodes.find(resolve(path, true));
  if (it != m_nodes.end()) {
    it->second.info.mtime = tick();
    it->second.info.ctime = TimeStamp{++m_changes};
    return {};
  }
  return write_atomically(path, "");
}

} // namespace mmk::fs
