#include "tracer/refusal.hpp"

#include "base/io.hpp"

#include <fmt/format.h>

#include <cerrno>
#include <charconv>
#include <string_view>
#include <system_error>

namespace mmk::tracer {

namespace {

int number_in(const std::string& path, std::string_view label) {
  const Result<std::string> text = read_file(path);
  const std::size_t at = text ? text->find(label) : std::string::npos;
  if (at == std::string::npos) {
    return 0;
  }
  int value = 0;
  std::from_chars(text->data() + at + label.size(), text->data() + text->size(), value);
  return value;
}

std::string error_text(int error) {
  return std::generic_category().message(error);
}

} // namespace

std::string explain_ptrace_refusal(int error) {
  if (const int tracer = number_in("/proc/self/status", "TracerPid:\t"); tracer != 0) {
    return fmt::format("ptrace is refused because this process is itself traced, by process {}: "
                       "run outside of that, or use the back end notify",
                       tracer);
  }
  if (const int scope = number_in("/proc/sys/kernel/yama/ptrace_scope", ""); scope >= 2) {
    return fmt::format("ptrace is refused by Yama: set kernel.yama.ptrace_scope (now {}) to 1, or "
                       "use the back end notify",
                       scope);
  }
  return fmt::format("ptrace is refused ({}), as containers do: allow it there (for docker, "
                     "--cap-add SYS_PTRACE), or use the back end notify",
                     error_text(error));
}

std::string explain_filter_refusal(int error) {
  if (error == EBUSY) {
    return "seccomp notification is refused because this process already runs under a watcher of "
           "that kind: run outside of it";
  }
  if (error == EINVAL || error == ENOSYS) {
    return "this kernel lacks the seccomp filters tracing needs: Linux 5.9 or newer is wanted, "
           "built with CONFIG_SECCOMP_FILTER";
  }
  return fmt::format("seccomp filters are refused ({}): allow the seccomp call in the container's "
                     "profile",
                     error_text(error));
}

std::string explain_foreign_proc() {
  return "tracing needs /proc, which is not mounted here or shows the processes of another "
         "namespace: mount it (mount -t proc proc /proc)";
}

} // namespace mmk::tracer
