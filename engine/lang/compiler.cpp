#include "lang/compiler.hpp"

#include "lang/evaluation.hpp"
#include "lang/modifiers/table.hpp"

#include <cstring>
#include <new>
#include <optional>
#include <tuple>
#include <utility>

namespace mmk::lang {

namespace {

constexpr int k_max_depth = 400; ///< nesting of expressions in one text; keeps the stack bounded

constexpr std::string_view k_not_plain = "${:\\}";

Outcome apply_bad(Evaluation& /*evaluation*/, const Modifier& /*modifier*/) {
  return Outcome::bad;
}

Outcome apply_unknown(Evaluation& evaluation, const Modifier& modifier) {
  evaluation.diag().parse(Level::fatal, "Unknown modifier \"{}\"", modifier.literal);
  evaluation.set_error();
  return Outcome::ok;
}

Outcome apply_unfinished(Evaluation& evaluation, const Modifier& modifier) {
  for (const Text* argument : {modifier.first, modifier.second}) {
    if (argument != nullptr && evaluation.evaluates()) {
      std::string ignored;
      (void)evaluation.argument(*argument, ignored);
    }
  }
  evaluation.diag().error("Unfinished modifier for \"{}\" ('{}' missing)", evaluation.name(),
                          modifier.letter);
  return Outcome::failed;
}

Outcome apply_message(Evaluation& evaluation, const Modifier& modifier) {
  if (modifier.flags != 0) {
    evaluation.diag().parse_text(evaluation.diag().current(), Level::fatal, modifier.literal);
  } else {
    evaluation.diag().error_text(modifier.literal);
  }
  return Outcome::failed;
}

} // namespace

std::string_view canonical_name(std::string_view name) {
  struct Alias {
    std::string_view from;
    std::string_view to;
  };
  static constexpr Alias k_aliases[] = {
      {".TARGET", "@"}, {".ALLSRC", ">"},  {".OODATE", "?"}, {".IMPSRC", "<"},
      {".PREFIX", "*"}, {".ARCHIVE", "!"}, {".MEMBER", "%"},
  };
  if (name.size() < 7 || name.size() > 8 || name[0] != '.') {
    return name == "^" ? ">" : name; // POSIX has its own spelling of .ALLSRC
  }
  for (const Alias& alias : k_aliases) {
    if (alias.from == name) {
      return alias.to;
    }
  }
  return name;
}

/// What has been read while text was read a second time, as another kind of modifier: it would be
/// read again and again, twice as often with every level of nesting.
struct Compiler::Known {
  int readings = 0; ///< second ones under way
  std::map<std::uint32_t, const Piece*> expressions;
  /// By place, closing bracket, and whether the name is empty.
  std::map<std::tuple<std::uint32_t, char, bool>, ModifierList> lists;
};

class Compiler::SecondReading {
public:
  explicit SecondReading(Compiler& compiler) {
    if (compiler.m_known == nullptr) {
      compiler.m_known = std::make_unique<Known>();
    }
    m_known = compiler.m_known.get();
    ++m_known->readings;
  }
  SecondReading(const SecondReading&) = delete;
  SecondReading& operator=(const SecondReading&) = delete;
  ~SecondReading() { --m_known->readings; }

private:
  Known* m_known;
};

Compiler::Compiler(NameTable& names, std::pmr::memory_resource& pool, std::string_view source)
    : m_names(&names), m_pool(&pool), m_source(source) {}

Compiler::~Compiler() = default;

/// Collects pieces; adjacent literal bytes become one piece.
class Compiler::Pieces {
public:
  Pieces(Compiler& compiler, std::uint32_t begin) : m_compiler(&compiler), m_begin(begin) {}

