// The environment that children will get: starts as the Host's, changed by .export/.unexport, never
// the process's own.
#pragma once

#include <cstddef>
#include <map>
#include <optional>
#include <set>
#include <string>
#include <string_view>
#include <vector>

namespace mmk {

class Environment {
public:
  Environment() = default;
  /// From "NAME=value" strings; entries without '=' are dropped, the first of duplicates wins (as
  /// getenv(3) sees it).
  explicit Environment(const std::vector<std::string>& entries);

  [[nodiscard]] std::optional<std::string_view> get(std::string_view name) const;
  void set(std::string_view name, std::string_view value);
  void unset(std::string_view name);
  /// The value `name` has now is another one in each run of the same command (a job pool's name).
  void set_fickle(std::string_view name) { m_fickle.emplace(name); }
  void set_steady(std::string_view name);
  [[nodiscard]] bool is_fickle(std::string_view name) const { return m_fickle.contains(name); }
  void clear() {
    m_vars.clear();
    ++m_version;
  }
  /// Another number whenever entries() may give something else.
  [[nodiscard]] std::size_t version() const { return m_version; }
  /// "NAME=value" strings, sorted by name.
  [[nodiscard]] std::vector<std::string> entries() const;

private:
  std::map<std::string, std::string, std::less<>> m_vars;
  std::set<std::string, std::less<>> m_fickle;
  std::size_t m_version = 0;
};

/// Where short-lived files go.
[[nodiscard]] std::string temporary_directory(const Environment& environment);

} // namespace mmk
