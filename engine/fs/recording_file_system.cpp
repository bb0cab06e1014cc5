#include "fs/recording_file_system.hpp"

#include "fs/paths.hpp"

namespace mmk::fs {

void RecordingFileSystem::stop() {
  give_up();
  m_read = {};
  m_own = {};
  const std::lock_guard lock(m_mutex);
  m_others = {};
}

void RecordingFileSystem::note(Question question, const std::string& path,
                               const FileInfo& info) const {
  if (complete()) {
    note(question, path, answer_of(info), info);
  }
}

void RecordingFileSystem::note(Question question, const std::string& path, Answer answer,
                               const FileInfo& info) const {
  if (!complete()) {
    return;
  }
  if (std::this_thread::get_id() == m_owner) {
    add(question == Question::content ? m_read : m_own, question, path, answer, info);
    return;
  }
  const std::lock_guard lock(m_mutex);
  if (complete()) {
    add(m_others, question, path, answer, info);
  }
}

void RecordingFileSystem::add(Notes& notes, Question question, const std::string& path,
                              Answer answer, const FileInfo& info) const {
  const bool fits = is_absolute(path) ? notes.add(question, path, answer)
                                      : notes.add(question, cwd() + '/' + path, answer);
  if (!fits) {
    give_up();
  }
  notes.see_times(info, question == Question::content || question == Question::names);
}

Result<> RecordingFileSystem::set_cwd(const std::string& directory) {
  (void)stat(directory);
  Result<> done = m_files->set_cwd(directory);
  if (!done) {
    give_up(); // why, no question here tells
  }
  return done;
}

FileInfo RecordingFileSystem::stat(const std::string& path) const {
  const FileInfo info = m_files->stat(path);
  note(Question::info, path, info);
  return info;
}

FileInfo RecordingFileSystem::lstat(const std::string& path) const {
  const FileInfo info = m_files->lstat(path);
  note(Question::link_info, path, info);
  return info;
}

FileInfo RecordingFileSystem::opened(const std::string& path) const {
  const FileInfo info = m_files->opened(path);
  note(Question::content, path, info);
  return info;
}

/// The file is looked at first: if it changes before it is read, the next look sees that. It is not
/// opened for that: a pipe has one reader.
Result<std::string> RecordingFileSystem::read(const std::string& path) const {
  if (!complete()) {
    return m_files->read(path);
  }
  const FileInfo info = m_files->stat(path);
  Result<std::string> bytes = m_files->read(path);
  // The kernel's own files have a size of 0 or of a page, and bytes that come and go.
  if (info.exists() &&
      (!bytes || !info.is_regular() || info.size != static_cast<std::int64_t>(bytes->size()))) {
    give_up();
  }
  note(Question::content, path, info);
  return bytes;
}

Result<std::vector<std::string>> RecordingFileSystem::list(const std::string& path) const {
  if (!complete()) {
    return m_files->list(path);
  }
  const FileInfo info = m_files->stat(path);
  Result<std::vector<std::string>> names = m_files->list(path);
  // The same for directories of the kernel's: their times say nothing of what is in them.
  if (info.is_directory() && (!names || (info.size == 0 && !names->empty()))) {
    give_up();
  }
  note(Question::names, path, info);
  return names;
}

Result<std::string> RecordingFileSystem::realpath(const std::string& path) const {
  Result<std::string> real = m_files->realpath(path);
  note(Question::real_path, path, answer_of(real));
  return real;
}

bool RecordingFileSystem::is_writable(const std::string& path) const {
  const bool writable = m_files->is_writable(path);
  note(Question::writable, path, writable ? 1 : 0);
  return writable;
}

Result<std::string> RecordingFileSystem::read_link(const std::string& path) const {
  Result<std::string> target = m_files->read_link(path);
  note(Question::link_target, path, answer_of(target));
  return target;
}

Result<> RecordingFileSystem::write_atomically(const std::string& path, std::string_view bytes) {
  give_up();
  return m_files->write_atomically(path, bytes);
}

Result<> RecordingFileSystem::make_directories(const std::string& path) {
  give_up();
  return m_files->make_directories(path);
}

Result<> RecordingFileSystem::remove(const std::string& path) {
  give_up();
  return m_files->remove(path);
}

Result<> RecordingFileSystem::touch(const std::string& path) {
  give_up();
  return m_files->touch(path);
}

} // namespace mmk::fs
