#include "graph/expand_children.hpp"

#include "fs/glob.hpp"
#include "graph/archive.hpp"

#include <algorithm>
#include <utility>

namespace mmk::graph {

namespace {

/// One expand_children() call: children move from the old list to the new one.
struct Expansion {
  Graph& graph;
  const Suffixes& suffixes;
  Target& target;
  std::vector<Target*> children; ///< the new list

  [[nodiscard]] bool log() const { return graph.services().debug.on(Debug::suff); }
  [[nodiscard]] DebugLog& debug() const { return graph.services().debug; }
  void keep(Target& child) { children.push_back(&child); }
  void add(Target& child) {
    children.push_back(&child);
    child.parents.push_back(&target);
    ++target.unmade;
  }
  void drop(Target& child) const {
    const auto at = std::find(child.parents.begin(), child.parents.end(), &target);
    if (at != child.parents.end()) {
      child.parents.erase(at);
    }
    --target.unmade;
  }
};

std::size_t blanks(std::string_view text, std::size_t at) {
  while (at < text.size() && (text[at] == ' ' || text[at] == '\t')) {
    ++at;
  }
  return at;
}

/// "$" with nothing behind it that could be a variable's name.
bool is_malformed(std::string_view text) {
  return text.size() < 2 || std::string_view(")}:$").find(text[1]) != std::string_view::npos;
}

/// Splits at blanks; blanks inside of expressions that are still there (undefined ones) and quoted
/// ones do not count.
std::vector<std::string> words_of(Expansion& expansion, std::string_view text) {
  lang::Variables& variables = expansion.graph.services().variables;
  std::vector<std::string> words;
  std::size_t at = blanks(text, 0);
  while (at < text.size()) {
    const std::size_t begin = at;
    while (at < text.size() && text[at] != ' ' && text[at] != '\t') {
      if (text[at] == '$' && is_malformed(text.substr(at))) {
        expansion.graph.services().diag.parse(
            lang::Level::fatal, "Malformed variable expression at \"{}\"", text.substr(at));
        ++at;
      } else if (text[at] == '$') {
        const std::size_t size =
            variables.expression_length(text.substr(at), expansion.target.vars);
        at += std::max<std::size_t>(size, 1);
      } else {
        at += text[at] == '\\' ? 2 : 1;
      }
    }
    at = std::min(at, text.size());
    words.emplace_back(text.substr(begin, at - begin));
    at = blanks(text, at);
  }
  return words;
}

/// True if `child` was a pattern; its matches (if any) take its place.
bool expand_pattern(Expansion& expansion, Target& child) {
  if (!fs::has_wildcards(child.name)) {
    return false;
  }
  Graph& graph = expansion.graph;
  std::vector<std::string> files;
  fs::expand_wildcards(graph.services().files, expansion.suffixes.search_path(child), graph.roots,
                       child.name, files, expansion.debug());
  for (const std::string& file : files) {
    if (expansion.log()) {
      expansion.debug().print("{}...", file);
    }
    expansion.add(graph.get(file));
  }
  if (expansion.log()) {
    expansion.debug().write("\n");
  }
  return true;
}

void expand_text(Expansion& expansion, Target& child) {
  Graph& graph = expansion.graph;
  if (expansion.log()) {
    expansion.debug().print("Expanding \"{}\"...", child.name);
  }
  const std::string text = graph.services().variables.expand(child.name, expansion.target.vars,
                                                             lang::EvalMode::eval_undef_error);
  std::vector<Target*> members;
  if (child.attrs.has(Attr::archv)) {
    std::string_view rest = text;
    (void)parse_archive(graph, rest, expansion.target.vars, members); // reports its errors
  } else {
    for (const std::string& word : words_of(expansion, text)) {
      members.push_back(&graph.get(word));
    }
  }
  for (Target* const member : members) {
    if (expansion.log()) {
      expansion.debug().print("{}...", member->name);
    }
    if (!expand_pattern(expansion, *member)) {
      expansion.add(*member);
    }
  }
  if (expansion.log()) {
    expansion.debug().write("\n");
  }
}

void expand_child(Expansion& expansion, Target& child) {
  // What .ORDER or .WAIT said about the unexpanded name cannot be said about its parts.
  if (!child.order_pred.empty() || !child.order_succ.empty() || child.attrs.has(Attr::wait)) {
    expansion.keep(child);
    return;
  }
  if (child.name.find('$') != std::string::npos) {
    expand_text(expansion, child);
    expansion.drop(child);
  } else if (expand_pattern(expansion, child)) {
    expansion.drop(child);
  } else {
    expansion.keep(child);
  }
}

bool needs_expansion(const Target* child) {
  return child->name.find_first_of("$*?[{") != std::string::npos;
}

} // namespace

void expand_children(Graph& graph, const Suffixes& suffixes, Target& target, std::size_t first) {
  const auto begin = target.children.begin() + static_cast<std::ptrdiff_t>(first);
  if (std::none_of(begin, target.children.end(), needs_expansion)) {
    return; // nearly always: do not copy the list
  }
  Expansion expansion{graph, suffixes, target, {}};
  const std::vector<Target*> old = target.children;
  expansion.children.assign(old.begin(), old.begin() + static_cast<std::ptrdiff_t>(first));
  for (std::size_t i = first; i < old.size(); ++i) {
    expand_child(expansion, *old[i]);
  }
  target.children = std::move(expansion.children);
}

} // namespace mmk::graph
