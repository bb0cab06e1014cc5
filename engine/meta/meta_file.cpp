#include "meta/meta_file.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <array>
#include <charconv>
#include <cstring>

namespace mmk::meta {

namespace {

constexpr std::string_view k_first_line = "# Meta data file ";
constexpr std::string_view k_error_mark = "*** Error code ";
constexpr std::string_view k_warning_mark = "# filemon: ";

/// Cuts lines off bytes and counts them.
class Lines {
public:
  explicit Lines(std::string_view text, int before = 0) : m_rest(text), m_number(before) {}
  [[nodiscard]] bool next(std::string_view& line) {
    if (m_rest.empty()) {
      return false;
    }
    const std::size_t end = m_rest.find('\n');
    line = m_rest.substr(0, end);
    m_rest.remove_prefix(end == std::string_view::npos ? m_rest.size() : end + 1);
    ++m_number;
    return true;
  }
  [[nodiscard]] std::string_view rest() const { return m_rest; }
  [[nodiscard]] int number() const { return m_number; }
  [[nodiscard]] bool starts(std::string_view word) const { return m_rest.starts_with(word); }

private:
  std::string_view m_rest;
  int m_number;
};

int count_lines(std::string_view text) {
  return static_cast<int>(std::count(text.begin(), text.end(), '\n'));
}

bool is_word_byte(char c) {
  return (c >= '0' && c <= '9') || (c >= 'A' && c <= 'Z') || (c >= 'a' && c <= 'z') || c == '_';
}

constexpr std::array<std::string_view, 7> k_header_words{"CMD", "CWD",   "TARGET", "OODATE",
                                                         "ENV", "LINES", "PARTS"};

bool is_header_line(std::string_view line) {
  if (line.starts_with("-- filemon")) {
    return true;
  }
  if (line.starts_with(k_output_mark)) {
    return line.size() == k_output_mark.size() || line[k_output_mark.size()] == '\n';
  }
  return std::any_of(k_header_words.begin(), k_header_words.end(), [line](std::string_view word) {
    return line.starts_with(word) && line.size() > word.size() && line[word.size()] == ' ';
  });
}

/// Could some reader take `text` (the rest of the output from the start of a line) for a header
/// line, a record or a mark? Readers in scripting languages split at any white space.
bool imitates(std::string_view text) {
  const auto ends_word = [text](std::size_t at) {
    return at >= text.size() || !is_word_byte(text[at]);
  };
  if (text.empty()) {
    return false;
  }
  if (text[0] >= 'A' && text[0] <= 'Z') {
    if (ends_word(1)) {
      return true;
    }
    return std::any_of(k_header_words.begin(), k_header_words.end(), [&](std::string_view word) {
      return text.starts_with(word) && ends_word(word.size());
    });
  }
  return text.starts_with("-- ") || text[0] == '#' || text.starts_with(k_error_mark);
}

bool is_line_end(char c) {
  return c == '\n' || c == '\r';
}

/// Calls `out(plain bytes)` and `mark(position)` for each line that imitates, after its blanks.
template <class AtImitation>
std::string rewrite_lines(std::string_view text, AtImitation at_imitation) {
  std::string result;
  result.reserve(text.size() + 16);
  std::size_t begin = 0;
  while (begin < text.size()) {
    const std::size_t word = std::min(text.find_first_not_of(' ', begin), text.size());
    std::size_t end = text.find_first_of("\n\r", begin);
    end = end == std::string_view::npos ? text.size() : end + 1;
    std::string_view line = text.substr(begin, end - begin);
    if (word < text.size() && !is_line_end(text[word]) && imitates(text.substr(word))) {
      at_imitation(result, line);
    }
    result += line;
    begin = end;
  }
  return result;
}

/// The header part of a parse.
class HeaderParser {
public:
  HeaderParser(MetaFile& file, std::string_view bytes) : m_file(file), m_lines(bytes) {}

  tl::expected<void, MetaProblem> run() {
    std::string_view line;
    if (!m_lines.next(line) || !line.starts_with(k_first_line)) {
      return problem("not a meta data file");
    }
    m_file.name = line.substr(k_first_line.size());
    while (m_lines.next(line)) {
      if (line == k_output_mark) {
        m_file.has_output_mark = true;
        return {};
      }
      if (!header_line(line)) {
        return problem("malformed");
      }
    }
    return {};
  }
  [[nodiscard]] const Lines& lines() const { return m_lines; }

private:
  tl::unexpected<MetaProblem> problem(std::string text) const {
    return tl::unexpected<MetaProblem>(MetaProblem{std::max(m_lines.number(), 1), std::move(text)});
  }

