// Opening files, asking about names, executing programs.
#include "tracer/decode_call.hpp"
#include "tracer/look_up.hpp"
#include "tracer/nested.hpp"
#include "tracer/proc.hpp"

#include <fmt/format.h>

#include <linux/openat2.h>
#include <sys/stat.h>

#include <cerrno>
#include <cstring>
#include <memory>

namespace mmk::tracer {

namespace {

// ---- open

bool may_write(std::uint64_t flags) {
  return (flags & O_ACCMODE) != O_RDONLY || (flags & (O_CREAT | O_TRUNC)) != 0;
}

/// A tracer of our own kind asks; see nested.hpp.
Next answer_nested(Context& context, const std::string& path) {
  if (const std::optional<int> fd = parse_copy_request(path)) {
    const std::string file = proc_path(context.thread.tid, fmt::format("fd/{}", *fd));
    UniqueFd to(::open(file.c_str(), O_WRONLY | O_APPEND | O_CLOEXEC | O_NONBLOCK));
    const pid_t pid = context.thread.process->pid;
    context.decoder.records().copy_to(pid, std::make_shared<RecordCopy>(std::move(to), pid));
  }
  return Next::refuse;
}

Next enter_open_flags(Context& context, const std::string& path) {
  if (path.starts_with(k_nested_prefix)) {
    return answer_nested(context, path);
  }
  const std::uint64_t flags = context.pending.flags;
  const int dirfd = context.fd_arg(context.call.dirfd);
  std::optional<std::string> name = recorded_name(context.thread, dirfd, path);
  if (!name || path.empty()) {
    return Next::go;
  }
  context.pending.path = *std::move(name);
  context.pending.look_inside = depends_on_asker(path);
  if (may_write(flags)) {
    return Next::at_exit;
  }
  const bool only_path = (flags & O_PATH) != 0;
  switch (look_up(context.thread, {.dirfd = dirfd,
                                   .path = path,
                                   .follow = (flags & O_NOFOLLOW) == 0,
                                   .must_read = !only_path})) {
  case LookUp::unknown:
    return Next::at_exit;
  case LookUp::missing:
    context.decoder.record(context.thread, 'N', context.pending.path);
    break;
  case LookUp::file:
    if (!only_path && (flags & O_DIRECTORY) == 0) {
      context.decoder.record(context.thread, 'R', context.pending.path);
    }
    break;
  case LookUp::directory:
  case LookUp::denied:
    break;
  }
  return Next::go;
}

Next enter_open(Context& context) {
  context.pending.flags = context.flag_arg();
  const std::optional<std::string> path = read_path(context, context.call.path);
  return path ? enter_open_flags(context, *path) : Next::go;
}

Next enter_create(Context& context) {
  context.pending.flags = O_WRONLY | O_CREAT | O_TRUNC;
  const std::optional<std::string> path = read_path(context, context.call.path);
  return path ? enter_open_flags(context, *path) : Next::go;
}

Next enter_open_how(Context& context) {
  open_how how{};
  if (!read_bytes(context.thread.tid, context.arg(context.call.flags), &how, sizeof(how))) {
    return Next::go;
  }
  context.pending.flags = how.flags;
  const Next next = one_path(context);
  // RESOLVE_IN_ROOT and the like give a name another meaning; the descriptor knows it.
  context.pending.look_inside = how.resolve != 0 || depends_on_asker(context.pending.path);
  return next;
}

Next enter_open_handle(Context& context) {
  context.pending.flags = context.flag_arg();
  context.pending.look_inside = true;
  return Next::at_exit;
}

bool is_directory(const Thread& thread, int fd) {
  struct stat st {};
  return ::stat(proc_path(thread.tid, fmt::format("fd/{}", fd)).c_str(), &st) == 0 &&
         S_ISDIR(st.st_mode);
}

void leave_open(Context& context, std::int64_t result) {
  PendingCall& pending = context.pending;
  if (result < 0) {
    // With O_DIRECTORY, ENOTDIR may as well mean that the path is there and is a file.
    if (result == -ENOENT || (pending.flags & O_DIRECTORY) == 0) {
      context.decoder.record_missing(context.thread, result, pending.path);
    }
    return;
  }
  const int fd = static_cast<int>(result);
  const bool directory =
      pending.leads_to_directory ? *pending.leads_to_directory : is_directory(context.thread, fd);
  if ((pending.flags & (O_PATH | O_DIRECTORY)) != 0 || directory) {
    return; // O_TMPFILE includes O_DIRECTORY: such a file gets its name by linkat
  }
  if (pending.look_inside) {
    const std::optional<std::string> name = fd_name(context.thread, fd);
    if (name && !name->ends_with(k_deleted)) {
      pending.path = *name;
    }
  }
  const std::uint64_t mode = pending.flags & O_ACCMODE;
  if (mode != O_WRONLY) {
    context.decoder.record(context.thread, 'R', pending.path);
  }
  if (mode != O_RDONLY || (pending.flags & (O_CREAT | O_TRUNC)) != 0) {
    context.decoder.record(context.thread, 'W', pending.path);
  }
}

// ---- look-ups

/// Of access(2) other tools know failures only.
bool is_access(const Syscall& call) {
  return std::strstr(call.name, "access") != nullptr;
}

bool is_recorded(const Context& context, LookUp answer) {
  const StatRecords wanted = context.decoder.options().record_stat;
  return wanted != StatRecords::none && answer != LookUp::denied &&
         (wanted == StatRecords::found || !is_access(context.call));
}

Next enter_look_up(Context& context) {
  const std::optional<std::string> path = read_path(context, context.call.path);
  if (!path || path->empty()) {
    return Next::go;
  }
  const int dirfd = context.fd_arg(context.call.dirfd);
  const bool follow =
      context.call.kind == CallKind::look_up && (context.flag_arg() & AT_SYMLINK_NOFOLLOW) == 0;
  const LookUp answer = look_up(context.thread, {.dirfd = dirfd, .path = *path, .follow = follow});
  if (answer != LookUp::missing && answer != LookUp::unknown && !is_recorded(context, answer)) {
    return Next::go;
  }
  std::optional<std::string> name = recorded_name(context.thread, dirfd, *path);
  if (!name) {
    return Next::go;
  }
  context.pending.path = *std::move(name);
  if (answer == LookUp::unknown) {
    return Next::at_exit;
  }
  if (answer == LookUp::missing) {
    context.decoder.record(context.thread, 'N', context.pending.path);
  } else {
    context.decoder.record(context.thread, 'S', context.pending.path);
  }
  return Next::go;
}

void leave_look_up(Context& context, std::int64_t result) {
  if (result < 0) {
    context.decoder.record_missing(context.thread, result, context.pending.path);
  } else if (is_recorded(context, context.pending.leads_to_directory.value_or(false)
                                      ? LookUp::directory
                                      : LookUp::file)) {
    context.decoder.record(context.thread, 'S', context.pending.path);
  }
}

// ---- execve

Next enter_execute(Context& context) {
  const std::optional<std::string> path = read_path(context, context.call.path);
  if (!path) {
    return Next::go;
  }
  const int dirfd = context.fd_arg(context.call.dirfd);
  std::optional<std::string> name = recorded_name(context.thread, dirfd, *path);
  if (!name || name->empty()) {
    return Next::go;
  }
  context.pending.path = *std::move(name);
  context.pending.look_inside = depends_on_asker(*path);
  switch (look_up(context.thread, {.dirfd = dirfd, .path = *path})) {
  case LookUp::missing:
    context.decoder.record(context.thread, 'N', context.pending.path);
    return Next::go;
  case LookUp::unknown:
    return Next::at_exit;
  default:
    return Next::at_exec;
  }
}

void leave_execute(Context& context, std::int64_t result) {
  context.decoder.record_missing(context.thread, result, context.pending.path);
}

} // namespace

const Handler handlers::open{enter_open, leave_open};
const Handler handlers::open_how{enter_open_how, leave_open};
const Handler handlers::open_handle{enter_open_handle, leave_open};
const Handler handlers::create{enter_create, leave_open};
const Handler handlers::look_up{enter_look_up, leave_look_up};
const Handler handlers::execute{enter_execute, leave_execute};

} // namespace mmk::tracer
