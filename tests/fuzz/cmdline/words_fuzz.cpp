// Word splitting, .SHELL specs and prefix characters of commands: bytes in, no crash, no hang.
#include "exec/script.hpp"
#include "exec/shell.hpp"
#include "exec/words.hpp"

#include <cstddef>
#include <cstdint>
#include <string_view>

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  const std::string_view text(reinterpret_cast<const char*>(data), size); // NOLINT
  (void)mmk::exec::split_words(text);
  (void)mmk::exec::parse_shell_spec(text);
  (void)mmk::exec::needs_shell(text);
  std::string_view command = text;
  const mmk::exec::RunFlags flags = mmk::exec::take_run_flags(command);
  for (const std::string_view name : {"sh", "ksh", "csh"}) {
    const mmk::exec::Shell shell = mmk::exec::builtin_shell(name);
    mmk::exec::ScriptWriter writer(shell, {});
    writer.add(flags, command);
  }
  return 0;
}
