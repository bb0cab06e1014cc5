// The watched processes and threads, sharing what the kernel lets them share. Knows nothing of
// system calls, ptrace or records.
#pragma once

#include "base/unique_fd.hpp"
#include "tracer/syscalls.hpp"

#include <sys/types.h>

#include <array>
#include <cstdint>
#include <memory>
#include <optional>
#include <set>
#include <string>
#include <unordered_map>
#include <vector>

namespace mmk::tracer {

/// A working directory, opened when first needed and valid until somebody changes it.
struct WorkingDir {
  bool opened = false;
  UniqueFd fd;           ///< O_PATH; invalid if it could not be opened
  bool ordinary = false; ///< not in /proc or /dev, where names depend on who asks
};

/// Root and working directory, shared by all who were cloned with CLONE_FS. A fork copies it: both
/// then hold the same WorkingDir until one of them moves.
struct FsInfo {
  std::shared_ptr<WorkingDir> dir = std::make_shared<WorkingDir>();
  std::set<pid_t> processes;
};

/// A call whose outcome is still to come.
struct PendingCall {
  const Syscall* call = nullptr;
  std::array<std::uint64_t, 6> args{};
  std::uint64_t flags = 0;
  std::string path; ///< as it will be recorded
  std::string path2;
  bool look_inside = false; ///< the name depends on who asks: record what the descriptor says
  /// Set by a back end that will not see the descriptor and has found out beforehand.
  std::optional<bool> leads_to_directory;
};

struct Process {
  pid_t pid = 0;
  std::shared_ptr<FsInfo> fs = std::make_shared<FsInfo>();
  /// The tracer's own look-ups give what the process's would: same root, mounts and credentials.
  bool plain = true;
  bool other_namespace = false;
  /// The shim may tell calls here: the threads' numbers are the tracer's for them, names are the
  /// same, and no filter of its own forbids the calls that telling takes.
  bool may_tell = true;
  bool has_shim = false;
  bool divided = false;   ///< one of its threads has a working directory of its own
  std::string executable; ///< last E
  std::set<pid_t> threads;
};

struct Thread {
  pid_t tid = 0;
  std::shared_ptr<Process> process;
  PendingCall pending;
  bool absolute_names = false; ///< has a working directory of its own: unshare(CLONE_FS)
};

class Model {
public:
  [[nodiscard]] Thread* find(pid_t tid);
  Thread& add_first(pid_t pid);
  /// A thread of a known process.
  Thread& add_thread(pid_t tid, const std::shared_ptr<Process>& process);
  /// A process forked by `parent`; `shares_fs` as CLONE_FS.
  Thread& add_process(pid_t pid, const Process& parent, bool shares_fs);
  void remove(pid_t tid);
  /// After execve by `caller`: it takes the leader's id and all other threads are gone.
  Thread& become_leader(pid_t leader, pid_t caller);
  /// `thread` left the shared FsInfo of its process.
  void unshare_fs(Thread& thread);

  [[nodiscard]] std::size_t thread_count() const { return m_threads.size(); }
  [[nodiscard]] std::vector<pid_t> threads_of(pid_t process) const;
  /// All process ids, in ascending order.
  [[nodiscard]] std::vector<pid_t> processes() const;

private:
  std::unordered_map<pid_t, Thread> m_threads;
};

} // namespace mmk::tracer
