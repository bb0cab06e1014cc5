#include "lang/variables.hpp"

#include "base/fatal.hpp"
#include "lang/compiler.hpp"
#include "lang/expander.hpp"
#include "lang/variables_state.hpp"
#include "lang/words.hpp"

#include <algorithm>
#include <array>

namespace mmk::lang {

namespace {

/// Truth as bmake's ParseBoolean sees it: by the first letters, else unchanged.
bool parse_boolean(std::string_view text, bool otherwise) {
  if (text.empty()) {
    return otherwise;
  }
  switch (text[0]) {
  case 'F':
  case 'f':
  case 'N':
  case 'n':
  case '0':
    return false;
  case 'O':
  case 'o':
    return text.size() < 2 || (text[1] != 'F' && text[1] != 'f');
  case 'Y':
  case 'y':
  case 'T':
  case 't':
  case '1':
    return true;
  default:
    return otherwise;
  }
}

/// Debug output shows emptiness as such.
std::string shown(std::string_view value) {
  if (value.empty()) {
    return "# (empty)";
  }
  const bool ends_with_space = std::string_view(" \t\n\v\f\r").find(value.back()) != value.npos;
  return std::string(value).append(ends_with_space ? "# (ends with space)" : "");
}

} // namespace

Variables::Variables(Context& context)
    : m_context(context), m_internal("Internal"), m_global("Global"), m_cmdline("Command"),
      m_state(std::make_unique<State>(*this)) {}

Variables::~Variables() = default;

Expander& Variables::expander() {
  return m_state->expander;
}

// --- look-up

std::string_view Variables::key(const Scope& scope, std::string_view name) const {
  const bool shared = &scope == &m_global || &scope == &m_cmdline || &scope == &m_internal;
  return shared ? name : canonical_name(name);
}

Variable* Variables::find_in(Scope& scope, std::string_view name) {
  const Name id = m_context.names.find(key(scope, name));
  return id.valid() ? scope.find(id) : nullptr;
}

bool Variables::exists_in(Scope& scope, std::string_view name) {
  return find_in(scope, canonical_name(name)) != nullptr;
}

/// Defines the variable that waits for its first use, if this is it.
bool Variables::meet_demand(Name id) {
  State::Computed& demand = m_state->on_demand;
  if (demand.name != id || !demand.value) {
    return false;
  }
  const std::function<std::string()> value = std::exchange(demand.value, {});
  set(m_cmdline, m_context.names.text(id), value(), {.no_export = true, .read_only = true});
  return true;
}

void Variables::looked_at_fickle() {
  if (m_context.repeatable != nullptr) {
    m_context.repeatable->lose();
  }
}

std::optional<std::string_view> Variables::from_environment(std::string_view name) {
  const std::optional<std::string_view> value = m_context.environment.get(name);
  if (value && m_context.environment.is_fickle(name)) {
    looked_at_fickle();
  }
  return value;
}

Variables::Found Variables::find(Scope& scope, Name id, std::string_view name) {
  if (id.valid()) {
    if (const State::Computed* const item = m_state->find_computed(id)) {
      return {nullptr, item->value()};
    }
    (void)meet_demand(id);
  }
  const bool environment_first = m_context.options.env_overrides;
  Variable* variable = nullptr;
  const auto look = [&](Scope& where) {
    if (variable == nullptr) {
      variable = where.find(id);
    }
  };
  if (id.valid()) {
    look(scope);
    look(m_cmdline);
    if (!environment_first) {
      look(m_global);
      look(m_internal);
    }
  }
  if (variable == nullptr) {
    if (const std::optional<std::string_view> value = from_environment(name)) {
      return {nullptr, std::string(*value)};
    }
    if (environment_first && id.valid()) {
      look(m_global);
      look(m_internal);
    }
  }
  if (variable != nullptr && variable->fickle) {
    looked_at_fickle();
  }
  return {variable, std::nullopt};
}

std::optional<std::string> Variables::value(Scope& scope, std::string_view name) {
  const std::string_view canonical = canonical_name(name);
  Found found = find(scope, m_context.names.find(canonical), canonical);
  if (found.variable != nullptr) {
    return found.variable->value;
  }
  return std::move(found.foreign);
}

bool Variables::exists(Scope& scope, std::string_view name) {
  const std::string_view canonical = canonical_name(name);
  const Name id = m_context.names.find(canonical);
  if (const State::Computed* const item = m_state->find_computed(id); item && !item->defined) {
    return false; // an expression can use it, but there is no such variable
  }
  return find(scope, id, canonical).exists();
}

bool Variables::exists_expand(Scope& scope, std::string_view name) {
  if (name.find('$') == std::string_view::npos) {
    return exists(scope, name);
  }
  const std::string expanded = expand(name, scope, EvalMode::eval);
  return exists(scope, expanded);
}

// --- assignment

void Variables::log(const Scope& scope, std::string_view name, std::string_view value,
                    std::string_view remark) {
  if (m_context.debug.on(Debug::var)) {
    m_context.debug.print("{}: {} = {}{}\n", scope.label(), name, shown(value), remark);
  }
}

void Variables::set(Scope& scope, std::string_view name, std::string_view value, SetFlags flags) {
  if (name.empty()) {
    if (m_context.debug.on(Debug::var)) {
      m_context.debug.print("SetVar: variable name is empty - ignored\n");
    }
    return;
  }
  set(scope, id_of(scope, name), name, value, flags);
}

Name Variables::id_of(const Scope& scope, std::string_view name) {
  return m_context.names.intern(key(scope, name));
}

void Variables::set(Scope& scope, Name id, std::string_view name, std::string_view value,
                    SetFlags flags) {
  if (&scope == &m_global) {
    const Variable* fixed = m_cmdline.find(id);
    if (fixed != nullptr && fixed->from_cmdline) {
      log(scope, name, value, " ignored!");
      return;
    }
  }
  if (m_state->find_computed(id) != nullptr) {
    log(scope, name, value, " ignored (read-only)");
    return;
  }
  (void)meet_demand(id);
  Variable* variable = scope.find(id);
  if (variable == nullptr) {
    if (&scope == &m_cmdline && (!flags.no_export || flags.read_only)) {
      remove(m_global, name); // it would hide behind the new variable and confuse -V
    }
    variable = &scope.get(id);
  } else if (variable->read_only && !flags.read_only) {
    log(scope, name, value, " ignored (read-only)");
    return;
  }
  set_variable(scope, *variable, name, value);
  variable->read_only = variable->read_only || flags.read_only;
  variable->fickle = flags.fickle;
  if (variable->exported) {
    (void)export_one(name, ExportMode::plain);
  }
  after_set(scope, name, value, flags);
}

/// A value that is made of itself again and again takes all memory after some thirty steps.
void Variables::refuse_endless(std::string_view name, std::size_t size) const {
  constexpr std::size_t longest = std::size_t{128} << 20U;
  if (size > longest) {
    m_context.diag.parse(Level::fatal, "Variable \"{}\" would become longer than {} bytes", name,
                         longest);
    throw FatalError{"", 1};
  }
}

void Variables::set_variable(Scope& scope, Variable& variable, std::string_view name,
                             std::string_view value) {
  refuse_endless(name, value.size());
  variable.value.assign(value);
  variable.parsed.reset();
  log(scope, name, value);
}

/// Consequences beyond the variable itself.
void Variables::after_set(Scope& scope, std::string_view name, std::string_view value,
                          SetFlags flags) {
  if (&scope == &m_cmdline && !flags.no_export) {
    Variable& variable = *find_in(scope, name);
    const bool first = !std::exchange(variable.from_cmdline, true);
    if (first && !flags.read_only) { // those are the engine's own
      append(m_global, ".MAKEOVERRIDES", name);
    }
    // POSIX: variables of the command line are in the environment of commands.
    if (name[0] != '.' && !m_context.options.var_no_export_env) {
      m_context.environment.set(name, value);
    }
  }
  if (name == ".MAKE.SAVE_DOLLARS") {
    m_state->save_dollars = parse_boolean(value, m_state->save_dollars);
    m_state->expander.set_save_dollars(m_state->save_dollars);
  }
}

void Variables::append(Scope& scope, std::string_view name, std::string_view value) {
  const Name id = id_of(scope, name);
  if (m_state->find_computed(id) != nullptr) {
    log(scope, name, value, " ignored (read-only)");
    return;
  }
  (void)meet_demand(id);
  Variable* variable = scope.find(id);
  if (&scope == &m_global && variable == nullptr) {
    const Variable* fixed = m_cmdline.find(id);
    if (fixed != nullptr && fixed->from_cmdline) {
      log(scope, name, value, " ignored!");
      return;
    }
    if (const std::optional<std::string_view> environment = from_environment(name)) {
      // The variable moves from the environment to the makefile.
      variable = &scope.get(id);
      variable->value.assign(*environment);
    }
  }
  if (variable == nullptr) {
    set(scope, name, value);
    return;
  }
  if (variable->read_only) {
    if (m_context.debug.on(Debug::var)) {
      m_context.debug.print("Ignoring append to {} since it is read-only\n", name);
    }
    return;
  }
  refuse_endless(name, variable->value.size() + value.size());
  variable->value += ' ';
  variable->value.append(value);
  variable->parsed.reset();
  log(scope, name, variable->value);
}

void Variables::remove(Scope& scope, std::string_view name) {
  const Name id = m_context.names.find(key(scope, name));
  Variable* variable =
      !id.valid() || m_state->find_computed(id) != nullptr ? nullptr : scope.find(id);
  const bool log_it = m_context.debug.on(Debug::var);
  if (variable == nullptr) {
    if (log_it) {
      m_context.debug.print("{}: delete {} (not found)\n", scope.label(), name);
    }
    return;
  }
  if (variable->read_only) {
    if (log_it) {
      m_context.debug.print("{}: ignoring delete {} as it is read-only\n", scope.label(), name);
    }
    return;
  }
  if (log_it) {
    m_context.debug.print("{}: delete {}\n", scope.label(), name);
  }
  if (variable->in_use) {
    m_context.diag.parse(Level::fatal, "Cannot delete variable \"{}\" while it is used", name);
    return;
  }
  if (variable->exported) {
    m_context.environment.unset(name);
  }
  if (name == ".MAKE.EXPORTED") {
    m_state->exports = State::Exports::none;
  }
  scope.erase(variable->name);
}

void Variables::set_expand(Scope& scope, std::string_view name, std::string_view value) {
  if (!name.empty() && name.find('$') == std::string_view::npos) {
    set(scope, name, value);
    return;
  }
  const std::string expanded = expand(name, scope, EvalMode::eval);
  if (!expanded.empty()) {
    set(scope, expanded, value);
  } else if (m_context.debug.on(Debug::var)) {
    m_context.debug.print("Var_SetExpand: variable name \"{}\" expands to empty string, "
                          "with value \"{}\" - ignored\n",
                          name, value);
  }
}

void Variables::append_expand(Scope& scope, std::string_view name, std::string_view value) {
  if (name.find('$') == std::string_view::npos) {
    append(scope, name, value);
    return;
  }
  const std::string expanded = expand(name, scope, EvalMode::eval);
  if (!expanded.empty()) {
    append(scope, expanded, value);
  } else if (m_context.debug.on(Debug::var)) {
    m_context.debug.print("Var_AppendExpand: variable name \"{}\" expands to empty string, "
                          "with value \"{}\" - ignored\n",
                          name, value);
  }
}

void Variables::undef(std::string_view args) {
  if (args.empty()) {
    m_context.diag.parse(Level::fatal, "The .undef directive requires an argument");
    return;
  }
  const std::string expanded = expand(args, m_global, EvalMode::eval);
  std::vector<std::string_view> names = split_words(expanded);
  if (names.size() == 1 && names[0].empty()) {
    names.clear();
  }
  for (const std::string_view name : names) {
    remove(m_global, name);
  }
}

void Variables::mark_read_only(std::string_view name) {
  if (Variable* variable = find_in(m_global, name)) {
    variable->read_only = true;
  }
}

void Variables::mark_no_read_only(std::string_view name) {
  if (Variable* variable = find_in(m_global, name)) {
    variable->read_only = false;
  }
}

void Variables::define_on_demand(std::string_view name, std::function<std::string()> value) {
  m_state->on_demand = {m_context.names.intern(name), std::move(value)};
}

void Variables::define_computed(std::string_view name, std::function<std::string()> value) {
  m_state->add({m_context.names.intern(name), std::move(value), false});
}

void Variables::define_constant(std::string_view name, std::string_view value) {
  m_state->add({m_context.names.intern(name), [text = std::string(value)] { return text; }, true});
}

// --- expansion

std::string Variables::expand(std::string_view text, Scope& scope, EvalMode mode) {
  std::string out;
  m_state->expander.expand(text, scope, mode, out);
  return out;
}

std::size_t Variables::expression_length(std::string_view text, Scope& scope) {
  std::string_view rest = text;
  (void)evaluate_one(rest, scope, EvalMode::parse_only);
  return text.size() - rest.size();
}

std::size_t Variables::expression_extent(std::string_view text) const {
  std::array<std::byte, 1024> bytes;
  std::pmr::monotonic_buffer_resource pool(bytes.data(), bytes.size());
  return Compiler(m_context.names, pool, text).expression(0)->end;
}

Variables::Evaluated Variables::evaluate_one(std::string_view& text, Scope& scope, EvalMode mode) {
  std::array<std::byte, 1024> bytes;
  std::pmr::monotonic_buffer_resource pool(bytes.data(), bytes.size());
  Compiler compiler(m_context.names, pool, text);
  const Piece* piece = compiler.expression(0);
  Evaluated evaluated;
  const Expander::Result result =
      m_state->expander.evaluate(text, *piece, scope, mode, evaluated.value);
  evaluated.defined = result.status == Status::ok;
  evaluated.failed = result.status == Status::error;
  text.remove_prefix(result.resume);
  return evaluated;
}

ShellResult Variables::capture(std::string_view command) {
  if (m_context.debug.on(Debug::var)) {
    m_context.debug.print("Capturing the output of command \"{}\"\n", command);
  }
  if (m_context.shell == nullptr) {
    return {"", "no shell"};
  }
  reexport(m_global);
  ShellResult result = m_context.shell->run(command);
  std::string& output = result.output;
  // Makefiles rely on bmake's C strings here: what follows a NUL byte is lost.
  output.resize(std::min(output.find('\0'), output.size()));
  if (output.ends_with('\n')) {
    output.pop_back();
  }
  std::replace(output.begin(), output.end(), '\n', ' ');
  return result;
}

ShellResult Variables::capture_once(const std::string& command) {
  const auto known = m_state->captured.find(command);
  if (known != m_state->captured.end()) {
    return {known->second, ""};
  }
  ShellResult result = capture(command);
  m_state->captured.emplace(command, result.output);
  return result;
}

std::string Variables::dump(const Scope& scope) const {
  std::vector<const Variable*> variables = scope.all();
  const NameTable& names = m_context.names;
  std::sort(variables.begin(), variables.end(), [&names](const Variable* a, const Variable* b) {
    return names.text(a->name) < names.text(b->name);
  });
  std::string text;
  for (const Variable* variable : variables) {
    text += fmt::format("{:<16} = {}\n", names.text(variable->name), shown(variable->value));
  }
  return text;
}

} // namespace mmk::lang
