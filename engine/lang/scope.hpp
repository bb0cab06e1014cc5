// Variable tables. A Scope maps names to variables: one each for internal, global and command line
// variables of a Session, and one per target for its local variables (.TARGET, .ALLSRC,
// target-local assignments).
#pragma once

#include "base/names.hpp"

#include <cstdint>
#include <memory>
#include <string>
#include <string_view>
#include <vector>

namespace mmk::lang {

class Template; // a parsed expression text, see template.hpp

struct Variable {
  Name name;
  std::string value;
  /// `value` parsed once; dropped whenever the value changes. Owned by the Variables' cache or
  /// null.
  std::shared_ptr<const Template> parsed;
  bool in_use = false; ///< being expanded: a second entry means "Variable X is recursive."
  bool from_cmdline = false;
  bool from_environment = false;
  bool exported = false;
  bool reexport =
      false; ///< exported value depended on other variables: export again before each command
  bool read_only = false; ///< .READONLY / internal
  bool fickle = false;    ///< who looks at it learns what the next run will find otherwise
};

class Scope {
public:
  /// `label` names the scope in -dv output: "Global", "Command", "Internal", or a target's name.
  explicit Scope(std::string label) : m_label(std::move(label)) {}
  Scope(Scope&&) = default;
  Scope& operator=(Scope&&) = default;

  [[nodiscard]] const std::string& label() const { return m_label; }
  /// Where a target's commands stand, for messages about them; `file` outlives the scope.
  void set_place(std::string_view file, int line) {
    m_file = file;
    m_line = line;
  }
  [[nodiscard]] std::string_view file() const { return m_file; }
  [[nodiscard]] int line() const { return m_line; }
  [[nodiscard]] Variable* find(Name name) {
    const std::size_t at = position(name);
    return at == k_no_item ? nullptr : m_variables[at].get();
  }
  [[nodiscard]] const Variable* find(Name name) const {
    const std::size_t at = position(name);
    return at == k_no_item ? nullptr : m_variables[at].get();
  }
  /// The variable, created empty if absent. References stay valid until erase().
  Variable& get(Name name);
  void erase(Name name);
  void clear();
  [[nodiscard]] bool empty() const { return m_variables.empty(); }
  /// In no particular order.
  [[nodiscard]] std::vector<const Variable*> all() const;

private:
  std::string m_label;
  std::string_view m_file;
  int m_line = 0;
  [[nodiscard]] std::size_t position(Name name) const;
  void rebuild(std::size_t slots);
  void index_add(std::size_t item);

  static constexpr std::uint32_t k_no_item = 0xffffffffU;
  static constexpr std::size_t k_usual = 2;
  static constexpr std::size_t k_linear = 8; ///< so few are searched one after the other
  std::vector<Name> m_names;                 ///< parallel to m_variables, for fast searches
  std::vector<std::unique_ptr<Variable>> m_variables;
  /// Open addressing from names to positions; empty while there are few.
  std::vector<std::uint32_t> m_index;
};

} // namespace mmk::lang
