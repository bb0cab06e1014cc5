// Turns texts with expressions into nodes (template.hpp). Syntax only: never looks at a value.
// Where the syntax is wrong it makes a node that reports the error when evaluation reaches it.
#pragma once

#include "lang/template.hpp"

#include <map>
#include <memory>
#include <memory_resource>
#include <optional>
#include <string_view>

namespace mmk::lang {

/// How reading one modifier went.
enum class Parsed : std::uint8_t {
  ok,
  unknown, ///< not this modifier after all: try :from=to
  fault,   ///< the modifier became an error node; the expression ends here
};

/// Local variables have several names; gives the shortest, oldest one (".TARGET" -> "@", "^" ->
/// ">"), else `name`.
[[nodiscard]] std::string_view canonical_name(std::string_view name);

class Compiler {
public:
  /// The source must outlive the nodes, which live in `pool`.
  Compiler(NameTable& names, std::pmr::memory_resource& pool, std::string_view source);
  ~Compiler();
  Compiler(const Compiler&) = delete;
  Compiler& operator=(const Compiler&) = delete;

  /// The whole source as a text in which "$$" is one dollar.
  [[nodiscard]] const Text* text();
  /// The expression at `begin`. Its first byte need not be '$' (the condition function empty()
  /// starts one byte before its parenthesis).
  [[nodiscard]] const Piece* expression(std::uint32_t begin);
  /// A modifier list without brackets, as an indirect modifier expands to.
  [[nodiscard]] const Expression* modifier_list(std::string_view name);
  /// Pieces from `begin` until `end` is reached or passed.
  [[nodiscard]] const Text* text_range(std::uint32_t begin, std::uint32_t end);

  // --- for the readers of modifiers
  [[nodiscard]] char at(std::uint32_t pos) const {
    return pos < m_source.size() ? m_source[pos] : '\0';
  }
  [[nodiscard]] std::string_view source() const { return m_source; }
  [[nodiscard]] std::string_view slice(std::uint32_t begin, std::uint32_t end) const {
    return m_source.substr(begin, end - begin);
  }
  [[nodiscard]] char close() const { return m_close; }
  [[nodiscard]] char open() const { return m_open; }
  /// ':' or the closing bracket or the end of the text.
  [[nodiscard]] bool ends_modifier(std::uint32_t pos) const {
    const char c = at(pos);
    return c == ':' || pos >= m_source.size() || (c == m_close && m_close != '\0');
  }
  /// Is the name of the expression known to be empty?
  [[nodiscard]] bool name_is_empty() const { return m_name_is_empty; }

  struct PartOptions {
    char delimiter = '\0';
    bool anchor = false;    ///< "$" before the delimiter is an anchor
    bool ampersand = false; ///< a plain '&' stands for the left side
    bool to_end = false;    ///< no delimiter: all of the source
  };
  struct Part {
    const Text* text = nullptr;
    bool anchored = false; ///< ended in an anchor
    bool complete = false; ///< the delimiter was there and is skipped
  };
  /// One argument up to its delimiter, with nested expressions.
  [[nodiscard]] Part part(std::uint32_t& pos, PartOptions options);
  /// The last argument, up to the closing bracket, which is not skipped.
  [[nodiscard]] Part final_part(std::uint32_t& pos);
  /// One argument up to its delimiter whose expressions are kept as text (bodies of loops).
  [[nodiscard]] std::optional<std::string_view> raw_part(std::uint32_t& pos, char delimiter);
  /// Argument of :D and :U.
  [[nodiscard]] const Text* defined_part(std::uint32_t& pos);
  /// `text` copied into the pool.
  [[nodiscard]] std::string_view keep(std::string_view text);
  /// A text of its own source, which must be in the pool or outlive it.
  [[nodiscard]] const Text* own_text(std::string_view source);

  /// A modifier that is just the word `word`; anything longer is not it.
  Parsed word(Modifier& modifier, std::uint32_t& pos, std::string_view word, Apply apply);

  // --- error nodes; `resume` is the byte before the one where parsing goes on
  Parsed unfinished(Modifier& modifier, char delimiter);
  Parsed bad(Modifier& modifier, std::uint32_t& pos, std::uint32_t resume);
  Parsed message(Modifier& modifier, std::string_view text, bool parse_error);

private:
  class Pieces;
  class SecondReading;
  struct Known;
  struct ModifierList {
    const Modifier* first;
    std::uint32_t end; ///< the byte that ended it
  };
  template <class T> T* make();
  const Piece* read_expression(std::uint32_t begin);
  const Piece* short_expression(std::uint32_t begin);
  const Piece* long_expression(std::uint32_t begin);
  bool plain_default(Piece& piece) const;
  std::uint32_t parse_name(Expression& expression, std::uint32_t pos);
  void set_name(Expression& expression, std::string_view name);
  std::uint32_t modifiers(Expression& expression, std::uint32_t pos);
  Parsed one_modifier(Modifier& modifier, std::uint32_t& pos);
  std::uint32_t indirect(Modifier& modifier, const Piece& piece);
  std::uint32_t alternative(Modifier& from_to, std::uint32_t pos);
  ModifierList further_modifiers(std::uint32_t pos);
  void set_trailer(Modifier& modifier, std::uint32_t& pos);

  NameTable* m_names;
  std::pmr::memory_resource* m_pool;
  std::string_view m_source;
  char m_open = '\0';
  char m_close = '\0';
  bool m_name_is_empty = false;
  int m_depth = 0;
  std::unique_ptr<Known> m_known; ///< none before anything is read a second time
};

} // namespace mmk::lang