  bool header_line(std::string_view line) {
    const auto value = [line](std::string_view word) { return line.substr(word.size()); };
    if (line.starts_with("CMD ")) {
      command(value("CMD "));
    } else if (line.starts_with("CWD ")) {
      m_file.cwd = value("CWD ");
      m_file.cwd_line = m_lines.number();
    } else if (line.starts_with("TARGET ")) {
      m_file.target = value("TARGET ");
    } else if (line.starts_with("OODATE ")) {
      m_file.oodate = value("OODATE ");
    } else if (line.starts_with("ENV ")) {
      m_file.environment.push_back(value("ENV "));
      extend(m_file.environment.back(), -1);
    } else if (line.starts_with("LINES ")) {
      return line_counts(value("LINES "));
    } else if (line.starts_with("PARTS ")) {
      return parts(value("PARTS "));
    }
    return true; // lines nobody knows are skipped, as bmake skips them
  }

  void command(std::string_view first) {
    const std::size_t index = m_file.commands.size();
    m_file.commands.push_back(MetaCommand{first, m_lines.number()});
    extend(m_file.commands.back().text, index < m_counts.size() ? m_counts[index] - 1 : -1);
  }

  /// Takes the continuation lines of `text`: `count` of them, or (-1) all up to a header line.
  void extend(std::string_view& text, int count) {
    std::string_view line;
    while (!m_lines.rest().empty() && count != 0) {
      if (count < 0 && is_header_line(m_lines.rest())) {
        return;
      }
      if (!m_lines.next(line)) {
        return;
      }
      text = std::string_view(text.data(),
                              static_cast<std::size_t>(line.data() - text.data()) + line.size());
      count -= count > 0 ? 1 : 0;
    }
  }

  bool parts(std::string_view text) {
    MetaParts counts;
    const char* end = text.data() + text.size();
    const auto bytes = std::from_chars(text.data(), end, counts.output_bytes);
    if (bytes.ec != std::errc{} || bytes.ptr == end) {
      return false;
    }
    const auto sections = std::from_chars(bytes.ptr + 1, end, counts.sections);
    m_file.parts = counts;
    return sections.ec == std::errc{} && sections.ptr == end;
  }

  bool line_counts(std::string_view text) {
    while (!text.empty()) {
      int count = 0;
      const char* end = text.data() + text.size();
      const auto [after, error] = std::from_chars(text.data(), end, count);
      if (error != std::errc{} || count < 1) {
        return false;
      }
      m_counts.push_back(count);
      text.remove_prefix(static_cast<std::size_t>(after - text.data()));
      text.remove_prefix(text.starts_with(' ') ? 1 : 0);
    }
    return true;
  }

