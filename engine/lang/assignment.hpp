// Variable assignments as text: finding out whether a line is one, and doing it.
#pragma once

#include "lang/variables.hpp"

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>

namespace mmk::lang {

enum class AssignOp : std::uint8_t {
  set,      ///< =
  append,   ///< +=
  if_unset, ///< ?=
  expand,   ///< :=
  shell,    ///< != and the historical ":sh ="
};

/// Views into the line.
struct Assignment {
  std::string_view name; ///< unexpanded
  AssignOp op = AssignOp::set;
  std::string_view value;
};

/// The line taken apart if it is an assignment. Only what looks like one word may stand in front of
/// the operator; braces and parentheses are counted, not parsed.
[[nodiscard]] std::optional<Assignment> find_assignment(std::string_view line);

/// Does it. False if a ?= found the variable set.
bool assign(Variables& variables, Scope& scope, const Assignment& assignment);

} // namespace mmk::lang
