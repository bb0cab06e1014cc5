#include "lang/scope.hpp"

#include <algorithm>

namespace mmk::lang {

namespace {

/// Names are numbered in order, so neighbours must not end up in one cluster.
std::size_t spread(Name name) {
  return (name.value * 0x9e3779b1U) >> 7;
}

} // namespace

std::size_t Scope::position(Name name) const {
  if (m_index.empty()) {
    const auto found = std::find(m_names.begin(), m_names.end(), name);
    return found == m_names.end() ? std::size_t{k_no_item}
                                  : static_cast<std::size_t>(found - m_names.begin());
  }
  const std::size_t mask = m_index.size() - 1;
  for (std::size_t i = spread(name) & mask;; i = (i + 1) & mask) {
    const std::uint32_t item = m_index[i];
    if (item == k_no_item || m_names[item] == name) {
      return item;
    }
  }
}

void Scope::index_add(std::size_t item) {
  const std::size_t mask = m_index.size() - 1;
  std::size_t i = spread(m_names[item]) & mask;
  while (m_index[i] != k_no_item) {
    i = (i + 1) & mask;
  }
  m_index[i] = static_cast<std::uint32_t>(item);
}

void Scope::rebuild(std::size_t slots) {
  m_index.assign(slots, k_no_item);
  for (std::size_t item = 0; item < m_names.size(); ++item) {
    index_add(item);
  }
}

Variable& Scope::get(Name name) {
  if (Variable* variable = find(name)) {
    return *variable;
  }
  if (m_names.empty()) { // most scopes are those of targets that need .TARGET and .PREFIX only
    m_names.reserve(k_usual);
    m_variables.reserve(k_usual);
  }
  m_names.push_back(name);
  m_variables.push_back(std::make_unique<Variable>());
  m_variables.back()->name = name;
  if (m_names.size() * 2 > m_index.size() && m_names.size() > k_linear) {
    rebuild(std::max<std::size_t>(m_index.size() * 2, k_linear * 8));
  } else if (!m_index.empty()) {
    index_add(m_names.size() - 1);
  }
  return *m_variables.back();
}

void Scope::erase(Name name) {
  const std::size_t at = position(name);
  if (at == k_no_item) {
    return;
  }
  const std::size_t last = m_names.size() - 1;
  if (m_index.empty()) {
    std::swap(m_names[at], m_names[last]);
    std::swap(m_variables[at], m_variables[last]);
    m_names.pop_back();
    m_variables.pop_back();
    return;
  }
  // Close the gap in the index: what follows in the same cluster moves up.
  const std::size_t mask = m_index.size() - 1;
  const auto slot_of = [&](std::size_t item) {
    std::size_t i = spread(m_names[item]) & mask;
    while (m_index[i] != item) {
      i = (i + 1) & mask;
    }
    return i;
  };
  const std::size_t last_slot = slot_of(last);
  std::size_t hole = slot_of(at);
  m_index[last_slot] = static_cast<std::uint32_t>(at);
  std::swap(m_names[at], m_names[last]);
  std::swap(m_variables[at], m_variables[last]);
  m_names.pop_back();
  m_variables.pop_back();
  for (std::size_t i = (hole + 1) & mask; m_index[i] != k_no_item; i = (i + 1) & mask) {
    const std::size_t home = spread(m_names[m_index[i]]) & mask;
    if (((i - home) & mask) >= ((i - hole) & mask)) {
      m_index[hole] = m_index[i];
      hole = i;
    }
  }
  m_index[hole] = k_no_item;
}

void Scope::clear() {
  m_names.clear();
  m_variables.clear();
  m_index.clear();
}

std::vector<const Variable*> Scope::all() const {
  std::vector<const Variable*> variables;
  variables.reserve(m_variables.size());
  for (const std::unique_ptr<Variable>& variable : m_variables) {
    variables.push_back(variable.get());
  }
  return variables;
}

} // namespace mmk::lang
