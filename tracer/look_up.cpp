#include "tracer/look_up.hpp"

#include "tracer/proc.hpp"

#include <climits>

#include <fcntl.h>
#include <sys/auxv.h>
#include <sys/stat.h>
#include <unistd.h>

#include <cerrno>
#include <string_view>

namespace mmk::tracer {

namespace {

const WorkingDir& working_dir(const Thread& thread) {
  WorkingDir& dir = *thread.process->fs->dir;
  if (!dir.opened) {
    dir.opened = true;
    dir.fd.reset(::open(proc_path(thread.tid, "cwd").c_str(), O_PATH | O_CLOEXEC));
    const std::optional<std::string> name = proc_link(thread.tid, "cwd");
    dir.ordinary = name && !depends_on_asker(*name);
  }
  return dir;
}

/// Where the path starts and what is left of it, in terms the tracer itself can use.
struct Place {
  int dirfd = AT_FDCWD;
  std::string path;
  bool known = true;
};

Place place_of(const Thread& thread, const LookUpRequest& request) {
  if (request.path.starts_with('/')) {
    return {AT_FDCWD, request.path, true};
  }
  if (request.dirfd != AT_FDCWD) {
    std::string name = proc_path(thread.tid, "fd/") + std::to_string(request.dirfd);
    // A descriptor that is no directory would be followed to somewhere else by the slash alone.
    return {AT_FDCWD, name + "/" + request.path, name.size() + request.path.size() < PATH_MAX - 2};
  }
  const WorkingDir& dir = working_dir(thread);
  if (dir.fd.valid()) {
    return {dir.fd.get(), request.path, dir.ordinary};
  }
  std::string name = proc_path(thread.tid, "cwd/") + request.path;
  const bool fits = name.size() < PATH_MAX;
  return {AT_FDCWD, std::move(name), dir.ordinary && fits};
}

LookUp judge(const Place& place, const LookUpRequest& request) {
  struct stat st {};
  const int flags = request.follow ? 0 : AT_SYMLINK_NOFOLLOW;
  if (::fstatat(place.dirfd, place.path.c_str(), &st, flags) != 0) {
    return errno == ENOENT || errno == ENOTDIR ? LookUp::missing : LookUp::denied;
  }
  if (!request.follow && request.must_read && S_ISLNK(st.st_mode)) {
    return LookUp::denied; // O_NOFOLLOW
  }
  if (request.must_read && S_ISFIFO(st.st_mode)) {
    return LookUp::unknown; // may wait for ever, or be interrupted
  }
  // The user this program was started as: tracers do not change theirs, and asking the kernel
  // anew each time is a system call.
  if (request.must_read && ::getauxval(AT_EUID) != 0 &&
      ::faccessat(place.dirfd, place.path.c_str(), R_OK, AT_EACCESS) != 0) {
    return LookUp::denied;
  }
  return S_ISDIR(st.st_mode) ? LookUp::directory : LookUp::file;
}

} // namespace

View view_of(const Thread& thread, const std::string& path) {
  if (path.starts_with('/')) {
    // Another root is already part of a recorded name, other mounts are not.
    return {nullptr, AT_FDCWD,
            thread.process->other_namespace ? proc_path(thread.tid, "root") + path : path};
  }
  if (working_dir(thread).fd.valid()) {
    const std::shared_ptr<WorkingDir>& dir = thread.process->fs->dir;
    return {dir, dir->fd.get(), path};
  }
  return {nullptr, AT_FDCWD, proc_path(thread.tid, "cwd/") + path};
}

ProgramFacts program_of(const Thread& thread, ProgramReader& programs) {
  const View view = view_of(thread, thread.pending.path);
  ProgramFacts facts = programs.read(view.dirfd, view.path);
  if (facts.image == view.path) {
    facts.image = thread.pending.path; // as the process names it, like a script's interpreter
  }
  return facts;
}

LookUp look_up(const Thread& thread, const LookUpRequest& request) {
  if (!thread.process->plain || thread.absolute_names || request.path.empty() ||
      depends_on_asker(request.path)) {
    return LookUp::unknown;
  }
  const Place place = place_of(thread, request);
  return place.known ? judge(place, request) : LookUp::unknown;
}

} // namespace mmk::tracer
