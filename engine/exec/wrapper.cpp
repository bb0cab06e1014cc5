#include "exec/wrapper.hpp"

#include "base/unique_fd.hpp"
#include "exec/sh_interpreter.hpp"
#include "exec/spawn.hpp"

#include <fcntl.h>
#include <unistd.h>

#include <array>
#include <string_view>

namespace mmk::exec {

namespace {

constexpr std::string_view k_first_line = "#!/bin/sh\n";

/// What stands behind the first line of a small script for /bin/sh; empty if `path` is none.
std::string script_text(const std::string& path) {
  const UniqueFd fd(open(path.c_str(), O_RDONLY | O_CLOEXEC | O_NONBLOCK));
  std::array<char, 1024> buffer; // not set to zeros: it is filled, or not read
  const ssize_t size = fd.valid() ? read(fd.get(), buffer.data(), buffer.size()) : 0;
  if (size <= 0 || size == static_cast<ssize_t>(buffer.size())) {
    return "";
  }
  const std::string_view text(buffer.data(), static_cast<std::size_t>(size));
  return text.starts_with(k_first_line) ? std::string(text.substr(k_first_line.size())) : "";
}

} // namespace

void skip_wrapper(tracer::Command& process) {
  const std::string path = find_program(process.path, process.environment, process.cwd).path;
  const std::string text = path.starts_with('/') ? script_text(path) : "";
  auto words = text.empty() ? std::nullopt : run_sh_wrapper(text, path, process);
  if (!words || find_program(words->front(), process.environment, process.cwd).path.empty()) {
    return; // if there is no such program, the script says so
  }
  process.path = words->front();
  process.argv = *std::move(words);
}

} // namespace mmk::exec
