// Variables and the environment of commands: .export, .unexport and their kin.
#include "lang/expander.hpp"
#include "lang/variables_state.hpp"
#include "lang/words.hpp"

namespace mmk::lang {

namespace {

constexpr std::string_view k_exported = ".MAKE.EXPORTED";

std::vector<std::string> words_of(std::string_view text) {
  std::vector<std::string> words;
  WordReader reader(text);
  std::string_view word;
  while (reader.next(word)) {
    words.emplace_back(word);
  }
  return words;
}

bool may_export(std::string_view name) {
  return !name.empty() && name[0] != '.' && name[0] != '-' &&
         name.find('=') == std::string_view::npos;
}

} // namespace

/// Puts one global variable into the environment, or marks it for that; false if there is nothing
/// to do.
bool Variables::export_one(std::string_view name, ExportMode mode) {
  Variable* variable = may_export(name) ? find_in(m_global, name) : nullptr;
  if (variable == nullptr) {
    return false;
  }
  const bool plain = mode == ExportMode::plain;
  if (!plain && variable->exported && !variable->reexport) {
    return false; // the environment has the value already
  }
  if (mode == ExportMode::literal || variable->value.find('$') == std::string::npos) {
    m_context.environment.set(name, variable->value);
    if (plain) {
      variable->exported = true;
      variable->reexport = false;
    }
    return true;
  }
  if (plain) {
    // The value depends on other variables, so it is computed as late as possible.
    variable->exported = true;
    variable->reexport = true;
    return true;
  }
  if (variable->in_use) {
    return false; // exported while its value is being computed: leave what is there
  }
  const std::string expression = fmt::format("${{{}}}", name);
  m_context.environment.set(name, expand(expression, m_global, EvalMode::eval));
  return true;
}

void Variables::reexport_all() {
  std::vector<Name> names; // exporting may create variables
  for (const Variable* variable : m_global.all()) {
    names.push_back(variable->name);
  }
  for (const Name name : names) {
    (void)export_one(m_context.names.text(name), ExportMode::env);
  }
}

void Variables::export_vars(ExportKind kind, std::string_view args) {
  if (kind == ExportKind::all || (kind == ExportKind::plain && args.empty())) {
    m_state->exports = State::Exports::all;
    return;
  }
  const ExportMode mode = kind == ExportKind::plain     ? ExportMode::plain
                          : kind == ExportKind::literal ? ExportMode::literal
                                                        : ExportMode::env;
  const std::string expanded = expand(args, m_global, EvalMode::eval);
  for (const std::string& name : words_of(expanded)) {
    if (!export_one(name, mode)) {
      continue;
    }
    if (m_state->exports == State::Exports::none) {
      m_state->exports = State::Exports::some;
    }
    if (mode == ExportMode::plain) {
      append(m_global, k_exported, name);
    }
  }
}

void Variables::reexport(Scope& /*scope*/) {
  // Children count one level up.
  const std::optional<std::string> level = value(m_global, ".MAKE.LEVEL");
  const std::optional<std::string> level_name = value(m_global, ".MAKE.LEVEL.ENV");
  if (level && level_name && !level_name->empty()) {
    m_context.environment.set(*level_name, std::to_string(std::atoi(level->c_str()) + 1));
  }
  if (m_state->exports == State::Exports::none) {
    return;
  }
  if (m_state->exports == State::Exports::all) {
    reexport_all();
    return;
  }
  const std::string names = expand("${.MAKE.EXPORTED:O:u}", m_global, EvalMode::eval);
  for (const std::string& name : words_of(names)) {
    (void)export_one(name, ExportMode::env);
  }
}

std::vector<std::pair<std::string, std::string>> Variables::exports_of(Scope& scope) {
  std::vector<std::pair<std::string, std::string>> exports;
  if (m_state->exports == State::Exports::none) {
    return exports;
  }
  const bool all = m_state->exports == State::Exports::all;
  for (const Variable* const local : scope.all()) {
    const Variable* const variable = m_global.find(local->name);
    const std::string_view name = m_context.names.text(local->name);
    if (variable != nullptr && (variable->exported || (all && may_export(name)))) {
      exports.emplace_back(name, std::string());
    }
  }
  for (auto& [name, value] : exports) { // only now: expanding may add variables
    value = expand(fmt::format("${{{}}}", name), scope, EvalMode::eval);
  }
  return exports;
}

void Variables::unexport_one(std::string_view name, bool env, bool named) {
  Variable* variable = find_in(m_global, name);
  const bool log_it = m_context.debug.on(Debug::var);
  if (variable == nullptr) {
    if (log_it) {
      m_context.debug.print("Not unexporting \"{}\" (not found)\n", name);
    }
    return;
  }
  if (log_it) {
    m_context.debug.print("Unexporting \"{}\"\n", name);
  }
  if (!env && variable->exported && !variable->reexport) {
    m_context.environment.unset(name);
  }
  variable->exported = false;
  variable->reexport = false;
  if (named) {
    drop_exported(name);
  }
}

void Variables::drop_exported(std::string_view name) {
  const std::string expression = fmt::format("${{{}:N{}}}", k_exported, name);
  set(m_global, k_exported, expand(expression, m_global, EvalMode::eval));
}

void Variables::unexport(bool env, std::string_view args) {
  bool named = false;
  std::string names;
  if (env) {
    if (!args.empty()) {
      m_context.diag.parse(Level::fatal, "The directive .unexport-env does not take arguments");
    }
    const std::optional<std::string> level_name = value(m_global, ".MAKE.LEVEL.ENV");
    std::optional<std::string> level;
    if (level_name) {
      const std::optional<std::string_view> now = m_context.environment.get(*level_name);
      level = now ? std::optional<std::string>(*now) : std::nullopt;
    }
    m_context.environment.clear();
    if (level) {
      m_context.environment.set(*level_name, *level);
    }
  } else if (!args.empty()) {
    named = true;
    names = expand(args, m_global, EvalMode::eval);
  }
  if (!named) {
    names = expand("${.MAKE.EXPORTED:O:u}", m_global, EvalMode::eval);
  }
  for (const std::string& name : words_of(names)) {
    unexport_one(name, env, named);
  }
  if (!named) {
    remove(m_global, k_exported);
  }
}

} // namespace mmk::lang
