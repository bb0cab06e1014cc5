// The private side of Variables: what its parts share.
#pragma once

#include "lang/expander.hpp"
#include "lang/variables.hpp"

#include <algorithm>
#include <functional>
#include <string>
#include <unordered_map>
#include <utility>
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

  void add(Computed item) {
    last_computed = std::max(last_computed, item.name);
    computed.push_back(std::move(item));
  }
  /// They are few, and their names are among the first that there are: most are told by one look.
  [[nodiscard]] const Computed* find_computed(Name id) const {
    if (id <= last_computed) {
      for (const Computed& item : computed) {
        if (item.name == id) {
          return &item;
        }
      }
    }
    return nullptr;
  }

  Expander expander;
  Exports exports = Exports::none;
  bool save_dollars = false;
  Computed on_demand;
  std::vector<Computed> computed;
  Name last_computed = Name(0);
  std::unordered_map<std::string, std::string> captured; ///< by :sh1: output of commands
};

} // namespace mmk::lang
