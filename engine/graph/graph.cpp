#include "graph/graph.hpp"

namespace mmk::graph {

Target* Graph::find(std::string_view name) {
  return at(m_services.variables.context().names.find(name));
}

const Target* Graph::find(std::string_view name) const {
  return at(m_services.variables.context().names.find(name));
}

Target* Graph::at(Name name) const {
  Target* const* const slot = name.valid() ? m_by_name.find(name) : nullptr;
  return slot == nullptr ? nullptr : *slot;
}

Target& Graph::get(std::string_view name) {
  const Name key = m_services.variables.context().names.intern(name);
  if (Target* const known = at(key)) {
    return *known;
  }
  Target& target = m_targets.emplace_back(std::string(name));
  m_by_name[key] = &target;
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
