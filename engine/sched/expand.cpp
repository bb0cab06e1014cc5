#include "sched/expand.hpp"

#include "graph/locate.hpp"
#include "graph/rules.hpp"
#include "sched/dates.hpp"
#include "sched/events.hpp"

#include <algorithm>
#include <deque>

namespace mmk::sched {

using graph::Attr;
using graph::Target;

namespace {

bool has_use_children(const Target& target) {
  return std::any_of(target.children.begin(), target.children.end(), [](const Target* child) {
    return child->attrs.any(Attr::use | Attr::usebefore);
  });
}

/// Applies the .USE children and takes them out of the graph: they are no sources.
void handle_use_children(Build& build, Target& target) {
  for (Target* const child : target.children) {
    child->attrs |= Attr::mark;
  }
  for (std::size_t i = 0; i < target.children.size();) {
    Target* const child = target.children[i];
    if (!child->attrs.any(Attr::use | Attr::usebefore)) {
      ++i;
      continue;
    }
    // Children that the rule brings along go behind; the place itself is given up, and so are the
    // places where the rule is named again: it applies once.
    graph::apply_use(build.graph, *child, target);
    const auto given_up = std::erase(target.children, child);
    std::erase(child->parents, &target);
    target.unmade -= static_cast<int>(given_up);
  }
}

void set_archive_vars(Build& build, Target& target) {
  const std::size_t open = target.name.find('(');
  const std::size_t close = target.name.find(')', open == std::string::npos ? 0 : open);
  if (open != std::string::npos && close != std::string::npos) {
    build.variables.set(target.vars, ".MEMBER", target.name.substr(open + 1, close - open - 1));
    build.variables.set(target.vars, ".ARCHIVE", target.name.substr(0, open));
  }
}

/// .MADE: the sources are not made; how old they are counts.
void pretend_children_made(Build& build, Target& target) {
  for (Target* const child : target.children) {
    graph::update_mtime(build.finder, *child, false);
    update_youngest_child(target, *child);
  }
  target.unmade = 0;
}

void examine(Build& build, Target& target) {
  if (target.attrs.has(Attr::archv)) {
    set_archive_vars(build, target);
  }
  graph::update_mtime(build.finder, target, false);
  // find_deps() sets it to the same; only .USE commands need it before that.
  const bool search_sets_target = !target.attrs.any(Attr::made | Attr::deps_found);
  if (!search_sets_target || has_use_children(target)) {
    build.variables.set(target.vars, ".TARGET", target.file());
  }
  handle_use_children(build, target);
  if (target.attrs.has(Attr::made)) {
    pretend_children_made(build, target);
  } else {
    // .USE rules among the implied sources stay what they are, as in bmake.
    build.finder.suffixes.find_deps(target);
  }
}

} // namespace

void expand_use(Build& build, const std::vector<Target*>& targets) {
  std::deque<Target*> queue(targets.begin(), targets.end());
  while (!queue.empty()) {
    Target& target = *queue.front();
    queue.pop_front();
    if (target.remake) {
      continue;
    }
    target.remake = true;
    if (build.debug.on(Debug::make)) {
      build.debug.print("Make_ExpandUse: examine {}\n", target.name);
    }
    if (target.attrs.has(Attr::doubledep)) {
      queue.insert(queue.begin(), target.cohorts.begin(), target.cohorts.end());
    }
    examine(build, target);
    tell_wanted(build, target);
    if (target.unmade != 0) {
      for (Target* const child : target.children) {
        if (build.debug.on(Debug::make)) {
          build.debug.print("ExamineLater: need to examine \"{}\"\n", child->name);
        }
        queue.push_back(child);
      }
    }
  }
}

} // namespace mmk::sched
