#include "base/io.hpp"

#include "base/unique_fd.hpp"

#include <fcntl.h>
#include <sys/stat.h>
#include <unistd.h>

#include <array>
#include <cerrno>
#include <cstdint>
#include <cstdio>
#include <cstdlib>

namespace mmk {

Result<std::string> read_file(const std::string& path) {
  const UniqueFd fd(::open(path.c_str(), O_RDONLY | O_CLOEXEC));
  if (!fd.valid()) {
    return fail_errno(errno, path);
  }
  std::string bytes;
  struct stat st {};
  if (::fstat(fd.get(), &st) == 0 && st.st_size > 0) {
    bytes.reserve(static_cast<std::size_t>(st.st_size) + 1);
  }
  std::array<char, 65536> buffer;
  for (;;) {
    const ssize_t n = ::read(fd.get(), buffer.data(), buffer.size());
    if (n > 0) {
      bytes.append(buffer.data(), static_cast<std::size_t>(n));
    } else if (n == 0) {
      return bytes;
    } else if (errno != EINTR) {
      return fail_errno(errno, path);
    }
  }
}

Result<> write_all(int fd, std::string_view bytes) {
  while (!bytes.empty()) {
    const ssize_t n = ::write(fd, bytes.data(), bytes.size());
    if (n >= 0) {
      bytes.remove_prefix(static_cast<std::size_t>(n));
    } else if (errno != EINTR) {
      return fail_errno(errno, "write");
    }
  }
  return {};
}

bool write_output(std::string_view program, std::string_view bytes) {
  const Result<> written = write_all(STDOUT_FILENO, bytes);
  if (!written) {
    errno = written.error().sys_errno;
    std::perror((std::string(program) + ": standard output").c_str());
  }
  return written.has_value();
}

namespace {

/// A file that is written before it gets its name.
struct Temporary {
  UniqueFd fd;
  std::string name; ///< "" as long as it has none
};

/// A process killed in the middle of writing leaves nothing behind. Invalid where the file system
/// knows no such thing.
Temporary open_unnamed(const std::string& path) {
  const std::size_t slash = path.rfind('/');
  const std::string directory =
      slash == std::string::npos ? "." : path.substr(0, slash == 0 ? 1 : slash);
  return {UniqueFd(::open(directory.c_str(), O_TMPFILE | O_WRONLY | O_CLOEXEC, 0644)), ""};
}

Result<Temporary> open_named(const std::string& path) {
  Temporary temporary{UniqueFd(), path + ".XXXXXX"};
  temporary.fd.reset(::mkostemp(temporary.name.data(), O_CLOEXEC));
  if (!temporary.fd.valid()) {
    return fail_errno(errno, path);
  }
  return temporary;
}

/// Gives an unnamed file its name, or where there is such a file one beside it, to be renamed at
/// once.
bool give_name(Temporary& temporary, const std::string& path) {
  constexpr std::string_view digits = "0123456789abcdefghijklmnopqrstuvwxyz";
  const std::string by_descriptor = "/proc/self/fd/" + std::to_string(temporary.fd.get());
  const auto link_as = [&by_descriptor](const std::string& name) {
    return ::linkat(AT_FDCWD, by_descriptor.c_str(), AT_FDCWD, name.c_str(), AT_SYMLINK_FOLLOW) ==
           0;
  };
  if (link_as(path)) {
    temporary.name = path;
    return true;
  }
  auto number = static_cast<std::uint64_t>(::getpid()) * 1'000'003U;
  for (int attempt = 0; errno == EEXIST && attempt < 100; ++attempt, ++number) {
    std::string name = path + '.';
    std::uint64_t rest = number;
    for (int i = 0; i < 6; ++i, rest /= digits.size()) {
      name += digits[rest % digits.size()];
    }
    if (link_as(name)) {
      temporary.name = std::move(name);
      return true;
    }
  }
  return false; // no /proc, for example
}

Result<> write_temporary(const Temporary& temporary, std::string_view bytes) {
  // mkstemp(3) creates 0600; outputs of a build get what a plain open would give under the usual
  // umask.
  ::fchmod(temporary.fd.get(), 0644);
  return write_all(temporary.fd.get(), bytes);
}

/// Gives the name, too.
bool write_unnamed(Temporary& temporary, const std::string& path, std::string_view bytes) {
  return temporary.fd.valid() && write_temporary(temporary, bytes) && give_name(temporary, path);
}

} // namespace

Result<> write_file_atomically(const std::string& path, std::string_view bytes) {
  Temporary temporary = open_unnamed(path);
  Result<> written;
  if (!write_unnamed(temporary, path, bytes)) {
    MMK_TRY_ASSIGN(temporary, open_named(path));
    written = write_temporary(temporary, bytes);
  }
  if (written && ::close(temporary.fd.release()) != 0) {
    written = fail_errno(errno, "close");
  }
  if (written && temporary.name != path && ::rename(temporary.name.c_str(), path.c_str()) != 0) {
    written = fail_errno(errno, "rename");
  }
  if (!written) {
    if (!temporary.name.empty() && temporary.name != path) {
      ::unlink(temporary.name.c_str());
    }
    written.error().text = path + ": " + written.error().text;
  }
  return written;
}

} // namespace mmk
