// The builtins of a shell that only ask and print: text of the arguments in, output and status out.
#pragma once

#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace mmk::exec {

/// What the builtins may look at.
struct ShPlace {
  std::string cwd; ///< absolute and without "." and "..": the shell's own idea of it
  const std::vector<std::string>* environment = nullptr;
};

struct ShPrinted {
  int status = 0;
  std::string output;
};

/// `words`: the command's name and its arguments; "cd" changes `place`. nullopt: it is no such
/// builtin, or shells differ in what they would do, or it fails and would say so.
[[nodiscard]] std::optional<ShPrinted> run_sh_builtin(const std::vector<std::string>& words,
                                                      ShPlace& place);

} // namespace mmk::exec
