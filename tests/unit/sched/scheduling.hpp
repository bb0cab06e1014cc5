// A graph in memory with a fake launcher: scheduling tests say which commands ran, in which order.
#pragma once

#include "exec/fake_launcher.hpp"
#include "graph/world.hpp"
#include "sched/build.hpp"

#include <initializer_list>
#include <string>
#include <string_view>
#include <vector>

namespace mmk::sched {

struct Scheduling : graph::World {
  exec::FakeLauncher launcher{[this](const std::string& text, const exec::JobSpec&) {
    exec::FakeLauncher::Answer answer;
    answer.status = !failing.empty() && text.find(failing) != std::string::npos ? 1 : 0;
    if (answer.status == 0 && made().back()[0] != '.') {
      disk.put("/o/" + made().back(), "made");
    }
    return answer;
  }};
  exec::LocalTokenPool tokens{2};
  exec::OutputSwitch output{sink, false};
  exec::Shell shell = exec::builtin_shell("sh");
  Build build{graph, finder, variables, files,    environment, options, debug,
              diag,  sink,   shell,     launcher, tokens,      output,  clock};
  std::string failing; ///< commands with this text exit 1

  Scheduling() {
    build.start = clock.now();
    options.silent = true;
    variables.set(variables.global(), ".CURDIR", "/o");
  }

  /// "name: sources" with one command "make name", or none if the name begins with '.' or `bare`.
  graph::Target& target(std::string_view name, std::initializer_list<std::string_view> sources,
                        graph::Attrs attrs = {}, bool bare = false) {
    graph::Target& t = graph.get(name);
    t.attrs |= attrs | graph::Attrs(graph::Attr::depends);
    for (const std::string_view source : sources) {
      graph::link(t, graph.get(source));
    }
    if (!bare) {
      t.attrs |= graph::Attr::has_commands;
      t.commands.push_back({"@make " + std::string(name), {}});
    }
    return t;
  }
  void wait_between(graph::Target& t, std::string_view name) {
    graph::Target& barrier = graph.add_internal(".WAIT");
    barrier.attrs = graph::Attr::wait | graph::Attr::phony | graph::Attr::depends;
    graph::link(t, barrier);
    graph::link(t, graph.get(name));
  }

  /// The names after "make " in what was started.
  [[nodiscard]] std::vector<std::string> made() const {
    std::vector<std::string> names_made;
    for (const std::string& text : launcher.started) {
      const std::size_t at = text.find("make ");
      names_made.push_back(text.substr(at + 5, text.find_first_of(" \n", at + 5) - at - 5));
    }
    return names_made;
  }
};

} // namespace mmk::sched