  void literal(std::uint32_t begin, std::uint32_t end) {
    if (begin == end) {
      return;
    }
    if (m_last != nullptr && m_last->kind == PieceKind::literal && m_last->value_end == begin &&
        m_last->end == begin) {
      m_last->end = m_last->value_end = end;
      return;
    }
    Piece* piece = m_compiler->make<Piece>();
    piece->begin = piece->value_begin = begin;
    piece->end = piece->value_end = end;
    add(piece);
  }
  void special(PieceKind kind, std::uint32_t begin, std::uint32_t end) {
    Piece* piece = m_compiler->make<Piece>();
    piece->kind = kind;
    piece->begin = begin;
    piece->end = end;
    add(piece);
  }
  /// Returns the end of the expression.
  std::uint32_t expression(std::uint32_t begin) {
    // The piece was made by this compiler and is not linked yet.
    Piece* piece = const_cast<Piece*>(m_compiler->expression(begin));
    add(piece);
    return piece->end;
  }
  const Text* finish(std::uint32_t end) {
    Text* text = m_compiler->make<Text>();
    text->source = m_compiler->m_source;
    text->first = m_first;
    text->begin = m_begin;
    text->end = end;
    return text;
  }

private:
  void add(Piece* piece) {
    (m_last == nullptr ? m_first : m_last->next) = piece;
    m_last = piece;
  }
  Compiler* m_compiler;
  std::uint32_t m_begin;
  Piece* m_first = nullptr;
  Piece* m_last = nullptr;
};

template <class T> T* Compiler::make() {
  static_assert(std::is_trivially_destructible_v<T>);
  return new (m_pool->allocate(sizeof(T), alignof(T))) T();
}

std::string_view Compiler::keep(std::string_view text) {
  if (text.empty()) {
    return {};
  }
  auto* bytes = static_cast<char*>(m_pool->allocate(text.size(), 1));
  std::memcpy(bytes, text.data(), text.size());
  return {bytes, text.size()};
}

const Text* Compiler::text() {
  return text_range(0, static_cast<std::uint32_t>(m_source.size()));
}

const Text* Compiler::text_range(std::uint32_t begin, std::uint32_t end) {
  Pieces pieces(*this, begin);
  std::uint32_t pos = begin;
  while (pos < end) {
    const std::size_t dollar = m_source.find('$', pos);
    const auto stop = static_cast<std::uint32_t>(std::min<std::size_t>(dollar, end));
    pieces.literal(pos, stop);
    pos = stop;
    if (pos >= end) {
      break;
    }
    if (at(pos + 1) == '$') {
      pieces.special(PieceKind::dollar, pos, pos + 2);
      pos += 2;
    } else {
      pos = pieces.expression(pos);
    }
  }
  return pieces.finish(pos);
}

const Text* Compiler::own_text(std::string_view source) {
  Compiler inner(*m_names, *m_pool, source);
  inner.m_depth = m_depth + 1;
  return inner.text();
}

const Piece* Compiler::expression(std::uint32_t begin) {
  if (m_known == nullptr || m_known->readings == 0) {
    return read_expression(begin);
  }
  auto known = m_known->expressions.find(begin);
  if (known == m_known->expressions.end()) {
    known = m_known->expressions.emplace(begin, read_expression(begin)).first;
  }
  return new (make<Piece>()) Piece(*known->second); // to be linked elsewhere
}

const Piece* Compiler::read_expression(std::uint32_t begin) {
  const char open = at(begin + 1);
  if (open != '{' && open != '(') {
    return short_expression(begin);
  }
  Piece* piece = make<Piece>();
  piece->begin = begin;
  if (plain_default(*piece)) {
    return piece;
  }
  return long_expression(begin);
}

/// ${:Utext} with nothing special in it, which is what .for loops make of their variables, is just
/// that text.
bool Compiler::plain_default(Piece& piece) const {
  if (m_source.substr(piece.begin, 4) != "${:U") {
    return false;
  }
  const std::size_t end = m_source.find_first_of(k_not_plain, piece.begin + 4);
  if (end == std::string_view::npos || m_source[end] != '}') {
    return false;
  }
  piece.kind = PieceKind::literal;
  piece.value_begin = piece.begin + 4;
  piece.value_end = static_cast<std::uint32_t>(end);
  piece.end = piece.value_end + 1;
  return true;
}

const Piece* Compiler::short_expression(std::uint32_t begin) {
  Piece* piece = make<Piece>();
  auto* expression = make<Expression>();
  piece->kind = PieceKind::expression;
  piece->expression = expression;
  piece->begin = expression->begin = begin;
  const bool valid = begin + 1 < m_source.size() &&
                     std::string_view(":)}$").find(m_source[begin + 1]) == std::string_view::npos;
  if (valid) {
    set_name(*expression, m_source.substr(begin + 1, 1));
  } else {
    expression->fault = ExpressionFault::bad_short_name;
  }
  piece->end = expression->end = begin + (valid ? 2 : 1);
  return piece;
}

const Piece* Compiler::long_expression(std::uint32_t begin) {
  Piece* piece = make<Piece>();
  auto* expression = make<Expression>();
  piece->kind = PieceKind::expression;
  piece->expression = expression;
  piece->begin = expression->begin = begin;
  expression->open = at(begin + 1);
  expression->close = expression->open == '{' ? '}' : ')';
  const auto size = static_cast<std::uint32_t>(m_source.size());
  std::uint32_t pos = begin + 2;
  if (m_depth >= k_max_depth) {
    expression->fault = ExpressionFault::too_deep;
    pos = size;
  } else {
    ++m_depth;
    const char outer_open = std::exchange(m_open, expression->open);
    const char outer_close = std::exchange(m_close, expression->close);
    const bool outer_empty = m_name_is_empty;
    pos = parse_name(*expression, pos);
    if (pos >= size) {
      expression->fault = ExpressionFault::unclosed;
    } else if (at(pos) == ':') {
      expression->has_modifiers = true;
      pos = modifiers(*expression, pos + 1);
    }
    m_open = outer_open;
    m_close = outer_close;
    m_name_is_empty = outer_empty;
    --m_depth;
  }
  piece->end = expression->end = pos < size ? pos + 1 : size;
  return piece;
}

std::uint32_t Compiler::parse_name(Expression& expression, std::uint32_t pos) {
  Pieces pieces(*this, pos);
  const std::uint32_t begin = pos;
  bool computed = false;
  int depth = 0;
  while (pos < m_source.size()) {
    const char c = m_source[pos];
    if (depth == 0 && (c == ':' || c == m_close)) {
      break;
    }
    if (c == '$') {
      pos = pieces.expression(pos);
      computed = true;
      continue;
    }
    depth += c == m_open ? 1 : c == m_close ? -1 : 0;
    pieces.literal(pos, pos + 1);
    ++pos;
  }
  if (computed) {
    expression.computed_name = pieces.finish(pos);
    m_name_is_empty = false;
    return pos;
  }
  const std::string_view name = slice(begin, pos);
  set_name(expression, name);
  m_name_is_empty = name.empty();
  return pos;
}

void Compiler::set_name(Expression& expression, std::string_view name) {
  const Name spelled = m_names->intern(name);
  const std::string_view canonical = canonical_name(name);
  expression.spelling = m_names->text(spelled);
  expression.name = canonical.data() == name.data() ? spelled : m_names->intern(canonical);
}

const Expression* Compiler::modifier_list(std::string_view name) {
  auto* expression = make<Expression>();
  m_name_is_empty = name.empty();
  expression->has_modifiers = true;
  const std::uint32_t pos = modifiers(*expression, 0);
  expression->end = pos;
  return expression;
}

/// Reads modifiers up to the closing bracket, the end, or the first one with a fault; gives the
/// place of the byte that ended it.
std::uint32_t Compiler::modifiers(Expression& expression, std::uint32_t pos) {
  const auto size = static_cast<std::uint32_t>(m_source.size());
  if (pos >= size && m_close != '\0') {
    expression.fault = ExpressionFault::unclosed_at_colon;
    return pos;
  }
  const Modifier** link = &expression.modifiers;
  while (pos < size && (m_close == '\0' || m_source[pos] != m_close)) {
    auto* modifier = make<Modifier>();
    *link = modifier;
    link = &modifier->next;
    modifier->begin = pos;
    modifier->close = m_close;
    if (m_source[pos] == '$') {
      const Piece* piece = this->expression(pos);
      pos = indirect(*modifier, *piece);
      if (modifier->fault) {
        return pos;
      }
      continue;
    }
    if (one_modifier(*modifier, pos) == Parsed::fault) {
      return std::min(modifier->end, size);
    }
    set_trailer(*modifier, pos);
  }
  return pos;
}

/// The node of an indirect modifier; returns where the next modifier starts if this one is fine.
std::uint32_t Compiler::indirect(Modifier& modifier, const Piece& piece) {
  const auto size = static_cast<std::uint32_t>(m_source.size());
  auto* text = make<Text>();
  text->source = m_source;
  text->first = &piece;
  text->begin = piece.begin;
  text->end = piece.end;
  modifier.indirect = true;
  modifier.first = text;
  modifier.end = piece.end;
  if (piece.end >= size) {
    modifier.trailer = m_close == '\0' ? Trailer::proper : Trailer::unclosed;
    return piece.end;
  }
  if (ends_modifier(piece.end)) {
    return at(piece.end) == ':' ? piece.end + 1 : piece.end;
  }
  // Text follows directly. If the value is empty, that text is the next modifier; if not, all of it
  // from the '$' on must be a :from=to, the only kind that may start with a '$'.
  auto* other = make<Expression>();
  auto* from_to = make<Modifier>();
  other->modifiers = from_to;
  from_to->begin = piece.begin;
  from_to->close = m_close;
  const std::uint32_t pos = alternative(*from_to, piece.begin);
  other->end = pos < size ? pos + 1 : size;
  modifier.alternative = other;
  return piece.end;
}

/// Reads it and those behind it.
std::uint32_t Compiler::alternative(Modifier& from_to, std::uint32_t pos) {
  const SecondReading again(*this);
  const auto size = static_cast<std::uint32_t>(m_source.size());
  if (one_modifier(from_to, pos) == Parsed::fault) {
    return std::min(from_to.end, size);
  }
  set_trailer(from_to, pos);
  if (pos >= size || at(pos) == m_close) {
    return pos;
  }
  const ModifierList further = further_modifiers(pos);
  from_to.next = further.first;
  return further.end;
}

Compiler::ModifierList Compiler::further_modifiers(std::uint32_t pos) {
  const std::tuple place(pos, m_close, m_name_is_empty);
  if (const auto known = m_known->lists.find(place); known != m_known->lists.end()) {
    return known->second;
  }
  Expression rest;
  const std::uint32_t end = modifiers(rest, pos);
  return m_known->lists.emplace(place, ModifierList{rest.modifiers, end}).first->second;
}

void Compiler::set_trailer(Modifier& modifier, std::uint32_t& pos) {
  modifier.end = pos;
  if (pos >= m_source.size()) {
    modifier.trailer = m_close == '\0' ? Trailer::proper : Trailer::unclosed;
  } else if (m_source[pos] == ':') {
    ++pos;
  } else if (m_close == '\0' || m_source[pos] != m_close) {
    modifier.trailer = Trailer::juxtaposed;
  }
}

Parsed Compiler::one_modifier(Modifier& modifier, std::uint32_t& pos) {
  const std::uint32_t begin = pos;
  const modifiers::Reader reader = modifiers::find_reader(at(pos));
  Parsed parsed = reader == nullptr ? Parsed::unknown : reader(*this, modifier, pos);
  if (parsed == Parsed::unknown) {
    std::optional<SecondReading> again;
    if (reader != nullptr) {
      again.emplace(*this);
    }
    pos = begin;
    parsed = modifiers::read_from_to(*this, modifier, pos);
  }
  if (parsed != Parsed::unknown) {
    return parsed;
  }
  // Guess where it ends. Reading goes on behind it with an erroneous value.
  pos = begin + 1;
  while (!ends_modifier(pos)) {
    ++pos;
  }
  modifier.apply = apply_unknown;
  modifier.fault = true;
  modifier.literal = slice(begin, std::min(pos, static_cast<std::uint32_t>(m_source.size())));
  return Parsed::ok;
}

Compiler::Part Compiler::part(std::uint32_t& pos, PartOptions options) {
  Part part;
  Pieces pieces(*this, pos);
  const char delimiter = options.delimiter;
  while (pos < m_source.size() && (options.to_end || m_source[pos] != delimiter)) {
    const char c = m_source[pos];
    const char next = at(pos + 1);
    const bool has_next = pos + 1 < m_source.size();
    if (c == '\\' && has_next &&
        (next == delimiter || next == '\\' || next == '$' || (next == '&' && options.ampersand))) {
      pieces.literal(pos + 1, pos + 2);
      pos += 2;
    } else if (c == '&' && options.ampersand) {
      pieces.special(PieceKind::matched, pos, pos + 1);
      ++pos;
    } else if (c == '$' && has_next && next == delimiter) {
      if (options.anchor) {
        part.anchored = true;
      } else {
        pieces.literal(pos, pos + 1);
      }
      ++pos;
    } else if (c == '$') {
      pos = pieces.expression(pos);
    } else {
      pieces.literal(pos, pos + 1);
      ++pos;
    }
  }
  pos = std::min(pos, static_cast<std::uint32_t>(m_source.size()));
  part.text = pieces.finish(pos);
  if (pos < m_source.size()) {
    part.complete = true;
    ++pos;
  }
  return part;
}

Compiler::Part Compiler::final_part(std::uint32_t& pos) {
  Part result = part(pos, {.delimiter = m_close, .to_end = m_close == '\0'});
  if (result.complete && m_close != '\0') {
    --pos;
  }
  result.complete = result.complete || m_close == '\0';
  return result;
}

std::optional<std::string_view> Compiler::raw_part(std::uint32_t& pos, char delimiter) {
  std::string out;
  const std::uint32_t begin = pos;
  while (pos < m_source.size() && m_source[pos] != delimiter) {
    const char c = m_source[pos];
    const char next = at(pos + 1);
    if (c == '\\' && pos + 1 < m_source.size() &&
        (next == delimiter || next == '\\' || next == '$')) {
      out += next;
      pos += 2;
      continue;
    }
    if (c != '$' || (next != '{' && next != '(')) {
      out += c;
      ++pos;
      continue;
    }
    const char closing = next == '{' ? '}' : ')';
    const std::uint32_t nested = pos;
    int depth = 1;
    for (pos += 2; pos < m_source.size() && depth > 0; ++pos) {
      if (m_source[pos - 1] != '\\') {
        depth += m_source[pos] == next ? 1 : m_source[pos] == closing ? -1 : 0;
      }
    }
    out += slice(nested, pos);
  }
  if (pos >= m_source.size()) {
    return std::nullopt;
  }
  const std::string_view plain = slice(begin, pos);
  ++pos;
  return plain == out ? plain : keep(out);
}

const Text* Compiler::defined_part(std::uint32_t& pos) {
  Pieces pieces(*this, pos);
  while (!ends_modifier(pos)) {
    const char c = m_source[pos];
    const char next = at(pos + 1);
    if (c == '\\' && pos + 1 < m_source.size() &&
        (next == ':' || (next == m_close && m_close != '\0') || next == '$' || next == '\\')) {
      pieces.literal(pos + 1, pos + 2);
      pos += 2;
    } else if (c == '$') {
      pos = pieces.expression(pos);
    } else {
      pieces.literal(pos, pos + 1);
      ++pos;
    }
  }
  return pieces.finish(pos);
}

Parsed Compiler::word(Modifier& modifier, std::uint32_t& pos, std::string_view word, Apply apply) {
  const auto end = static_cast<std::uint32_t>(pos + word.size());
  if (!m_source.substr(pos).starts_with(word) || !ends_modifier(end)) {
    return Parsed::unknown;
  }
  modifier.apply = apply;
  pos = end;
  return Parsed::ok;
}

Parsed Compiler::unfinished(Modifier& modifier, char delimiter) {
  modifier.apply = apply_unfinished;
  modifier.letter = delimiter;
  modifier.fault = true;
  modifier.end = static_cast<std::uint32_t>(m_source.size());
  return Parsed::fault;
}

Parsed Compiler::bad(Modifier& modifier, std::uint32_t& pos, std::uint32_t resume) {
  modifier.apply = apply_bad;
  modifier.fault = true;
  modifier.end = pos = resume;
  return Parsed::fault;
}

Parsed Compiler::message(Modifier& modifier, std::string_view text, bool parse_error) {
  modifier.apply = apply_message;
  modifier.fault = true;
  modifier.flags = parse_error ? 1 : 0;
  modifier.literal = keep(text);
  return Parsed::fault;
}

Template::Template(NameTable& names, std::string_view source)
    : m_source(source), m_pool(source.size() * 2 + 128) {
  m_text = Compiler(names, m_pool, m_source).text();
}

} // namespace mmk::lang
