#include "tracer/record.hpp"

#include <fmt/format.h>

#include <iterator>

namespace mmk::tracer {

namespace {

/// An index path appears in the map under one letter at a time, except that a listing (G) is about
/// the entries and not the path itself.
std::size_t said_key(char letter, std::string_view path) {
  const std::size_t hash = std::hash<std::string_view>{}(path);
  return letter == 'G' ? ~hash : hash;
}

void append_escaped(std::string& out, std::string_view data) {
  for (const char c : data) {
    if (c == '\n' || c == '\r' || c == '\\') {
      fmt::format_to(std::back_inserter(out), "\\{:03o}", static_cast<unsigned char>(c));
    } else {
      out += c;
    }
  }
}

} // namespace

bool RecordWriter::repeats(char letter, pid_t pid, std::string_view path) {
  char& last = m_said[pid][said_key(letter, path)];
  // After a write the next read is news to nobody either, but W must stay W for later readers: only
  // exact repeats are dropped.
  const bool same = last == letter && letter != 'W';
  last = letter;
  return same;
}

void RecordWriter::line(char letter, pid_t pid, std::string_view data) {
  auto out = std::back_inserter(m_text);
  if (data.find_first_of("\n\r") == std::string_view::npos) {
    fmt::format_to(out, "{} {} ", letter, pid);
    m_text += data;
  } else {
    fmt::format_to(out, "Q {} {} ", pid, letter);
    append_escaped(m_text, data);
  }
  m_text += '\n';
}

void RecordWriter::path(char letter, pid_t pid, std::string_view path) {
  if (path.empty()) {
    return;
  }
  switch (letter) {
  case 'C': // relative names mean something else from here on
  case 'D': // what was below may be gone
    m_said.erase(pid);
    break;
  case 'R':
  case 'N':
  case 'G':
  case 'S':
  case 'W':
    if (repeats(letter, pid, path)) {
      return;
    }
    break;
  default:
    break;
  }
  line(letter, pid, path);
}

void RecordWriter::pair(char letter, pid_t pid, std::string_view from, std::string_view to) {
  m_said.erase(pid);
  line(letter, pid, fmt::format("'{}' '{}'", from, to));
}

void RecordWriter::fork(pid_t parent, pid_t child) {
  fmt::format_to(std::back_inserter(m_text), "F {} {}\n", parent, child);
}

void RecordWriter::exit(pid_t pid, int status, int signal) {
  m_said.erase(pid);
  fmt::format_to(std::back_inserter(m_text), "X {} {} {}\n", pid, status, signal);
}

void RecordWriter::note(std::string_view sentence) {
  fmt::format_to(std::back_inserter(m_text), "# {}\n", sentence);
}

void RecordWriter::incomplete(std::string_view sentence) {
  m_complete = false;
  const std::string text = fmt::format("# filemon: {}\n", sentence);
  if (m_text.find(text) == std::string::npos) {
    m_text += text;
  }
}

} // namespace mmk::tracer
