// A node of the dependency graph: what a makefile says about one target, and how far its making has
// come. Plain data that graph, sched and cli share; bmake's GNode. Knows nothing of jobs.
#pragma once

#include "base/timestamp.hpp"
#include "lang/diagnostics.hpp"
#include "lang/scope.hpp"

#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

namespace mmk::graph {

/// Attribute bits; names are bmake's OP_* without the prefix.
enum class Attr : std::uint64_t {
  depends = 1ULL << 0,     ///< ':' operator
  force = 1ULL << 1,       ///< '!' operator: always out of date
  doubledep = 1ULL << 2,   ///< '::' operator
  optional = 1ULL << 3,    ///< .OPTIONAL
  use = 1ULL << 4,         ///< .USE
  exec = 1ULL << 5,        ///< .EXEC
  ignore = 1ULL << 6,      ///< .IGNORE
  precious = 1ULL << 7,    ///< .PRECIOUS
  silent = 1ULL << 8,      ///< .SILENT
  make = 1ULL << 9,        ///< .MAKE / .RECURSIVE
  join = 1ULL << 10,       ///< .JOIN
  made = 1ULL << 11,       ///< .MADE
  special = 1ULL << 12,    ///< .BEGIN and the like
  usebefore = 1ULL << 13,  ///< .USEBEFORE
  invisible = 1ULL << 14,  ///< .INVISIBLE
  notmain = 1ULL << 15,    ///< .NOTMAIN
  phony = 1ULL << 16,      ///< .PHONY
  nopath = 1ULL << 17,     ///< .NOPATH
  wait = 1ULL << 18,       ///< the .WAIT pseudo source
  nometa = 1ULL << 19,     ///< .NOMETA
  meta = 1ULL << 20,       ///< .META
  nometa_cmp = 1ULL << 21, ///< .NOMETA_CMP
  submake = 1ULL << 22,    ///< a command mentions ${.MAKE}
  transform = 1ULL << 23,  ///< a suffix transformation rule
  member = 1ULL << 24,     ///< archive member
  lib = 1ULL << 25,        ///< library (-lfoo or .LIBS suffix)
  archv = 1ULL << 26,      ///< archive(member) construct
  has_commands = 1ULL << 27,
  save_commands = 1ULL << 28, ///< "..." seen: the rest runs at the end
  deps_found = 1ULL << 29,    ///< implicit sources were looked for
  mark = 1ULL << 30,          ///< for cycle detection walks
  nofilemon = 1ULL << 31,     ///< ours: .NOFILEMON, run this target untraced
};

class Attrs {
public:
  constexpr Attrs() = default;
  constexpr Attrs(Attr bit)
      : m_bits(static_cast<std::uint64_t>(bit)) {} // NOLINT: implicit by design
  [[nodiscard]] constexpr bool has(Attr bit) const {
    return (m_bits & static_cast<std::uint64_t>(bit)) != 0;
  }
  [[nodiscard]] constexpr bool any(Attrs bits) const { return (m_bits & bits.m_bits) != 0; }
  [[nodiscard]] constexpr bool none() const { return m_bits == 0; }
  constexpr Attrs& operator|=(Attrs bits) {
    m_bits |= bits.m_bits;
    return *this;
  }
  constexpr Attrs operator|(Attrs bits) const { return Attrs(*this) |= bits; }
  constexpr void clear(Attrs bits) { m_bits &= ~bits.m_bits; }
  constexpr bool operator==(const Attrs&) const = default;

private:
  std::uint64_t m_bits = 0;
};
constexpr Attrs operator|(Attr a, Attr b) {
  return Attrs(a) | b;
}

/// Any dependency operator was seen, i.e. the name stands left of one.
inline constexpr Attrs k_operators = Attr::depends | Attr::force | Attr::doubledep;

/// Life of a target; bmake's enum GNodeMade. Transitions happen in sched only:
/// unmade -> deferred -> requested -> being_made -> made | up_to_date | error | aborted.
enum class Made : std::uint8_t {
  unmade,
  deferred,
  requested,
  being_made,
  made,
  up_to_date,
  error,
  aborted
};

struct Command {
  std::string text; ///< unexpanded, without the leading tab
  lang::Location where;
};

struct Suffix; // suffixes.hpp

struct Target {
  explicit Target(std::string target_name) : name(std::move(target_name)), vars(name) {
    if (name.starts_with("-l")) {
      attrs |= Attr::lib; // -lfoo stands for libfoo.a on the library path
    }
  }

  std::string name;  ///< as in the makefile
  std::string uname; ///< unexpanded name of a source, "" if the same
  std::string path;  ///< where it was found, "" if not (yet): what .TARGET then becomes
  Attrs attrs;
  Made made = Made::unmade;

  // flags that live outside Attrs because they describe the walk, not the makefile
  bool remake = false;      ///< part of the current build
  bool child_made = false;  ///< a child was rebuilt
  bool force = false;       ///< make it even if up to date
  bool done_wait = false;   ///< .WAIT children processed
  bool done_order = false;  ///< requested by way of .ORDER
  bool from_depend = false; ///< created while reading .depend
  bool done_allsrc = false; ///< .ALLSRC and .OODATE are set
  bool cycle = false;       ///< found in a cycle
  bool internal = false;    ///< made up by the engine

  TimeStamp mtime;                  ///< 0 = does not exist
  Target* youngest_child = nullptr; ///< newest child
  int unmade = 0;                   ///< children not made yet
  int order_unmade = 0;

  std::vector<Target*> children;
  std::vector<Target*> parents;
  std::vector<Target*> implicit_parents; ///< targets that this one is the implied source of
  std::vector<Target*> order_pred;       ///< .ORDER: must be made before this
  std::vector<Target*> order_succ;
  std::vector<Target*> cohorts; ///< '::': the other rules of the same name
  Target* centurion = nullptr;  ///< the cohort's first node
  int cohort_num = 0;           ///< "#N" in debug output, 0 for the first
  int unmade_cohorts = 0;

  lang::Scope vars; ///< local variables
  std::vector<Command> commands;
  std::vector<Command> dollar_saved; ///< commands behind "...", run by .END
  const Suffix* suffix = nullptr;
  lang::Location where; ///< first dependency line, line 0 if none

  [[nodiscard]] bool is_target() const { return attrs.any(k_operators); }
  /// What the file is called on disk: path if known, else name.
  [[nodiscard]] const std::string& file() const { return path.empty() ? name : path; }
  [[nodiscard]] bool is_done() const { return made >= Made::made; }
};

} // namespace mmk::graph
