#include "graph/rules.hpp"

namespace mmk::graph {

namespace {

/// The source of a .USE target as `target` gets it: its name may speak of the target.
Target& source_for(Graph& graph, Target& source, Target& target) {
  const std::string& name = source.uname.empty() ? source.name : source.uname;
  if (name.find('$') == std::string::npos) {
    return source;
  }
  return graph.get(graph.services().variables.expand(name, target.vars, lang::EvalMode::eval));
}

} // namespace

void apply_use(Graph& graph, Target& use, Target& target) {
  if (use.attrs.any(Attr::use | Attr::usebefore) || target.commands.empty()) {
    const auto place =
        use.attrs.has(Attr::usebefore) ? target.commands.begin() : target.commands.end();
    target.commands.insert(place, use.commands.begin(), use.commands.end());
  }
  for (Target* const child : use.children) {
    link(target, source_for(graph, *child, target));
  }
  Attrs inherited = use.attrs;
  inherited.clear(k_operators | Attr::use | Attr::usebefore | Attr::transform);
  target.attrs |= inherited;
}

} // namespace mmk::graph
