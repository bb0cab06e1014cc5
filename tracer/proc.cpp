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
#include <string_view>
#include <vector>

namespace mmk::tracer {

namespace {

constexpr std::size_t k_page = 4096; // the smallest there is: reads never cross into a next page
constexpr std::size_t k_first_read = 256;

ssize_t read_some(pid_t tid, std::uint64_t address, void* to, std::size_t size) {
  iovec local{to, size};
  iovec remote{reinterpret_cast<void*>(address), size}; // NOLINT(performance-no-int-to-ptr)
  return ::process_vm_readv(tid, &local, 1, &remote, 1, 0);
}

/// Blank-separated numbers up to the end of the line; a sign is left out.
std::vector<std::uint64_t> numbers_from(std::string_view text) {
  std::vector<std::uint64_t> numbers;
  text = text.substr(0, text.find('\n'));
  while (!text.empty()) {
    if (text.front() == ' ' || text.front() == '\t' || text.front() == '-') {
      text.remove_prefix(1);
      continue;
    }
    std::uint64_t value = 0;
    const auto parsed = std::from_chars(text.data(), text.data() + text.size(), value);
    if (parsed.ec != std::errc{}) {
      break;
    }
    numbers.push_back(value);
    text.remove_prefix(static_cast<std::size_t>(parsed.ptr - text.data()));
  }
  return numbers;
}

std::vector<std::uint64_t> numbers_after(const std::string& text, std::string_view label) {
  const std::size_t at = text.find(label);
  return at == std::string::npos ? std::vector<std::uint64_t>{}
                                 : numbers_from(std::string_view(text).substr(at + label.size()));
}

enum class Compared : std::uint8_t { same, different, unknown };

Compared compare_files(const std::string& a, const std::string& b) {
  struct stat sa {};
  struct stat sb {};
  if (::stat(a.c_str(), &sa) != 0 || ::stat(b.c_str(), &sb) != 0) {
    return Compared::unknown;
  }
  return sa.st_ino == sb.st_ino && sa.st_dev == sb.st_dev ? Compared::same : Compared::different;
}

/// Whether `name` of /proc/TID is another file than the calling thread's.
bool differs(pid_t tid, const std::string& name) {
  return compare_files(proc_path(tid, name), "/proc/thread-self/" + name) == Compared::different;
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

bool has_own_proc() {
  std::array<char, 16> buffer{};
  const ssize_t n = ::readlink("/proc/self", buffer.data(), buffer.size() - 1);
  return n > 0 && std::to_string(::getpid()) == buffer.data();
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
  const std::vector<std::uint64_t> process = numbers_after(*status, "\nTgid:\t");
  const std::vector<std::uint64_t> parent = numbers_after(*status, "\nPPid:\t");
  if (process.empty() || parent.empty()) {
    return std::nullopt;
  }
  const bool dead = status->find("\nState:\tZ") != std::string::npos;
  return Ids{static_cast<pid_t>(process[0]), static_cast<pid_t>(parent[0]), dead};
}

std::vector<pid_t> children_of(pid_t tid) {
  const Result<std::string> text = read_file(fmt::format("/proc/{0}/task/{0}/children", tid));
  std::vector<pid_t> children;
  if (text) {
    for (const std::uint64_t pid : numbers_from(*text)) {
      children.push_back(static_cast<pid_t>(pid));
    }
  }
  return children;
}

std::optional<Credentials> read_credentials(pid_t tid) {
  const Result<std::string> status = read_file(proc_path(tid, "status"));
  if (!status) {
    return std::nullopt;
  }
  // Real, effective, saved, file system.
  const std::vector<std::uint64_t> users = numbers_after(*status, "\nUid:\t");
  const std::vector<std::uint64_t> own_groups = numbers_after(*status, "\nGid:\t");
  if (users.size() != 4 || own_groups.size() != 4) {
    return std::nullopt;
  }
  Credentials who;
  who.user = static_cast<uid_t>(users[3]);
  who.groups.insert(static_cast<gid_t>(own_groups[3]));
  for (const std::uint64_t group : numbers_after(*status, "\nGroups:\t")) {
    who.groups.insert(static_cast<gid_t>(group));
  }
  return who;
}

bool has_user(pid_t tid, uid_t user) {
  const Result<std::string> map = read_file(proc_path(tid, "uid_map"));
  std::string_view rest = map ? std::string_view(*map) : std::string_view();
  while (!rest.empty()) { // first inside, first outside, how many
    const std::vector<std::uint64_t> range = numbers_from(rest);
    if (range.size() == 3 && user >= range[1] && user - range[1] < range[2]) {
      return true;
    }
    rest.remove_prefix(std::min(rest.find('\n'), rest.size() - 1) + 1);
  }
  return !map;
}

std::uint64_t read_stack_start(pid_t tid) {
  constexpr std::size_t field_after_name = 28 - 3; // proc(5): startstack, counted from the state
  const Result<std::string> stat = read_file(proc_path(tid, "stat"));
  if (!stat) {
    return 0;
  }
  const std::size_t name_end = stat->rfind(')');
  if (name_end == std::string::npos || name_end + 3 > stat->size()) {
    return 0;
  }
  const std::vector<std::uint64_t> numbers =
      numbers_from(std::string_view(*stat).substr(name_end + 3)); // ") S": the state is a letter
  return numbers.size() >= field_after_name ? numbers[field_after_name - 1] : 0;
}

bool share_fs(pid_t a, pid_t b) {
  return ::syscall(SYS_kcmp, a, b, KCMP_FS, 0, 0) == 0;
}

bool same_working_dir(pid_t a, pid_t b) {
  return compare_files(proc_path(a, "cwd"), proc_path(b, "cwd")) == Compared::same;
}

bool in_other_namespace(pid_t tid) {
  return differs(tid, "ns/mnt") || differs(tid, "ns/user");
}

bool counts_processes_otherwise(pid_t tid) {
  return differs(tid, "ns/pid");
}

} // namespace mmk::tracer
