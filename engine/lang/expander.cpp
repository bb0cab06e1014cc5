#include "lang/expander.hpp"

#include "base/defer.hpp"
#include "base/fatal.hpp"
#include "lang/compiler.hpp"

#include <array>
#include <cstddef>

namespace mmk::lang {

namespace {

constexpr int k_max_depth = 1000; ///< nested evaluations; keeps the stack bounded

/// Parses short-lived texts without touching the heap while they are small.
class TemporaryPool {
public:
  TemporaryPool() : m_pool(m_bytes.data(), m_bytes.size()) {}
  [[nodiscard]] std::pmr::memory_resource& get() { return m_pool; }

private:
  std::array<std::byte, 1024> m_bytes;
  std::pmr::monotonic_buffer_resource m_pool;
};

/// $(@D) and $(@F): the variable and the modifier that they stand for.
struct LegacyLocal {
  std::string_view variable;
  std::string_view modifier; ///< "" if it is no such name
};

LegacyLocal legacy_local(std::string_view name) {
  if (name.size() != 2 || (name[1] != 'D' && name[1] != 'F') ||
      std::string_view("@%?*!<>^").find(name[0]) == std::string_view::npos) {
    return {};
  }
  return {name.substr(0, 1), name[1] == 'D' ? "H" : "T"};
}

/// Local variables that stay as they are while no target is in sight: they get their value for each
/// target of a dependency line later.
bool is_late_local(std::string_view name) {
  const bool short_form = name.size() == 1 || !legacy_local(name).modifier.empty();
  return short_form && std::string_view("@%*!").find(name[0]) != std::string_view::npos;
}

std::string_view late_local_text(char name) {
  switch (name) {
  case '@':
    return "$(.TARGET)";
  case '%':
    return "$(.MEMBER)";
  case '*':
    return "$(.PREFIX)";
  default:
    return "$(.ARCHIVE)";
  }
}

} // namespace

std::string_view mode_name(EvalMode mode) {
  switch (mode) {
  case EvalMode::parse_only:
    return "parse-only";
  case EvalMode::eval:
    return "eval";
  case EvalMode::eval_undef_error:
    return "eval-defined";
  case EvalMode::eval_keep_dollar:
    return "eval-keep-dollar";
  case EvalMode::eval_keep_undefined:
    return "eval-keep-undefined";
  case EvalMode::eval_keep_dollar_and_undefined:
    return "eval-keep-dollar-and-undefined";
  }
  return "";
}

void Expander::enter() {
  if (m_depth >= k_max_depth) {
    throw FatalError{"Variable expressions are nested too deeply."};
  }
  ++m_depth;
}

std::mt19937& Expander::random() {
  if (!m_random) {
    m_random.emplace(static_cast<std::mt19937::result_type>(context().clock.now().ns));
  }
  return *m_random;
}

void Expander::expand(std::string_view text, Scope& scope, EvalMode mode, std::string& out) {
  if (text.find('$') == std::string_view::npos) {
    out.append(text);
    return;
  }
  TemporaryPool pool;
  Compiler compiler(context().names, pool.get(), text);
  expand(*compiler.text(), scope, mode, out);
}

void Expander::expand(const Text& text, Scope& scope, EvalMode mode, std::string& out) {
  m_error_reported = false;
  walk(text, scope, mode, out);
}

void Expander::walk(const Text& text, Scope& scope, EvalMode mode, std::string& out) {
  for (const Piece* piece = text.first; piece != nullptr; piece = piece->next) {
    if (piece->kind == PieceKind::literal) {
      out.append(text.source, piece->value_begin, piece->value_end - piece->value_begin);
      continue;
    }
    if (piece->kind == PieceKind::dollar) {
      out.append(m_save_dollars && keeps_dollar(mode) ? "$$" : "$");
      continue;
    }
    Result result = evaluate(text.source, *piece, scope, mode, out);
    if (result.status == Status::undefined && keeps_undefined(mode)) {
      out += '$';
      walk_inside(text, piece->begin + 1, piece->end, scope, mode, out, result.resume);
    } else if (result.status == Status::error && keeps_undefined(mode) && !m_error_reported) {
      m_error_reported = true;
      context().diag.parse(Level::fatal, "Undefined variable \"{}\"",
                           text.source.substr(piece->begin, result.resume - piece->begin));
    }
    if (result.resume != piece->end) {
      if (result.resume < text.end) {
        walk_rest(text.source.substr(result.resume, text.end - result.resume), scope, mode, out);
      }
      return;
    }
  }
}

/// What follows a '$' that stays: the inside of its expression is expanded as far as possible. Ends
/// at `end` unless the inside, read as plain text, reaches further.
void Expander::walk_inside(const Text& text, std::uint32_t begin, std::uint32_t end, Scope& scope,
                           EvalMode mode, std::string& out, std::uint32_t& resume) {
  TemporaryPool pool;
  Compiler compiler(context().names, pool.get(), text.source);
  const Text* inside = compiler.text_range(begin, end);
  resume = inside->end == end ? end : begin;
  if (resume == end) {
    walk(*inside, scope, mode, out);
  }
}

void Expander::walk_rest(std::string_view text, Scope& scope, EvalMode mode, std::string& out) {
  TemporaryPool pool;
  Compiler compiler(context().names, pool.get(), text);
  walk(*compiler.text(), scope, mode, out);
}

void Expander::expand_part(const Text& text, Scope& scope, EvalMode mode, std::string_view matched,
                           std::string& out) {
  for (const Piece* piece = text.first; piece != nullptr; piece = piece->next) {
    switch (piece->kind) {
    case PieceKind::literal:
      out.append(text.source, piece->value_begin, piece->value_end - piece->value_begin);
      break;
    case PieceKind::matched:
      out.append(matched);
      break;
    default:
      (void)evaluate(text.source, *piece, scope, mode, out);
    }
  }
}

Expander::Result Expander::evaluate(std::string_view source, const Piece& piece, Scope& scope,
                                    EvalMode mode, std::string& out) {
  if (piece.kind == PieceKind::literal) { // ${:Utext}
    if (mode != EvalMode::parse_only) {
      out.append(source, piece.value_begin, piece.value_end - piece.value_begin);
    }
    return {Status::ok, piece.end};
  }
  const Depth depth(*this);
  if (context().debug.on(Debug::var)) {
    context().debug.print("Var_Parse: {} ({})\n", source.substr(piece.begin), mode_name(mode));
  }
  return evaluate_expression(source, *piece.expression, scope, mode, out);
}

Expander::Result Expander::fault(std::string_view source, const Expression& expression,
                                 Scope& scope, EvalMode mode) {
  Diagnostics& diag = context().diag;
  std::string name(expression.spelling);
  if (expression.computed_name != nullptr) {
    expand_part(*expression.computed_name, scope, mode, {}, name);
  }
  switch (expression.fault) {
  case ExpressionFault::bad_short_name:
    if (context().options.lint) {
      const std::string_view rest = source.substr(expression.begin);
      if (rest.size() < 2) {
        diag.parse(Level::fatal, "Dollar followed by nothing");
      } else if (rest[1] == '$') {
        diag.parse(Level::fatal, "To escape a dollar, use \\$, not $$, at \"{}\"", rest);
      } else {
        diag.parse(Level::fatal, "Invalid variable name '{}', at \"{}\"", rest[1], rest);
      }
    }
    break;
  case ExpressionFault::unclosed:
    diag.parse(Level::fatal, "Unclosed variable \"{}\"", name);
    break;
  case ExpressionFault::unclosed_at_colon:
    diag.error("Unclosed variable expression (expecting '{}') for \"{}\"", expression.close, name);
    break;
  default:
    diag.parse(Level::fatal, "Variable expression nested too deeply");
  }
  return {Status::error, expression.end};
}

Expander::Result Expander::evaluate_expression(std::string_view source,
                                               const Expression& expression, Scope& scope,
                                               EvalMode mode, std::string& out) {
  if (expression.fault != ExpressionFault::none) {
    return fault(source, expression, scope, mode);
  }
  std::string name_storage;
  std::string_view name = expression.spelling;
  Name id = expression.name;
  if (expression.computed_name != nullptr) {
    expand_part(*expression.computed_name, scope, mode, {}, name_storage);
    name = name_storage;
    id = context().names.find(canonical_name(name));
  }
  const Subject subject = look_up(scope, id, name);
  const bool exists = subject.found.exists();
  if (!expression.has_modifiers && subject.legacy_modifier.empty()) {
    if (!exists) {
      return without_variable(source, expression, name, subject.late, mode, out);
    }
    if (mode != EvalMode::parse_only) {
      expand_found(subject.found, scope, mode, out);
    }
    return {Status::ok, expression.end};
  }
  Evaluation evaluation(*this, scope, mode, name);
  if (exists) {
    std::string value;
    expand_found(subject.found, scope, mode, value);
    evaluation.set_value(std::move(value));
  } else {
    evaluation.set_definedness(Definedness::undefined);
  }
  if (!subject.legacy_modifier.empty()) {
    (void)evaluation.apply_list(subject.legacy_modifier);
  }
  return finish(source, expression, evaluation, subject.late, out);
}

Expander::Subject Expander::look_up(Scope& scope, Name id, std::string_view name) {
  const std::string_view canonical = canonical_name(name);
  Subject subject{m_variables->find(scope, id, canonical), {}, false};
  if (subject.found.exists()) {
    return subject;
  }
  if (&scope == &m_variables->global() || &scope == &m_variables->cmdline()) {
    subject.late = is_late_local(canonical);
    return subject;
  }
  const LegacyLocal legacy = legacy_local(name);
  if (!legacy.modifier.empty()) {
    subject.found.variable = scope.find(context().names.intern(canonical_name(legacy.variable)));
    if (subject.found.variable != nullptr) {
      subject.legacy_modifier = legacy.modifier;
    }
  }
  return subject;
}

/// Applies the modifiers and judges what came out.
Expander::Result Expander::finish(std::string_view source, const Expression& expression,
                                  Evaluation& evaluation, bool dynamic, std::string& out) {
  const std::uint32_t resume = evaluation.apply(source, expression.modifiers, expression.end);
  if (evaluation.definedness() == Definedness::undefined) {
    if (dynamic) {
      out.append(source.substr(expression.begin, resume - expression.begin));
      return {Status::ok, resume};
    }
    const bool is_error = evaluation.mode() == EvalMode::eval_undef_error;
    return {is_error ? Status::error : Status::undefined, resume};
  }
  if (evaluation.is_error()) {
    return {Status::error, resume};
  }
  if (evaluation.evaluates()) {
    out.append(evaluation.value());
  }
  return {Status::ok, resume};
}

/// $(shell cmd) and other functions of GNU make look like variables that nobody defines.
void Expander::warn_of_blank(std::string_view name) {
  const std::size_t at = name.find_first_of(" \t");
  if (at != std::string_view::npos && at > 0) {
    context().diag.parse(Level::warning, "Invalid character \"{}\" in variable name \"{}\"",
                         name[at] == ' ' ? " " : "\\x09", name);
  }
}

/// No modifiers and no such variable.
Expander::Result Expander::without_variable(std::string_view source, const Expression& expression,
                                            std::string_view name, bool late, EvalMode mode,
                                            std::string& out) {
  if (late) {
    if (mode != EvalMode::parse_only) {
      out.append(expression.open == '\0'
                     ? late_local_text(name[0])
                     : source.substr(expression.begin, expression.end - expression.begin));
    }
    return {Status::ok, expression.end};
  }
  if (mode != EvalMode::parse_only) {
    warn_of_blank(name);
  }
  if (mode != EvalMode::eval_undef_error) {
    return {Status::undefined, expression.end};
  }
  if (context().options.lint) {
    context().diag.parse(Level::fatal, "Variable \"{}\" is undefined", name);
  }
  return {Status::error, expression.end};
}

FatalError Expander::recursion(const Variable& variable, const Scope& scope) {
  FatalError error;
  if (scope.line() > 0) {
    error.text = fmt::format("In a command near \"{}\" line {}: ", scope.file(), scope.line());
  }
  error.text += fmt::format("Variable {} is recursive.", context().names.text(variable.name));
  std::string trace = context().diag.full_trace();
  if (!trace.empty()) {
    trace.pop_back(); // its last newline
    error.text += '\n';
    error.text += trace;
  }
  return error;
}

void Expander::expand_value(Variable& variable, Scope& scope, EvalMode mode, std::string& out) {
  if (variable.in_use && mode != EvalMode::parse_only) {
    throw recursion(variable, scope);
  }
  if (mode == EvalMode::parse_only || variable.value.find('$') == std::string::npos) {
    out.append(variable.value);
    return;
  }
  if (variable.parsed == nullptr) {
    variable.parsed = std::make_shared<const Template>(context().names, variable.value);
  }
  // Held here because the expansion may assign to this very variable.
  const std::shared_ptr<const Template> parsed = variable.parsed;
  if (context().options.lint && mode == EvalMode::eval_undef_error) {
    mode = EvalMode::eval;
  }
  variable.in_use = true;
  // A variable in use is never deleted, so the reference stays valid.
  const Defer done([&variable] { variable.in_use = false; });
  expand(parsed->text(), scope, mode, out);
}

void Expander::expand_found(const Variables::Found& found, Scope& scope, EvalMode mode,
                            std::string& out) {
  if (found.variable != nullptr) {
    expand_value(*found.variable, scope, mode, out);
  } else if (mode == EvalMode::parse_only) {
    out.append(*found.foreign);
  } else {
    expand(*found.foreign, scope, mode, out);
  }
}

} // namespace mmk::lang
