#include "tracer/record.hpp"

#include "base/io.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <iterator>

namespace mmk::tracer {

namespace {

constexpr std::size_t k_copy_buffer = 65536;

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

void RecordCopy::add(std::string_view text) {
  m_text += text;
  if (m_text.size() >= k_copy_buffer) {
    flush();
  }
}

void RecordCopy::flush() {
  static_cast<void>(write_all(m_to.get(), m_text)); // a reader that has gone misses nothing
  m_text.clear();
}

void RecordWriter::add(pid_t pid, std::string_view text) {
  m_text += text;
  tell_copies(pid, text);
}

void RecordWriter::tell_copies(pid_t pid, std::string_view text) {
  const auto it = m_copies.find(pid);
  if (it != m_copies.end()) {
    for (const std::shared_ptr<RecordCopy>& copy : it->second) {
      copy->add(text);
    }
  }
}

/// Written in place: there are thousands of these a second.
void RecordWriter::line(char letter, pid_t pid, std::string_view data) {
  const std::size_t begin = m_text.size();
  const auto breaks_line = [](char c) { return c == '\n' || c == '\r'; };
  const fmt::format_int number(pid);
  const std::string_view digits(number.data(), number.size());
  if (std::none_of(data.begin(), data.end(), breaks_line)) {
    m_text += letter;
    m_text += ' ';
    m_text += digits;
    m_text += ' ';
    m_text += data;
  } else {
    m_text += "Q ";
    m_text += digits;
    m_text += ' ';
    m_text += letter;
    m_text += ' ';
    append_escaped(m_text, data);
  }
  m_text += '\n';
  tell_copies(pid, std::string_view(m_text).substr(begin));
}

void RecordWriter::copy_to(pid_t pid, std::shared_ptr<RecordCopy> copy) {
  m_copies[pid].push_back(std::move(copy));
  m_said.erase(pid); // the copy's reader has not heard any of it
}

void RecordWriter::close_copies(pid_t root) {
  for (auto it = m_copies.begin(); it != m_copies.end();) {
    auto& [pid, copies] = *it;
    std::erase_if(copies, [&, who = pid](const std::shared_ptr<RecordCopy>& copy) {
      if (copy->root() != root) {
        return false;
      }
      if (who != root) {
        copy->add(fmt::format("# Left behind: process {0}\nX {0} 0 0\n", who));
      }
      return true;
    });
    it = copies.empty() ? m_copies.erase(it) : std::next(it);
  }
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
  add(parent, fmt::format("F {} {}\n", parent, child));
  const auto it = m_copies.find(parent);
  if (it != m_copies.end()) {
    m_copies[child] = it->second;
  }
}

void RecordWriter::exit(pid_t pid, int status, int signal) {
  m_said.erase(pid);
  add(pid, fmt::format("X {} {} {}\n", pid, status, signal));
  const auto it = m_copies.find(pid);
  if (it == m_copies.end()) {
    return;
  }
  const std::vector<std::shared_ptr<RecordCopy>> copies = std::move(it->second);
  m_copies.erase(it);
  for (const std::shared_ptr<RecordCopy>& copy : copies) {
    if (copy->root() == pid) {
      m_copies[pid] = {copy};
      close_copies(pid);
      copy->flush();
    }
  }
}

void RecordWriter::note(std::string_view sentence) {
  append_escaped(m_text, fmt::format("# {}", sentence));
  m_text += '\n';
}

void RecordWriter::incomplete(std::string_view sentence) {
  m_complete = false;
  if (!m_warnings.emplace(sentence).second) {
    return;
  }
  const std::string text = fmt::format("# filemon: {}\n", sentence);
  m_text += text;
  std::set<RecordCopy*> told;
  for (const auto& [pid, copies] : m_copies) {
    for (const std::shared_ptr<RecordCopy>& copy : copies) {
      if (told.insert(copy.get()).second) {
        copy->add(text);
      }
    }
  }
}

} // namespace mmk::tracer
