// The condition grammar of .if, .elif and :?:. Evaluates one condition text; the nesting of .if
// blocks belongs to the reader.
#pragma once

#include "lang/variables.hpp"

#include <cstdint>
#include <string_view>

namespace mmk::lang {

enum class CondResult : std::uint8_t { is_true, is_false, error };

/// Which function a bare word stands for: .if x -> defined(x), .ifmake x -> make(x).
enum class BareWord : std::uint8_t { defined, make };

struct CondOptions {
  BareWord bare_word = BareWord::defined;
  bool negate_bare = false; ///< .ifndef, .ifnmake
  bool print_errors = true; ///< report "Malformed conditional (...)" through Diagnostics::parse
  bool left_unquoted_ok =
      false; ///< the left side of a comparison may be a bare string (as :?: allows)
  /// .if, .elif and :?: proper. False for the other directives (.ifdef, .ifmake, ...), where a lone
  /// expression is a name to ask for rather than a value.
  bool plain = true;
};

/// Evaluates the whole text.
[[nodiscard]] CondResult evaluate_condition(Variables& variables, Scope& scope,
                                            std::string_view condition, CondOptions options = {});

} // namespace mmk::lang
