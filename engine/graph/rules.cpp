#include "graph/rules.hpp"

#include "fs/glob.hpp"
#include "graph/dependency_line.hpp"
#include "lang/chars.hpp"

namespace mmk::graph {

struct Rules::State {
  RuleContext context;
};

namespace {

/// Where the command on a dependency line begins: the first ';' that is not inside an expression.
std::size_t find_semicolon(const lang::Variables& variables, std::string_view line) {
  if (line.find(';') == std::string_view::npos) {
    return std::string_view::npos;
  }
  for (std::size_t at = line.find_first_of(";$"); at < line.size();
       at = line.find_first_of(";$", at)) {
    if (line[at] == ';') {
      return at;
    }
    const std::string_view rest = line.substr(at);
    at += rest.starts_with("${") || rest.starts_with("$(") ? variables.expression_extent(rest) : 1;
  }
  return std::string_view::npos;
}

/// ${MAKE}, $(.MAKE) or the word make itself.
bool may_be_submake(std::string_view command) {
  for (std::size_t at = command.find("make"); at != std::string_view::npos;
       at = command.find("make", at + 1)) {
    const bool begins = at == 0 || !lang::is_alnum(command[at - 1]);
    const bool ends = at + 4 == command.size() || !lang::is_alnum(command[at + 4]);
    if (begins && ends) {
      return true;
    }
  }
  for (std::size_t at = command.find('$'); at != std::string_view::npos;
       at = command.find('$', at + 1)) {
    std::string_view rest = command.substr(at + 1);
    if (rest.empty() || (rest.front() != '{' && rest.front() != '(')) {
      continue;
    }
    const char close = rest.front() == '{' ? '}' : ')';
    rest.remove_prefix(1);
    if (rest.starts_with('.')) {
      rest.remove_prefix(1);
    }
    if (rest.starts_with("MAKE") && rest.size() > 4 && rest[4] == close) {
      return true;
    }
  }
  return false;
}

} // namespace

Rules::Rules(Graph& graph, Suffixes& suffixes, RuleHooks hooks)
    : m_graph(graph), m_hooks(std::move(hooks)),
      m_state(new State{RuleContext{graph, suffixes, m_hooks, {}, false, false, 0}}) {}

Rules::~Rules() = default;

void Rules::dependency_line(std::string_view line, lang::Location where) {
  end_of_group();
  Services& services = m_graph.services();
  const std::size_t semicolon = find_semicolon(services.variables, line);
  const std::string expanded = services.variables.expand(
      line.substr(0, semicolon), services.variables.cmdline(),
      // Lint would complain of undefined variables, which are too common in dependencies.
      services.options.lint ? lang::EvalMode::eval : lang::EvalMode::eval_undef_error);
  if (services.debug.on(Debug::parse)) {
    services.debug.print("ParseDependency({})\n", expanded);
  }
  DependencyLine(m_state->context, expanded, where).apply();
  if (semicolon != std::string_view::npos) {
    const std::string_view command = lang::trim_left(line.substr(semicolon + 1));
    if (!command.empty()) {
      command_line(command, where);
    }
  }
}

void Rules::command_line(std::string_view text, lang::Location where) {
  for (Target* target : m_state->context.targets) {
    if (target->attrs.has(Attr::doubledep) && !target->cohorts.empty()) {
      target = target->cohorts.back();
    }
    if (target->attrs.has(Attr::has_commands)) {
      lang::Diagnostics& diag = m_graph.services().diag;
      diag.parse(lang::Level::warning, "duplicate script for target \"{}\" ignored", target->name);
      diag.parse_at(target->where, lang::Level::warning,
                    "using previous script for \"{}\" defined here", target->name);
      continue;
    }
    target->commands.push_back({std::string(text), where});
    target->where = where;
    target->vars.set_place(where.file, where.line);
    if (may_be_submake(text)) {
      target->attrs |= Attr::submake;
    }
  }
}

void Rules::end_of_group() {
  RuleContext& context = m_state->context;
  if (!context.in_group) {
    return;
  }
  for (Target* const target : context.targets) {
    context.suffixes.end_transform(*target);
    if (!target->commands.empty()) {
      target->attrs |= Attr::has_commands;
    }
  }
  context.targets.clear();
  context.in_group = false;
}

bool Rules::in_group() const {
  return m_state->context.in_group;
}

void Rules::set_reading_depend(bool on) {
  m_state->context.reading_depend = on;
}

bool Rules::is_target(std::string_view name) const {
  const Target* const target = m_graph.find(name);
  return target != nullptr && target->is_target();
}

bool Rules::has_commands(std::string_view name) const {
  const Target* const target = m_graph.find(name);
  return target != nullptr && target->is_target() && !target->commands.empty();
}

bool Rules::will_be_made(std::string_view pattern) const {
  for (const std::string& name : m_graph.services().options.create) {
    if (fs::match(name, pattern)) {
      return true;
    }
  }
  return false;
}

std::optional<std::string> Rules::find_file(std::string_view name) const {
  Services& services = m_graph.services();
  return fs::find_file(services.files, m_graph.path, m_graph.roots, name, services.debug);
}

std::optional<std::string> Rules::path_of(std::string_view name) const {
  const Target* const target = m_graph.find(name);
  if (target == nullptr || target->attrs.has(Attr::nopath)) {
    return std::nullopt;
  }
  if (!target->path.empty()) {
    return target->path;
  }
  Services& services = m_graph.services();
  return fs::find_file(services.files, m_state->context.suffixes.search_path(*target),
                       m_graph.roots, name, services.debug);
}

} // namespace mmk::graph
