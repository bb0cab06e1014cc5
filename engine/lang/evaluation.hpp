// The state of one expression while its modifiers are applied: value, definedness, word separator.
// This is what the modifiers in modifiers/ work on; knows the expander, not the syntax.
#pragma once

#include "lang/template.hpp"
#include "lang/variables.hpp"

#include <string>
#include <string_view>

namespace mmk::lang {

class Expander;

enum class Definedness : std::uint8_t {
  regular,   ///< there is such a variable
  undefined, ///< there is none
  defined,   ///< there is none, but a modifier gave the expression a value
};

class Evaluation {
public:
  Evaluation(Expander& expander, Scope& scope, EvalMode mode, std::string_view name)
      : m_expander(&expander), m_scope(&scope), m_mode(mode), m_name(name) {}

  [[nodiscard]] Expander& expander() { return *m_expander; }
  [[nodiscard]] Variables& variables();
  [[nodiscard]] Context& context();
  [[nodiscard]] Diagnostics& diag();
  [[nodiscard]] DebugLog& debug();
  [[nodiscard]] Scope& scope() { return *m_scope; }
  [[nodiscard]] EvalMode mode() const { return m_mode; }
  [[nodiscard]] bool evaluates() const { return m_mode != EvalMode::parse_only; }
  [[nodiscard]] std::string_view name() const { return m_name; }

  [[nodiscard]] const std::string& value() const { return m_value; }
  [[nodiscard]] std::string take_value() { return std::move(m_value); }
  void set_value(std::string value) {
    m_value = std::move(value);
    m_error = false;
  }
  /// The value becomes erroneous: empty, and an error of the whole expression unless a later
  /// modifier replaces it.
  void set_error() {
    m_value.clear();
    m_error = true;
  }
  [[nodiscard]] bool is_error() const { return m_error; }

  [[nodiscard]] Definedness definedness() const { return m_definedness; }
  void set_definedness(Definedness definedness) { m_definedness = definedness; }
  void define() {
    if (m_definedness == Definedness::undefined) {
      m_definedness = Definedness::defined;
    }
  }

  [[nodiscard]] char separator() const { return m_separator; } ///< '\0' means none
  void set_separator(char separator) { m_separator = separator; }
  [[nodiscard]] bool single_word() const { return m_single_word; } ///< :tW, :[*]
  void set_single_word(bool on) { m_single_word = on; }

  /// An argument's value; a view into the source if it needs no evaluation, else of `storage`.
  [[nodiscard]] std::string_view argument(const Text& text, std::string& storage,
                                          std::string_view matched = {});
  /// As argument(), without the debug line and in any mode.
  [[nodiscard]] std::string_view argument_in(const Text& text, EvalMode mode, std::string& storage,
                                             std::string_view matched = {});
  void log_part(std::string_view part);

  /// Applies modifiers in turn. Gives the place in `source` where parsing goes on, `end` if all
  /// went well.
  [[nodiscard]] std::uint32_t apply(std::string_view source, const Modifier* first,
                                    std::uint32_t end);
  /// Applies modifiers from a text of their own (indirect ones); false if that stopped early.
  [[nodiscard]] bool apply_list(std::string_view modifiers);

private:
  enum class Step : std::uint8_t { next, stop, alternative };
  Step apply_one(std::string_view source, const Modifier& modifier);
  Step apply_indirect(std::string_view source, const Modifier& modifier);
  Outcome skip(const Modifier& modifier);
  void log_before(std::string_view source, const Modifier& modifier);
  void log_after(std::string_view source, const Modifier& modifier);
  void check_trailer(std::string_view source, const Modifier& modifier);

  Expander* m_expander;
  Scope* m_scope;
  EvalMode m_mode;
  std::string_view m_name;
  std::string m_value;
  Definedness m_definedness = Definedness::regular;
  bool m_error = false;
  char m_separator = ' ';
  bool m_single_word = false;
};

/// Where an expression that fails at `pos` is resumed: one byte later unless at the end.
[[nodiscard]] inline std::uint32_t resume_after(std::string_view source, std::uint32_t pos) {
  return pos < source.size() ? pos + 1 : pos;
}

} // namespace mmk::lang
