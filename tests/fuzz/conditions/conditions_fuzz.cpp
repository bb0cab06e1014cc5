// Evaluates arbitrary conditions; one with its parentheses in pairs and its negation must not both
// be true.
#include "../expression_world.hpp"

#include <cstdint>
#include <cstdlib>

namespace {

using mmk::lang::CondResult;

CondResult evaluate(std::string_view text, mmk::lang::CondOptions options) {
  mmk::fuzz::World world;
  try {
    return mmk::lang::evaluate_condition(world.variables, world.variables.cmdline(), text, options);
  } catch (const mmk::FatalError&) {
    return CondResult::error;
  }
}

/// Otherwise the parenthesis that the negation adds may belong to something else.
bool is_balanced(std::string_view text) {
  int depth = 0;
  for (const char c : text) {
    depth += c == '(' ? 1 : c == ')' ? -1 : 0;
    if (depth < 0) {
      return false;
    }
  }
  return depth == 0;
}

} // namespace

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  if (size < 1) {
    return 0;
  }
  const std::string text(reinterpret_cast<const char*>(data) + 1, size - 1);
  if (!mmk::fuzz::is_reasonable(text)) {
    return 0;
  }
  mmk::lang::CondOptions options;
  options.negate_bare = (data[0] & 1) != 0;
  options.left_unquoted_ok = (data[0] & 2) != 0;
  options.plain = (data[0] & 4) != 0;
  const CondResult plain = evaluate(text, options);
  const CondResult negated = evaluate("!(" + text + ")", options);
  if (plain == CondResult::is_true && negated == CondResult::is_true && is_balanced(text)) {
    std::abort();
  }
  return 0;
}
