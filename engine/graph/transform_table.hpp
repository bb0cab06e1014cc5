// The known suffixes and the transformation rules between them, as plain data shared by the two
// halves of suffixes.hpp: registration (suffixes.cpp) and search (implied_sources.cpp).
#pragma once

#include "base/debug_log.hpp"
#include "fs/search_path.hpp"
#include "graph/target.hpp"

#include <deque>
#include <string>
#include <string_view>
#include <unordered_map>
#include <vector>

namespace mmk::graph {

struct Suffix {
  std::string name;
  int number = 0; ///< order of declaration; decides which source suffix is tried first
  int refs = 0;   ///< as -dg shows it: uses in lists and targets
  bool is_include = false;
  bool is_lib = false;
  bool is_null = false;
  fs::SearchPath path;
  std::vector<Suffix*> to;   ///< suffixes this one can be turned into, by number
  std::vector<Suffix*> from; ///< suffixes it can be made from, by number
};

struct TransformTable {
  std::deque<Suffix> storage;    ///< cleared suffixes stay alive: targets may point at them
  std::vector<Suffix*> suffixes; ///< those that are in force, in order of declaration
  /// What a name without known suffix has, and the target side of single suffix rules: "" unless
  /// .NULL says otherwise.
  Suffix* null = nullptr;
  std::vector<Target*> transforms;
  std::unordered_map<std::string_view, Target*> transforms_by_name;

  [[nodiscard]] Suffix* find(std::string_view name) const;
  /// First declared suffix that `name` ends in, nullptr if there is none.
  [[nodiscard]] Suffix* of_name(std::string_view name) const;
  [[nodiscard]] Target* transform(std::string_view name) const;

  struct Pair {
    Suffix* from = nullptr;
    Suffix* to = nullptr;
  };
  /// Takes ".c.o" apart (or ".c": from .c to the null suffix); from is null if `name` is no rule's name.
  [[nodiscard]] Pair parse(std::string_view name) const;

  void relate(Suffix& from, Suffix& to, DebugLog& debug);
  static void unrelate(Suffix& from, Suffix& to);
};

/// Notes that the target was found to have this suffix.
void set_suffix(Target& target, Suffix* suffix);

} // namespace mmk::graph
