// What the reader hands to the graph: dependency lines and the commands under them.
#pragma once

#include "lang/diagnostics.hpp"

#include <string_view>

namespace mmk::lang {

class RuleSink {
public:
  virtual ~RuleSink() = default;
  /// A dependency line after variable expansion by the sink's owner has NOT happened: `line` is raw
  /// (comment and continuation removed); the sink expands it as bmake does (undefined variables are
  /// errors in strict places only).
  virtual void dependency_line(std::string_view line, Location where) = 0;
  /// A shell command line (text behind the tab, unexpanded) for the current targets.
  virtual void command_line(std::string_view text, Location where) = 0;
  /// The current group of targets gets no more commands.
  virtual void end_of_group() = 0;
  /// Are there targets that a command line would go to?
  [[nodiscard]] virtual bool in_group() const = 0;
  /// What follows comes from a generated file of dependencies (.depend, .dinclude): its targets are
  /// marked, so that stale entries do no harm.
  virtual void set_reading_depend(bool on) { (void)on; }
};

} // namespace mmk::lang
