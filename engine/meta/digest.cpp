#include "meta/digest.hpp"

#include "fs/paths.hpp"
#include "meta/record.hpp"

#include <fmt/format.h>
#include <xxhash.h>

#include <algorithm>
#include <array>
#include <charconv>
#include <iterator>
#include <utility>

namespace mmk::meta {

namespace {

/// File systems stamp files with a clock that ticks every few milliseconds: a file written this
/// recently could be written again without its stamp changing.
constexpr std::int64_t k_racy_ns = 20'000'000;

template <class T> bool take(std::string_view& rest, T& number, char stop, int base = 10) {
  const char* end = rest.data() + rest.size();
  const auto [after, error] = std::from_chars(rest.data(), end, number, base);
  if (error != std::errc{} || after == end || *after != stop) {
    return false;
  }
  rest.remove_prefix(static_cast<std::size_t>(after - rest.data()) + 1);
  return true;
}

/// What comes and goes without anybody meaning it: .mmk, *.meta, __pycache__, and the temporaries
/// that become *.meta (six letters or digits behind it).
bool is_bookkeeping(std::string_view name) {
  if (name == ".mmk" || name == "__pycache__" || name.ends_with(".meta")) {
    return true;
  }
  constexpr std::size_t suffix = 7; // ".XXXXXX"
  return name.size() > suffix && name.substr(0, name.size() - suffix).ends_with(".meta") &&
         name.find_first_of("._-", name.size() - suffix + 1) == std::string_view::npos;
}

} // namespace

std::uint64_t identity_of(const fs::FileInfo& info) {
  const std::array<std::uint64_t, 2> facts{info.inode, static_cast<std::uint64_t>(info.ctime.ns)};
  return XXH3_64bits(facts.data(), sizeof facts);
}

FileState state_of(const fs::FileInfo& info) {
  FileState state;
  state.size = info.size;
  state.mtime_ns = info.mtime.ns;
  state.identity = identity_of(info);
  return state;
}

Digest digest_of(std::string_view bytes) {
  return XXH3_64bits(bytes.data(), bytes.size());
}

void append_state_line(std::string& out, const StateLine& line) {
  std::string data;
  auto it = std::back_inserter(data);
  fmt::format_to(it, "{}:", static_cast<char>(line.role));
  if (line.state.known) {
    fmt::format_to(it, "{:016x}", line.state.digest);
  } else {
    data += '?';
  }
  fmt::format_to(it, ":{}:{}:{:x} ", line.state.size, line.state.mtime_ns, line.state.identity);
  data += line.path;
  append_record(out, 'H', line.pid, data);
}

std::optional<StateLine> parse_state_line(std::int64_t pid, std::string_view data) {
  constexpr std::string_view roles = "isaeodpx";
  StateLine line;
  line.pid = pid;
  if (data.size() < 3 || roles.find(data[0]) == std::string_view::npos || data[1] != ':') {
    return std::nullopt;
  }
  line.role = static_cast<StateRole>(data[0]);
  data.remove_prefix(2);
  if (data.starts_with("?:")) {
    data.remove_prefix(2);
  } else {
    line.state.known = true;
    if (!take(data, line.state.digest, ':', 16)) {
      return std::nullopt;
    }
  }
  if (!take(data, line.state.size, ':') || !take(data, line.state.mtime_ns, ':') ||
      !take(data, line.state.identity, ' ', 16) || data.empty()) {
    return std::nullopt;
  }
  line.path = data;
  return line;
}

std::optional<Digest> listing_digest(const fs::FileSystem& file_system,
                                     const std::string& directory) {
  Result<std::vector<std::string>> names = file_system.list(directory);
  if (!names) {
    return std::nullopt;
  }
  std::erase_if(*names, [](const std::string& name) { return is_bookkeeping(name); });
  std::sort(names->begin(), names->end());
  std::string text;
  for (const std::string& name : *names) {
    text += name;
    text += '\0';
  }
  return digest_of(text);
}

bool is_tool_cache(std::string_view path) {
  constexpr std::array<std::string_view, 4> marks{"/.cache/", "/.ccache/", "/ccache/",
                                                  "/__pycache__/"};
  return std::any_of(marks.begin(), marks.end(), [path](std::string_view mark) {
    return path.find(mark) != std::string_view::npos;
  });
}

std::size_t DigestCache::KeyHash::operator()(const Key& key) const noexcept {
  return XXH3_64bits(&key, sizeof key);
}

DigestCache::Key DigestCache::key_of(const fs::FileInfo& info) {
  return Key{info.device, identity_of(info), info.size, info.mtime.ns};
}

std::optional<Digest> DigestCache::digest(const std::string& path, const fs::FileInfo& info,
                                          TimeStamp now) {
  if (m_loader) {
    std::exchange(m_loader, nullptr)(*this);
  }
  const Key key = key_of(info);
  if (const auto found = m_digests.find(key); found != m_digests.end()) {
    return found->second;
  }
  const Result<std::string> bytes = m_fs->read(path);
  if (!bytes) {
    return std::nullopt;
  }
  ++m_files_hashed;
  const Digest digest = digest_of(*bytes);
  if (info.mtime.ns < now.ns - k_racy_ns) {
    m_digests.emplace(key, digest);
  }
  return digest;
}

bool DigestCache::same_content(const FileState& then, const std::string& path,
                               const fs::FileInfo& info, TimeStamp time, FileState* now) {
  FileState state = state_of(info);
  bool same = state.size == then.size;
  const bool untouched = state.mtime_ns == then.mtime_ns && state.identity == then.identity;
  if (same && !untouched && !then.known) {
    same = false;
  } else if (same && !untouched) {
    const std::optional<Digest> found = digest(path, info, time);
    state.known = found.has_value();
    state.digest = found.value_or(0);
    same = found == then.digest;
  }
  if (now != nullptr) {
    *now = state;
  }
  return same;
}

std::optional<TimeStamp> DigestCache::first_seen(const fs::FileInfo& info) const {
  const auto found = m_seen.find(key_of(info));
  return found == m_seen.end() ? std::nullopt : std::optional<TimeStamp>(found->second);
}

void DigestCache::note_seen(const fs::FileInfo& info, TimeStamp when) {
  m_seen.try_emplace(key_of(info), when);
}

void DigestCache::preload(const Entry& entry) {
  m_digests.try_emplace(Key{entry.device, entry.identity, entry.size, entry.mtime_ns},
                        entry.digest);
}

std::vector<DigestCache::Entry> DigestCache::entries() const {
  std::vector<Entry> all;
  all.reserve(m_digests.size());
  for (const auto& [key, digest] : m_digests) {
    all.push_back(Entry{key.device, key.identity, key.size, key.mtime_ns, digest});
  }
  return all;
}

void OutputLedger::note(std::string_view path, const FileState& state, std::int64_t stop_usec) {
  const auto [found, fresh] = m_entries.try_emplace(std::string(path));
  if (fresh || found->second.stop_usec <= stop_usec) {
    found->second = Entry{state, stop_usec};
  }
}

const OutputLedger::Entry* OutputLedger::find(std::string_view path) {
  if (m_loader) {
    std::exchange(m_loader, nullptr)(*this);
  }
  const auto found = m_entries.find(std::string(path));
  return found == m_entries.end() ? nullptr : &found->second;
}

} // namespace mmk::meta
