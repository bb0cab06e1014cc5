#include "tracer/nested.hpp"

#include "base/io.hpp"
#include "tracer/job.hpp"

#include <fmt/format.h>

#include <fcntl.h>
#include <sys/mman.h>
#include <sys/stat.h>
#include <sys/wait.h>
#include <unistd.h>

#include <algorithm>
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

std::string read_copy(const UniqueFd& copy) {
  struct stat st {};
  if (::fstat(copy.get(), &st) != 0) {
    return {};
  }
  std::string bytes(static_cast<std::size_t>(st.st_size), '\0');
  const ssize_t n = ::pread(copy.get(), bytes.data(), bytes.size(), 0);
  bytes.resize(n > 0 ? static_cast<std::size_t>(n) : 0);
  return bytes;
}

/// Whether the process that the first record is about has its X record.
bool has_end(std::string_view records) {
  while (records.starts_with('#')) {
    records.remove_prefix(std::min(records.find('\n'), records.size() - 1) + 1);
  }
  records.remove_prefix(std::min<std::size_t>(2, records.size())); // the letter and a blank
  const int root = take_number(records);
  return root > 0 && count_lines(records, fmt::format("X {} ", root)) > 0;
}

/// The end of a tracee is told to its parent before its tracer can have written that down. A call
/// that the tracer must answer comes after; it asks for writing, since that is what all back ends
/// handle in the order of events.
std::string await_records(const UniqueFd& copy) {
  const std::string sync = fmt::format("{}sync", k_nested_prefix);
  constexpr int max_tries = 1000;
  for (int i = 0; i < max_tries; ++i) {
    ::open(sync.c_str(), O_WRONLY | O_CLOEXEC);
    std::string records = read_copy(copy);
    if (has_end(records)) {
      return records;
    }
    ::usleep(1000);
  }
  return "# filemon: the outer tracer gave no records\n";
}

} // namespace

std::string copy_request_name(int fd) {
  return fmt::format("{}{}{}", k_nested_prefix, k_copy, fd);
}

std::optional<int> parse_copy_request(std::string_view path) {
  if (!path.starts_with(k_nested_prefix)) {
    return std::nullopt;
  }
  path.remove_prefix(k_nested_prefix.size());
  if (!path.starts_with(k_copy)) {
    return std::nullopt;
  }
  path.remove_prefix(k_copy.size());
  const int fd = take_number(path);
  return fd >= 0 && path.empty() ? std::optional(fd) : std::nullopt;
}

bool has_outer_tracer() {
  const std::string name = fmt::format("{}here", k_nested_prefix);
  return ::open(name.c_str(), O_RDONLY | O_CLOEXEC) < 0 && errno == ENOSYS;
}

void run_nested(Job& job) {
  const UniqueFd copy(::memfd_create("filemon", MFD_CLOEXEC));
  const std::string request = copy_request_name(copy.get());
  std::optional<Ended> ended = run_to_end(job, {.announce = request.c_str()});
  if (!ended) {
    return;
  }
  Outcome& outcome = ended->outcome;
  outcome.records = await_records(copy);
  outcome.complete = count_lines(outcome.records, "# filemon: ") == 0;
  outcome.left_behind = count_lines(outcome.records, "# Left behind: ");
  job.deliver(std::move(outcome));
}

} // namespace mmk::tracer
