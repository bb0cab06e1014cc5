#include "exec/token_pool.hpp"

#include "base/io.hpp"

#include <climits>

#include <fcntl.h>
#include <sys/ioctl.h>
#include <sys/stat.h>
#include <unistd.h>

#include <algorithm>
#include <cerrno>
#include <charconv>
#include <cstdlib>
#include <string_view>
#include <system_error>

namespace mmk::exec {

namespace {

constexpr char k_token = '+';
// Bytes that bmake puts into the pipe when it fails ('E') or is interrupted ('I').
constexpr std::string_view k_abort_tokens = "EI";

Result<std::string> make_fifo(const std::string& directory) {
  std::string dir = directory + "/mmk-jobs.XXXXXX";
  if (mkdtemp(dir.data()) == nullptr) {
    return fail_errno(errno, "mkdtemp " + directory);
  }
  std::string path = dir + "/tokens";
  if (mkfifo(path.c_str(), 0600) != 0) {
    const int error = errno;
    rmdir(dir.c_str());
    return fail_errno(error, "mkfifo");
  }
  return path;
}

bool parse_pair(std::string_view text, int& read_fd, int& write_fd) {
  const char* const end = text.data() + text.size();
  const auto first = std::from_chars(text.data(), end, read_fd);
  if (first.ec != std::errc() || first.ptr == end || *first.ptr != ',') {
    return false;
  }
  const auto second = std::from_chars(first.ptr + 1, end, write_fd);
  return second.ec == std::errc() && second.ptr == end;
}

/// Tokens beyond that would have to wait for somebody to take one. A page of the usual sixteen
/// stays free, since one of which a part was taken has no room for what comes back.
int capacity_of(int pipe) {
  const int size = fcntl(pipe, F_GETPIPE_SZ);
  return size > 0 ? size - size / 16 : PIPE_BUF;
}

bool is_open(int fd) {
  return fcntl(fd, F_GETFD) >= 0;
}

} // namespace

TokenPool::Taken LocalTokenPool::take() {
  if (m_held >= m_size) {
    return Taken::no;
  }
  ++m_held;
  return Taken::yes;
}

Result<std::unique_ptr<SharedTokenPool>> SharedTokenPool::create(int size,
                                                                 const std::string& directory) {
  MMK_TRY_ASSIGN(const std::string path, make_fifo(directory));
  std::unique_ptr<SharedTokenPool> pool(new SharedTokenPool); // NOLINT: private constructor
  pool->m_fifo = path;
  pool->m_unlink = true;
  // Blocking for the children (GNU make 4.3 sets what it needs); we poll before each read.
  pool->m_owned.reset(open(path.c_str(), O_RDWR | O_CLOEXEC));
  if (!pool->m_owned.valid()) {
    return fail_errno(errno, path);
  }
  pool->m_read = pool->m_write = pool->m_owned.get();
  MMK_TRY(pool->open_reader());
  pool->m_limit = std::min(size, capacity_of(pool->m_write));
  MMK_TRY(
      write_all(pool->m_write, std::string(static_cast<std::size_t>(pool->m_limit - 1), k_token)));
  return pool;
}

Result<std::unique_ptr<SharedTokenPool>> SharedTokenPool::join(const std::string& auth, int limit) {
  std::unique_ptr<SharedTokenPool> pool(new SharedTokenPool); // NOLINT: private constructor
  pool->m_limit = limit;
  if (auth.starts_with("fifo:")) {
    pool->m_fifo = auth.substr(5);
    pool->m_owned.reset(open(pool->m_fifo.c_str(), O_RDWR | O_CLOEXEC));
    if (!pool->m_owned.valid()) {
      return fail_errno(errno, pool->m_fifo);
    }
    pool->m_read = pool->m_write = pool->m_owned.get();
    MMK_TRY(pool->open_reader());
    return pool;
  }
  if (!parse_pair(auth, pool->m_read, pool->m_write)) {
    return fail(Errc::invalid_argument, auth);
  }
  if (!is_open(pool->m_read) || !is_open(pool->m_write)) {
    return fail(Errc::not_found, auth); // the parent did not pass them on
  }
  MMK_TRY(pool->open_reader());
  return pool;
}

Result<> SharedTokenPool::open_reader() {
  const std::string path = "/proc/self/fd/" + std::to_string(m_read);
  m_reader.reset(open(path.c_str(), O_RDONLY | O_NONBLOCK | O_CLOEXEC));
  if (!m_reader.valid()) {
    return fail_errno(errno, path);
  }
  return {};
}

void SharedTokenPool::reclaim() {
  int in_pipe = 0;
  if (!m_unlink || ioctl(m_read, FIONREAD, &in_pipe) != 0) {
    return;
  }
  const int missing = m_limit - 1 - in_pipe - static_cast<int>(m_tokens.size());
  if (missing > 0) {
    [[maybe_unused]] const auto written =
        write_all(m_write, std::string(static_cast<std::size_t>(missing), k_token));
  }
}

SharedTokenPool::~SharedTokenPool() {
  while (!m_tokens.empty()) {
    give_back();
  }
  if (m_unlink) {
    unlink(m_fifo.c_str());
    rmdir(m_fifo.substr(0, m_fifo.rfind('/')).c_str());
  }
}

TokenPool::Taken SharedTokenPool::take() {
  if (held() >= m_limit) {
    return Taken::no;
  }
  if (m_own == 0) {
    m_own = 1;
    return Taken::yes;
  }
  char byte = 0;
  if (read(m_reader.get(), &byte, 1) != 1) {
    return Taken::no;
  }
  if (k_abort_tokens.find(byte) != std::string_view::npos) {
    [[maybe_unused]] const ssize_t n = write(m_write, &byte, 1); // for the others
    return Taken::aborted;
  }
  m_tokens.push_back(byte);
  return Taken::yes;
}

void SharedTokenPool::give_back() {
  if (m_tokens.empty()) {
    m_own = 0;
    return;
  }
  const char byte = m_tokens.back();
  m_tokens.pop_back();
  [[maybe_unused]] const auto written = write_all(m_write, std::string_view(&byte, 1));
}

std::vector<int> SharedTokenPool::child_fds() const {
  if (m_read == m_write) {
    return {m_read};
  }
  return {m_read, m_write};
}

std::string SharedTokenPool::describe() const {
  return std::to_string(m_read) + " " + std::to_string(m_write);
}

std::string SharedTokenPool::child_flags(TokenDialect dialect) const {
  const std::string pair = std::to_string(m_read) + "," + std::to_string(m_write);
  switch (dialect) {
  case TokenDialect::gmake:
    return "--jobserver-auth=" + pair;
  case TokenDialect::bmake:
    return "-J " + pair;
  case TokenDialect::fifo:
    return m_fifo.empty() ? "" : "--jobserver-auth=fifo:" + m_fifo;
  }
  return "";
}

} // namespace mmk::exec
