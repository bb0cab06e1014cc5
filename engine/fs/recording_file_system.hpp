// A FileSystem that passes everything on to another one and notes what was asked and answered. Who
// gets the same answers to the same questions again, and learnt nothing from elsewhere, comes to
// the same end.
#pragma once

#include "fs/notes.hpp"

#include <array>
#include <atomic>
#include <mutex>
#include <string>
#include <string_view>
#include <thread>
#include <vector>

namespace mmk::fs {

class RecordingFileSystem final : public FileSystem {
public:
  explicit RecordingFileSystem(FileSystem& files)
      : m_files(&files), m_owner(std::this_thread::get_id()) {}

  /// Nothing is noted from here on, and what was is forgotten.
  void stop();
  /// False: stopped, or something was changed through this object, or bytes were read that can be
  /// others at the next look without their file showing it (of a pipe, of the kernel's state).
  [[nodiscard]] bool complete() const { return m_on.load(std::memory_order_relaxed); }
  /// What was read first: where anything has changed it is most often a makefile, or the index of
  /// META_MODE after a build. To be asked when other threads have ended.
  [[nodiscard]] std::array<const Notes*, 3> notes() const { return {&m_read, &m_others, &m_own}; }

  [[nodiscard]] const std::string& cwd() const override { return m_files->cwd(); }
  [[nodiscard]] Result<> set_cwd(const std::string& directory) override;
  [[nodiscard]] FileInfo stat(const std::string& path) const override;
  [[nodiscard]] FileInfo lstat(const std::string& path) const override;
  [[nodiscard]] Result<std::string> read(const std::string& path) const override;
  [[nodiscard]] Result<std::vector<std::string>> list(const std::string& path) const override;
  [[nodiscard]] Result<std::string> realpath(const std::string& path) const override;
  [[nodiscard]] FileInfo opened(const std::string& path) const override;
  [[nodiscard]] bool is_writable(const std::string& path) const override;
  [[nodiscard]] Result<std::string> read_link(const std::string& path) const override;
  [[nodiscard]] Result<> write_atomically(const std::string& path, std::string_view bytes) override;
  [[nodiscard]] Result<> make_directories(const std::string& path) override;
  [[nodiscard]] Result<> remove(const std::string& path) override;
  [[nodiscard]] Result<> touch(const std::string& path) override;

private:
  void note(Question question, const std::string& path, const FileInfo& info) const;
  void note(Question question, const std::string& path, Answer answer,
            const FileInfo& info = {}) const;
  void add(Notes& notes, Question question, const std::string& path, Answer answer,
           const FileInfo& info) const;
  void give_up() const { m_on.store(false, std::memory_order_relaxed); }

  FileSystem* m_files;
  std::thread::id m_owner;
  // The const questions are noted as well.
  mutable std::atomic<bool> m_on{true};
  mutable Notes m_read; ///< of the thread that made this object, as m_own
  mutable Notes m_own;
  mutable std::mutex m_mutex; ///< of m_others
  mutable Notes m_others;
};

} // namespace mmk::fs
