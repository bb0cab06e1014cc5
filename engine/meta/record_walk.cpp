#include "meta/record_walk.hpp"

#include <algorithm>

namespace mmk::meta {

OwnLines own_lines(const MetaFile& file) {
  OwnLines own;
  if (file.sections.empty()) {
    return own;
  }
  const Section& last = file.sections.back();
  const std::size_t newline = last.text.rfind("\nH 0 p:");
  if (newline == std::string_view::npos) {
    return own;
  }
  const std::string_view before = last.text.substr(0, newline + 1);
  const std::string_view lines = last.text.substr(before.size());
  constexpr std::string_view head = "H 0 ";
  const std::string_view first = lines.substr(0, lines.find('\n'));
  if (const auto marker = parse_state_line(0, first.substr(head.size()))) {
    own.present = true;
    own.with_digests = marker->state.size != 0;
    own.policy = marker->state.digest;
    const auto number = std::count(before.begin(), before.end(), '\n');
    own.records = RecordReader(lines, last.first_line + static_cast<int>(number));
  }
  return own;
}

std::vector<RecordReader> records_of(const MetaFile& file, const OwnLines& own, bool only_own) {
  if (only_own) {
    return {own.records};
  }
  std::vector<RecordReader> all;
  for (const Section& section : file.sections) {
    all.push_back(section.records());
  }
  return all;
}

bool is_hard_link(const fs::FileSystem& file_system, const ProcessDirs& dirs, const Record& link) {
  return file_system.lstat(dirs.absolute(link.pid, link.path2)).is_regular();
}

} // namespace mmk::meta
