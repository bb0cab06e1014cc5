#include "base/assert.hpp"

#include <cstdio>
#include <cstdlib>

namespace mmk {

void assertion_failed(const char* expression, const char* file, int line) {
  std::fprintf(stderr, "metamake: internal error: %s:%d: '%s' does not hold\n", file, line,
               expression);
  std::abort();
}

} // namespace mmk
