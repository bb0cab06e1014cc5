#include "graph/attributes.hpp"

#include <fmt/format.h>

namespace mmk::graph {

namespace {

struct AttrName {
  Attr attr;
  std::string_view name;
};

/// In the order of bmake's bits.
constexpr AttrName k_attr_names[] = {
    {Attr::depends, "OP_DEPENDS"},
    {Attr::force, "OP_FORCE"},
    {Attr::doubledep, "OP_DOUBLEDEP"},
    {Attr::optional, "OP_OPTIONAL"},
    {Attr::use, "OP_USE"},
    {Attr::exec, "OP_EXEC"},
    {Attr::ignore, "OP_IGNORE"},
    {Attr::precious, "OP_PRECIOUS"},
    {Attr::silent, "OP_SILENT"},
    {Attr::make, "OP_MAKE"},
    {Attr::join, "OP_JOIN"},
    {Attr::made, "OP_MADE"},
    {Attr::special, "OP_SPECIAL"},
    {Attr::usebefore, "OP_USEBEFORE"},
    {Attr::invisible, "OP_INVISIBLE"},
    {Attr::notmain, "OP_NOTMAIN"},
    {Attr::phony, "OP_PHONY"},
    {Attr::nopath, "OP_NOPATH"},
    {Attr::wait, "OP_WAIT"},
    {Attr::nometa, "OP_NOMETA"},
    {Attr::meta, "OP_META"},
    {Attr::nometa_cmp, "OP_NOMETA_CMP"},
    {Attr::submake, "OP_SUBMAKE"},
    {Attr::transform, "OP_TRANSFORM"},
    {Attr::member, "OP_MEMBER"},
    {Attr::lib, "OP_LIB"},
    {Attr::archv, "OP_ARCHV"},
    {Attr::has_commands, "OP_HAS_COMMANDS"},
    {Attr::save_commands, "OP_SAVE_CMDS"},
    {Attr::deps_found, "OP_DEPS_FOUND"},
    {Attr::mark, "OP_MARK"},
    {Attr::nofilemon, "OP_NOFILEMON"},
};

void append_name(std::string& names, std::string_view name) {
  if (!names.empty()) {
    names += '|';
  }
  names += name;
}

} // namespace

std::string attribute_names(Attrs attributes) {
  std::string names;
  for (const AttrName& known : k_attr_names) {
    if (attributes.has(known.attr)) {
      append_name(names, known.name);
    }
  }
  return names.empty() ? "none" : names;
}

std::string flag_names(const Target& target) {
  const struct {
    bool on;
    std::string_view name;
  } flags[] = {
      {target.remake, "REMAKE"},
      {target.child_made, "CHILDMADE"},
      {target.force, "FORCE"},
      {target.done_wait, "DONE_WAIT"},
      {target.done_order, "DONE_ORDER"},
      {target.from_depend, "FROM_DEPEND"},
      {target.done_allsrc, "DONE_ALLSRC"},
      {target.cycle, "CYCLE"},
  };
  std::string names;
  for (const auto& flag : flags) {
    if (flag.on) {
      append_name(names, flag.name);
    }
  }
  return names.empty() ? "none" : names;
}

std::string_view made_name(Made made) {
  constexpr std::string_view k_names[] = {"unmade", "deferred",   "requested",       "being made",
                                          "made",   "up-to-date", "error when made", "aborted"};
  return k_names[static_cast<std::size_t>(made)];
}

std::string numbered_name(const Target& target) {
  return target.cohort_num == 0 ? target.name
                                : fmt::format("{}#{}", target.name, target.cohort_num);
}

std::string summary(const Target& target) {
  return fmt::format("# {}, {}, type {}, flags {}\n", numbered_name(target), made_name(target.made),
                     attribute_names(target.attrs), flag_names(target));
}

} // namespace mmk::graph
