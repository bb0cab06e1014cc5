// The part of the shell's language that can be run without a process: lists, if, while, until, for,
// case, groups, subshells, variables, command substitution, output to /dev/null. Text in, tree out;
// runs nothing. What shells read in different ways is none of it.
#pragma once

#include <cstdint>
#include <memory>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace mmk::exec {

struct ShAndOr;
using ShList = std::vector<ShAndOr>; ///< what ";" and newlines separate; never empty

struct ShPiece;
using ShWord = std::vector<ShPiece>;

/// A stretch of a word.
struct ShPiece {
  enum class Kind : std::uint8_t { text, parameter, substitution };
  Kind kind = Kind::text;
  bool quoted = false; ///< no splitting, and "*" and "?" stand for themselves
  std::string text;    ///< of a parameter: its name
  std::string op;      ///< of a parameter: "", "-", ":-", "+", ":+", "#", "##", "%" or "%%"
  ShWord operand;      ///< of `op`
  std::shared_ptr<const ShList> commands; ///< of a substitution
};

struct ShAssignment {
  std::string name;
  ShWord value;
};

struct ShCaseItem {
  std::vector<ShWord> patterns;
  ShList body; ///< may be empty
};

struct ShCommand {
  enum class Kind : std::uint8_t {
    simple,     ///< assignments, words
    group,      ///< lists: the body
    subshell,   ///< lists: the body
    if_then,    ///< lists: condition, body, condition, body, ..., perhaps the else part
    while_loop, ///< lists: condition, body
    until_loop, ///< lists: condition, body
    for_loop,   ///< name, words, lists: the body
    case_of,    ///< words: the one that is looked at; cases
  };
  Kind kind = Kind::simple;
  std::vector<ShAssignment> assignments;
  std::vector<ShWord> words;
  std::string name;
  std::vector<ShList> lists;
  std::vector<ShCaseItem> cases;
  bool redirected = false; ///< somehow
  bool silent = false;     ///< standard output goes to /dev/null
};

/// Commands with "&&" and "||" between them.
struct ShAndOr {
  enum class When : std::uint8_t { always, after_success, after_failure };
  struct Part {
    When when = When::always;
    bool negated = false;
    ShCommand command;
  };
  std::vector<Part> parts;
};

/// nullopt: a real shell has to read it.
[[nodiscard]] std::optional<ShList> parse_sh(std::string_view text);

} // namespace mmk::exec
