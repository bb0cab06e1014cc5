#include "graph/archive.hpp"
#include "graph/dependency_line.hpp"
#include "graph/dump.hpp"
#include "lang/assignment.hpp"
#include "lang/boolean.hpp"
#include "lang/chars.hpp"

#include <algorithm>

namespace mmk::graph {

/// A special target on its own line, without sources: the general case of what it says.
void DependencyLine::without_sources() {
  switch (m_special) {
  case Special::suffixes:
    m_context->suffixes.clear();
    break;
  case Special::precious:
    graph().settings.all_precious = true;
    break;
  case Special::ignore:
    services().options.ignore_errors = true;
    break;
  case Special::silent:
    services().options.silent = true;
    break;
  case Special::path:
    for (fs::SearchPath* const path : m_paths) {
      path->clear();
    }
    publish_path();
    break;
  case Special::posix:
    graph().settings.posix = true;
    if (m_context->hooks.posix) {
      m_context->hooks.posix();
    }
    break;
  case Special::syspath:
    if (m_context->hooks.syspath) {
      m_context->hooks.syspath({});
    }
    break;
  default:
    break;
  }
}

/// Special targets whose sources are not words of ours.
bool DependencyLine::takes_rest() {
  const std::string_view rest = m_line.substr(m_at);
  switch (m_special) {
  case Special::makeflags:
    if (m_context->hooks.main_arguments) {
      m_context->hooks.main_arguments(rest);
    }
    return true;
  case Special::shell:
    graph().settings.shell_spec = rest;
    if (m_context->hooks.set_shell) {
      (void)m_context->hooks.set_shell(rest);
    }
    return true;
  case Special::not_parallel:
  case Special::single_shell:
  case Special::delete_on_error:
    return true;
  default:
    return false;
  }
}

bool DependencyLine::takes_words() const {
  switch (m_special) {
  case Special::suffixes:
  case Special::path:
  case Special::syspath:
  case Special::includes:
  case Special::libs:
  case Special::null:
  case Special::objdir:
  case Special::readonly:
  case Special::no_readonly:
    return true;
  default:
    return false;
  }
}

void DependencyLine::special_word(std::string_view word) {
  switch (m_special) {
  case Special::suffixes:
    m_context->suffixes.add(word);
    break;
  case Special::path:
    for (fs::SearchPath* const path : m_paths) {
      path->add(services().files, word);
    }
    break;
  case Special::syspath:
    m_syspath.emplace_back(word);
    break;
  case Special::includes:
    m_context->suffixes.add_include(word);
    break;
  case Special::libs:
    m_context->suffixes.add_lib(word);
    break;
  case Special::null:
    m_context->suffixes.set_null(word);
    break;
  case Special::objdir:
    if (m_context->hooks.set_objdir) {
      (void)m_context->hooks.set_objdir(word);
    }
    break;
  case Special::readonly:
    services().variables.mark_read_only(word);
    break;
  case Special::no_readonly:
    services().variables.mark_no_read_only(word);
    break;
  default:
    break;
  }
}

/// Ordinary sources. Wildcards and expressions in them are expanded when the target is looked at.
bool DependencyLine::read_sources() {
  while (!at_end()) {
    if (m_at <= m_last_equals && local_assignment()) {
      return true;
    }
    std::size_t end = m_at;
    while (end < m_line.size() && !lang::is_space(m_line[end])) {
      if (m_line[end] == '(' && end > m_at && m_line[end - 1] != '$') {
        break;
      }
      ++end;
    }
    if (end < m_line.size() && m_line[end] == '(') {
      if (!archive_source(end)) {
        return false;
      }
    } else {
      add_source(m_line.substr(m_at, end - m_at));
      m_at = end;
    }
    skip_blanks();
  }
  return true;
}

/// `target: VAR=value`: the rest of the line is the value. A name with a slash is the path of a
/// source in which there happens to be an equals sign.
bool DependencyLine::local_assignment() {
  const std::optional<lang::Assignment> assignment = lang::find_assignment(m_line.substr(m_at));
  if (!assignment || assignment->name.find('/') != std::string_view::npos) {
    return false;
  }
  lang::Variables& variables = services().variables;
  // As an expression, so that -dv shows it as bmake does.
  std::string_view setting = "${.MAKE.TARGET_LOCAL_VARIABLES}";
  if (!lang::to_boolean(
          variables.evaluate_one(setting, variables.global(), lang::EvalMode::eval).value, true)) {
    return false;
  }
  for (Target* const target : m_context->targets) {
    lang::assign(variables, target->vars, *assignment);
  }
  return true;
}

bool DependencyLine::archive_source(std::size_t parenthesis) {
  const std::string_view name = m_line.substr(m_at, parenthesis - m_at);
  std::string_view rest = m_line.substr(m_at);
  std::vector<Target*> members;
  if (!parse_archive(graph(), rest, services().variables.cmdline(), members)) {
    services().diag.parse(lang::Level::fatal, "Error in source archive spec \"{}\"", name);
    return false;
  }
  m_at = m_line.size() - rest.size();
  for (const Target* const member : members) {
    add_source(member->name);
  }
  return true;
}

void DependencyLine::add_source(std::string_view name) {
  switch (m_special) {
  case Special::main: {
    lang::Variables& variables = services().variables;
    services().options.create.emplace_back(name);
    variables.append(variables.global(), ".TARGETS", name);
    return;
  }
  case Special::order:
    add_order(name);
    return;
  default:
    break;
  }
  if (const Keyword* const keyword = find_keyword(name)) {
    if (!keyword->attribute.none()) {
      add_attribute(keyword->attribute);
      return;
    }
    if (keyword->special == Special::wait) {
      add_wait();
      return;
    }
  }
  Target& source = find_or_add(name);
  if (m_source_attribute.none()) {
    link_to_targets(source);
  } else {
    source.attrs |= m_source_attribute;
  }
}

void DependencyLine::add_attribute(Attrs attribute) {
  for (Target* const target : m_context->targets) {
    target->attrs |= attribute;
  }
}

void DependencyLine::add_wait() {
  Target& barrier = graph().add_internal(fmt::format(".WAIT_{}", ++m_context->wait_number));
  barrier.internal = true;
  barrier.attrs = Attr::wait | Attr::phony | Attr::depends | Attr::notmain;
  remember_place(barrier);
  link_to_targets(barrier);
}

void DependencyLine::add_order(std::string_view name) {
  Target& target = find_or_add(name);
  if (m_order_previous != nullptr) {
    m_order_previous->order_succ.push_back(&target);
    target.order_pred.push_back(m_order_previous);
    DebugLog& debug = services().debug;
    if (debug.on(Debug::parse)) {
      debug.print("# .ORDER forces '{}' to be made before '{}'\n# {}\n# {}\n",
                  m_order_previous->name, target.name, describe(*m_order_previous),
                  describe(target));
    }
  }
  m_order_previous = &target;
}

void DependencyLine::link_to_targets(Target& source) {
  DebugLog& debug = services().debug;
  for (Target* target : m_context->targets) {
    if (target->attrs.has(Attr::doubledep) && !target->cohorts.empty()) {
      target = target->cohorts.back();
    }
    target->children.push_back(&source);
    ++target->unmade;
    // .END and its kin are not told when their sources are made.
    if (m_special == Special::none) {
      source.parents.push_back(target);
    }
    if (debug.on(Debug::parse)) {
      debug.print("# LinkSource: added child {} - {}\n# {}\n# {}\n", target->name, source.name,
                  describe(*target), describe(source));
    }
  }
}

/// The first ordinary target of all becomes what is made by default.
void DependencyLine::choose_main() {
  if (graph().main != nullptr) {
    return;
  }
  constexpr Attrs k_never =
      Attr::notmain | Attr::use | Attr::usebefore | Attr::exec | Attr::transform;
  for (Target* const target : m_context->targets) {
    if (!target->attrs.any(k_never)) {
      graph().main = target;
      if (services().debug.on(Debug::make)) {
        services().debug.print("Setting main node to \"{}\"\n", target->name);
      }
      return;
    }
  }
}

} // namespace mmk::graph
