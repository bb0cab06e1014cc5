#include "fs/real_file_system.hpp"

#include "base/io.hpp"
#include "base/unique_fd.hpp"
#include "fs/paths.hpp"

#include <boost/filesystem/operations.hpp>
#include <climits>

#include <dirent.h>
#include <fcntl.h>
#include <sys/stat.h>
#include <sys/syscall.h>
#include <unistd.h>

#include <array>
#include <cerrno>
#include <cstdlib>
#include <memory>

namespace mmk::fs {

namespace {

FileType type_of(unsigned mode) {
  switch (mode & S_IFMT) {
  case S_IFREG:
    return FileType::regular;
  case S_IFDIR:
    return FileType::directory;
  case S_IFLNK:
    return FileType::symlink;
  default:
    return FileType::other;
  }
}

/// statx(2) with just the fields of FileInfo, so that network file systems need not fetch more.
FileInfo info_of(int directory, const char* path, int flags) {
  constexpr unsigned k_wanted =
      STATX_TYPE | STATX_MODE | STATX_MTIME | STATX_SIZE | STATX_INO | STATX_CTIME;
  struct statx st {};
  int rc = 0;
  do {
    rc = ::statx(directory, path, flags | AT_STATX_SYNC_AS_STAT | AT_NO_AUTOMOUNT, k_wanted, &st);
  } while (rc != 0 && errno == EINTR);
  if (rc != 0) {
    return {};
  }
  FileInfo info;
  info.type = type_of(st.stx_mode);
  info.mtime = TimeStamp::from(st.stx_mtime.tv_sec, st.stx_mtime.tv_nsec);
  info.ctime = TimeStamp::from(st.stx_ctime.tv_sec, st.stx_ctime.tv_nsec);
  info.size = static_cast<std::int64_t>(st.stx_size);
  info.inode = st.stx_ino;
  info.device = (std::uint64_t{st.stx_dev_major} << 32U) | st.stx_dev_minor;
  info.mode = st.stx_mode & 07777U;
  return info;
}

struct DirCloser {
  void operator()(DIR* dir) const { ::closedir(dir); }
};

} // namespace

std::string RealFileSystem::absolute(const std::string& path) const {
  return is_absolute(path) ? path : m_cwd + '/' + path;
}

Result<> RealFileSystem::set_cwd(const std::string& directory) {
  std::string resolved = normalize(absolute(directory));
  if (!stat(resolved).is_directory()) {
    return fail_errno(ENOTDIR, directory);
  }
  if (::access(resolved.c_str(), X_OK) != 0) {
    return fail_errno(errno, directory);
  }
  m_cwd = std::move(resolved);
  return {};
}

FileInfo RealFileSystem::stat(const std::string& path) const {
  return is_absolute(path) ? info_of(AT_FDCWD, path.c_str(), 0)
                           : info_of(AT_FDCWD, absolute(path).c_str(), 0);
}

FileInfo RealFileSystem::lstat(const std::string& path) const {
  return info_of(AT_FDCWD, absolute(path).c_str(), AT_SYMLINK_NOFOLLOW);
}

Result<std::string> RealFileSystem::read(const std::string& path) const {
  return read_file(absolute(path));
}

Result<std::vector<std::string>> RealFileSystem::list(const std::string& path) const {
  const std::unique_ptr<DIR, DirCloser> dir(::opendir(absolute(path).c_str()));
  if (!dir) {
    return fail_errno(errno, path);
  }
  std::vector<std::string> names;
  for (;;) {
    errno = 0;
    const dirent* const entry = ::readdir(dir.get());
    if (entry == nullptr) {
      if (errno != 0) {
        return fail_errno(errno, path);
      }
      return names;
    }
    const std::string_view name(static_cast<const char*>(entry->d_name));
    if (name != "." && name != "..") {
      names.emplace_back(name);
    }
  }
}

Result<std::string> RealFileSystem::realpath(const std::string& path) const {
  std::array<char, PATH_MAX> buffer;
  if (::realpath(absolute(path).c_str(), buffer.data()) == nullptr) {
    return fail_errno(errno, path);
  }
  return std::string(buffer.data());
}

FileInfo RealFileSystem::opened(const std::string& path) const {
  const std::string full = absolute(path);
  FileInfo info = info_of(AT_FDCWD, full.c_str(), 0);
  if (!info.is_regular() && !info.is_directory()) {
    return info; // opening a pipe or a device does something to it
  }
  constexpr int k_flags = O_RDONLY | O_CLOEXEC | O_NOCTTY | O_NONBLOCK;
  const UniqueFd fd(::open(full.c_str(), k_flags));
  info = fd.valid() ? info_of(fd.get(), "", AT_EMPTY_PATH) : FileInfo{};
  if (info.is_directory()) {
    // Who traces us shall see that the directory's names matter.
    std::array<char, 1024> some;
    (void)::syscall(SYS_getdents64, fd.get(), some.data(), some.size());
  }
  return info;
}

bool RealFileSystem::is_writable(const std::string& path) const {
  return ::faccessat(AT_FDCWD, absolute(path).c_str(), W_OK, AT_EACCESS) == 0;
}

Result<std::string> RealFileSystem::read_link(const std::string& path) const {
  std::array<char, PATH_MAX> buffer;
  const ssize_t n = ::readlink(absolute(path).c_str(), buffer.data(), buffer.size());
  if (n < 0) {
    return fail_errno(errno, path);
  }
  return std::string(buffer.data(), static_cast<std::size_t>(n));
}

Result<> RealFileSystem::write_atomically(const std::string& path, std::string_view bytes) {
  return write_file_atomically(absolute(path), bytes);
}

Result<> RealFileSystem::make_directories(const std::string& path) {
  boost::system::error_code error;
  boost::filesystem::create_directories(absolute(path), error);
  if (error) {
    return fail_errno(error.value(), path);
  }
  return {};
}

Result<> RealFileSystem::remove(const std::string& path) {
  const std::string full = absolute(path);
  if (::unlink(full.c_str()) == 0) {
    return {};
  }
  int error = errno;
  if (error == EISDIR && ::rmdir(full.c_str()) != 0) {
    error = errno;
  } else if (error == EISDIR) {
    return {};
  }
  return fail_errno(error, path);
}

Result<> RealFileSystem::touch(const std::string& path) {
  const std::string full = absolute(path);
  // Without O_TRUNC and never through a FIFO that nobody reads (O_NONBLOCK).
  constexpr int k_flags = O_WRONLY | O_CREAT | O_CLOEXEC | O_NOCTTY | O_NONBLOCK;
  if (::utimensat(AT_FDCWD, full.c_str(), nullptr, 0) == 0) {
    return {};
  }
  const UniqueFd fd(::open(full.c_str(), k_flags, 0666));
  if (!fd.valid()) {
    return fail_errno(errno, path);
  }
  if (::futimens(fd.get(), nullptr) != 0) {
    return fail_errno(errno, path);
  }
  return {};
}

} // namespace mmk::fs
