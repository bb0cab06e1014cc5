// What the words of shell text stand for: parameters, command substitution, splitting. Knows no
// commands: who runs them and who keeps the variables is somebody else.
#pragma once

#include "exec/sh_syntax.hpp"

#include <functional>
#include <optional>
#include <string>
#include <vector>

namespace mmk::exec {

/// All functions are false when a real shell has to say.
class ShExpansion {
public:
  struct World {
    /// Value of a parameter; nullopt: it is not set.
    std::function<bool(const std::string& name, std::optional<std::string>& value)> look_up;
    /// Output of commands, without the newlines at its end.
    std::function<bool(const ShList& commands, std::string& output)> substitute;
    /// What "$@" is.
    std::function<std::vector<std::string>()> arguments;
  };
  explicit ShExpansion(World world) : m_world(std::move(world)) {}

  /// Appends, without splitting.
  bool text(const ShWord& word, std::string& text) const;
  /// The same, with backslashes before what is quoted.
  bool pattern(const ShWord& word, std::string& pattern) const;
  bool words(const std::vector<ShWord>& words, std::vector<std::string>& result) const;

private:
  class Fields;
  bool value_of(const ShPiece& piece, std::string& value) const;
  bool remove(const ShPiece& piece, std::string& value) const;
  bool add_word(const ShWord& word, Fields& fields) const;

  World m_world;
};

} // namespace mmk::exec
