#include "lang/scope.hpp"

namespace mmk::lang {

Variable* Scope::find(Name name) {
  const auto found = m_variables.find(name);
  return found == m_variables.end() ? nullptr : found->second.get();
}

const Variable* Scope::find(Name name) const {
  const auto found = m_variables.find(name);
  return found == m_variables.end() ? nullptr : found->second.get();
}

Variable& Scope::get(Name name) {
  std::unique_ptr<Variable>& slot = m_variables[name];
  if (slot == nullptr) {
    slot = std::make_unique<Variable>();
    slot->name = name;
  }
  return *slot;
}

void Scope::erase(Name name) {
  m_variables.erase(name);
}

void Scope::clear() {
  m_variables.clear();
}

std::vector<const Variable*> Scope::all() const {
  std::vector<const Variable*> variables;
  variables.reserve(m_variables.size());
  for (const auto& [name, variable] : m_variables) {
    variables.push_back(variable.get());
  }
  return variables;
}

} // namespace mmk::lang
