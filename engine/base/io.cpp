#include "base/io.hpp"

#include "base/unique_fd.hpp"

#include <fcntl.h>
#include <sys/stat.h>
#include <unistd.h>

#include <array>
#include <cerrno>
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

Result<> write_file_atomically(const std::string& path, std::string_view bytes) {
  std::string temporary = path + ".XXXXXX";
  UniqueFd fd(::mkostemp(temporary.data(), O_CLOEXEC));
  if (!fd.valid()) {
    return fail_errno(errno, path);
  }
  // mkstemp(3) creates 0600; outputs of a build get what a plain open would give under the usual
  // umask.
  ::fchmod(fd.get(), 0644);
  Result<> written = write_all(fd.get(), bytes);
  if (written && ::close(fd.release()) != 0) {
    written = fail_errno(errno, path);
  }
  if (written && ::rename(temporary.c_str(), path.c_str()) != 0) {
    written = fail_errno(errno, path);
  }
  if (!written) {
    ::unlink(temporary.c_str());
    written.error().text = path + ": " + written.error().text;
  }
  return written;
}

} // namespace mmk
