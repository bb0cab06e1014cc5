// Errors as values: Result<T>, Error, and the two macros that pass errors on. Knows nothing of
// make.
#pragma once

#include <tl/expected.hpp>

#include <cstdint>
#include <string>
#include <utility>

namespace mmk {

/// What kind of failure an Error reports; the text is for people, the code for decisions.
enum class Errc : std::uint8_t {
  invalid_argument,
  parse_error,
  not_found,
  permission,
  io_error,
  unsupported,
  corrupt,
  interrupted,
  child_failed,
};

struct Error {
  Errc code = Errc::io_error;
  std::string text;  ///< one line, no trailing newline, no program-name prefix
  int sys_errno = 0; ///< errno of the failed system call, 0 if none
};

template <class T = void> using Result = tl::expected<T, Error>;

inline tl::unexpected<Error> fail(Errc code, std::string text, int sys_errno = 0) {
  return tl::unexpected<Error>(Error{code, std::move(text), sys_errno});
}

/// Error from errno: "what: strerror". Read errno first thing after the failed call and pass it
/// here.
tl::unexpected<Error> fail_errno(int sys_errno, std::string what);

} // namespace mmk

#define MMK_CONCAT_INNER(a, b) a##b
#define MMK_CONCAT(a, b) MMK_CONCAT_INNER(a, b)

/// Returns the error of `expr` (a Result) from the enclosing function.
#define MMK_TRY(expr)                                                                              \
  do {                                                                                             \
    auto mmk_try_result = (expr);                                                                  \
    if (!mmk_try_result) {                                                                         \
      return tl::unexpected(std::move(mmk_try_result).error());                                    \
    }                                                                                              \
  } while (false)

/// `MMK_TRY_ASSIGN(auto x, expr);` declares x from the value of a Result, or returns its error.
#define MMK_TRY_ASSIGN(decl, expr) MMK_TRY_ASSIGN_INNER(MMK_CONCAT(mmk_try_, __LINE__), decl, expr)
#define MMK_TRY_ASSIGN_INNER(tmp, decl, expr)                                                      \
  auto tmp = (expr);                                                                               \
  if (!tmp) {                                                                                      \
    return tl::unexpected(std::move(tmp).error());                                                 \
  }                                                                                                \
  decl = *std::move(tmp)
