#include "tracer/decode_call.hpp"

#include "tracer/proc.hpp"

#include <fmt/format.h>

namespace mmk::tracer {

namespace {

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

} // namespace

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

void nothing_to_leave(Context& /*context*/, std::int64_t /*result*/) {}

} // namespace mmk::tracer
