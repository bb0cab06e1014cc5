#include "lang/line_reader.hpp"

#include "lang/chars.hpp"

#include <algorithm>

namespace mmk::lang {

namespace {

constexpr std::size_t k_none = std::string_view::npos;

/// Is the character behind `text` quoted by a backslash, i.e. does text end in an odd number?
bool ends_in_escape(std::string_view text) {
  std::size_t count = 0;
  while (count < text.size() && text[text.size() - 1 - count] == '\\') {
    ++count;
  }
  return count % 2 == 1;
}

/// "[#" does not begin a comment, so that ${VAR:[#]} can be written.
bool begins_comment(std::string_view raw, std::size_t hash) {
  return hash == 0 || raw[hash - 1] != '[';
}

/// Where the comment of a line without backslashes begins.
std::size_t find_comment(std::string_view raw) {
  std::size_t hash = raw.find('#');
  while (hash != k_none && !begins_comment(raw, hash)) {
    hash = raw.find('#', hash + 1);
  }
  return hash;
}

/// The useful parts of a line with backslashes: where its text ends, with and without the comment.
/// Blanks at the end do not count unless they are escaped.
struct Content {
  std::size_t without_comment = 0;
  std::size_t whole = 0;
  bool has_comment = false;
};

Content measure(std::string_view raw) {
  Content content;
  std::size_t at = 0;
  while (at < raw.size()) {
    if (raw[at] == '\\') {
      at += at + 1 < raw.size() ? 2 : 1;
      content.whole = at;
      continue;
    }
    if (raw[at] == '#' && !content.has_comment && begins_comment(raw, at)) {
      content.has_comment = true;
      content.without_comment = content.whole;
    }
    content.whole = is_space(raw[at]) ? content.whole : at + 1;
    ++at;
  }
  if (!content.has_comment) {
    content.without_comment = content.whole;
  }
  return content;
}

} // namespace

void LineReader::restart(std::string bytes, int lines_before) {
  m_bytes = std::move(bytes);
  m_zero = m_bytes.find('\0');
  m_position = 0;
  m_begin = 0;
  m_lines_read = lines_before;
  m_line = lines_before + 1;
}

LineReader::Extent LineReader::find_extent() {
  std::size_t from = m_position;
  for (;;) {
    const std::size_t newline = m_bytes.find('\n', from);
    if (newline == k_none) {
      return {m_bytes.size(), m_bytes.size()};
    }
    if (newline == m_position || m_bytes[newline - 1] != '\\' ||
        !ends_in_escape(std::string_view(m_bytes).substr(m_position, newline - m_position))) {
      return {newline, newline + 1};
    }
    from = newline + 1;
    if (from == m_bytes.size()) {
      return {from, from};
    }
    ++m_lines_read;
  }
}

ReadStatus LineReader::next(LineMode mode, std::string_view& line) {
  for (;;) {
    m_line = ++m_lines_read;
    if (m_position == m_bytes.size()) {
      return ReadStatus::end;
    }
    const Extent extent = find_extent();
    if (m_zero < extent.end) {
      m_lines_read = m_line;
      return ReadStatus::zero_byte;
    }
    m_begin = m_position;
    m_position = extent.next;
    if (mode != LineMode::normal && m_bytes[m_begin] != '.') {
      continue;
    }
    const std::string_view raw = std::string_view(m_bytes).substr(m_begin, extent.end - m_begin);
    line = mode == LineMode::loop_body ? trim_right(raw) : clean(raw);
    if (line.data() != nullptr) {
      return ReadStatus::line;
    }
  }
}

/// The line as the parser wants it; a null view if there is nothing on it.
std::string_view LineReader::clean(std::string_view raw) {
  if (raw.find('\\') != k_none) {
    return join(raw);
  }
  const std::size_t hash = find_comment(raw);
  const std::string_view text = trim_right(raw.substr(0, hash));
  if (text.empty()) {
    return {};
  }
  // A '#' in a command belongs to the shell.
  return raw.front() == '\t' && hash != k_none ? trim_right(raw) : text;
}

std::string_view LineReader::join(std::string_view raw) {
  const Content content = measure(raw);
  if (content.without_comment == 0) {
    return {};
  }
  const bool is_command = raw.front() == '\t';
  raw = raw.substr(0, is_command ? content.whole : content.without_comment);
  m_joined.clear();
  std::size_t kept = 0; // blanks in front of this are part of an escape
  std::size_t at = 0;
  while (at < raw.size()) {
    const std::size_t backslash = std::min(raw.find('\\', at), raw.size());
    m_joined.append(raw, at, backslash - at);
    at = backslash + 1;
    if (at >= raw.size()) {
      break; // nothing, or a backslash that ends the file
    }
    const char escaped = raw[at++];
    if (escaped == '#' && !is_command) {
      m_joined += '#';
    } else if (escaped == '\n') {
      // In commands, too: POSIX would keep the line break, bmake took that back again.
      m_joined += ' ';
      at = std::min(raw.find_first_not_of(" \t", at), raw.size());
    } else {
      m_joined += '\\';
      m_joined += escaped;
      kept = m_joined.size();
    }
  }
  while (m_joined.size() > kept && is_space(m_joined.back())) {
    m_joined.pop_back();
  }
  return m_joined;
}

} // namespace mmk::lang
