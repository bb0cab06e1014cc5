#include "graph/dependency_line.hpp"

#include "fs/glob.hpp"
#include "graph/archive.hpp"
#include "lang/chars.hpp"

namespace mmk::graph {

void DependencyLine::apply() {
  m_context->targets.clear();
  m_context->in_group = true;
  const std::size_t equals = m_line.rfind('=');
  m_last_equals = equals == std::string_view::npos ? 0 : equals;
  if (!read_targets()) {
    return;
  }
  check_mixture();
  read_operator();
  skip_blanks();
  if (at_end()) {
    without_sources();
  } else if (takes_rest()) {
    return;
  } else if (takes_words()) {
    std::string_view rest = m_line.substr(m_at);
    while (!rest.empty()) {
      special_word(lang::take_word(rest));
    }
    if (m_special == Special::path) {
      publish_path();
    } else if (m_special == Special::syspath && m_context->hooks.syspath) {
      m_context->hooks.syspath(m_syspath);
    }
  } else if (!read_sources()) {
    return;
  }
  choose_main();
}

void DependencyLine::skip_blanks() {
  while (!at_end() && lang::is_space(m_line[m_at])) {
    ++m_at;
  }
}

Target& DependencyLine::find_or_add(std::string_view name) {
  if (Target* const known = graph().find(name)) {
    remember_place(*known);
    return *known;
  }
  Target& target = graph().get(name);
  target.from_depend = m_context->reading_depend;
  remember_place(target);
  return target;
}

/// Where a generated dependency came from is told when it turns out to be stale.
void DependencyLine::remember_place(Target& target) {
  if (m_context->reading_depend || target.where.line == 0) {
    target.where = m_where;
  }
}

void DependencyLine::publish_path() {
  lang::Variables& variables = services().variables;
  variables.set(variables.global(), ".PATH", fs::path_value(graph().path, graph().roots));
}

// --- targets

bool DependencyLine::read_targets() {
  for (;;) {
    skip_blanks();
    if (at_end()) {
      report_no_operator();
      return false;
    }
    if (is_operator(m_at)) {
      return true;
    }
    const std::size_t end = target_end(m_at);
    const std::string_view name = m_line.substr(m_at, end - m_at);
    if (end < m_line.size() && m_line[end] == '(') {
      std::string_view rest = m_line.substr(m_at);
      if (!parse_archive(graph(), rest, services().variables.cmdline(), m_context->targets)) {
        services().diag.parse(lang::Level::fatal, "Error in archive specification: \"{}\"", name);
        return false;
      }
      m_at = m_line.size() - rest.size();
      continue;
    }
    if (end == m_line.size()) {
      report_no_operator();
      return false;
    }
    if (!add_target(name)) {
      return false;
    }
    m_at = end;
    if (m_special != Special::none && m_special != Special::path) {
      skip_extra_targets();
    }
  }
}

std::size_t DependencyLine::target_end(std::size_t begin) {
  std::size_t at = begin;
  while (at < m_line.size()) {
    const char c = m_line[at];
    if ((lang::is_space(c) || c == ':' || c == '!' || c == '(') &&
        (at == begin || !is_escaped(at))) {
      break;
    }
    // An expression that is left now was kept for later (local variables); its text may hold
    // blanks.
    at += c == '$' ? services().variables.expression_length(m_line.substr(at),
                                                            services().variables.cmdline())
                   : std::size_t{1};
  }
  return std::min(at, m_line.size());
}

bool DependencyLine::add_target(std::string_view name) {
  if (name.size() > 1 && name[0] == '.' && lang::is_upper(name[1])) {
    if (const Keyword* const keyword = find_keyword(name)) {
      if (m_special == Special::path && keyword->special != Special::path) {
        services().diag.parse(lang::Level::fatal, "Mismatched special targets");
        return false;
      }
      return add_special_target(name, *keyword);
    }
    if (name.starts_with(".PATH")) {
      return add_suffix_path(name);
    }
  }
  if (m_special == Special::none && !name.empty()) {
    add_plain_target(name);
  } else if (m_special == Special::path && !name.starts_with('.') && !name.empty()) {
    services().diag.parse(lang::Level::warning, "Extra target ({}) ignored", name);
  }
  return true;
}

void DependencyLine::add_plain_target(std::string_view name) {
  std::vector<std::string> names;
  if (fs::has_wildcards(name)) {
    fs::expand_wildcards(services().files, fs::SearchPath(), graph().roots, name, names,
                         services().debug);
  } else {
    names.emplace_back(name);
  }
  for (const std::string& one : names) {
    Target& target = m_context->suffixes.is_transform(one) ? m_context->suffixes.add_transform(one)
                                                           : find_or_add(one);
    remember_place(target);
    m_context->targets.push_back(&target);
  }
}

/// .BEGIN and its kin: targets whose commands run when something happens.
void DependencyLine::add_hook_target(Target*& slot, std::string_view name) {
  Target& target = find_or_add(name);
  target.attrs |= Attr::notmain | Attr::special;
  m_context->targets.push_back(&target);
  slot = &target;
}

bool DependencyLine::add_special_target(std::string_view name, const Keyword& keyword) {
  m_special = keyword.special;
  m_source_attribute = keyword.attribute;
  switch (keyword.special) {
  case Special::path:
    m_paths.push_back(&graph().path);
    break;
  case Special::main:
    if (!services().options.create.empty()) {
      m_special = Special::none; // the command line knows better
      add_plain_target(name);
    }
    break;
  case Special::begin:
    add_hook_target(graph().begin, name);
    break;
  case Special::end:
    add_hook_target(graph().end, name);
    break;
  case Special::error:
    add_hook_target(graph().error, name);
    break;
  case Special::interrupt:
    add_hook_target(graph().interrupt, name);
    break;
  case Special::stale:
    add_hook_target(graph().stale, name);
    break;
  case Special::default_rule: {
    Target& rule = graph().add_unlisted(name);
    rule.attrs |= Attr::notmain | Attr::transform;
    m_context->targets.push_back(&rule);
    graph().default_rule = &rule;
    break;
  }
  case Special::delete_on_error:
    graph().settings.delete_on_error = true;
    break;
  case Special::not_parallel:
    graph().settings.no_parallel = true;
    services().options.max_jobs = 1;
    break;
  case Special::single_shell:
    services().options.compat_make = true;
    break;
  default:
    break;
  }
  return true;
}

bool DependencyLine::add_suffix_path(std::string_view name) {
  const std::string_view suffix = name.substr(5);
  fs::SearchPath* const path = m_context->suffixes.path_of(suffix);
  if (path == nullptr) {
    services().diag.parse(lang::Level::fatal, "Suffix '{}' not defined (yet)", suffix);
    return false;
  }
  m_special = Special::path;
  m_paths.push_back(path);
  return true;
}

void DependencyLine::skip_extra_targets() {
  skip_blanks();
  const std::size_t begin = m_at;
  while (!at_end() && !is_operator(m_at)) {
    ++m_at;
  }
  const std::string_view extra = m_line.substr(begin, m_at - begin);
  if (!lang::trim_right(extra).empty()) {
    services().diag.parse(lang::Level::warning, "Extra target '{}' ignored", extra);
  }
}

/// Only the special targets that commands hang on may have others beside them.
void DependencyLine::check_mixture() {
  switch (m_special) {
  case Special::none:
  case Special::default_rule:
  case Special::stale:
  case Special::begin:
  case Special::end:
  case Special::error:
  case Special::interrupt:
    return;
  default:
    if (!m_context->targets.empty()) {
      services().diag.parse(lang::Level::warning,
                            "Special and mundane targets don't mix. Mundane ones ignored");
    }
  }
}

/// A line that is nothing at all: most often a misspelt directive or a merge gone wrong.
void DependencyLine::report_no_operator() {
  lang::Diagnostics& diag = services().diag;
  if (m_line.starts_with("<<<<<<") || m_line.starts_with("======") ||
      m_line.starts_with(">>>>>>")) {
    diag.parse(lang::Level::fatal,
               "Makefile appears to contain unresolved CVS/RCS/??? merge conflicts");
  } else if (m_line.starts_with('.')) {
    const std::string_view text = lang::trim_left(m_line.substr(1));
    std::size_t length = 0;
    while (length < text.size() && (lang::is_alnum(text[length]) || text[length] == '-')) {
      ++length;
    }
    diag.parse(lang::Level::fatal, "Unknown directive \"{}\"", text.substr(0, length));
  } else {
    diag.parse(lang::Level::fatal, "Invalid line type");
  }
}

// --- operator

void DependencyLine::read_operator() {
  Attr op = Attr::depends;
  if (m_line[m_at++] == '!') {
    op = Attr::force;
  } else if (!at_end() && m_line[m_at] == ':') {
    op = Attr::doubledep;
    ++m_at;
  }
  for (Target*& target : m_context->targets) {
    if (!apply_operator(op, target)) {
      return;
    }
  }
}

/// Each rule of a '::' target but the first gets a node of its own, which then stands for the
/// target in this group.
bool DependencyLine::apply_operator(Attr op, Target*& target) {
  if (target->is_target() && !target->attrs.has(op)) {
    services().diag.parse(lang::Level::fatal, "Inconsistent operator for {}", target->name);
    return false;
  }
  if (op != Attr::doubledep || !target->attrs.has(Attr::doubledep)) {
    target->attrs |= op;
    return true;
  }
  Target& cohort = graph().add_internal(target->name);
  cohort.from_depend = m_context->reading_depend;
  remember_place(cohort);
  cohort.attrs = Attr::doubledep | Attr::invisible;
  cohort.centurion = target;
  target->cohorts.push_back(&cohort);
  ++target->unmade_cohorts;
  cohort.cohort_num = static_cast<int>(target->cohorts.size());
  target = &cohort;
  return true;
}

} // namespace mmk::graph
