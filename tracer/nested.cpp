#include "tracer/nested.hpp"

#include "base/io.hpp"
#include "tracer/job.hpp"

#include <fmt/format.h>

#include <fcntl.h>
#include <sys/mman.h>
#include <sys/wait.h>
#include <unistd.h>

#include <cerrno>
#include <charconv>

namespace mmk::tracer {

namespace {

constexpr std::string_view k_copy = "copy/";

/// Reads a number off the front; -1 if there is none.
int take_number(std::string_view& text) {
  int value = -1;
  const auto parsed = std::from_chars(text.data(), text.data() + text.size(), value);
  text.remove_prefix(static_cast<std::size_t>(parsed.ptr - text.data()));
  return value;
}

int count_lines(std::string_view text, std::string_view beginning) {
  int count = 0;
  for (std::size_t at = 0; at != std::string_view::npos && at < text.size();) {
    count += text.substr(at).starts_with(beginning) ? 1 : 0;
    at = text.find('\n', at);
    at += at == std::string_view::npos ? 0 : 1;
  }
  return count;
}

/// The end of a tracee is told to its parent before its tracer can have written that down. A call
/// that the tracer must answer comes after; it asks for writing, since that is what all back ends
/// handle in the order of events.
std::string await_records(const UniqueFd& copy, pid_t root) {
  const std::string sync = fmt::format("{}sync", k_nested_prefix);
  const std::string file = fmt::format("/proc/self/fd/{}", copy.get());
  const std::string last = fmt::format("X {} ", root);
  constexpr int max_tries = 1000;
  for (int i = 0; i < max_tries; ++i) {
    ::open(sync.c_str(), O_WRONLY | O_CLOEXEC);
    Result<std::string> records = read_file(file);
    if (records && count_lines(*records, last) > 0) {
      return *std::move(records);
    }
    ::usleep(1000);
  }
  return "# filemon: the outer tracer gave no records\n";
}

} // namespace

std::string copy_request_name(const CopyRequest& request) {
  return fmt::format("{}{}{}/{}", k_nested_prefix, k_copy, request.pid, request.fd);
}

std::optional<CopyRequest> parse_copy_request(std::string_view path) {
  if (!path.starts_with(k_nested_prefix)) {
    return std::nullopt;
  }
  path.remove_prefix(k_nested_prefix.size());
  if (!path.starts_with(k_copy)) {
    return std::nullopt;
  }
  path.remove_prefix(k_copy.size());
  CopyRequest request{take_number(path), -1};
  if (!path.starts_with('/')) {
    return std::nullopt;
  }
  path.remove_prefix(1);
  request.fd = take_number(path);
  return request.pid > 0 && request.fd >= 0 && path.empty() ? std::optional(request) : std::nullopt;
}

bool has_outer_tracer() {
  const std::string name = fmt::format("{}here", k_nested_prefix);
  return ::open(name.c_str(), O_RDONLY | O_CLOEXEC) < 0 && errno == ENOSYS;
}

void run_nested(Job& job) {
  const UniqueFd copy(::memfd_create("filemon", MFD_CLOEXEC));
  const std::string request = copy_request_name({::getpid(), copy.get()});
  std::optional<Ended> ended = run_to_end(job, {.announce = request.c_str()});
  if (!ended) {
    return;
  }
  Outcome& outcome = ended->outcome;
  outcome.records = await_records(copy, ended->pid);
  outcome.complete = count_lines(outcome.records, "# filemon: ") == 0;
  outcome.left_behind = count_lines(outcome.records, "# Left behind: ");
  job.deliver(std::move(outcome));
}

} // namespace mmk::tracer
