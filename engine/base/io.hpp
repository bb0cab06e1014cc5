// Whole-file reads and atomic writes, EINTR-safe. For engine files use fs/file_system.hpp; this is
// what that and the tracer stand on.
#pragma once

#include "base/result.hpp"

#include <string>
#include <string_view>

namespace mmk {

/// All bytes of `path`.
[[nodiscard]] Result<std::string> read_file(const std::string& path);
/// Writes everything or fails; EINTR and short writes are retried.
[[nodiscard]] Result<> write_all(int fd, std::string_view bytes);
/// For main(): writes to standard output, or says on standard error why `program` could not.
[[nodiscard]] bool write_output(std::string_view program, std::string_view bytes);
/// Writes a temporary file in the same directory and renames it over `path`; on failure `path` is
/// untouched and no temporary is left.
[[nodiscard]] Result<> write_file_atomically(const std::string& path, std::string_view bytes);

} // namespace mmk
