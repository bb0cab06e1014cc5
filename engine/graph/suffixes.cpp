#include "graph/suffixes.hpp"

#include "graph/implied_sources.hpp"
#include "graph/transform_table.hpp"

#include <algorithm>

namespace mmk::graph {

struct Suffixes::State {
  State(Graph& graph, Suffixes& suffixes) : search(graph, suffixes, table) {}
  TransformTable table;
  ImpliedSources search;
};

namespace {

/// May become the default target (the manual's "main target").
bool can_be_main(const Target& target) {
  return target.is_target() && !target.attrs.any(Attr::notmain | Attr::use | Attr::usebefore |
                                                 Attr::exec | Attr::transform);
}

/// A rule named ".c.o" was an ordinary target as long as ".o" was unknown; now it is a rule.
void adopt_rule(Graph& graph, TransformTable& table, Target& target, Suffix& suffix) {
  DebugLog& debug = graph.services().debug;
  if (graph.main == nullptr && can_be_main(target)) {
    if (debug.on(Debug::make)) {
      debug.print("Setting main node to \"{}\"\n", target.name);
    }
    graph.main = &target;
  }
  if (target.attrs.has(Attr::transform)) {
    return;
  }
  const std::size_t at = target.name.find(suffix.name);
  if (at == std::string::npos || at == 0 || at + suffix.name.size() != target.name.size()) {
    return;
  }
  Suffix* const from = table.find(std::string_view(target.name).substr(0, at));
  if (from == nullptr) {
    return;
  }
  if (graph.main == &target) {
    if (debug.on(Debug::make)) {
      debug.print("Setting main node from \"{}\" back to null\n", target.name);
    }
    graph.main = nullptr;
  }
  target.attrs = Attr::transform; // what else its dependency lines said is forgotten, as in bmake
  if (debug.on(Debug::suff)) {
    debug.print("defining transformation from `{}' to `{}'\n", from->name, suffix.name);
  }
  table.relate(*from, suffix, debug);
}

/// A rule that was known before .SUFFIXES was cleared comes into force again.
void revive_rule(TransformTable& table, const Target& rule, Suffix& suffix, DebugLog& debug) {
  const std::string_view name = rule.name;
  if (name.starts_with(suffix.name)) {
    if (Suffix* const to = table.find(name.substr(suffix.name.size()))) {
      table.relate(suffix, *to, debug);
      return;
    }
  }
  if (name.ends_with(suffix.name)) {
    if (Suffix* const from = table.find(name.substr(0, name.size() - suffix.name.size()))) {
      table.relate(*from, suffix, debug);
    }
  }
}

} // namespace

Suffixes::Suffixes(Graph& graph) : m_graph(graph), m_state(std::make_unique<State>(graph, *this)) {
  Suffix& empty = m_state->table.storage.emplace_back();
  empty.is_null = true;
  empty.refs = 1;
  m_state->table.null = &empty;
}

Suffixes::~Suffixes() = default;

void Suffixes::clear() {
  DebugLog& debug = m_graph.services().debug;
  if (debug.on(Debug::suff)) {
    debug.write("Clearing all suffixes\n");
  }
  TransformTable& table = m_state->table;
  table.suffixes.clear();
  Suffix& empty = table.storage.emplace_back();
  empty.is_null = true;
  empty.refs = 1;
  table.null = &empty;
}

void Suffixes::add(std::string_view name) {
  TransformTable& table = m_state->table;
  if (name.empty() || table.find(name) != nullptr) {
    return;
  }
  DebugLog& debug = m_graph.services().debug;
  Suffix& suffix = table.storage.emplace_back();
  suffix.name = name;
  suffix.refs = 1;
  table.suffixes.push_back(&suffix);
  suffix.number = static_cast<int>(table.suffixes.size());
  if (debug.on(Debug::suff)) {
    debug.print("Adding suffix \"{}\"\n", name);
  }
  for (Target* const target : m_graph.all()) {
    adopt_rule(m_graph, table, *target, suffix);
  }
  for (Target* const rule : table.transforms) {
    revive_rule(table, *rule, suffix, debug);
  }
}

void Suffixes::set_null(std::string_view name) {
  TransformTable& table = m_state->table;
  Suffix* const suffix = table.find(name);
  if (suffix == nullptr) {
    m_graph.services().diag.parse(lang::Level::warning, "Desired null suffix {} not defined", name);
    return;
  }
  table.null->is_null = false;
  suffix->is_null = true;
  table.null = suffix;
}

void Suffixes::add_include(std::string_view name) {
  if (Suffix* const suffix = m_state->table.find(name)) {
    suffix->is_include = true;
  }
}

void Suffixes::add_lib(std::string_view name) {
  if (Suffix* const suffix = m_state->table.find(name)) {
    suffix->is_lib = true;
  }
}

bool Suffixes::is_transform(std::string_view name) const {
  return m_state->table.parse(name).from != nullptr;
}

Target& Suffixes::add_transform(std::string_view name) {
  TransformTable& table = m_state->table;
  Target* rule = table.transform(name);
  if (rule == nullptr) {
    rule = &m_graph.add_unlisted(name);
    table.transforms.push_back(rule);
    table.transforms_by_name.emplace(rule->name, rule);
  } else {
    // A second rule of the same name replaces the first, sources included.
    rule->commands.clear();
    rule->children.clear();
    rule->unmade = 0;
  }
  rule->attrs = Attr::transform;
  const TransformTable::Pair pair = table.parse(name);
  DebugLog& debug = m_graph.services().debug;
  if (pair.from != nullptr) {
    if (debug.on(Debug::suff)) {
      debug.print("defining transformation from `{}' to `{}'\n", pair.from->name, pair.to->name);
    }
    table.relate(*pair.from, *pair.to, debug);
  }
  return *rule;
}

void Suffixes::end_transform(Target& target) {
  const bool many = target.attrs.has(Attr::doubledep) && !target.cohorts.empty();
  const Target& rule = many ? *target.cohorts.back() : target;
  if (!rule.attrs.has(Attr::transform)) {
    return;
  }
  DebugLog& debug = m_graph.services().debug;
  if (!rule.commands.empty() || !rule.children.empty()) {
    if (debug.on(Debug::suff)) {
      debug.print("transformation {} complete\n", rule.name);
    }
    return;
  }
  const TransformTable::Pair pair = m_state->table.parse(rule.name);
  if (pair.from == nullptr) {
    return;
  }
  if (debug.on(Debug::suff)) {
    debug.print("deleting incomplete transformation from `{}' to `{}'\n", pair.from->name,
                pair.to->name);
  }
  TransformTable::unrelate(*pair.from, *pair.to);
}

fs::SearchPath* Suffixes::path_of(std::string_view name) {
  Suffix* const suffix = m_state->table.find(name);
  return suffix == nullptr ? nullptr : &suffix->path;
}

void Suffixes::clear_paths() {
  for (Suffix* const suffix : m_state->table.suffixes) {
    suffix->path.clear();
  }
}

void Suffixes::do_paths() {
  fs::SearchPath includes;
  fs::SearchPath libs;
  for (Suffix* const suffix : m_state->table.suffixes) {
    if (!suffix->path.empty()) {
      if (suffix->is_include) {
        includes.concat(suffix->path);
      }
      if (suffix->is_lib) {
        libs.concat(suffix->path);
      }
    }
    suffix->path.concat(m_graph.path);
  }
  lang::Variables& variables = m_graph.services().variables;
  variables.set(variables.global(), ".INCLUDES", includes.to_flags("-I"));
  variables.set(variables.global(), ".LIBS", libs.to_flags("-L"));
}

void Suffixes::find_deps(Target& target) {
  m_state->search.find(target);
}

const fs::SearchPath& Suffixes::search_path(const Target& target) const {
  DebugLog& debug = m_graph.services().debug;
  const bool log = debug.on(Debug::suff);
  const Suffix* suffix = target.suffix;
  if (suffix == nullptr) {
    if (log) {
      debug.print("Wildcard expanding \"{}\"...", target.name);
    }
    suffix = m_state->table.of_name(target.name);
  }
  if (suffix == nullptr) {
    if (log) {
      debug.write("\n");
    }
    return m_graph.path;
  }
  if (log) {
    debug.print("suffix is \"{}\"...\n", suffix->name);
  }
  return suffix->path;
}

std::string Suffixes::names() const {
  std::string words;
  for (const Suffix* const suffix : m_state->table.suffixes) {
    words += words.empty() ? "" : " ";
    words += suffix->name;
  }
  return words;
}

std::string Suffixes::dump() const {
  const auto line = [](std::string_view title, const auto& items, const auto& text_of) {
    std::string text = fmt::format("#\t{}: ", title);
    for (const auto& item : items) {
      text += text_of(item);
      text += ' ';
    }
    return text + '\n';
  };
  const auto suffix_name = [](const Suffix* suffix) -> const std::string& { return suffix->name; };
  const auto itself = [](const std::string& text) -> const std::string& { return text; };
  std::string text = "#*** Suffixes:\n";
  for (const Suffix* const suffix : m_state->table.suffixes) {
    std::string flags;
    for (const auto& [on, name] :
         {std::pair(suffix->is_include, "SUFF_INCLUDE"), std::pair(suffix->is_lib, "SUFF_LIB"),
          std::pair(suffix->is_null, "SUFF_NULL")}) {
      flags += on ? (flags.empty() ? name : std::string("|") + name) : "";
    }
    text += fmt::format("# \"{}\" (num {}, ref {}){}\n", suffix->name, suffix->number, suffix->refs,
                        flags.empty() ? "" : " (" + flags + ")");
    text += line("To", suffix->to, suffix_name);
    text += line("From", suffix->from, suffix_name);
    text += line("Search Path", suffix->path.dirs(), itself);
  }
  text += "#*** Transformations:\n";
  for (const Target* const rule : m_state->table.transforms) {
    text += fmt::format("{:<16}:\n", rule->name);
    for (const Command& command : rule->commands) {
      text += fmt::format("\t{}\n", command.text);
    }
    text += '\n';
  }
  return text;
}

} // namespace mmk::graph
