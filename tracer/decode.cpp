#include "tracer/decode.hpp"

#include "tracer/look_up.hpp"
#include "tracer/nested.hpp"
#include "tracer/proc.hpp"

#include <fmt/format.h>

#include <fcntl.h>
#include <linux/openat2.h>
#include <sched.h>
#include <sys/ptrace.h>
#include <sys/stat.h>
#include <sys/wait.h>
#include <unistd.h>

#include <cerrno>
#include <cstring>
#include <optional>

namespace mmk::tracer {

namespace {

constexpr std::string_view k_deleted = " (deleted)";

/// One caught call while it is being decoded.
struct Context {
  Decoder& decoder;
  Thread& thread;
  const Syscall& call;
  PendingCall& pending;

  [[nodiscard]] std::uint64_t arg(std::int8_t position) const {
    return pending.args.at(static_cast<std::size_t>(position));
  }
  [[nodiscard]] int fd_arg(std::int8_t position) const {
    return position < 0 ? AT_FDCWD : static_cast<int>(static_cast<std::uint32_t>(arg(position)));
  }
  [[nodiscard]] std::uint64_t flag_arg() const {
    return call.flags < 0 ? 0 : arg(call.flags) & 0xffffffffU;
  }
};

bool is_missing(std::int64_t result) {
  return result == -ENOENT || result == -ENOTDIR;
}

std::optional<std::string> read_path(const Context& context, std::int8_t position) {
  RemoteString read = read_string(context.thread.tid, context.arg(position));
  if (read.refused) {
    context.decoder.records().incomplete(
        fmt::format("the memory of process {} could not be read", context.thread.process->pid));
  }
  return std::move(read.text);
}

/// The name of an open descriptor's file, if it has one.
std::optional<std::string> fd_name(const Thread& thread, int fd) {
  std::optional<std::string> name = proc_link(thread.tid, fmt::format("fd/{}", fd));
  if (!name || !name->starts_with('/')) {
    return std::nullopt;
  }
  return name;
}

std::string below(std::string dir, const std::string& path) {
  if (!dir.ends_with('/')) {
    dir += '/';
  }
  return dir + path;
}

std::string rooted(const Thread& thread, const std::string& path) {
  if (thread.process->plain) {
    return path;
  }
  const std::optional<std::string> root = proc_link(thread.tid, "root");
  return !root || *root == "/" ? path : *root + path;
}

/// The name to record for `path` as given together with `dirfd`.
std::optional<std::string> recorded_name(const Thread& thread, int dirfd, const std::string& path) {
  if (path.starts_with('/')) {
    return rooted(thread, path);
  }
  if (dirfd != AT_FDCWD) {
    std::optional<std::string> dir = fd_name(thread, dirfd);
    if (!dir || path.empty()) {
      return dir;
    }
    return below(*std::move(dir), path);
  }
  if (thread.absolute_names && !path.empty()) {
    std::optional<std::string> dir = proc_link(thread.tid, "cwd");
    return dir ? std::optional(below(*std::move(dir), path)) : std::nullopt;
  }
  return path;
}

std::optional<std::string> recorded_arg(const Context& context, std::int8_t dirfd,
                                        std::int8_t position) {
  const std::optional<std::string> path = read_path(context, position);
  return path ? recorded_name(context.thread, context.fd_arg(dirfd), *path) : std::nullopt;
}

/// A call that names one path and must be seen to succeed.
Next one_path(Context& context) {
  std::optional<std::string> name = recorded_arg(context, context.call.dirfd, context.call.path);
  if (!name) {
    return Next::go; // it fails with EFAULT, EBADF or ENAMETOOLONG
  }
  context.pending.path = *std::move(name);
  return Next::at_exit;
}

// ---- open

bool may_write(std::uint64_t flags) {
  return (flags & O_ACCMODE) != O_RDONLY || (flags & (O_CREAT | O_TRUNC)) != 0;
}

/// A tracer of our own kind asks; see nested.hpp.
Next answer_nested(Context& context, const std::string& path) {
  if (const std::optional<CopyRequest> request = parse_copy_request(path)) {
    const std::string file = proc_path(request->pid, fmt::format("fd/{}", request->fd));
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

/// access(2) is watched for its failures only: other tools know no letter for it.
bool has_record(const Syscall& call) {
  return std::strstr(call.name, "access") == nullptr;
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
  const bool wanted = answer == LookUp::missing || answer == LookUp::unknown ||
                      (context.decoder.options().record_stat && answer != LookUp::denied);
  if (!wanted) {
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
  } else if (has_record(context.call)) {
    context.decoder.record(context.thread, 'S', context.pending.path);
  }
  return Next::go;
}

void leave_look_up(Context& context, std::int64_t result) {
  if (result < 0) {
    context.decoder.record_missing(context.thread, result, context.pending.path);
  } else if (context.decoder.options().record_stat && has_record(context.call)) {
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

// ---- directories

void changed_dir(Context& context, std::int64_t result) {
  Thread& thread = context.thread;
  if (result < 0) {
    context.decoder.record_missing(thread, result, context.pending.path);
    return;
  }
  if (thread.absolute_names) {
    return;
  }
  FsInfo& fs = *thread.process->fs;
  fs.dir = std::make_shared<WorkingDir>();
  for (const pid_t pid : fs.processes) {
    context.decoder.records().path('C', pid, context.pending.path);
  }
}

Next enter_change_dir_fd(Context& context) {
  std::optional<std::string> name = fd_name(context.thread, context.fd_arg(context.call.dirfd));
  if (!name) {
    return Next::go;
  }
  context.pending.path = *std::move(name);
  return Next::at_exit;
}

Next enter_list(Context& context) {
  if (!context.decoder.options().record_listings) {
    return Next::go;
  }
  const std::optional<std::string> name =
      fd_name(context.thread, context.fd_arg(context.call.dirfd));
  if (name) {
    context.decoder.record(context.thread, 'G', *name);
  }
  return Next::go;
}

// ---- calls that change names

template <char Letter> void leave_one_path(Context& context, std::int64_t result) {
  if (result < 0) {
    context.decoder.record_missing(context.thread, result, context.pending.path);
  } else {
    context.decoder.record(context.thread, Letter, context.pending.path);
  }
}

Next enter_two_paths(Context& context) {
  const Syscall& call = context.call;
  std::optional<std::string> from = recorded_arg(context, call.dirfd, call.path);
  std::optional<std::string> to = recorded_arg(context, call.dirfd2, call.path2);
  if (!from || !to) {
    return Next::go;
  }
  context.pending.path = *std::move(from);
  context.pending.path2 = *std::move(to);
  context.pending.flags = context.flag_arg();
  return Next::at_exit;
}

void leave_rename(Context& context, std::int64_t result) {
  if (result < 0) {
    return;
  }
  PendingCall& pending = context.pending;
  context.decoder.record_pair(context.thread, 'M', pending);
  if ((pending.flags & RENAME_EXCHANGE) != 0) {
    std::swap(pending.path, pending.path2);
    context.decoder.record_pair(context.thread, 'M', pending);
  }
}

Next enter_link(Context& context) {
  const Next next = enter_two_paths(context);
  PendingCall& pending = context.pending;
  // A file without a name yet: /proc/self/fd/3 followed, or the descriptor itself.
  if (next == Next::at_exit && (pending.flags & AT_SYMLINK_FOLLOW) != 0 &&
      depends_on_asker(pending.path)) {
    constexpr std::string_view self = "/proc/self/";
    if (pending.path.starts_with(self)) {
      pending.path =
          proc_link(context.thread.tid, pending.path.substr(self.size())).value_or(pending.path);
    }
  }
  return next;
}

void leave_link(Context& context, std::int64_t result) {
  if (result < 0) {
    return;
  }
  if (context.pending.path.ends_with(k_deleted)) {
    context.decoder.record(context.thread, 'W', context.pending.path2);
  } else {
    context.decoder.record_pair(context.thread, 'L', context.pending);
  }
}

Next enter_symlink(Context& context) {
  std::optional<std::string> target = read_path(context, context.call.path);
  std::optional<std::string> name = recorded_arg(context, context.call.dirfd2, context.call.path2);
  if (!target || !name) {
    return Next::go;
  }
  context.pending.path = *std::move(target);
  context.pending.path2 = *std::move(name);
  return Next::at_exit;
}

void leave_symlink(Context& context, std::int64_t result) {
  if (result >= 0) {
    context.decoder.record_pair(context.thread, 'L', context.pending);
  }
}

// ---- calls that change what names mean

Next enter_credentials(Context& context) {
  context.thread.process->plain = false;
  return Next::go;
}

Next enter_change_root(Context& /*context*/) {
  return Next::at_exit;
}

void leave_change_root(Context& context, std::int64_t result) {
  if (result < 0) {
    return;
  }
  Process& process = *context.thread.process;
  const std::string_view name = context.call.name;
  process.plain = false;
  process.fs->dir = std::make_shared<WorkingDir>();
  const bool unshares = name == "unshare";
  const std::uint64_t flags = unshares ? context.arg(0) : 0;
  if ((flags & (CLONE_FS | CLONE_NEWNS)) != 0) {
    context.decoder.model().unshare_fs(context.thread);
  }
  if (name == "pivot_root" || name == "setns" || (flags & CLONE_NEWNS) != 0) {
    context.decoder.entered_namespace(process);
  }
}

Next enter_end(Context& /*context*/) {
  return Next::go;
}

Next enter_hide(Context& context) {
  context.decoder.records().incomplete(
      fmt::format("process {} answers system calls by a seccomp notification of its own: those are "
                  "not seen",
                  context.thread.process->pid));
  return Next::go;
}

Next enter_trace_other(Context& context) {
  const std::uint64_t request = context.arg(0);
  const bool begins =
      request == PTRACE_TRACEME || request == PTRACE_ATTACH || request == PTRACE_SEIZE;
  return begins ? Next::at_exit : Next::go;
}

void leave_trace_other(Context& context, std::int64_t result) {
  if (result < 0) {
    context.decoder.records().incomplete(
        fmt::format("process {} wanted ptrace for itself and could not have it, being watched by "
                    "it: use the back end notify",
                    context.thread.process->pid));
  }
}

/// Without a tracer, calls that the filter stops would fail with ENOSYS in the new process.
Next enter_clone_untraced(Context& context) {
  context.pending.args[0] &= ~std::uint64_t{CLONE_UNTRACED};
  return Next::new_argument;
}

Next enter_refuse(Context& context) {
  context.decoder.count_refused();
  return Next::refuse;
}

void nothing_to_leave(Context& /*context*/, std::int64_t /*result*/) {}

struct Handler {
  Next (*enter)(Context&);
  void (*leave)(Context&, std::int64_t);
};

/// In the order of CallKind.
constexpr std::array<Handler, k_call_kinds> k_handlers{{
    {enter_open, leave_open},
    {enter_open_how, leave_open},
    {enter_open_handle, leave_open},
    {enter_create, leave_open},
    {enter_look_up, leave_look_up},
    {enter_look_up, leave_look_up},
    {enter_look_up, leave_look_up},
    {enter_execute, leave_execute},
    {one_path, changed_dir},
    {enter_change_dir_fd, changed_dir},
    {one_path, leave_one_path<'W'>},
    {one_path, leave_one_path<'D'>},
    {enter_two_paths, leave_rename},
    {enter_link, leave_link},
    {enter_symlink, leave_symlink},
    {one_path, leave_one_path<'W'>},
    {enter_list, nothing_to_leave},
    {enter_credentials, nothing_to_leave},
    {enter_change_root, leave_change_root},
    {enter_end, nothing_to_leave},
    {enter_end, nothing_to_leave},
    {enter_hide, nothing_to_leave},
    {enter_trace_other, leave_trace_other},
    {enter_clone_untraced, nothing_to_leave},
    {enter_refuse, nothing_to_leave},
}};

const Handler& handler_of(const Syscall& call) {
  return k_handlers.at(static_cast<std::size_t>(call.kind));
}

} // namespace

Next Decoder::enter(Thread& thread, const Syscall& call, const std::array<std::uint64_t, 6>& args) {
  thread.pending = PendingCall{};
  thread.pending.call = &call;
  thread.pending.args = args;
  Context context{*this, thread, call, thread.pending};
  return handler_of(call).enter(context);
}

void Decoder::leave(Thread& thread, std::int64_t result) {
  const Syscall* call = thread.pending.call;
  if (call == nullptr) {
    return;
  }
  Context context{*this, thread, *call, thread.pending};
  handler_of(*call).leave(context, result);
  thread.pending.call = nullptr;
}

void Decoder::executed(Thread& thread, const ProgramFacts& facts) {
  PendingCall& pending = thread.pending;
  if (pending.call == nullptr || pending.call->kind != CallKind::execute) {
    return;
  }
  if (pending.look_inside) {
    pending.path = proc_link(thread.tid, "exe").value_or(pending.path);
  }
  Process& process = *thread.process;
  record(thread, 'E', pending.path);
  process.executable = pending.path;
  for (const std::string& helper : facts.helpers) {
    record(thread, 'R', helper);
  }
  if (facts.changes_user) {
    process.plain = false;
    if (::geteuid() != 0) {
      m_records->incomplete(fmt::format(
          "process {} executed a setuid program, which a watcher without rights makes run without "
          "its own",
          process.pid));
    }
  }
  pending.call = nullptr;
}

Thread& Decoder::forked(const Process& parent, pid_t child) {
  m_records->fork(parent.pid, child);
  Thread& thread = m_model->add_process(child, parent, share_fs(parent.pid, child));
  if (!parent.other_namespace && in_other_namespace(child)) {
    entered_namespace(*thread.process);
  }
  return thread;
}

void Decoder::ended(pid_t process, int wait_status) {
  if (WIFEXITED(wait_status)) {
    m_records->exit(process, WEXITSTATUS(wait_status), 0);
  } else {
    m_records->exit(process, 0, WTERMSIG(wait_status));
  }
}

void Decoder::finish() {
  if (m_refused > 0) {
    m_records->note(fmt::format("io_uring_setup answered ENOSYS {} times", m_refused));
  }
}

void Decoder::record(const Thread& thread, char letter, const std::string& path) {
  if (letter == 'N' && !m_options.record_not_found) {
    return;
  }
  m_records->path(letter, thread.process->pid, path);
}

void Decoder::record_pair(const Thread& thread, char letter, const PendingCall& call) {
  m_records->pair(letter, thread.process->pid, call.path, call.path2);
}

void Decoder::record_missing(const Thread& thread, std::int64_t result, const std::string& path) {
  if (is_missing(result)) {
    record(thread, 'N', path);
  }
}

void Decoder::entered_namespace(Process& process) {
  process.plain = false;
  if (!process.other_namespace) {
    process.other_namespace = true;
    m_records->incomplete(fmt::format(
        "process {} had mounts or users of its own: its paths are as it saw them", process.pid));
  }
}

} // namespace mmk::tracer
