#include "exec/sh_variables.hpp"

#include <algorithm>
#include <array>
#include <string_view>

namespace mmk::exec {

namespace {

/// Longer values are not what makefiles ask for.
constexpr std::size_t k_most_text = 65'536;

/// Variables that a shell sets or reads itself; locale variables besides.
constexpr std::array<std::string_view, 41> k_special{
    "_",        "CDPATH",        "COLUMNS",  "DIRSTACK",
    "ENV",      "EPOCHREALTIME", "EUID",     "EPOCHSECONDS",
    "FUNCNAME", "GROUPS",        "HOME",     "HOSTNAME",
    "HOSTTYPE", "IFS",           "LANG",     "LANGUAGE",
    "LINENO",   "LINES",         "MACHTYPE", "MAIL",
    "MAILPATH", "OLDPWD",        "OPTARG",   "OPTERR",
    "OPTIND",   "OSTYPE",        "PATH",     "PPID",
    "PS1",      "PS2",           "PS4",      "POSIXLY_CORRECT",
    "RANDOM",   "SECONDS",       "SHELL",    "SHELLOPTS",
    "SHLVL",    "SRANDOM",       "TERM",     "UID",
    "PWD"};

bool is_special(std::string_view name) {
  return std::find(k_special.begin(), k_special.end(), name) != k_special.end() ||
         name.starts_with("BASH") || name.starts_with("COMP") || name.starts_with("HIST") ||
         name.starts_with("LC_") || name == "PIPESTATUS" || name == "MAILCHECK";
}

/// Special variables that have the environment's value in every shell.
bool is_inherited(std::string_view name) {
  constexpr std::array<std::string_view, 6> inherited{"HOME", "LANG",  "PATH",
                                                      "PWD",  "SHELL", "TERM"};
  return std::find(inherited.begin(), inherited.end(), name) != inherited.end() ||
         name.starts_with("LC_");
}

} // namespace

bool ShVariables::set(const std::string& name, std::string value) {
  if (is_special(name) || value.size() > k_most_text) {
    return false;
  }
  m_assigned[name] = std::move(value);
  return true;
}

bool ShVariables::get(const std::string& name, std::optional<std::string>& value) const {
  if (name[0] >= '0' && name[0] <= '9') {
    const auto i = static_cast<std::size_t>(name[0] - '0');
    value = i < m_arguments.size() ? std::optional(m_arguments[i]) : std::nullopt;
    return i != 0 || value;
  }
  const auto found = m_assigned.find(name);
  if (found != m_assigned.end()) {
    value = found->second;
    return true;
  }
  value = inherited(name);
  return !is_special(name) || (is_inherited(name) && value);
}

bool ShVariables::changes_environment() const {
  return std::any_of(m_assigned.begin(), m_assigned.end(),
                     [&](const auto& entry) { return inherited(entry.first).has_value(); });
}

std::optional<std::string> ShVariables::inherited(const std::string& name) const {
  for (const std::string& entry : *m_environment) {
    if (entry.size() > name.size() && entry[name.size()] == '=' && entry.starts_with(name)) {
      return entry.substr(name.size() + 1);
    }
  }
  return std::nullopt;
}

} // namespace mmk::exec
