// Texts with expressions, parsed once: the nodes that the compiler makes and the expander walks.
// Pure data; knows neither variables nor scopes. All nodes of a Template live in its pool and die
// with it; offsets are into Text::source.
#pragma once

#include "base/names.hpp"

#include <cstdint>
#include <memory_resource>
#include <string>
#include <string_view>

namespace mmk::lang {

struct Expression;
struct Modifier;
class Evaluation;

enum class PieceKind : std::uint8_t {
  literal,    ///< bytes as they stand
  expression, ///< ${...} or $x
  dollar,     ///< "$$" where it means one dollar
  matched,    ///< '&' in the right side of :S: the whole left side
};

struct Piece {
  PieceKind kind = PieceKind::literal;
  std::uint32_t begin = 0;       ///< first byte in the source
  std::uint32_t end = 0;         ///< behind the last byte
  std::uint32_t value_begin = 0; ///< literal: the bytes it stands for (differs for ${:Utext})
  std::uint32_t value_end = 0;
  const Expression* expression = nullptr;
  Piece* next = nullptr;
};

/// A run of pieces over one source.
struct Text {
  std::string_view source;
  const Piece* first = nullptr;
  std::uint32_t begin = 0; ///< range of the source that the pieces cover
  std::uint32_t end = 0;
};

/// What is wrong with an expression before its first modifier.
enum class ExpressionFault : std::uint8_t {
  none,
  bad_short_name,    ///< '$' followed by nothing, ':', ')', '}' or '$'
  unclosed,          ///< "${name" up to the end
  unclosed_at_colon, ///< "${name:" up to the end
  too_deep,          ///< nested deeper than any sane makefile
};

struct Expression {
  std::uint32_t begin = 0; ///< of the '$'
  std::uint32_t end = 0;   ///< where parsing goes on if nothing unusual happens
  char open = '\0';        ///< '{' or '(', '\0' for the short form
  char close = '\0';
  ExpressionFault fault = ExpressionFault::none;
  bool has_modifiers = false;          ///< a ':' follows the name
  Name name;                           ///< canonical (".TARGET" is "@"); invalid if computed
  std::string_view spelling;           ///< the name as written; owned by the NameTable
  const Text* computed_name = nullptr; ///< set if the name holds expressions
  const Modifier* modifiers = nullptr;
};

/// How a modifier's application ended.
enum class Outcome : std::uint8_t {
  ok,
  failed, ///< the error was reported
  bad,    ///< report "Bad modifier"
};

using Apply = Outcome (*)(Evaluation& evaluation, const Modifier& modifier);

/// What stands behind a modifier.
enum class Trailer : std::uint8_t {
  proper,     ///< ':' or the closing bracket
  unclosed,   ///< the text ends without the closing bracket
  juxtaposed, ///< directly another modifier; lint mode complains
};

/// How the arguments of a modifier were parsed, which matters where nothing is evaluated.
enum class Arguments : std::uint8_t {
  parts,    ///< each logged as "Modifier part"
  in_place, ///< :D and :U: not logged
  own,      ///< texts of their own, looked at only in evaluation
};

/// What a modifier does to an undefined expression.
enum class Defines : std::uint8_t { no, yes };

struct Modifier {
  Apply apply = nullptr;
  std::uint32_t begin = 0;
  std::uint32_t end = 0;       ///< behind the modifier; parsing resumes one later after an error
  const Text* first = nullptr; ///< arguments, meaning by kind
  const Text* second = nullptr;
  std::string_view literal; ///< e.g. a variable name or a message
  std::uint64_t number = 0;
  char letter = '\0';
  std::uint8_t flags = 0; ///< meaning by kind
  Arguments arguments = Arguments::parts;
  bool indirect = false; ///< `first` names the modifiers to apply; `apply` is unused
  bool fault = false;    ///< apply reports an error, also when only parsing
  Defines defines = Defines::no;
  Trailer trailer = Trailer::proper;
  char close = '\0'; ///< of the expression, for messages
  const Modifier* next = nullptr;
  /// Indirect modifier directly followed by more text: the modifiers that apply instead of `next`
  /// if its value is not empty, and where the expression ends then.
  const Expression* alternative = nullptr;
};

/// A parsed text that owns its source and nodes.
class Template {
public:
  Template(NameTable& names, std::string_view source);
  Template(const Template&) = delete;
  Template& operator=(const Template&) = delete;

  [[nodiscard]] const Text& text() const { return *m_text; }
  /// Memory held, roughly.
  [[nodiscard]] std::size_t size() const { return m_source.size(); }

private:
  std::string m_source;
  std::pmr::monotonic_buffer_resource m_pool;
  const Text* m_text = nullptr;
};

} // namespace mmk::lang
