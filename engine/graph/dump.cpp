#include "graph/dump.hpp"

#include <fmt/chrono.h>

#include <array>
#include <ctime>
#include <utility>

namespace mmk::graph {

namespace {

struct AttrName {
  Attr attr;
  std::string_view name;
};

constexpr std::array k_attr_names{
    AttrName{Attr::depends, "OP_DEPENDS"},
    AttrName{Attr::force, "OP_FORCE"},
    AttrName{Attr::doubledep, "OP_DOUBLEDEP"},
    AttrName{Attr::optional, "OP_OPTIONAL"},
    AttrName{Attr::use, "OP_USE"},
    AttrName{Attr::exec, "OP_EXEC"},
    AttrName{Attr::ignore, "OP_IGNORE"},
    AttrName{Attr::precious, "OP_PRECIOUS"},
    AttrName{Attr::silent, "OP_SILENT"},
    AttrName{Attr::make, "OP_MAKE"},
    AttrName{Attr::join, "OP_JOIN"},
    AttrName{Attr::made, "OP_MADE"},
    AttrName{Attr::special, "OP_SPECIAL"},
    AttrName{Attr::usebefore, "OP_USEBEFORE"},
    AttrName{Attr::invisible, "OP_INVISIBLE"},
    AttrName{Attr::notmain, "OP_NOTMAIN"},
    AttrName{Attr::phony, "OP_PHONY"},
    AttrName{Attr::nopath, "OP_NOPATH"},
    AttrName{Attr::wait, "OP_WAIT"},
    AttrName{Attr::nometa, "OP_NOMETA"},
    AttrName{Attr::meta, "OP_META"},
    AttrName{Attr::nometa_cmp, "OP_NOMETA_CMP"},
    AttrName{Attr::submake, "OP_SUBMAKE"},
    AttrName{Attr::transform, "OP_TRANSFORM"},
    AttrName{Attr::member, "OP_MEMBER"},
    AttrName{Attr::lib, "OP_LIB"},
    AttrName{Attr::archv, "OP_ARCHV"},
    AttrName{Attr::has_commands, "OP_HAS_COMMANDS"},
    AttrName{Attr::save_commands, "OP_SAVE_CMDS"},
    AttrName{Attr::deps_found, "OP_DEPS_FOUND"},
    AttrName{Attr::mark, "OP_MARK"},
    AttrName{Attr::nofilemon, "OP_NOFILEMON"},
};

/// Attributes shown behind "files that are only sources".
constexpr std::array k_source_attr_names{
    AttrName{Attr::optional, ".OPTIONAL"},   AttrName{Attr::use, ".USE"},
    AttrName{Attr::exec, ".EXEC"},           AttrName{Attr::ignore, ".IGNORE"},
    AttrName{Attr::precious, ".PRECIOUS"},   AttrName{Attr::silent, ".SILENT"},
    AttrName{Attr::make, ".MAKE"},           AttrName{Attr::join, ".JOIN"},
    AttrName{Attr::invisible, ".INVISIBLE"},
};

void append_name(std::string& text, std::string_view name) {
  text += text.empty() ? "" : "|";
  text += name;
}

std::string flag_names(const Target& target) {
  std::string text;
  for (const auto& [on, name] :
       {std::pair(target.remake, "REMAKE"), std::pair(target.child_made, "CHILDMADE"),
        std::pair(target.force, "FORCE"), std::pair(target.done_wait, "DONE_WAIT"),
        std::pair(target.done_order, "DONE_ORDER"), std::pair(target.from_depend, "FROM_DEPEND"),
        std::pair(target.done_allsrc, "DONE_ALLSRC"), std::pair(target.cycle, "CYCLE"),
        std::pair(target.internal, "INTERNAL")}) {
    if (on) {
      append_name(text, name);
    }
  }
  return text.empty() ? "none" : text;
}

std::string full_name(const Target& target) {
  return target.cohort_num == 0 ? target.name
                                : fmt::format("{}#{}", target.name, target.cohort_num);
}

std::string names_line(std::string_view title, const std::vector<Target*>& targets) {
  if (targets.empty()) {
    return "";
  }
  std::string text = fmt::format("# {}:", title);
  for (const Target* const target : targets) {
    text += ' ';
    text += full_name(*target);
  }
  return text + '\n';
}

std::string time_text(TimeStamp time) {
  const std::time_t seconds = time.seconds();
  std::tm parts{};
  ::localtime_r(&seconds, &parts);
  return fmt::format("{:%H:%M:%S %b %d, %Y}", parts);
}

std::string state_lines(const Target& target) {
  std::string text = target.unmade > 0 ? fmt::format("# {} unmade children\n", target.unmade)
                                       : "# No unmade children\n";
  if (target.attrs.any(Attr::join | Attr::use | Attr::usebefore | Attr::exec)) {
    return text;
  }
  if (!target.mtime.is_zero()) {
    text +=
        fmt::format("# last modified {}: {}\n", time_text(target.mtime), made_name(target.made));
  } else if (target.made != Made::unmade) {
    text += fmt::format("# nonexistent (maybe): {}\n", made_name(target.made));
  } else {
    text += "# unmade\n";
  }
  return text + names_line("implicit parents", target.implicit_parents);
}

std::string_view operator_text(const Target& target) {
  return target.attrs.has(Attr::doubledep) ? "::" : target.attrs.has(Attr::force) ? "!" : ":";
}

std::string rule_text(const Target& target) {
  std::string text = fmt::format("{:<16}{}", full_name(target), operator_text(target));
  for (const Target* const child : target.children) {
    text += ' ';
    text += full_name(*child);
  }
  text += '\n';
  for (const Command& command : target.commands) {
    // The walk without -j forgets commands as it runs them.
    text += fmt::format("\t{}\n", command.text.empty() ? "(null)" : command.text);
  }
  return text;
}

std::string node_text(Graph& graph, const Target& target, DumpPass pass) {
  std::string text = fmt::format("# {}\n", describe(target));
  if (!target.is_target() || text.ends_with("flags none\n")) {
    return text; // nothing happened to it
  }
  text += "#\n";
  if (&target == graph.main) {
    text += "# *** MAIN TARGET ***\n";
  }
  if (pass != DumpPass::input) {
    text += state_lines(target);
  } else if (target.unmade > 0) {
    text += fmt::format("# {} unmade children\n", target.unmade);
  }
  text += names_line("parents", target.parents);
  text += names_line("order_pred", target.order_pred);
  text += names_line("order_succ", target.order_succ);
  text += rule_text(target);
  text += "\n\n";
  if (target.attrs.has(Attr::doubledep)) {
    for (const Target* const cohort : target.cohorts) {
      text += node_text(graph, *cohort, pass);
    }
  }
  return text;
}

std::string sources_text(const Graph& graph) {
  std::string text = "#\n#   Files that are only sources:\n";
  for (const Target* const target : graph.all()) {
    if (target->is_target()) {
      continue;
    }
    text += fmt::format("#\t{} [{}]", target->name, target->file());
    for (const AttrName& item : k_source_attr_names) {
      if (target->attrs.has(item.attr)) {
        text += ' ';
        text += item.name;
      }
    }
    text += '\n';
  }
  return text;
}

std::string directories_text(Graph& graph) {
  const fs::SearchStats& stats = graph.services().files.search_stats;
  const int found = stats.hits + stats.near_misses + stats.losers;
  std::string text = fmt::format(
      "#*** Directory Cache:\n# Stats: {} hits {} misses {} near misses {} losers ({}%)\n"
      "#  refs  hits  directory\n",
      stats.hits, stats.misses, stats.near_misses, stats.losers,
      found == 0 ? 0 : stats.hits * 100 / found);
  text += fmt::format("#     1  {:>4}  {}\n", stats.hits, graph.roots.curdir);
  for (const std::string& directory : graph.path.dirs()) {
    if (directory != "." && directory != graph.roots.curdir) {
      text += fmt::format("#     1     0  {}\n", directory);
    }
  }
  return text + '\n';
}

} // namespace

std::string_view made_name(Made made) {
  switch (made) {
  case Made::unmade:
    return "unmade";
  case Made::deferred:
    return "deferred";
  case Made::requested:
    return "requested";
  case Made::being_made:
    return "being made";
  case Made::made:
    return "made";
  case Made::up_to_date:
    return "up-to-date";
  case Made::error:
    return "error when made";
  case Made::aborted:
    return "aborted";
  }
  return "";
}

std::string type_names(Attrs attrs) {
  std::string text;
  for (const AttrName& item : k_attr_names) {
    if (attrs.has(item.attr)) {
      append_name(text, item.name);
    }
  }
  return text.empty() ? "none" : text;
}

std::string describe(const Target& target) {
  return fmt::format("{}, {}, type {}, flags {}", full_name(target), made_name(target.made),
                     type_names(target.attrs), flag_names(target));
}

std::string dump_graph(Graph& graph, const Suffixes& suffixes, DumpPass pass) {
  lang::Variables& variables = graph.services().variables;
  std::string text = "#*** Input graph:\n";
  for (const Target* const target : graph.all()) {
    text += node_text(graph, *target, pass);
  }
  text += "\n\n";
  text += sources_text(graph);
  text += "#*** Global Variables:\n";
  text += variables.dump(variables.global());
  text += "#*** Command-line Variables:\n";
  text += variables.dump(variables.cmdline());
  text += '\n';
  text += directories_text(graph);
  text += suffixes.dump();
  return text;
}

} // namespace mmk::graph
