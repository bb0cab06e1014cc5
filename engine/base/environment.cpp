#include "base/environment.hpp"

namespace mmk {

Environment::Environment(const std::vector<std::string>& entries) {
  for (const std::string& entry : entries) {
    const std::size_t eq = entry.find('=');
    if (eq != std::string::npos && eq != 0) {
      m_vars.emplace(entry.substr(0, eq), entry.substr(eq + 1));
    }
  }
}

std::optional<std::string_view> Environment::get(std::string_view name) const {
  const auto it = m_vars.find(name);
  if (it == m_vars.end()) {
    return std::nullopt;
  }
  return it->second;
}

void Environment::set(std::string_view name, std::string_view value) {
  const auto it = m_vars.find(name);
  if (it == m_vars.end() ||
      it->second != value) { // the same variables are exported again and again
    m_vars.insert_or_assign(std::string(name), std::string(value));
    ++m_version;
  }
  set_steady(name);
}

void Environment::set_steady(std::string_view name) {
  if (const auto it = m_fickle.find(name); it != m_fickle.end()) {
    m_fickle.erase(it);
  }
}

void Environment::unset(std::string_view name) {
  if (const auto it = m_vars.find(name); it != m_vars.end()) {
    m_vars.erase(it);
    ++m_version;
  }
}

std::vector<std::string> Environment::entries() const {
  std::vector<std::string> result;
  result.reserve(m_vars.size());
  for (const auto& [name, value] : m_vars) {
    result.push_back(name + "=" + value);
  }
  return result;
}

std::string temporary_directory(const Environment& environment) {
  const std::string_view directory = environment.get("TMPDIR").value_or("");
  return std::string(directory.empty() ? "/tmp" : directory);
}

} // namespace mmk
