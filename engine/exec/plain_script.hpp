// A command line so plain that it means the same without a shell: programs with literal words,
// pipes,
// "&&", "||", ";", and output that goes to /dev/null. Text in, structure out; runs nothing.
#pragma once

#include <array>
#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace mmk::exec {

struct PlainCommand {
  /// Where a descriptor of the command leads.
  enum class Place : std::uint8_t { input, output, error, null };
  std::vector<std::string> words; ///< never empty
  std::array<Place, 3> places{Place::input, Place::output, Place::error};
};

struct PlainPipeline {
  enum class When : std::uint8_t { always, after_success, after_failure };
  When when = When::always; ///< depends on the status of what ran last
  std::vector<PlainCommand> commands;
};

using PlainScript = std::vector<PlainPipeline>;

/// nullopt: a shell has to run it, because it is not plain or because a shell has to say what is
/// wrong with it.
[[nodiscard]] std::optional<PlainScript> parse_plain_script(std::string_view text);

/// What such a command is without a process: echo, true, false and ":".
struct PlainBuiltin {
  int status = 0;
  std::string output;
};
[[nodiscard]] std::optional<PlainBuiltin> plain_builtin(const std::vector<std::string>& words);

} // namespace mmk::exec
