#include "tracer/model.hpp"

#include "base/assert.hpp"

#include <utility>

namespace mmk::tracer {

Thread* Model::find(pid_t tid) {
  const auto it = m_threads.find(tid);
  return it == m_threads.end() ? nullptr : &it->second;
}

Thread& Model::add_thread(pid_t tid, const std::shared_ptr<Process>& process) {
  Thread& thread = m_threads[tid];
  thread.tid = tid;
  thread.process = process;
  process->threads.insert(tid);
  return thread;
}

Thread& Model::add_first(pid_t pid) {
  auto process = std::make_shared<Process>();
  process->pid = pid;
  process->fs->processes.insert(pid);
  return add_thread(pid, process);
}

Thread& Model::add_process(pid_t pid, const Process& parent, bool shares_fs) {
  auto process = std::make_shared<Process>();
  process->pid = pid;
  process->plain = parent.plain;
  process->may_tell = parent.may_tell;
  process->has_shim = parent.has_shim;
  process->other_namespace = parent.other_namespace;
  process->executable = parent.executable;
  if (shares_fs) {
    process->fs = parent.fs;
  } else {
    process->fs->dir = parent.fs->dir;
  }
  process->fs->processes.insert(pid);
  return add_thread(pid, process);
}

void Model::remove(pid_t tid) {
  const auto it = m_threads.find(tid);
  if (it == m_threads.end()) {
    return;
  }
  Process& process = *it->second.process;
  process.threads.erase(tid);
  if (process.threads.empty()) {
    process.fs->processes.erase(process.pid);
  }
  m_threads.erase(it);
}

Thread& Model::become_leader(pid_t leader, pid_t caller) {
  Thread* from = find(caller);
  MMK_ASSERT(from != nullptr);
  const std::shared_ptr<Process> process = from->process;
  PendingCall pending = std::move(from->pending);
  for (const pid_t tid : std::exchange(process->threads, {})) {
    m_threads.erase(tid);
  }
  Thread& thread = add_thread(leader, process);
  thread.pending = std::move(pending);
  return thread;
}

void Model::unshare_fs(Thread& thread) {
  Process& process = *thread.process;
  if (process.threads.size() > 1) {
    thread.absolute_names = true;
    process.divided = true;
    return;
  }
  process.fs->processes.erase(process.pid);
  auto own = std::make_shared<FsInfo>();
  own->dir = process.fs->dir;
  own->processes.insert(process.pid);
  process.fs = std::move(own);
}

std::vector<pid_t> Model::threads_of(pid_t process) const {
  const auto it = m_threads.find(process);
  if (it == m_threads.end()) {
    return {};
  }
  const std::set<pid_t>& threads = it->second.process->threads;
  return {threads.begin(), threads.end()};
}

std::vector<pid_t> Model::processes() const {
  std::set<pid_t> pids;
  for (const auto& [tid, thread] : m_threads) {
    pids.insert(thread.process->pid);
  }
  return {pids.begin(), pids.end()};
}

} // namespace mmk::tracer
