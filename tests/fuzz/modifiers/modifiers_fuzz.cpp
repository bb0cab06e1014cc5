// Expands arbitrary text in every mode: no crash, no hang, and the debug output does not change the
// result.
#include "../expression_world.hpp"

#include <cstdint>
#include <cstdlib>

namespace {

std::string expand(std::string_view text, mmk::lang::EvalMode mode, bool debugging, bool lint) {
  mmk::fuzz::World world;
  world.options.lint = lint;
  if (debugging) {
    world.debug.enable(mmk::Debug::var);
    world.debug.enable(mmk::Debug::cond);
  }
  try {
    return world.variables.expand(text, world.target, mode) +
           world.variables.expand(text, world.variables.cmdline(), mode);
  } catch (const mmk::FatalError& error) {
    return error.text;
  }
}

} // namespace

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  using mmk::lang::EvalMode;
  if (size < 1) {
    return 0;
  }
  const std::string_view text(reinterpret_cast<const char*>(data) + 1, size - 1);
  if (!mmk::fuzz::is_reasonable(text)) {
    return 0;
  }
  static constexpr EvalMode k_modes[] = {
      EvalMode::eval, EvalMode::eval_undef_error, EvalMode::eval_keep_dollar_and_undefined,
      EvalMode::parse_only};
  const EvalMode mode = k_modes[data[0] % 4];
  const bool lint = (data[0] & 16) != 0;
  const bool shuffles = text.find('x') != std::string_view::npos; // :Ox
  if (expand(text, mode, false, lint) != expand(text, mode, true, lint) && !shuffles) {
    std::abort();
  }
  return 0;
}
