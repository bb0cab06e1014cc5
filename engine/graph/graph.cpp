#include "graph/graph.hpp"

namespace mmk::graph {

Target* Graph::find(std::string_view name) {
  const auto it = m_by_name.find(name);
  return it == m_by_name.end() ? nullptr : it->second;
}

const Target* Graph::find(std::string_view name) const {
  const auto it = m_by_name.find(name);
  return it == m_by_name.end() ? nullptr : it->second;
}

Target& Graph::get(std::string_view name) {
  if (Target* const known = find(name)) {
    return *known;
  }
  Target& target = m_targets.emplace_back(std::string(name));
  m_by_name.emplace(target.name, &target);
  list(target);
  return target;
}

Target& Graph::add_internal(std::string_view name) {
  Target& target = add_unlisted(name);
  list(target);
  return target;
}

void Graph::list(Target& target) {
  if (m_services.debug.on(Debug::targ)) {
    m_services.debug.print("Adding \"{}\" to all targets.\n", target.name);
  }
  m_order.push_back(&target);
  m_services.variables.append(m_services.variables.global(), ".ALLTARGETS", target.name);
}

Target& Graph::add_unlisted(std::string_view name) {
  return m_targets.emplace_back(std::string(name));
}

void link(Target& parent, Target& child) {
  parent.children.push_back(&child);
  child.parents.push_back(&parent);
  ++parent.unmade;
}

} // namespace mmk::graph
