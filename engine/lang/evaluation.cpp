#include "lang/evaluation.hpp"

#include "lang/compiler.hpp"
#include "lang/expander.hpp"

#include <array>

namespace mmk::lang {

namespace {

std::string_view definedness_name(Definedness definedness) {
  switch (definedness) {
  case Definedness::regular:
    return "regular";
  case Definedness::undefined:
    return "undefined";
  case Definedness::defined:
    return "defined";
  }
  return "";
}

/// Debug output names the mode only where it is not the usual one.
std::string state_text(EvalMode mode, Definedness definedness) {
  const bool usual = (mode == EvalMode::eval || mode == EvalMode::eval_undef_error) &&
                     definedness == Definedness::regular;
  return usual ? "" : fmt::format(" ({}, {})", mode_name(mode), definedness_name(definedness));
}

} // namespace

Variables& Evaluation::variables() {
  return m_expander->variables();
}
Context& Evaluation::context() {
  return m_expander->context();
}
Diagnostics& Evaluation::diag() {
  return context().diag;
}
DebugLog& Evaluation::debug() {
  return context().debug;
}

void Evaluation::log_part(std::string_view part) {
  if (debug().on(Debug::var)) {
    debug().print("Modifier part: \"{}\"\n", part);
  }
}

std::string_view Evaluation::argument(const Text& text, std::string& storage,
                                      std::string_view matched) {
  const std::string_view value = argument_in(text, without_keep_dollar(m_mode), storage, matched);
  log_part(value);
  return value;
}

std::string_view Evaluation::argument_in(const Text& text, EvalMode mode, std::string& storage,
                                         std::string_view matched) {
  const Piece* piece = text.first;
  if (piece == nullptr) {
    return {};
  }
  if (piece->next == nullptr && piece->kind == PieceKind::literal) {
    return text.source.substr(piece->value_begin, piece->value_end - piece->value_begin);
  }
  storage.clear();
  m_expander->expand_part(text, *m_scope, mode, matched, storage);
  return storage;
}

std::uint32_t Evaluation::apply(std::string_view source, const Modifier* first, std::uint32_t end) {
  for (const Modifier* modifier = first; modifier != nullptr; modifier = modifier->next) {
    switch (modifier->indirect ? apply_indirect(source, *modifier) : apply_one(source, *modifier)) {
    case Step::next:
      break;
    case Step::stop:
      return resume_after(source, modifier->end);
    case Step::alternative:
      return apply(source, modifier->alternative->modifiers, modifier->alternative->end);
    }
  }
  return end;
}

Evaluation::Step Evaluation::apply_one(std::string_view source, const Modifier& modifier) {
  const bool log = debug().on(Debug::var);
  if (log) {
    log_before(source, modifier);
  }
  const Outcome outcome =
      evaluates() || modifier.fault ? modifier.apply(*this, modifier) : skip(modifier);
  if (outcome != Outcome::ok) {
    if (outcome == Outcome::bad) {
      const std::string_view rest = source.substr(modifier.begin);
      diag().error("Bad modifier \":{}\" for variable \"{}\"",
                   rest.substr(0, rest.find_first_of(":)}")), m_name);
    }
    set_error();
    return Step::stop;
  }
  if (modifier.defines == Defines::yes) {
    define();
  }
  if (log) {
    log_after(source, modifier);
  }
  if (modifier.trailer != Trailer::proper) {
    check_trailer(source, modifier);
  }
  return Step::next;
}

/// Looks for errors in a modifier that is not evaluated.
Outcome Evaluation::skip(const Modifier& modifier) {
  for (const Text* text : {modifier.first, modifier.second}) {
    if (text == nullptr || modifier.arguments == Arguments::own) {
      continue;
    }
    std::string ignored;
    m_expander->expand_part(*text, *m_scope, EvalMode::parse_only, {}, ignored);
    if (modifier.arguments == Arguments::parts) {
      log_part(text->source.substr(text->begin, text->end - text->begin));
    }
  }
  return Outcome::ok;
}

/// A modifier list that is the value of an expression.
Evaluation::Step Evaluation::apply_indirect(std::string_view source, const Modifier& modifier) {
  std::string modifiers;
  const Piece& piece = *modifier.first->first;
  (void)m_expander->evaluate(source, piece, *m_scope, m_mode, modifiers);
  if (!modifiers.empty() && modifier.alternative != nullptr) {
    return Step::alternative;
  }
  if (debug().on(Debug::var)) {
    debug().print("Indirect modifier \"{}\" from \"{}\"\n", modifiers,
                  source.substr(piece.begin, piece.end - piece.begin));
  }
  if (!modifiers.empty() && !apply_list(modifiers)) {
    return Step::stop; // reported already
  }
  if (modifier.trailer == Trailer::unclosed) {
    diag().error("Unclosed variable expression after indirect modifier, expecting '{}' for "
                 "variable \"{}\"",
                 modifier.close, m_name);
    return Step::stop;
  }
  return Step::next;
}

bool Evaluation::apply_list(std::string_view modifiers) {
  const Expander::Depth depth(*m_expander);
  // :ts and :tW from here do not last longer than the list.
  const char separator = std::exchange(m_separator, ' ');
  const bool single_word = std::exchange(m_single_word, false);
  std::array<std::byte, 512> bytes;
  std::pmr::monotonic_buffer_resource pool(bytes.data(), bytes.size());
  Compiler compiler(context().names, pool, modifiers);
  const Expression* list = compiler.modifier_list(m_name);
  (void)apply(modifiers, list->modifiers, list->end);
  m_separator = separator;
  m_single_word = single_word;
  return !m_error;
}

void Evaluation::log_before(std::string_view source, const Modifier& modifier) {
  const std::uint32_t next = modifier.begin + 1;
  const bool single =
      next >= source.size() || source[next] == ':' || source[next] == modifier.close;
  const std::string shape =
      fmt::format("${{{}:{}{}}}", m_name, source[modifier.begin], single ? "" : "...");
  if (!evaluates()) {
    debug().print("Parsing modifier {}\n", shape);
    return;
  }
  debug().print("Evaluating modifier {} on value \"{}\"{}\n", shape, m_value,
                state_text(m_mode, m_definedness));
}

void Evaluation::log_after(std::string_view source, const Modifier& modifier) {
  const std::string_view text = source.substr(modifier.begin, modifier.end - modifier.begin);
  const std::string value = m_error ? "error" : fmt::format("\"{}\"", m_value);
  debug().print("Result of ${{{}:{}}} is {}{}\n", m_name, text, value,
                state_text(m_mode, m_definedness));
}

void Evaluation::check_trailer(std::string_view source, const Modifier& modifier) {
  const std::string_view text = source.substr(modifier.begin, modifier.end - modifier.begin);
  if (modifier.trailer == Trailer::unclosed) {
    diag().error("Unclosed variable expression, expecting '{}' for modifier \"{}\" of variable "
                 "\"{}\" with value \"{}\"",
                 modifier.close, text, m_name, m_value);
  } else if (context().options.lint) {
    diag().parse(Level::fatal, "Missing delimiter ':' after modifier \"{}\"", text);
  }
}

} // namespace mmk::lang
