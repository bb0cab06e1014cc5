// Takes apart one expanded dependency line, `targets operator sources`, and does to the graph what
// it says. Lives as long as the line.
#pragma once

#include "graph/rules.hpp"
#include "graph/special_targets.hpp"

#include <cstddef>
#include <string_view>
#include <vector>

namespace mmk::graph {

/// What lasts from line to line.
struct RuleContext {
  Graph& graph;
  Suffixes& suffixes;
  RuleHooks& hooks;
  std::vector<Target*> targets; ///< of the current group
  bool in_group = false;
  bool reading_depend = false;
  int wait_number = 0;
};

class DependencyLine {
public:
  DependencyLine(RuleContext& context, std::string_view line, lang::Location where)
      : m_context(&context), m_line(line), m_where(where) {}

  /// Fills the context's targets. Problems are reported.
  void apply();

private:
  // targets
  [[nodiscard]] bool read_targets();
  [[nodiscard]] std::size_t target_end(std::size_t begin);
  [[nodiscard]] bool add_target(std::string_view name);
  [[nodiscard]] bool add_special_target(std::string_view name, const Keyword& keyword);
  [[nodiscard]] bool add_suffix_path(std::string_view name);
  void add_hook_target(Target*& slot, std::string_view name);
  void add_plain_target(std::string_view name);
  void skip_extra_targets();
  void check_mixture();
  void report_no_operator();

  // operator
  void read_operator();
  [[nodiscard]] bool apply_operator(Attr op, Target*& target);

  // sources
  void without_sources();
  [[nodiscard]] bool takes_rest();
  [[nodiscard]] bool takes_words() const;
  void special_word(std::string_view word);
  [[nodiscard]] bool read_sources();
  [[nodiscard]] bool local_assignment();
  [[nodiscard]] bool archive_source(std::size_t parenthesis);
  void add_source(std::string_view name);
  void add_attribute(Attrs attribute);
  void add_wait();
  void add_order(std::string_view name);
  void link_to_targets(Target& source);
  void choose_main();

  [[nodiscard]] bool at_end() const { return m_at >= m_line.size(); }
  [[nodiscard]] bool is_escaped(std::size_t at) const { return at > 0 && m_line[at - 1] == '\\'; }
  [[nodiscard]] bool is_operator(std::size_t at) const {
    return (m_line[at] == ':' || m_line[at] == '!') && !is_escaped(at);
  }
  void skip_blanks();
  Target& find_or_add(std::string_view name);
  void remember_place(Target& target);
  void publish_path();
  [[nodiscard]] Graph& graph() { return m_context->graph; }
  [[nodiscard]] Services& services() { return m_context->graph.services(); }

  RuleContext* m_context;
  std::string_view m_line;
  lang::Location m_where;
  std::size_t m_at = 0;
  std::size_t m_last_equals =
      0; ///< position of the last '=', to know where no assignment can begin
  Special m_special = Special::none;
  Attrs m_source_attribute;
  std::vector<fs::SearchPath*> m_paths; ///< .PATH, .PATH.c
  std::vector<std::string> m_syspath;
  Target* m_order_previous = nullptr;
};

} // namespace mmk::graph
