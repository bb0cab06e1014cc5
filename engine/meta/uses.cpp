#include "meta/uses.hpp"

namespace mmk::meta {

namespace {

void write(Use& use) {
  const bool untouched = !use.read && !use.written && !use.removed && !use.listed;
  use.made = use.made || untouched;
  use.written = true;
  use.removed = false;
}

void remove(Use& use) {
  use.removed = true;
  use.written = false;
}

} // namespace

Use& Uses::use(const Record& record, std::string_view path) {
  return at(m_dirs.absolute(record.pid, path), record);
}

Use& Uses::at(std::string path, const Record& record) {
  const auto [found, fresh] = m_index.try_emplace(std::move(path), m_uses.size());
  if (fresh) {
    m_uses.emplace_back();
    m_uses.back().path = found->first;
    m_uses.back().pid = record.pid;
    m_uses.back().line = record.line;
  }
  return m_uses[found->second];
}

/// O_RDWR gives R and then W. On a path never used before it is taken for the creation it mostly
/// is.
void Uses::write_after(Use& use, const Record& record) {
  const bool one_open = m_fresh_read == use.path && m_fresh_reader == record.pid;
  if (one_open) {
    use.read = false;
  }
  write(use);
  use.read = use.read || one_open;
}

void Uses::feed(const Record& record) {
  if (record.letter == 'W') {
    write_after(use(record, record.path), record);
    m_fresh_read.clear();
    return;
  }
  m_fresh_read.clear();
  switch (record.letter) {
  case 'C':
  case 'F':
    m_dirs.feed(record);
    break;
  case 'E':
    use(record, record.path).executed = true;
    [[fallthrough]];
  case 'R':
    read(use(record, record.path), record);
    break;
  case 'D':
    remove(use(record, record.path));
    break;
  case 'L':
    link(record);
    break;
  case 'M':
    rename(record);
    break;
  case 'N':
    if (Use& path = use(record, record.path); !path.written) {
      path.not_found = true;
    }
    break;
  case 'S':
    use(record, record.path).asked = true;
    break;
  case 'K':
    use(record, record.path).wanted = true;
    break;
  case 'G':
    use(record, record.path).listed = true;
    break;
  default:
    break;
  }
}

void Uses::read(Use& use, const Record& record) {
  if (!use.read && !use.written && !use.removed && !use.listed) {
    m_fresh_read = use.path;
    m_fresh_reader = record.pid;
  }
  use.read = true;
}

void Uses::feed_all(RecordReader reader) {
  Record record;
  while (reader.next(record)) {
    feed(record);
  }
}

/// A hard link's source is read in a way; a symlink's text is relative to where the link lies, so
/// that what it names from here need not exist.
void Uses::link(const Record& record) {
  std::string source = m_dirs.absolute(record.pid, record.path);
  if (m_fs.stat(source).exists()) {
    at(std::move(source), record).read = true;
  }
  write(use(record, record.path2));
}

void Uses::rename(const Record& record) {
  const std::string from = m_dirs.absolute(record.pid, record.path);
  const std::string to = m_dirs.absolute(record.pid, record.path2);
  remove(at(from, record));
  write(at(to, record));
  if (m_fs.stat(to).is_directory()) {
    move_below(from + '/', to + '/', record);
  }
}

/// What the job wrote below a directory that it renames has moved along.
void Uses::move_below(const std::string& from, const std::string& to, const Record& record) {
  std::vector<std::string> moved;
  for (Use& use : m_uses) {
    if (use.written && use.path.starts_with(from)) {
      remove(use);
      moved.push_back(to + use.path.substr(from.size()));
    }
  }
  for (std::string& path : moved) {
    write(at(std::move(path), record));
  }
}

std::vector<Use> uses_of(const fs::FileSystem& file_system, const MetaFile& file) {
  Uses uses(file_system, std::string(file.cwd));
  for (const Section& section : file.sections) {
    uses.feed_all(section.records());
  }
  return uses.all();
}

} // namespace mmk::meta
