#include "graph/implied_sources.hpp"

#include "fs/paths.hpp"
#include "graph/archive.hpp"
#include "graph/expand_children.hpp"
#include "graph/rules.hpp"

#include <algorithm>

namespace mmk::graph {

struct ImpliedSources::Search {
  std::vector<Candidate> all; ///< owner of the candidates; indices stay valid
  std::vector<int> tops;      ///< the target under each suffix that its name ends in
  std::vector<int> queue;     ///< to be tried, breadth first: short chains win

  void clear() {
    all.clear();
    tops.clear();
    queue.clear();
  }
};

ImpliedSources::ImpliedSources(Graph& graph, Suffixes& suffixes, TransformTable& table)
    : m_graph(graph), m_suffixes(suffixes), m_table(table), m_target(local_variable(".TARGET")),
      m_prefix(local_variable(".PREFIX")), m_search(std::make_unique<Search>()) {}

ImpliedSources::~ImpliedSources() = default;

void ImpliedSources::set(Target& target, std::string_view variable, std::string_view value) {
  m_graph.services().variables.set(target.vars, variable, value);
}

ImpliedSources::LocalVariable ImpliedSources::local_variable(std::string_view name) {
  const lang::Scope of_some_target("");
  return {name, m_graph.services().variables.id_of(of_some_target, name)};
}

void ImpliedSources::set_target_and_prefix(Target& target, std::string_view name,
                                           std::string_view prefix) {
  lang::Variables& variables = m_graph.services().variables;
  variables.set(target.vars, m_target.id, m_target.name, name, {});
  variables.set(target.vars, m_prefix.id, m_prefix.name, prefix, {});
}

void ImpliedSources::find(Target& target) {
  if (target.attrs.has(Attr::deps_found)) {
    return;
  }
  target.attrs |= Attr::deps_found;
  DebugLog& debug = m_graph.services().debug;
  if (debug.on(Debug::suff)) {
    debug.print("SuffFindDeps \"{}\"\n", target.name);
  }
  if (target.attrs.has(Attr::archv)) {
    find_member(target);
  } else if (target.attrs.has(Attr::lib)) {
    find_library(target);
  } else {
    find_regular(target);
  }
}

/// -lfoo does not follow file name conventions: no prefix, and its place is that of libfoo.a.
void ImpliedSources::find_library(Target& target) {
  const std::optional<std::string> lib_suffix =
      m_graph.services().variables.value(m_graph.services().variables.global(), "LIBSUFF");
  Suffix* const suffix = m_table.find(lib_suffix.value_or(".a"));
  set_suffix(target, suffix);
  if (suffix != nullptr) {
    locate_library(m_graph, target, suffix->path);
  }
  set_target_and_prefix(target, target.name, "");
}

/// lib(member): the member is searched like any target, then a rule may lead from its suffix to
/// the archive's.
void ImpliedSources::find_member(Target& target) {
  const std::size_t open = target.name.find('(');
  const std::size_t close = target.name.find(')', open);
  if (open == std::string::npos || close == std::string::npos) {
    // Parsed as archive(member) once, renamed since: an ordinary name then.
    target.attrs.clear(Attr::archv);
    find_regular(target);
    return;
  }
  const std::string_view archive = std::string_view(target.name).substr(0, open);
  Target& member = m_graph.get(std::string_view(target.name).substr(open + 1, close - open - 1));
  find(member);
  if (std::find(target.children.begin(), target.children.end(), &member) == target.children.end()) {
    link(target, member);
  }
  lang::Variables& variables = m_graph.services().variables;
  set(target, ".PREFIX", variables.value(member.vars, ".PREFIX").value_or(""));
  set(target, ".MEMBER", member.name);
  set(target, ".ARCHIVE", archive);
  set(target, ".TARGET", archive); // as other makes have it
  expand_children(m_graph, m_suffixes, target);

  Suffix* from = member.suffix == nullptr ? m_table.null : m_table.find(member.suffix->name);
  DebugLog& debug = m_graph.services().debug;
  if (member.suffix == nullptr && debug.on(Debug::suff)) {
    debug.print("using null suffix for {}\n", member.name);
  }
  if (from != nullptr) {
    const auto to = std::find_if(from->to.begin(), from->to.end(), [&](const Suffix* suffix) {
      return archive.ends_with(suffix->name);
    });
    if (to != from->to.end() && !apply_transform(target, member, **to, *from) &&
        debug.on(Debug::suff)) {
      debug.print("\tNo transformation from {} -> {}\n", from->name, (*to)->name);
    }
  }
  if (!target.is_target()) {
    target.attrs |= Attr::depends; // a rule for the archive is enough to update its members
  }
  // The member's time is in the archive, and nobody should try to make it as a file.
  member.attrs |= Attr::member | Attr::join | Attr::made;
}

void ImpliedSources::add_sources(Search& search, int parent) {
  const Suffix& target_suffix = *search.all[static_cast<std::size_t>(parent)].suffix;
  const std::string_view prefix = search.all[static_cast<std::size_t>(parent)].prefix;
  const auto add = [&](std::string file, Suffix& suffix) {
    search.queue.push_back(static_cast<int>(search.all.size()));
    search.all.push_back(Candidate{std::move(file), prefix, &suffix, parent, nullptr});
  };
  for (Suffix* const suffix : target_suffix.from) {
    if (suffix->is_null && !suffix->name.empty()) {
      add(std::string(prefix), *suffix); // the .NULL suffix stands for no suffix, too
    }
    add(std::string(prefix).append(suffix->name), *suffix);
  }
}

/// Fills in the target under each of its suffixes, and what it could be made from in one step.
void ImpliedSources::collect(Search& search, Target& target) {
  if (target.attrs.has(Attr::phony)) {
    return;
  }
  const std::string_view name = target.name;
  const auto add_top = [&](Suffix& suffix, std::size_t suffix_size, bool with_sources) {
    const int top = static_cast<int>(search.all.size());
    search.all.push_back(
        Candidate{target.name, name.substr(0, name.size() - suffix_size), &suffix, -1, &target});
    search.tops.push_back(top);
    if (with_sources) {
      add_sources(search, top);
    }
  };
  for (Suffix* const suffix : m_table.suffixes) {
    if (name.ends_with(suffix->name)) {
      add_top(*suffix, suffix->name.size(), true);
    }
  }
  if (search.tops.empty() && m_table.null != nullptr) {
    DebugLog& debug = m_graph.services().debug;
    // A target that has commands of its own does not want those of a single suffix rule.
    const bool wants_rules = target.commands.empty();
    if (debug.on(Debug::suff)) {
      debug.print("\tNo known suffix on {}. Using .NULL suffix\n", target.name);
      debug.print("{}adding suffix rules\n", wants_rules ? "" : "not ");
    }
    add_top(*m_table.null, 0, wants_rules);
  }
}

/// Was no file of that name tried before queue[next]? Rules may go round in circles.
bool ImpliedSources::is_new(const Search& search, std::size_t next) const {
  const std::string& file = search.all[static_cast<std::size_t>(search.queue[next])].file;
  const auto end = search.queue.begin() + static_cast<std::ptrdiff_t>(next);
  return std::none_of(search.queue.begin(), end, [&](int index) {
    return search.all[static_cast<std::size_t>(index)].file == file;
  });
}

/// The first candidate that is a target or a file; chains grow where there is none. -1: none.
int ImpliedSources::first_that_exists(Search& search) {
  DebugLog& debug = m_graph.services().debug;
  const bool log = debug.on(Debug::suff);
  for (std::size_t next = 0; next < search.queue.size(); ++next) {
    const int index = search.queue[next];
    Candidate& candidate = search.all[static_cast<std::size_t>(index)];
    if (log) {
      debug.print("\ttrying {}...", candidate.file);
    }
    candidate.node = m_graph.find(candidate.file);
    if (candidate.node != nullptr || fs::find_file(m_graph.services().files, candidate.suffix->path,
                                                   m_graph.roots, candidate.file, debug)) {
      if (log) {
        debug.write("got it\n");
      }
      return index;
    }
    if (log) {
      debug.write("not there\n");
    }
    if (is_new(search, next)) {
      add_sources(search, index);
    } else if (log) {
      debug.print("FindThem: skipping duplicate \"{}\"\n", candidate.file);
    }
  }
  return -1;
}

/// A source that the makefile names itself overrides what the search found, if one rule leads from
/// its suffix to the target's.
int ImpliedSources::among_children(Search& search, int top, Target& target) {
  const Candidate wanted = search.all[static_cast<std::size_t>(top)];
  for (Target* const child : target.children) {
    if (child->attrs.has(Attr::optional) && target.commands.empty()) {
      continue; // nobody has looked yet whether it exists
    }
    const std::string_view base = fs::basename(child->name);
    if (!base.starts_with(wanted.prefix)) {
      continue;
    }
    Suffix* const suffix = m_table.find(base.substr(wanted.prefix.size()));
    if (suffix == nullptr ||
        std::find(suffix->to.begin(), suffix->to.end(), wanted.suffix) == suffix->to.end()) {
      continue;
    }
    DebugLog& debug = m_graph.services().debug;
    if (debug.on(Debug::suff)) {
      debug.print("\tusing existing source {}\n", child->name);
    }
    search.all.push_back(Candidate{child->name, wanted.prefix, suffix, top, child});
    return static_cast<int>(search.all.size()) - 1;
  }
  return -1;
}

/// Makes `source` a source of `target` and gives target the rule's commands, attributes and
/// sources. False: there is no such rule (any more); the link stays, as in bmake.
bool ImpliedSources::apply_transform(Target& target, Target& source, Suffix& to, Suffix& from) {
  link(target, source);
  Target* const rule = m_table.transform(from.name + to.name);
  if (rule == nullptr) {
    return false;
  }
  DebugLog& debug = m_graph.services().debug;
  if (debug.on(Debug::suff)) {
    debug.print("\tapplying {} -> {} to \"{}\"\n", from.name, to.name, target.name);
  }
  const std::size_t before = target.children.size();
  apply_use(m_graph, *rule, target);
  expand_children(m_graph, m_suffixes, target, before);
  source.implicit_parents.push_back(&target); // for .IMPSRC
  return true;
}

void ImpliedSources::apply_chain(Search& search, int bottom, Target& target) {
  const auto at = [&](int index) -> Candidate& {
    return search.all[static_cast<std::size_t>(index)];
  };
  if (at(bottom).node == nullptr) {
    at(bottom).node = &m_graph.get(at(bottom).file);
  }
  int index = bottom;
  for (; at(index).parent >= 0; index = at(index).parent) {
    Candidate& source = at(index);
    Candidate& made = at(source.parent);
    set_suffix(*source.node, source.suffix);
    if (made.node == nullptr) {
      made.node = &m_graph.get(made.file);
    }
    apply_transform(*made.node, *source.node, *made.suffix, *source.suffix);
    if (made.node != &target) {
      // Its implied source is known already: what find() would do but for the search.
      made.node->attrs |= Attr::deps_found;
      set(*made.node, ".PREFIX", made.prefix);
      set(*made.node, ".TARGET", made.node->name);
    }
  }
  set_suffix(target, at(index).suffix);
}

/// Nothing implies a source: look the target itself up, so that .TARGET and .PREFIX (`prefix` so
/// far) tell its place.
void ImpliedSources::find_on_path(Target& target, Suffix* suffix, std::string_view prefix) {
  if (target.attrs.any(Attr::phony | Attr::nopath)) {
    return;
  }
  const fs::SearchPath& path = suffix == nullptr ? m_graph.path : suffix->path;
  std::optional<std::string> found = fs::find_file(m_graph.services().files, path, m_graph.roots,
                                                   target.name, m_graph.services().debug);
  if (!found) {
    target.path.clear(); // an earlier look settled for the name; its commands may make it elsewhere
    return;
  }
  if (*found != target.file()) {
    set(target, ".TARGET", *found);
  }
  target.path = std::move(*found);
  set_suffix(target, suffix);
  std::string_view stem = target.path;
  if (suffix != nullptr && stem.ends_with(suffix->name)) {
    stem.remove_suffix(suffix->name.size());
  }
  if (stem = fs::basename(stem); stem != prefix) {
    set(target, ".PREFIX", stem);
  }
}

void ImpliedSources::find_regular(Target& target) {
  Search& search = *m_search;
  search.clear();
  collect(search, target);
  int bottom = first_that_exists(search);
  int top = search.tops.empty() ? -1 : search.tops.front();
  if (bottom >= 0) {
    top = bottom;
    while (search.all[static_cast<std::size_t>(top)].parent >= 0) {
      top = search.all[static_cast<std::size_t>(top)].parent;
    }
  }
  const std::string_view prefix =
      top < 0 ? std::string_view(target.name) : search.all[static_cast<std::size_t>(top)].prefix;
  set_target_and_prefix(target, target.file(), prefix);
  expand_children(m_graph, m_suffixes, target);

  DebugLog& debug = m_graph.services().debug;
  if (top < 0) {
    if (debug.on(Debug::suff)) {
      debug.print("\tNo valid suffix on {}\n", target.name);
    }
    find_on_path(target, nullptr, prefix);
    return;
  }
  Suffix* const suffix = search.all[static_cast<std::size_t>(top)].suffix;
  if (suffix->is_lib) {
    target.attrs |= Attr::lib;
  }
  if (const int child = among_children(search, top, target); child >= 0) {
    bottom = child;
  }
  if (bottom < 0) {
    find_on_path(target, suffix, prefix);
  } else {
    apply_chain(search, bottom, target);
  }
}

} // namespace mmk::graph
