// MMK_ASSERT: broken invariants end the process, in release builds too: a build engine that goes on
// after one lies.
#pragma once

namespace mmk {

[[noreturn]] void assertion_failed(const char* expression, const char* file, int line);

} // namespace mmk

#define MMK_ASSERT(expr) ((expr) ? void(0) : ::mmk::assertion_failed(#expr, __FILE__, __LINE__))
