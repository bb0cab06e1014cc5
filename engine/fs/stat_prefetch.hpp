// A thread that stats files ahead of the one that will ask for them. It is told which by somebody
// who remembers the last build. Answers count only as long as nothing has run that could change
// files: then the owner calls end(). Whoever asks for a file that the thread has not come to yet
// stats it instead of the thread, so nobody waits and nothing is asked twice.
#pragma once

#include "base/flat_index.hpp"
#include "fs/file_system.hpp"

#include <atomic>
#include <cstdint>
#include <functional>
#include <memory>
#include <string_view>
#include <thread>
#include <vector>

namespace mmk::fs {

class StatPrefetch {
public:
  struct Work {
    std::shared_ptr<const void> owner;   ///< keeps the paths alive
    std::vector<std::string_view> paths; ///< absolute, in the order they will be wanted
  };
  /// `source` runs on the thread. `files` must allow stat() of absolute paths from there.
  StatPrefetch(const FileSystem& files, std::function<Work()> source);
  ~StatPrefetch();
  StatPrefetch(const StatPrefetch&) = delete;
  StatPrefetch& operator=(const StatPrefetch&) = delete;

  /// Null: not known here. The answer does not move. `hash` is path_hash(path).
  [[nodiscard]] const FileInfo* find(std::string_view path, std::uint64_t hash);
  /// The path is no longer answered for. True: it was, until now.
  bool drop(std::string_view path, std::uint64_t hash);
  /// Only what has been asked for is answered from here on. Returns when the thread has ended.
  void end();

private:
  /// A file's stat has one owner: who moves it from waiting to taken. Readers need to see ready.
  enum class State : std::uint8_t { waiting, taken, ready };
  /// The asking side's own note.
  enum class Use : std::uint8_t { unused, used, dropped };

  void run(const std::function<Work()>& source);
  [[nodiscard]] bool claim(std::size_t number);
  [[nodiscard]] std::uint32_t number_of(std::string_view path, std::uint64_t hash) const;

  const FileSystem& m_files;
  // Written by the thread before m_ready, constant afterwards.
  Work m_work;
  FlatIndex m_numbers;
  std::vector<FileInfo> m_infos;
  std::vector<std::atomic<State>> m_states;
  std::atomic<bool> m_ready{false};
  std::atomic<bool> m_stop{false};
  // Of the asking side.
  std::vector<Use> m_uses;
  bool m_ended = false;
  std::thread m_thread;
};

} // namespace mmk::fs
