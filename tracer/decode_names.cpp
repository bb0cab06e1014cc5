// Directories, and calls that make, move and remove names.
#include "tracer/decode_call.hpp"
#include "tracer/look_up.hpp"
#include "tracer/proc.hpp"

#include <linux/fs.h>

#include <cerrno>
#include <memory>
#include <utility>

namespace mmk::tracer {

namespace {

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
  const std::string name = thread.process->other_namespace
                               ? context.decoder.working_dir_name(thread)
                               : context.pending.path;
  for (const pid_t pid : fs.processes) {
    context.decoder.records().path('C', pid, name);
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

/// `mkdir -p` of a directory that others made meanwhile, which it had looked for in vain: to those
/// who ask what was there it is as good as made by it.
void leave_make(Context& context, std::int64_t result) {
  if (result == -EEXIST && context.decoder.options().record_stat != StatRecords::none) {
    context.decoder.record(context.thread, 'K', context.pending.path);
  } else {
    leave_one_path<'W'>(context, result);
  }
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

} // namespace

const Handler handlers::change_dir{one_path, changed_dir};
const Handler handlers::change_dir_fd{enter_change_dir_fd, changed_dir};
const Handler handlers::make{one_path, leave_make};
const Handler handlers::remove{one_path, leave_one_path<'D'>};
const Handler handlers::rename{enter_two_paths, leave_rename};
const Handler handlers::link{enter_link, leave_link};
const Handler handlers::symlink{enter_symlink, leave_symlink};
const Handler handlers::truncate{one_path, leave_one_path<'W'>};
const Handler handlers::list{enter_list, nothing_to_leave};

} // namespace mmk::tracer
