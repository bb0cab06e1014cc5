// A tracer inside a traced job. The inner one cannot trace what the outer one already traces, so it
// asks the outer for a copy of its records. It asks by opening a name that cannot exist: without an
// outer tracer of this family that fails with ENOTDIR, with one the name is understood and the call
// is answered ENOSYS.
//
//   /dev/null/metamake-tracer/here    is there one?
//   /dev/null/metamake-tracer/copy/FD append what I and my descendants do to my file FD
//   /dev/null/metamake-tracer/sync    answer when all that has happened so far is written
//
// The file is a memfd of the inner tracer: writing to it never blocks the outer one. No process id
// is told, since the two may count processes differently: the records have the outer tracer's.
#pragma once

#include <optional>
#include <string>
#include <string_view>

namespace mmk::tracer {

inline constexpr std::string_view k_nested_prefix = "/dev/null/metamake-tracer/";

/// The two sides of the names above: a request for a copy, and the descriptor in one.
[[nodiscard]] std::string copy_request_name(int fd);
[[nodiscard]] std::optional<int> parse_copy_request(std::string_view path);

/// Whether the calling thread runs under a tracer that understands such names.
[[nodiscard]] bool has_outer_tracer();

} // namespace mmk::tracer
