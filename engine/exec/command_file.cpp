#include "exec/command_file.hpp"

#include "base/io.hpp"
#include "base/unique_fd.hpp"

#include <fcntl.h>
#include <unistd.h>

#include <cerrno>
#include <cstdlib>
#include <utility>

namespace mmk::exec {

bool fits_argument(std::string_view command) {
  constexpr std::size_t k_max_argument = 128 * 1024; // MAX_ARG_STRLEN of Linux, with the NUL byte
  return command.size() < k_max_argument;
}

Result<CommandFile> CommandFile::create(std::string_view command, const std::string& directory) {
  std::string path = directory + "/mmk-command.XXXXXX";
  const UniqueFd fd(mkostemp(path.data(), O_CLOEXEC));
  if (!fd.valid()) {
    return fail_errno(errno, path);
  }
  CommandFile file(std::move(path));
  MMK_TRY(write_all(fd.get(), command));
  MMK_TRY(write_all(fd.get(), "\n"));
  return file;
}

CommandFile::CommandFile(CommandFile&& other) noexcept : m_path(std::exchange(other.m_path, {})) {}

CommandFile& CommandFile::operator=(CommandFile&& other) noexcept {
  std::swap(m_path, other.m_path);
  return *this;
}

CommandFile::~CommandFile() {
  if (!m_path.empty()) {
    unlink(m_path.c_str());
  }
}

} // namespace mmk::exec
