// A command that is too long to be an argument of the shell, in a file that the shell reads
// instead.
#pragma once

#include "base/result.hpp"

#include <string>
#include <string_view>

namespace mmk::exec {

/// Would the kernel take it as one argument?
[[nodiscard]] bool fits_argument(std::string_view command);

/// The file is there as long as this is.
class CommandFile {
public:
  [[nodiscard]] static Result<CommandFile> create(std::string_view command,
                                                  const std::string& directory);
  CommandFile(CommandFile&& other) noexcept;
  CommandFile& operator=(CommandFile&& other) noexcept;
  CommandFile(const CommandFile&) = delete;
  CommandFile& operator=(const CommandFile&) = delete;
  ~CommandFile();

  [[nodiscard]] const std::string& path() const { return m_path; }

private:
  explicit CommandFile(std::string path) : m_path(std::move(path)) {}
  std::string m_path; ///< "": given to somebody else
};

} // namespace mmk::exec
