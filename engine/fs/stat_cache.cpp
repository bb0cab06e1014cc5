#include "fs/stat_cache.hpp"

#include "fs/paths.hpp"

#include <functional>

namespace mmk::fs {

namespace {

/// Has no "//" and no "." component, so that it can serve as a key as it is.
bool is_clean(std::string_view path) {
  for (std::size_t slash = 0; slash != std::string_view::npos; slash = path.find('/', slash + 1)) {
    const std::size_t next = slash + 1;
    if (next >= path.size()) {
      continue;
    }
    if (path[next] == '/' ||
        (path[next] == '.' && (next + 1 == path.size() || path[next + 1] == '/'))) {
      return false;
    }
  }
  return true;
}

/// Appends `path` to `result` (which does not end in '/') without "//" and "." components. ".."
/// stays: what it leads to depends on symlinks.
void append_clean(std::string& result, std::string_view path) {
  std::size_t at = 0;
  while (at <= path.size()) {
    const std::size_t end = std::min(path.find('/', at), path.size());
    const std::string_view part = path.substr(at, end - at);
    if (!part.empty() && part != ".") {
      result.push_back('/');
      result.append(part);
    } else if (end == path.size() && part.empty() && at > 0) {
      result.push_back('/'); // "file/" is not "file": it must be a directory
    }
    at = end + 1;
  }
}

} // namespace

std::string_view StatCache::key(std::string_view path) {
  if (is_absolute(path)) {
    if (is_clean(path)) {
      return path;
    }
    m_key.clear();
  } else {
    m_key = m_fs->cwd() == "/" ? std::string_view() : std::string_view(m_fs->cwd());
  }
  if (path.find('/') == std::string_view::npos && path != ".") {
    m_key.push_back('/');
    m_key.append(path);
    return m_key;
  }
  append_clean(m_key, path);
  return m_key.empty() ? std::string_view("/") : std::string_view(m_key);
}

StatCache::Entry& StatCache::look(InfoMap& known, std::string_view where, bool follow) {
  if (const auto it = known.find(where); it != known.end()) {
    return it->second;
  }
  ++m_disk_stats;
  const auto it = known.emplace(where, Entry{}).first;
  it->second.info = follow ? m_fs->stat(it->first) : m_fs->lstat(it->first);
  it->second.epoch = m_epoch;
  return it->second;
}

const FileInfo* StatCache::prefetched(std::string_view where) {
  return m_prefetch == nullptr ? nullptr : m_prefetch->find(where, path_hash(where));
}

const FileInfo& StatCache::stat(std::string_view path) {
  if (path.empty()) {
    return m_nothing.info;
  }
  const std::string_view where = key(path);
  const FileInfo* const ahead = prefetched(where);
  return ahead != nullptr ? *ahead : look(m_stats, where, true).info;
}

FileInfo StatCache::stat_once(std::string_view path) {
  const std::string_view where = key(path);
  const FileInfo* const ahead = prefetched(where);
  return ahead != nullptr ? *ahead : m_fs->stat(std::string(where));
}

const FileInfo& StatCache::lstat(std::string_view path) {
  return path.empty() ? m_nothing.info : look(m_lstats, key(path), false).info;
}

const FileInfo& StatCache::fresh_stat(std::string_view path) {
  if (path.empty()) {
    return m_nothing.info;
  }
  const std::string_view where = key(path);
  if (m_prefetch != nullptr) {
    if (m_epoch == 0) {
      return stat(path);
    }
    m_generation += m_prefetch->drop(where, path_hash(where)) ? 1 : 0;
  }
  const Entry& entry = look(m_stats, where, true);
  if (entry.epoch == m_epoch) {
    return entry.info;
  }
  forget(path);
  return look(m_stats, key(path), true).info;
}

void StatCache::note_command() {
  ++m_epoch;
  end_prefetch();
}

void StatCache::start_prefetch(std::function<StatPrefetch::Work()> source) {
  m_prefetch = std::make_unique<StatPrefetch>(*m_fs, std::move(source));
}

void StatCache::end_prefetch() {
  if (m_prefetch != nullptr) {
    m_prefetch->end();
  }
}

StatCache::Listing& StatCache::find_listing(std::string_view directory) {
  if (m_recent_cwd != m_fs->cwd()) {
    forget_recent();
    m_recent_cwd = m_fs->cwd();
  }
  for (const Recent& recent : m_recent) {
    if (recent.listing != nullptr && recent.spelling == directory) {
      return *recent.listing;
    }
  }
  std::string_view where = key(directory);
  if (where.size() > 1 && where.back() == '/') {
    where.remove_suffix(1);
  }
  auto it = m_listings.find(where);
  if (it == m_listings.end()) {
    it = m_listings.emplace(where, Listing{}).first;
    if (const Result<std::vector<std::string>> names = m_fs->list(it->first)) {
      it->second.names = std::make_unique<DirectoryListing>();
      it->second.names->reserve(names->size());
      for (const std::string& name : *names) {
        it->second.names->insert(name);
      }
    }
  }
  m_recent[m_next_recent] = Recent{std::string(directory), &it->second};
  m_next_recent = (m_next_recent + 1) % m_recent.size();
  return it->second;
}

const DirectoryListing* StatCache::list(std::string_view directory) {
  Listing& listing = find_listing(directory);
  if (!listing.unsure.empty()) {
    refresh(directory, listing);
  }
  return listing.names.get();
}

void StatCache::refresh(std::string_view directory, Listing& listing) {
  const std::vector<std::string> unsure = std::exchange(listing.unsure, {});
  std::string path(directory);
  path += '/';
  const std::size_t size = path.size();
  for (const std::string& name : unsure) {
    path.resize(size);
    path += name;
    if (m_fs->lstat(path).exists()) {
      listing.names->insert(name);
    } else {
      listing.names->erase(name);
    }
  }
}

void StatCache::forget(std::string_view path) {
  ++m_generation;
  std::string_view where = key(path);
  if (where.size() > 1 && where.back() == '/') {
    where.remove_suffix(1);
  }
  const auto erase = [](auto& map, std::string_view name) {
    if (const auto it = map.find(name); it != map.end()) {
      map.erase(it);
    }
  };
  if (m_prefetch != nullptr) {
    m_prefetch->drop(where, path_hash(where));
  }
  erase(m_stats, where);
  erase(m_lstats, where);
  if (m_listings.find(where) != m_listings.end()) {
    forget_recent();
    erase(m_listings, where);
  }
  const auto parent = m_listings.find(dirname(where));
  if (parent == m_listings.end()) {
    return;
  }
  if (parent->second.names == nullptr) {
    forget_recent();
    m_listings.erase(parent); // perhaps the command made the directory, too
  } else {
    parent->second.unsure.emplace_back(basename(where));
  }
}

void StatCache::forget_stats() {
  ++m_generation;
  m_prefetch.reset();
  m_stats.clear();
  m_lstats.clear();
  forget_recent();
  std::erase_if(m_listings, [](const auto& item) { return item.second.names == nullptr; });
}

void StatCache::clear() {
  ++m_generation;
  m_prefetch.reset();
  m_stats.clear();
  m_lstats.clear();
  forget_recent();
  m_listings.clear();
}

} // namespace mmk::fs
