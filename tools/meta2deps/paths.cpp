// Text and path functions with the semantics of the script's language, where those differ from
// POSIX.
#include "fs/paths.hpp"

#include "tools/meta2deps/meta2deps.hpp"

#include <array>

namespace mmk::meta2deps {

namespace {

/// Length of the white space character at the front of `text`, 0 if it begins otherwise.
std::size_t space_length(std::string_view text) {
  const auto byte = [text](std::size_t i) {
    return i < text.size() ? static_cast<unsigned char>(text[i]) : 0U;
  };
  const unsigned c = byte(0);
  if (c == ' ' || (c >= 9 && c <= 13) || (c >= 0x1c && c <= 0x1f)) {
    return 1;
  }
  if (c == 0xc2) {
    return byte(1) == 0x85 || byte(1) == 0xa0 ? 2 : 0;
  }
  const unsigned second = byte(1);
  const unsigned third = byte(2);
  const bool wide =
      (c == 0xe1 && second == 0x9a && third == 0x80) ||
      (c == 0xe2 && second == 0x80 &&
       ((third >= 0x80 && third <= 0x8a) || third == 0xa8 || third == 0xa9 || third == 0xaf)) ||
      (c == 0xe2 && second == 0x81 && third == 0x9f) ||
      (c == 0xe3 && second == 0x80 && third == 0x80);
  return wide ? 3 : 0;
}

/// Resolves `rest` below `path`; links in progress are kept to stop at loops.
class RealPath {
public:
  explicit RealPath(fs::StatCache& stats) : m_stats(stats) {}

  std::string run(const std::string& name) {
    std::string path = fs::is_absolute(name) ? "" : m_stats.file_system().cwd();
    (void)walk(path, name);
    return fs::normalize(path.empty() ? "/" : path);
  }

private:
  /// False: a loop; what is left is appended as it is.
  bool walk(std::string& path, std::string_view rest) {
    if (fs::is_absolute(rest)) {
      path.clear();
    }
    while (!rest.empty()) {
      const std::size_t slash = rest.find('/');
      const std::string_view part = rest.substr(0, slash);
      rest.remove_prefix(slash == std::string_view::npos ? rest.size() : slash + 1);
      if (!step(path, part)) {
        if (!rest.empty()) {
          path += '/';
          path += rest;
        }
        return false;
      }
    }
    return true;
  }

  bool step(std::string& path, std::string_view part) {
    if (part.empty() || part == ".") {
      return true;
    }
    if (part == "..") {
      const std::size_t slash = path.rfind('/');
      path.erase(slash == std::string::npos ? 0 : slash);
      return true;
    }
    std::string next = path + '/' + std::string(part);
    if (m_stats.lstat(next).type != fs::FileType::symlink) {
      path = std::move(next);
      return true;
    }
    if (!m_open.insert(next).second) {
      path = std::move(next);
      return false;
    }
    const Result<std::string> target = m_stats.file_system().read_link(next);
    const bool done = target && walk(path, *target);
    m_open.erase(next);
    return done;
  }

  fs::StatCache& m_stats;
  std::unordered_set<std::string> m_open;
};

} // namespace

std::vector<std::string_view> split_words(std::string_view line) {
  std::vector<std::string_view> words;
  std::size_t begin = 0;
  std::size_t at = 0;
  while (at <= line.size()) {
    const std::size_t space = at < line.size() ? space_length(line.substr(at)) : 1;
    if (space == 0) {
      ++at;
      continue;
    }
    if (at > begin) {
      words.push_back(line.substr(begin, at - begin));
    }
    at += space;
    begin = at;
  }
  return words;
}

std::optional<std::string> parse_integer(std::string_view word) {
  const bool negative = word.starts_with('-');
  if (negative || word.starts_with('+')) {
    word.remove_prefix(1);
  }
  std::string digits;
  bool digit_before = false;
  for (const char c : word) {
    if (c == '_' && digit_before) {
      digit_before = false;
      continue;
    }
    if (c < '0' || c > '9') {
      return std::nullopt;
    }
    digit_before = true;
    if (c != '0' || !digits.empty()) {
      digits += c;
    }
  }
  if (!digit_before) {
    return std::nullopt;
  }
  if (digits.empty()) {
    return "0";
  }
  return negative ? '-' + digits : digits;
}

std::string clean_path(std::string_view name) {
  std::vector<std::string_view> parts;
  const bool is_absolute = fs::is_absolute(name);
  std::string_view rest = name;
  while (!rest.empty()) {
    const std::size_t slash = rest.find('/');
    const std::string_view part = rest.substr(0, slash);
    rest.remove_prefix(slash == std::string_view::npos ? rest.size() : slash + 1);
    if (part.empty() || part == ".") {
      continue;
    }
    if (part == "..") {
      if (parts.empty()) {
        break; // nothing to go up from: the rest is dropped
      }
      parts.pop_back();
      continue;
    }
    parts.push_back(part);
  }
  std::string clean = is_absolute ? "/" : "";
  for (std::size_t i = 0; i < parts.size(); ++i) {
    clean += i > 0 ? "/" : "";
    clean += parts[i];
  }
  return clean;
}

std::string lenient_realpath(fs::StatCache& stats, const std::string& name) {
  return RealPath(stats).run(name);
}

} // namespace mmk::meta2deps
