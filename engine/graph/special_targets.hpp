// The names beginning with '.' and a capital that mean something in dependency lines: what they do
// as a target, and which attribute they give as a source.
#pragma once

#include "graph/target.hpp"

#include <cstdint>
#include <string_view>

namespace mmk::graph {

enum class Special : std::uint8_t {
  none,
  attribute, ///< only an attribute: applies to the sources
  begin,
  default_rule,
  delete_on_error,
  end,
  error,
  ignore,
  includes,
  interrupt,
  libs,
  main,
  makeflags,
  no_path,
  no_readonly,
  not_parallel,
  null,
  objdir,
  order,
  parallel,
  path,
  phony,
  posix,
  precious,
  readonly,
  shell,
  silent,
  single_shell,
  stale,
  suffixes,
  syspath,
  wait,
};

struct Keyword {
  std::string_view name;
  Special special = Special::none;
  Attrs attribute;
};

/// nullptr: the name is an ordinary one.
[[nodiscard]] const Keyword* find_keyword(std::string_view name);

} // namespace mmk::graph
