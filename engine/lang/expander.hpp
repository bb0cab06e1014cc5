// Walks parsed texts: looks variables up and puts their values together. Var_Subst and Var_Parse of
// bmake. Knows nodes, scopes and modes; parsing is the compiler's, modifiers are in modifiers/.
#pragma once

#include "base/fatal.hpp"
#include "lang/evaluation.hpp"
#include "lang/modifiers/regex_cache.hpp"
#include "lang/template.hpp"
#include "lang/variables.hpp"

#include <optional>
#include <random>
#include <string>
#include <string_view>

namespace mmk::lang {

enum class Status : std::uint8_t {
  ok,
  undefined, ///< no such variable
  error,     ///< reported, or undefined where that is an error
};

class Expander {
public:
  explicit Expander(Variables& variables) : m_variables(&variables) {}

  [[nodiscard]] Variables& variables() { return *m_variables; }
  [[nodiscard]] Context& context() { return m_variables->context(); }

  [[nodiscard]] modifiers::RegexCache& regexes() { return m_regexes; }
  [[nodiscard]] std::mt19937& random();
  /// Held while something is evaluated within something else: bounds how deep that goes.
  class Depth {
  public:
    explicit Depth(Expander& expander) : m_expander(&expander) { m_expander->enter(); }
    ~Depth() { --m_expander->m_depth; }
    Depth(const Depth&) = delete;
    Depth& operator=(const Depth&) = delete;

  private:
    Expander* m_expander;
  };

  void set_save_dollars(bool on) { m_save_dollars = on; }

  /// Every expression replaced, appended to `out`.
  void expand(const Text& text, Scope& scope, EvalMode mode, std::string& out);
  void expand(std::string_view text, Scope& scope, EvalMode mode, std::string& out);
  /// The same for an argument of a modifier: undefined and erroneous expressions are "".
  void expand_part(const Text& text, Scope& scope, EvalMode mode, std::string_view matched,
                   std::string& out);

  struct Result {
    Status status = Status::ok;
    std::uint32_t resume = 0; ///< where parsing goes on in the source
  };
  /// The value of one expression, appended to `out` if all is well.
  Result evaluate(std::string_view source, const Piece& piece, Scope& scope, EvalMode mode,
                  std::string& out);

private:
  void enter();
  void walk_inside(const Text& text, std::uint32_t begin, std::uint32_t end, Scope& scope,
                   EvalMode mode, std::string& out, std::uint32_t& resume);
  void walk_rest(std::string_view text, Scope& scope, EvalMode mode, std::string& out);
  void walk(const Text& text, Scope& scope, EvalMode mode, std::string& out);
  Result evaluate_expression(std::string_view source, const Expression& expression, Scope& scope,
                             EvalMode mode, std::string& out);
  Result fault(std::string_view source, const Expression& expression, Scope& scope, EvalMode mode);
  /// The variable that an expression is about.
  struct Subject {
    Variables::Found found;
    std::string_view legacy_modifier; ///< "H" and "T" of $(@D) and $(@F)
    bool late = false;                ///< a local variable that waits for its target
  };
  [[nodiscard]] Subject look_up(Scope& scope, Name id, std::string_view name);
  void warn_of_blank(std::string_view name);
  Result without_variable(std::string_view source, const Expression& expression,
                          std::string_view name, bool late, EvalMode mode, std::string& out);
  Result finish(std::string_view source, const Expression& expression, Evaluation& evaluation,
                bool dynamic, std::string& out);
  [[nodiscard]] FatalError recursion(const Variable& variable, const Scope& scope);
  void expand_value(Variable& variable, Scope& scope, EvalMode mode, std::string& out);
  void expand_found(const Variables::Found& found, Scope& scope, EvalMode mode, std::string& out);

  Variables* m_variables;
  modifiers::RegexCache m_regexes;
  std::optional<std::mt19937> m_random;
  bool m_save_dollars = false;
  bool m_error_reported = false; ///< in the text being expanded last
  int m_depth = 0;
};

[[nodiscard]] std::string_view mode_name(EvalMode mode);
[[nodiscard]] constexpr bool keeps_undefined(EvalMode mode) {
  return mode == EvalMode::eval_keep_undefined || mode == EvalMode::eval_keep_dollar_and_undefined;
}
[[nodiscard]] constexpr bool keeps_dollar(EvalMode mode) {
  return mode == EvalMode::eval_keep_dollar || mode == EvalMode::eval_keep_dollar_and_undefined;
}
[[nodiscard]] constexpr EvalMode without_keep_dollar(EvalMode mode) {
  return mode == EvalMode::eval_keep_dollar                 ? EvalMode::eval
         : mode == EvalMode::eval_keep_dollar_and_undefined ? EvalMode::eval_keep_undefined
                                                            : mode;
}

} // namespace mmk::lang
