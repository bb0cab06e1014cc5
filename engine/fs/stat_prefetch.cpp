#include "fs/stat_prefetch.hpp"

#include "fs/directory_listing.hpp"

#include <string>
#include <utility>

namespace mmk::fs {

StatPrefetch::StatPrefetch(const FileSystem& files, std::function<Work()> source)
    : m_files(files), m_thread([this, source = std::move(source)] { run(source); }) {}

StatPrefetch::~StatPrefetch() {
  end();
}

bool StatPrefetch::claim(std::size_t number) {
  State waiting = State::waiting;
  return m_states[number].compare_exchange_strong(waiting, State::taken, std::memory_order_relaxed);
}

void StatPrefetch::run(const std::function<Work()>& source) {
  m_work = source();
  const std::size_t count = m_work.paths.size();
  m_numbers.reserve(count);
  for (std::uint32_t i = 0; i < count; ++i) {
    m_numbers.insert(path_hash(m_work.paths[i]), i);
  }
  m_infos.resize(count);
  m_states = std::vector<std::atomic<State>>(count);
  m_ready.store(true, std::memory_order_release);
  std::string path;
  for (std::size_t i = 0; i < count && !m_stop.load(std::memory_order_relaxed); ++i) {
    if (claim(i)) {
      path = m_work.paths[i];
      m_infos[i] = m_files.stat(path);
      m_states[i].store(State::ready, std::memory_order_release);
    }
  }
}

std::uint32_t StatPrefetch::number_of(std::string_view path, std::uint64_t hash) const {
  return m_numbers.find(hash, [&](std::uint32_t i) { return m_work.paths[i] == path; });
}

const FileInfo* StatPrefetch::find(std::string_view path, std::uint64_t hash) {
  if (!m_ready.load(std::memory_order_acquire)) {
    return nullptr;
  }
  const std::uint32_t number = number_of(path, hash);
  if (number == FlatIndex::k_none) {
    return nullptr;
  }
  m_uses.resize(m_work.paths.size());
  Use& use = m_uses[number];
  if (use == Use::used) {
    return &m_infos[number];
  }
  if (use == Use::dropped || m_ended) {
    return nullptr;
  }
  if (claim(number)) {
    m_infos[number] = m_files.stat(std::string(path));
  } else if (m_states[number].load(std::memory_order_acquire) != State::ready) {
    use = Use::dropped; // the thread is just at it: asking oneself is as fast as waiting
    return nullptr;
  }
  use = Use::used;
  return &m_infos[number];
}

bool StatPrefetch::drop(std::string_view path, std::uint64_t hash) {
  if (!m_ready.load(std::memory_order_acquire)) {
    end(); // it may be about to ask for this path
    return false;
  }
  const std::uint32_t number = number_of(path, hash);
  if (number == FlatIndex::k_none) {
    return false;
  }
  m_uses.resize(m_work.paths.size());
  return std::exchange(m_uses[number], Use::dropped) == Use::used;
}

void StatPrefetch::end() {
  m_ended = true;
  m_stop.store(true, std::memory_order_relaxed);
  if (m_thread.joinable()) {
    m_thread.join();
  }
}

} // namespace mmk::fs
