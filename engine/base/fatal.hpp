// The one exception of the engine: bmake's Fatal() and Punt(), which leave from any depth. Thrown
// where going on makes no sense, caught once in cli; no module catches it on the way.
#pragma once

#include <string>

namespace mmk {

struct FatalError {
  std::string text; ///< one line without program name and newline; "" = already reported
  int status = 2;   ///< of the process
  /// Punt(): "PROGRAM: text". Fatal() prints the text as it is.
  bool with_program = false;
};

} // namespace mmk
