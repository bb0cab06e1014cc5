#include "tracer/proc.hpp"

#include "base/io.hpp"

#include <climits>
#include <fmt/format.h>

#include <fcntl.h>
#include <linux/kcmp.h>
#include <sys/stat.h>
#include <sys/syscall.h>
#include <sys/uio.h>
#include <unistd.h>

#include <algorithm>
#include <array>
#include <cerrno>
#include <charconv>
#include <cstring>

namespace mmk::tracer {

namespace {

constexpr std::size_t k_page = 4096; // the smallest there is: reads never cross into a next page
constexpr std::size_t k_first_read = 256;

ssize_t read_some(pid_t tid, std::uint64_t address, void* to, std::size_t size) {
  iovec local{to, size};
  iovec remote{reinterpret_cast<void*>(address), size}; // NOLINT(performance-no-int-to-ptr)
  return ::process_vm_readv(tid, &local, 1, &remote, 1, 0);
}

std::optional<pid_t> number_after(const std::string& text, std::string_view label) {
  const std::size_t at = text.find(label);
  if (at == std::string::npos) {
    return std::nullopt;
  }
  pid_t value = 0;
  const char* begin = text.data() + at + label.size();
  const auto parsed = std::from_chars(begin, text.data() + text.size(), value);
  return parsed.ec == std::errc{} ? std::optional<pid_t>(value) : std::nullopt;
}

bool same_file(const std::string& a, const char* b) {
  struct stat sa {};
  struct stat sb {};
  return ::stat(a.c_str(), &sa) == 0 && ::stat(b, &sb) == 0 && sa.st_ino == sb.st_ino &&
         sa.st_dev == sb.st_dev;
}

} // namespace

RemoteString read_string(pid_t tid, std::uint64_t address) {
  std::array<char, PATH_MAX> buffer;
  std::size_t have = 0;
  while (have < buffer.size()) {
    const std::size_t to_page_end = k_page - (address + have) % k_page;
    const std::size_t wish = have == 0 ? k_first_read : k_page;
    const std::size_t size = std::min({wish, to_page_end, buffer.size() - have});
    const ssize_t n = read_some(tid, address + have, buffer.data() + have, size);
    if (n <= 0) {
      return {std::nullopt, n < 0 && errno == EPERM};
    }
    const auto got = static_cast<std::size_t>(n);
    if (const void* end = std::memchr(buffer.data() + have, 0, got)) {
      const auto length = static_cast<const char*>(end) - buffer.data();
      return {std::string(buffer.data(), static_cast<std::size_t>(length)), false};
    }
    have += got;
  }
  return {};
}

bool read_bytes(pid_t tid, std::uint64_t address, void* to, std::size_t size) {
  return read_some(tid, address, to, size) == static_cast<ssize_t>(size);
}

std::string proc_path(pid_t tid, const std::string& name) {
  return fmt::format("/proc/{}/{}", tid, name);
}

std::optional<std::string> proc_link(pid_t tid, const std::string& name) {
  std::array<char, PATH_MAX> buffer;
  const ssize_t n = ::readlink(proc_path(tid, name).c_str(), buffer.data(), buffer.size());
  if (n <= 0) {
    return std::nullopt;
  }
  return std::string(buffer.data(), static_cast<std::size_t>(n));
}

std::optional<Ids> read_ids(pid_t tid) {
  const Result<std::string> status = read_file(proc_path(tid, "status"));
  if (!status) {
    return std::nullopt;
  }
  const std::optional<pid_t> process = number_after(*status, "\nTgid:\t");
  const std::optional<pid_t> parent = number_after(*status, "\nPPid:\t");
  if (!process || !parent) {
    return std::nullopt;
  }
  return Ids{*process, *parent};
}

bool share_fs(pid_t a, pid_t b) {
  return ::syscall(SYS_kcmp, a, b, KCMP_FS, 0, 0) == 0;
}

bool same_namespaces(pid_t tid) {
  return same_file(proc_path(tid, "ns/mnt"), "/proc/thread-self/ns/mnt") &&
         same_file(proc_path(tid, "ns/user"), "/proc/thread-self/ns/user");
}

} // namespace mmk::tracer
