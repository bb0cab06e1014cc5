#include "tracer/other_mounts.hpp"

#include "base/io.hpp"
#include "base/unique_fd.hpp"
#include "tracer/proc.hpp"

#include <fmt/format.h>

#include <fcntl.h>
#include <linux/magic.h>
#include <linux/openat2.h>
#include <sys/stat.h>
#include <sys/statfs.h>
#include <sys/syscall.h>
#include <unistd.h>

#include <algorithm>
#include <array>
#include <charconv>
#include <optional>
#include <string_view>
#include <vector>

namespace mmk::tracer {

namespace {

/// A line of /proc/PID/mountinfo.
struct Mount {
  std::uint64_t id = 0;
  std::string device;
  std::string root;  ///< the directory of the file system that is seen ...
  std::string point; ///< ... here
};

/// Blanks and backslashes stand as \040 and the like.
std::string unescaped(std::string_view text) {
  std::string out;
  for (std::size_t i = 0; i < text.size(); ++i) {
    unsigned code = 0;
    const char* const digits = text.data() + i + 1;
    if (text[i] == '\\' && text.size() - i > 3 &&
        std::from_chars(digits, digits + 3, code, 8).ptr == digits + 3) {
      out += static_cast<char>(code);
      i += 3;
    } else {
      out += text[i];
    }
  }
  return out;
}

std::optional<Mount> parse_mount(std::string_view line) {
  std::array<std::string_view, 5> fields; // number, parent's number, device, root, mount point
  for (std::string_view& field : fields) {
    const std::size_t end = line.find(' ');
    if (end == std::string_view::npos) {
      return std::nullopt;
    }
    field = line.substr(0, end);
    line.remove_prefix(end + 1);
  }
  Mount mount{0, std::string(fields[2]), unescaped(fields[3]), unescaped(fields[4])};
  std::from_chars(fields[0].data(), fields[0].data() + fields[0].size(), mount.id);
  return mount;
}

std::vector<Mount> read_mounts(const std::string& file) {
  std::vector<Mount> mounts;
  const Result<std::string> text = read_file(file);
  std::string_view rest = text ? std::string_view(*text) : std::string_view();
  while (!rest.empty()) {
    const std::size_t end = std::min(rest.find('\n'), rest.size() - 1);
    if (std::optional<Mount> mount = parse_mount(rest.substr(0, end))) {
      mounts.push_back(*std::move(mount));
    }
    rest.remove_prefix(end + 1);
  }
  return mounts;
}

/// What is left of `path` behind the directory `above`.
std::optional<std::string_view> behind(std::string_view path, std::string_view above) {
  if (above == "/") {
    return path == "/" ? "" : path;
  }
  if (!path.starts_with(above) || (path.size() > above.size() && path[above.size()] != '/')) {
    return std::nullopt;
  }
  return path.substr(above.size());
}

std::string joined(const std::string& above, std::string_view rest) {
  return above == "/" && !rest.empty() ? std::string(rest) : above + std::string(rest);
}

struct File {
  UniqueFd fd; ///< O_PATH
  struct statx st {};
};

std::optional<File> open_in_root(int root, const std::string& path, bool follow) {
  open_how how{};
  how.flags = O_PATH | O_CLOEXEC | (follow ? 0U : static_cast<unsigned>(O_NOFOLLOW));
  how.resolve = RESOLVE_IN_ROOT;
  File file{UniqueFd(static_cast<int>(
      ::syscall(SYS_openat2, root, path.empty() ? "/" : path.c_str(), &how, sizeof how)))};
  if (!file.fd.valid() ||
      ::statx(file.fd.get(), "", AT_EMPTY_PATH, STATX_INO | STATX_MNT_ID, &file.st) != 0) {
    return std::nullopt;
  }
  return file;
}

bool is_the_file(const std::string& path, const File& file, bool follow) {
  struct statx st {};
  return ::statx(AT_FDCWD, path.empty() ? "/" : path.c_str(), follow ? 0 : AT_SYMLINK_NOFOLLOW,
                 STATX_INO, &st) == 0 &&
         st.stx_ino == file.st.stx_ino && st.stx_dev_major == file.st.stx_dev_major &&
         st.stx_dev_minor == file.st.stx_dev_minor;
}

/// By where the file lies in its file system, and where that is mounted here.
std::optional<std::string> name_here(pid_t tid, const File& file) {
  const std::optional<std::string> name =
      proc_link(::getpid(), fmt::format("fd/{}", file.fd.get()));
  const std::vector<Mount> theirs = read_mounts(proc_path(tid, "mountinfo"));
  const auto mount = std::find_if(theirs.begin(), theirs.end(), [&file](const Mount& candidate) {
    return candidate.id == file.st.stx_mnt_id;
  });
  if (!name || mount == theirs.end()) {
    return std::nullopt;
  }
  const std::optional<std::string_view> in_mount = behind(*name, mount->point);
  if (!in_mount) {
    return std::nullopt;
  }
  const std::string in_file_system = joined(mount->root, *in_mount);
  for (const Mount& here : read_mounts("/proc/thread-self/mountinfo")) {
    const std::optional<std::string_view> rest =
        here.device == mount->device ? behind(in_file_system, here.root) : std::nullopt;
    if (std::string path = rest ? joined(here.point, *rest) : "";
        rest && is_the_file(path, file, false)) {
      return path;
    }
  }
  return std::nullopt;
}

/// Nothing on them outlives the processes that see them, or is the kernel's state.
bool is_private(const File& file) {
  constexpr std::array<long, 4> kinds{TMPFS_MAGIC, PROC_SUPER_MAGIC, SYSFS_MAGIC,
                                      DEVPTS_SUPER_MAGIC};
  struct statfs st {};
  return ::fstatfs(file.fd.get(), &st) == 0 &&
         std::find(kinds.begin(), kinds.end(), static_cast<long>(st.f_type)) != kinds.end();
}

} // namespace

OutsideName outside_name(const Thread& thread, const std::string& path, bool follow) {
  OutsideName name{OutsideName::Kind::elsewhere, path};
  if (!path.starts_with('/')) {
    name.path = proc_link(thread.tid, "cwd").value_or("") + '/' + path;
  }
  const UniqueFd root(::open(proc_path(thread.tid, "root").c_str(), O_PATH | O_CLOEXEC));
  const std::string root_name = proc_link(thread.tid, "root").value_or("/");
  const std::optional<std::string_view> in_root = behind(name.path, root_name);
  if (!root.valid() || !in_root) {
    return name;
  }
  std::string above(*in_root);
  std::optional<File> file = open_in_root(root.get(), above, follow);
  while (!file && !above.empty()) {
    above.resize(above.rfind('/'));
    follow = true;
    file = open_in_root(root.get(), above, follow);
  }
  if (!file) {
    return name;
  }
  const std::string rest(in_root->substr(above.size()));
  if (is_the_file(joined(root_name, above), *file, follow)) {
    name.kind = OutsideName::Kind::here;
  } else if (const std::optional<std::string> here = name_here(thread.tid, *file)) {
    name = {OutsideName::Kind::here, joined(*here, rest)};
  } else if (is_private(*file)) {
    name.kind = OutsideName::Kind::private_;
  }
  return name;
}

} // namespace mmk::tracer
