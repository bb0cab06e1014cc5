// Variables and arguments of shell text that runs without a shell: those of the environment, and
// those that it assigns. Leaves alone what a shell sets or reads itself.
#pragma once

#include <map>
#include <optional>
#include <string>
#include <vector>

namespace mmk::exec {

class ShVariables {
public:
  /// `arguments`: of the script, $0 first; empty: there is no script that they could belong to.
  ShVariables(const std::vector<std::string>& environment, std::vector<std::string> arguments)
      : m_environment(&environment), m_arguments(std::move(arguments)) {}

  /// False: it may mean something to a shell.
  bool set(const std::string& name, std::string value);
  /// `value`: nullopt if there is no such variable or argument. False: shells differ.
  bool get(const std::string& name, std::optional<std::string>& value) const;
  [[nodiscard]] const std::vector<std::string>& arguments() const { return m_arguments; }
  /// Would a program that the text executes see what it assigned?
  [[nodiscard]] bool changes_environment() const;

private:
  [[nodiscard]] std::optional<std::string> inherited(const std::string& name) const;

  const std::vector<std::string>* m_environment;
  std::vector<std::string> m_arguments;
  std::map<std::string, std::string> m_assigned;
};

} // namespace mmk::exec
