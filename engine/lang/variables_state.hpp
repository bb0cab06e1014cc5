// The private side of Variables: what its parts share.
#pragma once

#include "lang/expander.hpp"
#include "lang/variables.hpp"

#include <functional>
#include <string>
#include <unordered_map>
#include <vector>

namespace mmk::lang {

struct Variables::State {
  explicit State(Variables& variables) : expander(variables) {}

  /// How much is exported: decides what is exported again before commands.
  enum class Exports : std::uint8_t { none, some, all };
  struct Computed {
    Name name;
    std::function<std::string()> value;
    bool defined = false; ///< what defined() says
  };

  Expander expander;
  Exports exports = Exports::none;
  bool save_dollars = false;
  Computed on_demand;
  std::vector<Computed> computed;
  std::unordered_map<std::string, std::string> captured; ///< by :sh1: output of commands
};

} // namespace mmk::lang