  MetaFile& m_file;
  Lines m_lines;
  std::vector<int> m_counts;
};

/// Position of the next line that is the filemon mark, npos if none.
std::size_t find_filemon_mark(std::string_view text, std::size_t from) {
  while (true) {
    const std::size_t at = text.find("-- filemon", from);
    if (at == std::string_view::npos || at == 0 || text[at - 1] == '\n') {
      return at;
    }
    from = at + 1;
  }
}

std::int64_t microseconds(std::string_view text) {
  std::int64_t seconds = 0;
  const char* end = text.data() + text.size();
  const auto [dot, error] = std::from_chars(text.data(), end, seconds);
  if (error != std::errc{}) {
    return 0;
  }
  std::int64_t fraction = 0;
  int digits = 0;
  for (const char* p = dot == end ? end : dot + 1; p != end && digits < 6; ++p, ++digits) {
    fraction = fraction * 10 + (*p >= '0' && *p <= '9' ? *p - '0' : 0);
  }
  for (; digits < 6; ++digits) {
    fraction *= 10;
  }
  return seconds * 1'000'000 + fraction;
}

/// The comment lines of a section: version, pid, times, warnings, the end mark.
void read_comments(Section& section, MetaFile& file) {
  // Only lines that begin with '#' or 'V' matter; they are found without looking at the others.
  const std::string_view text = section.text;
  const auto value = [](std::string_view line, std::string_view word) {
    return line.substr(word.size());
  };
  std::size_t begin = 0;
  while (begin < text.size()) {
    const bool wanted = text[begin] == '#' || text[begin] == 'V';
    const std::size_t end = std::min(text.find('\n', begin), text.size());
    if (wanted) {
      const std::string_view line = text.substr(begin, end - begin);
      if (line.starts_with(k_warning_mark)) {
        file.warnings.push_back(
            {value(line, k_warning_mark), section.first_line + count_lines(text.substr(0, begin))});
      } else if (line.starts_with("# Target pid ")) {
        const std::string_view pid = value(line, "# Target pid ");
        std::from_chars(pid.data(), pid.data() + pid.size(), section.target_pid);
      } else if (line.starts_with("# Start ")) {
        section.start_usec = microseconds(value(line, "# Start "));
      } else if (line.starts_with("# Stop ")) {
        section.stop_usec = microseconds(value(line, "# Stop "));
      } else if (line.starts_with("V ") && section.version == 0) {
        std::from_chars(line.data() + 2, line.data() + line.size(), section.version);
      } else if (line == k_bye_mark) {
        section.complete = end < text.size(); // the newline has to be there, too
      }
    }
    begin = end + 1;
  }
}

/// The status in a last line "*** Error code N", 0 if there is none.
int failed_status_of(std::string_view output) {
  while (output.ends_with('\n')) {
    output.remove_suffix(1);
  }
  const std::size_t newline = output.rfind('\n');
  std::string_view last = newline == std::string_view::npos ? output : output.substr(newline + 1);
  if (!last.starts_with(k_error_mark)) {
    return 0;
  }
  last.remove_prefix(k_error_mark.size());
  int status = 0;
  const auto [after, error] = std::from_chars(last.data(), last.data() + last.size(), status);
  return error == std::errc{} && after == last.data() + last.size() ? status : 0;
}

void parse_sections(MetaFile& file, std::string_view text, int line) {
  std::size_t mark = find_filemon_mark(text, 0);
  file.output = text.substr(0, mark);
  file.output_line = line;
  if (mark == std::string_view::npos) {
    mark = text.size();
  }
  line += count_lines(text.substr(0, mark));
  while (mark < text.size()) {
    const std::size_t begin = std::min(text.find('\n', mark), text.size() - 1) + 1;
    const std::size_t next = std::min(find_filemon_mark(text, begin), text.size());
    Section section;
    section.text = text.substr(begin, next - begin);
    section.first_line = line + 1;
    read_comments(section, file);
    line += count_lines(text.substr(mark, next - mark));
    file.sections.push_back(section);
    mark = next;
  }
  // bmake and we put an empty line behind the output.
  if (file.output.ends_with('\n')) {
    file.output.remove_suffix(1);
  }
}

void append_command_counts(std::string& out, const std::vector<std::string>& commands) {
  const bool needed = std::any_of(commands.begin(), commands.end(), [](const std::string& command) {
    std::size_t newline = command.find('\n');
    while (newline != std::string::npos) {
      if (is_header_line(std::string_view(command).substr(newline + 1))) {
        return true;
      }
      newline = command.find('\n', newline + 1);
    }
    return false;
  });
  if (!needed) {
    return;
  }
  out += "LINES";
  for (const std::string& command : commands) {
    out += fmt::format(" {}", count_lines(command) + 1);
  }
  out += '\n';
}

/// An environment value's further lines must not look like header lines.
void append_environment(std::string& out, std::string_view variable) {
  out += "ENV ";
  while (true) {
    const std::size_t newline = variable.find('\n');
    out += variable.substr(0, newline);
    out += '\n';
    if (newline == std::string_view::npos) {
      return;
    }
    variable.remove_prefix(newline + 1);
    out += is_header_line(variable) ? " " : "";
  }
}

} // namespace

bool MetaFile::complete() const {
  if (parts && *parts != MetaParts{output.size(), sections.size()}) {
    return false;
  }
  return has_output_mark && std::all_of(sections.begin(), sections.end(),
                                        [](const Section& section) { return section.complete; });
}

tl::expected<MetaFile, MetaProblem> parse_meta(std::string_view bytes) {
  MetaFile file;
  HeaderParser header(file, bytes);
  if (auto done = header.run(); !done) {
    return tl::unexpected(done.error());
  }
  parse_sections(file, header.lines().rest(), header.lines().number() + 1);
  file.failed_status = failed_status_of(file.output);
  return file;
}

std::string format_header(const MetaHeader& header) {
  std::string out;
  out += k_first_line;
  out += header.meta_path;
  out += '\n';
  append_command_counts(out, header.commands);
  for (const std::string& command : header.commands) {
    out += "CMD ";
    out += command;
    out += '\n';
  }
  out += fmt::format("CWD {}\nTARGET {}\n", header.cwd, header.target);
  if (!header.oodate.empty()) {
    out += fmt::format("OODATE {}\n", header.oodate);
  }
  // Behind what bmake writes, so that the commands have the line numbers that its -dM messages
  // give.
  if (header.parts) {
    out += fmt::format("PARTS {} {}\n", header.parts->output_bytes, header.parts->sections);
  }
  for (const std::string& variable : header.environment) {
    append_environment(out, variable);
  }
  out += k_output_mark;
  out += '\n';
  return out;
}

std::string protect_output(std::string_view output) {
  std::string result =
      rewrite_lines(output, [](std::string& out, std::string_view&) { out += ' '; });
  if (!result.empty() && result.back() != '\n') {
    result += '\n';
  }
  return result;
}

std::string unprotect_output(std::string_view stored) {
  return rewrite_lines(stored, [](std::string&, std::string_view& line) {
    if (line.starts_with(' ')) {
      line.remove_prefix(1);
    }
  });
}

std::string print_meta(const MetaFile& file) {
  MetaHeader header;
  header.meta_path = file.name;
  header.target = file.target;
  header.cwd = file.cwd;
  header.oodate = file.oodate;
  header.parts = file.parts;
  for (const MetaCommand& command : file.commands) {
    header.commands.emplace_back(command.text);
  }
  for (const std::string_view variable : file.environment) {
    header.environment.emplace_back(variable);
  }
  std::string out = format_header(header);
  out += file.output;
  out += '\n';
  for (const Section& section : file.sections) {
    out += k_filemon_mark;
    out += '\n';
    out += section.text;
  }
  return out;
}

} // namespace mmk::meta
