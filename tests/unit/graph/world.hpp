// Everything the graph room stands on, in memory, for its tests.
#pragma once

#include "base/environment.hpp"
#include "fs/memory_file_system.hpp"
#include "graph/locate.hpp"

#include <string>

namespace mmk::graph {

class CapturingSink final : public ReportSink {
public:
  void out(std::string_view bytes) override { text += bytes; }
  void err(std::string_view bytes) override { text += bytes; }
  void flush() override {}
  std::string text;
};

class FixedClock final : public Clock {
public:
  [[nodiscard]] TimeStamp now() const override { return TimeStamp::from(2'000'000'000, 0); }
};

struct World {
  fs::MemoryFileSystem disk{"/o"};
  fs::StatCache files{disk};
  CapturingSink sink;
  DebugLog debug{sink};
  Options options;
  lang::Diagnostics diag{sink, options, "mmk"};
  NameTable names;
  Environment environment;
  FixedClock clock;
  lang::Context context{names, debug, diag, files, environment, options, clock};
  lang::Variables variables{context};
  Graph graph{Services{variables, files, debug, diag, options}};
  Suffixes suffixes{graph};
  Archives archives{graph};
  Finder finder{graph, suffixes, archives};

  World() { graph.roots = fs::SearchRoots{"/o", "/o"}; }

  /// A transformation rule with one command.
  Target& rule(std::string_view name, std::string command) {
    Target& target = suffixes.add_transform(name);
    target.attrs |= Attr::depends | Attr::has_commands;
    target.commands.push_back(Command{std::move(command), {}});
    suffixes.end_transform(target);
    return target;
  }
  void add_suffixes(std::initializer_list<std::string_view> list) {
    for (const std::string_view suffix : list) {
      suffixes.add(suffix);
    }
  }
  std::string local(Target& target, std::string_view name) {
    return variables.value(target.vars, name).value_or("(undefined)");
  }
  static std::vector<std::string> names_of(const std::vector<Target*>& targets) {
    std::vector<std::string> list;
    for (const Target* const target : targets) {
      list.push_back(target->name);
    }
    return list;
  }
};

} // namespace mmk::graph
