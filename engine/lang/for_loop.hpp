// A .for loop: its head, its items, and the text of each turn. bmake substitutes text: the body of
// a turn is the loop's body with `$i`, `${i}` and `${i:...}` turned into `${:Uvalue...}`, and is
// then read like a file.
#pragma once

#include <cstddef>
#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace mmk::lang {

/// `.for VARIABLES in ITEMS`, views into the line.
struct ForHead {
  enum class Problem : std::uint8_t { none, no_variables, no_in };
  Problem problem = Problem::none;
  std::vector<std::string_view> variables;
  std::string_view items; ///< unexpanded
};

/// Takes apart what follows ".for" (without the blanks behind it).
[[nodiscard]] ForHead parse_for_head(std::string_view text);

/// Words as the shell would see them, quotes and escapes left in place. Ends at a newline outside
/// of quotes.
[[nodiscard]] std::vector<std::string_view> split_quoted(std::string_view text);

class ForLoop {
public:
  /// `items` is the expanded text behind "in". The number of its words must be a multiple of the
  /// number of variables; see fits().
  ForLoop(const std::vector<std::string_view>& variables, std::string items);
  ForLoop(const ForLoop&) = delete;
  ForLoop& operator=(const ForLoop&) = delete;

  [[nodiscard]] std::size_t variable_count() const { return m_variables.size(); }
  [[nodiscard]] std::size_t item_count() const { return m_items.size(); }
  [[nodiscard]] bool fits() const { return m_items.size() % m_variables.size() == 0; }

  /// `body` must stay alive as long as the loop.
  void set_body(std::string_view body);

  /// The text of the next turn, nullopt behind the last. `newlines` counts the newlines in values
  /// that had to be replaced by blanks.
  [[nodiscard]] std::optional<std::string> next_turn(int& newlines);
  void stop() { m_next = m_items.size(); }

  /// "i = 1, j = 2" for the turn that runs.
  [[nodiscard]] std::string describe() const;

private:
  /// A piece of the body: literal text and the variable behind it, if any.
  struct Piece {
    std::string_view text;
    std::size_t variable = k_no_variable;
    char close = '\0';       ///< closing delimiter of the expression
    bool short_form = false; ///< $i: needs braces
  };
  static constexpr std::size_t k_no_variable = static_cast<std::size_t>(-1);

  [[nodiscard]] std::size_t find_long(std::string_view behind, char close) const;
  [[nodiscard]] std::size_t find_short(char name) const;

  std::vector<std::string> m_variables;
  std::string m_text;
  std::vector<std::string_view> m_items;
  std::vector<Piece> m_pieces;
  std::size_t m_next = 0;      ///< first item of the next turn
  std::size_t m_turn_size = 0; ///< of the last turn; the next will not be much longer
};

} // namespace mmk::lang
