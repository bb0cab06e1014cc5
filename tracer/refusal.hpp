// Why this process may not trace, in one sentence for people, and what to do about it.
#pragma once

#include <string>

namespace mmk::tracer {

/// For a refused PTRACE_SEIZE; `error` is its errno.
[[nodiscard]] std::string explain_ptrace_refusal(int error);
/// For a refused seccomp filter.
[[nodiscard]] std::string explain_filter_refusal(int error);
/// For a /proc that is not this process's.
[[nodiscard]] std::string explain_foreign_proc();

} // namespace mmk::tracer
