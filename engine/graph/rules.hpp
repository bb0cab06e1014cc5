// Dependency lines: what `targets: sources`, special targets and attributes do to the graph. Gets
// lines from lang's parser.
#pragma once

#include "graph/graph.hpp"
#include "graph/suffixes.hpp"
#include "lang/rule_sink.hpp"

#include <functional>
#include <memory>
#include <string>
#include <string_view>
#include <vector>

namespace mmk::graph {

/// Things a special target asks of the program as a whole; wired by cli.
struct RuleHooks {
  std::function<void(std::string_view args)> main_arguments; ///< .MAKEFLAGS: VALUE
  std::function<bool(std::string_view dir)> set_objdir;      ///< .OBJDIR: DIR
  std::function<bool(std::string_view spec)>
      set_shell;               ///< .SHELL: KEY=VALUE...; false = malformed (already reported)
  std::function<void()> posix; ///< .POSIX: see Parser::handle_posix
  std::function<void(const std::vector<std::string>& dirs)>
      syspath; ///< .SYSPATH: to be appended; none: clear
};

class Rules final : public lang::RuleSink, public lang::TargetQuery {
public:
  Rules(Graph& graph, Suffixes& suffixes, RuleHooks hooks);
  ~Rules() override;

  // lang::RuleSink
  void dependency_line(std::string_view line, lang::Location where) override;
  void command_line(std::string_view text, lang::Location where) override;
  void end_of_group() override;
  [[nodiscard]] bool in_group() const override;
  void set_reading_depend(bool on) override;

  // lang::TargetQuery
  [[nodiscard]] bool is_target(std::string_view name) const override;
  [[nodiscard]] bool has_commands(std::string_view name) const override;
  [[nodiscard]] bool will_be_made(std::string_view pattern) const override;
  [[nodiscard]] std::optional<std::string> find_file(std::string_view name) const override;
  [[nodiscard]] std::optional<std::string> path_of(std::string_view name) const override;

private:
  struct State;
  Graph& m_graph;
  RuleHooks m_hooks;
  std::unique_ptr<State> m_state;
};

/// `.USE`/`.USEBEFORE`: adds the rule's commands, sources and attributes to `target`. bmake's
/// Make_HandleUse.
void apply_use(Graph& graph, Target& use, Target& target);

} // namespace mmk::graph
