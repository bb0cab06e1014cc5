#include "meta/record.hpp"

#include <charconv>
#include <cstring>

namespace mmk::meta {

namespace {

/// What stands behind the pid of a letter.
enum class Shape : std::uint8_t { unknown, path, pair, number, pid_only, escaped };

Shape shape_of(char letter) {
  switch (letter) {
  case 'A':
  case 'C':
  case 'D':
  case 'E':
  case 'G':
  case 'H':
  case 'K':
  case 'N':
  case 'R':
  case 'S':
  case 'W':
    return Shape::path;
  case 'L':
  case 'M':
    return Shape::pair;
  case 'F':
  case 'X':
    return Shape::number;
  case 'V':
    return Shape::pid_only;
  case 'Q':
    return Shape::escaped;
  default:
    return Shape::unknown;
  }
}

/// Reads a decimal number and the blank behind it off the front of `rest`.
bool take_number(std::string_view& rest, std::int64_t& number) {
  const char* end = rest.data() + rest.size();
  const auto [after, error] = std::from_chars(rest.data(), end, number);
  if (error != std::errc{} || (after != end && *after != ' ')) {
    return false;
  }
  rest.remove_prefix(static_cast<std::size_t>(after - rest.data()));
  if (!rest.empty()) {
    rest.remove_prefix(1);
  }
  return true;
}

bool is_octal(char c) {
  return c >= '0' && c <= '7';
}

/// Undoes the escapes of Q records: \ and three octal digits.
std::string unescape(std::string_view text) {
  std::string out;
  for (std::size_t i = 0; i < text.size(); ++i) {
    if (text[i] == '\\' && i + 3 < text.size() && is_octal(text[i + 1]) && is_octal(text[i + 2]) &&
        is_octal(text[i + 3])) {
      out += static_cast<char>(((text[i + 1] - '0') << 6) | ((text[i + 2] - '0') << 3) |
                               (text[i + 3] - '0'));
      i += 3;
    } else {
      out += text[i];
    }
  }
  return out;
}

bool fill(Record& record, std::string_view data) {
  record.data = data;
  switch (shape_of(record.letter)) {
  case Shape::path:
    record.path = data;
    return !data.empty();
  case Shape::pair:
    return split_quoted_pair(data, record.path, record.path2);
  case Shape::number:
    return take_number(data, record.number);
  default:
    return true;
  }
}

} // namespace

bool split_quoted_pair(std::string_view data, std::string_view& first, std::string_view& second) {
  if (data.size() >= 2 && data.front() == '\'' && data.back() == '\'') {
    constexpr std::string_view between = "' '";
    const std::size_t at = data.find(between, 1);
    if (at == std::string_view::npos || at + between.size() > data.size() - 1) {
      return false;
    }
    first = data.substr(1, at - 1);
    second = data.substr(at + between.size());
    second.remove_suffix(1);
    return true;
  }
  const std::size_t blank = data.find(' ');
  if (data.empty() || data.front() == '\'' || blank == std::string_view::npos) {
    return false;
  }
  first = data.substr(0, blank);
  second = data.substr(blank + 1);
  return true;
}

LineKind parse_record(std::string_view line, Record& record, std::string& unescaped) {
  if (line.empty() || line[0] == '#' || line.starts_with("-- ")) {
    return LineKind::other;
  }
  if (line.size() < 3 || line[0] < 'A' || line[0] > 'Z' || line[1] != ' ') {
    return LineKind::malformed;
  }
  const Shape shape = shape_of(line[0]);
  if (shape == Shape::unknown) {
    return LineKind::other;
  }
  record = Record{};
  record.letter = line[0];
  std::string_view rest = line.substr(2);
  if (!take_number(rest, record.pid)) {
    return LineKind::malformed;
  }
  if (shape == Shape::escaped) {
    if (rest.size() < 3 || rest[1] != ' ' || shape_of(rest[0]) == Shape::escaped) {
      return LineKind::malformed;
    }
    record.letter = rest[0];
    unescaped = unescape(rest.substr(2));
    rest = unescaped;
  }
  return fill(record, rest) ? LineKind::record : LineKind::malformed;
}

void append_record(std::string& out, char letter, std::int64_t pid, std::string_view data) {
  const std::string number = std::to_string(pid);
  if (data.find_first_of("\n\r") == std::string_view::npos) {
    out += letter;
    out += ' ';
    out += number;
    out += ' ';
    out += data;
    out += '\n';
    return;
  }
  out += "Q " + number + ' ' + letter + ' ';
  for (const char c : data) {
    if (c == '\n' || c == '\r' || c == '\\') {
      const int code = static_cast<unsigned char>(c);
      out += '\\';
      out += {static_cast<char>('0' + code / 64), static_cast<char>('0' + code / 8 % 8),
              static_cast<char>('0' + code % 8)};
    } else {
      out += c;
    }
  }
  out += '\n';
}

bool RecordReader::next(Record& record) {
  while (!m_rest.empty() && !m_bad) {
    const void* newline = std::memchr(m_rest.data(), '\n', m_rest.size());
    const std::size_t length =
        newline == nullptr
            ? m_rest.size()
            : static_cast<std::size_t>(static_cast<const char*>(newline) - m_rest.data());
    const std::string_view line = m_rest.substr(0, length);
    m_rest.remove_prefix(newline == nullptr ? length : length + 1);
    ++m_line;
    switch (parse_record(line, record, m_unescaped)) {
    case LineKind::record:
      record.line = m_line;
      return true;
    case LineKind::malformed:
      m_bad = BadRecord{m_line, line};
      break;
    case LineKind::other:
      break;
    }
  }
  return false;
}

} // namespace mmk::meta
