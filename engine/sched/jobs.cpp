#include "sched/jobs.hpp"

#include "sched/commands.hpp"
#include "sched/compat.hpp"
#include "sched/dates.hpp"
#include "sched/errors.hpp"
#include "sched/events.hpp"
#include "sched/expand.hpp"
#include "sched/job_table.hpp"

#include <algorithm>
#include <deque>
#include <unordered_map>
#include <unordered_set>

namespace mmk::sched {

using graph::Attr;
using graph::Made;
using graph::Target;

namespace {

/// The walk itself. A target enters the queue as `requested`; when it comes to the front with
/// unmade children these are put before it and it becomes `deferred`; each child that is done
/// counts down its parents and puts those that have no more to wait for back into the queue.
class Walk {
public:
  explicit Walk(Build& build) : m_build(build), m_table(build, [this](Target& t) { update(t); }) {}

  /// False: -q found something out of date.
  bool run(const std::vector<Target*>& targets) {
    process_wait(targets);
    if (!start_jobs()) {
      return false;
    }
    while (m_table.running() > 0 || (!m_queue.empty() && !m_table.aborting())) {
      m_table.handle_event(m_wants_token && m_table.running() >= 0);
      if (!m_table.aborting() && !start_jobs()) {
        return false;
      }
      if (m_table.aborting() && m_table.running() == 0) {
        break;
      }
    }
    return true;
  }
  [[nodiscard]] bool aborted() const { return m_table.aborting(); }

private:
  void process_wait(const std::vector<Target*>& targets);
  void add_wait_dependencies(Target& target);
  bool start_jobs();
  bool start_one(Target& target);
  bool build_child(Target& child, std::size_t& place);
  void request_children(Target& target);
  void update(Target& target);
  [[nodiscard]] exec::TokenPool::Taken take_token();
  void tell_parent(Target& target, Target& centurion, Target& parent);
  void tell_implicit_parents(Target& target);
  [[nodiscard]] static bool waits_for_order(const Target& target);

  Build& m_build;
  JobTable m_table;
  std::deque<Target*> m_queue;
  Target* m_top = nullptr;
  bool m_wants_token = false;
  /// Counts finished targets; a target is looked at once per generation.
  std::uint64_t m_generation = 1;
  std::unordered_map<const Target*, std::uint64_t> m_looked_at;
};

bool Walk::waits_for_order(const Target& target) {
  return std::any_of(target.order_pred.begin(), target.order_pred.end(), [](const Target* before) {
    return before->made < Made::made && before->remake;
  });
}

/// All targets hang below one made-up node; then each .WAIT becomes a node that depends on what
/// stands left of it.
void Walk::process_wait(const std::vector<Target*>& targets) {
  m_top = &m_build.graph.add_unlisted(".MAIN");
  m_top->attrs |= Attr::phony | Attr::depends;
  m_top->remake = true;
  m_top->internal = true;
  for (Target* const target : targets) {
    graph::link(*m_top, *target);
  }
  std::size_t place = 0;
  build_child(*m_top, place);
  std::deque<Target*> queue{m_top};
  while (!queue.empty()) {
    Target& target = *queue.front();
    queue.pop_front();
    if (target.done_wait) {
      continue;
    }
    target.done_wait = true;
    if (target.attrs.has(Attr::doubledep)) {
      queue.insert(queue.begin(), target.cohorts.begin(), target.cohorts.end());
    }
    add_wait_dependencies(target);
    for (Target* const child : target.children) {
      if (!child->attrs.has(Attr::wait)) {
        queue.push_back(child);
      }
    }
  }
}

void Walk::add_wait_dependencies(Target& target) {
  std::size_t first = 0;
  for (std::size_t i = 0; i < target.children.size(); ++i) {
    Target* const wait = target.children[i];
    if (!wait->attrs.has(Attr::wait)) {
      continue;
    }
    for (; first < i; ++first) {
      Target* const before = target.children[first];
      ++wait->unmade;
      before->parents.push_back(wait);
    }
    wait->remake = true;
  }
}

/// Puts a child into the queue at `place` unless it is there, done or waits for its .ORDER. True:
/// it is a .WAIT that is not through, so its right siblings have to wait.
bool Walk::build_child(Target& child, std::size_t& place) {
  if (child.made > Made::deferred) {
    return false;
  }
  if (waits_for_order(child)) {
    child.made = Made::deferred;
    return false;
  }
  child.made = Made::requested;
  m_queue.insert(m_queue.begin() + static_cast<std::ptrdiff_t>(std::min(place, m_queue.size())),
                 &child);
  ++place;
  if (child.unmade_cohorts != 0) {
    for (Target* const cohort : child.cohorts) {
      build_child(*cohort, place);
    }
  }
  return child.attrs.has(Attr::wait) && child.unmade > 0;
}

void Walk::request_children(Target& target) {
  std::vector<Target*> children = target.children;
  if (m_build.randomize) {
    shuffle(m_build, children);
  }
  std::size_t place = 0;
  for (Target* const child : children) {
    if (build_child(*child, place)) {
      break;
    }
  }
}

bool Walk::start_jobs() {
  m_wants_token = false;
  bool have_token = false;
  while (!m_queue.empty() && !m_table.aborting()) {
    if (!have_token) {
      const auto taken = take_token();
      if (taken == exec::TokenPool::Taken::aborted) {
        m_table.abort();
        return true;
      }
      if (taken == exec::TokenPool::Taken::no) {
        m_wants_token = true;
        return true;
      }
      have_token = true;
    }
    Target& target = *m_queue.front();
    m_queue.pop_front();
    if (target.made != Made::requested) {
      continue;
    }
    if (std::uint64_t& looked_at = m_looked_at[&target]; looked_at == m_generation) {
      target.made = Made::deferred; // nothing has changed since: a cycle, or its turn comes
      continue;
    } else {
      looked_at = m_generation;
    }
    if (target.unmade != 0) {
      target.made = Made::deferred;
      request_children(target);
      continue;
    }
    target.made = Made::being_made;
    if (!is_oodate(m_build, target)) {
      target.made = Made::up_to_date;
      tell_up_to_date(m_build, target);
      if (target.attrs.has(Attr::join)) {
        set_local_vars(m_build, target);
      }
      update(target);
      continue;
    }
    if (m_build.options.query && &target != m_top) {
      m_build.tokens.give_back();
      return false;
    }
    set_local_vars(m_build, target);
    have_token = false; // the job has it now
    m_table.start(target);
  }
  if (have_token) {
    m_build.tokens.give_back();
  }
  return true;
}

exec::TokenPool::Taken Walk::take_token() {
  const bool debug = m_build.debug.on(Debug::job);
  if (debug) {
    m_build.debug.print("Job_TokenWithdraw({}): aborting {}, running {}\n", m_build.pid,
                        m_table.aborting() ? 1 : 0, m_build.tokens.held());
  }
  const auto taken = m_build.tokens.take();
  if (debug && taken == exec::TokenPool::Taken::yes) {
    m_build.debug.print("({}) withdrew token\n", m_build.pid);
  } else if (debug && taken == exec::TokenPool::Taken::no) {
    m_build.debug.print("({}) blocked for token\n", m_build.pid);
  }
  return taken;
}

void Walk::tell_implicit_parents(Target& target) {
  const std::string name = target_value(m_build, target);
  for (Target* const parent : target.implicit_parents) {
    if (parent->remake) {
      m_build.variables.set(parent->vars, ".IMPSRC", name);
      if (!m_build.variables.value(parent->vars, ".PREFIX")) {
        m_build.variables.set(parent->vars, ".PREFIX",
                              m_build.variables.value(target.vars, ".PREFIX").value_or(""));
      }
    }
  }
}

/// One child less to wait for; a parent that was put off comes back when it is the last.
void Walk::tell_parent(Target& target, Target& centurion, Target& parent) {
  // Who is marked .MADE waits for no source, whoever else has it made.
  if (!parent.remake || parent.attrs.has(Attr::made)) {
    return;
  }
  if (target.made == Made::made && !target.attrs.any(Attr::exec | Attr::use | Attr::usebefore)) {
    parent.child_made = true;
  }
  if (!target.attrs.any(Attr::exec | Attr::use | Attr::usebefore)) {
    update_youngest_child(parent, target);
  }
  if (centurion.unmade_cohorts != 0 || !centurion.is_done()) {
    return;
  }
  --parent.unmade;
  if (parent.unmade < 0) {
    m_build.diag.error("Graph cycles through {}", parent.name);
    return;
  }
  const bool rescan = centurion.attrs.has(Attr::wait) || centurion.done_order;
  if ((parent.unmade != 0 && !rescan) || parent.made != Made::deferred || waits_for_order(parent)) {
    return;
  }
  parent.made = Made::requested;
  m_queue.push_back(&parent);
}

void Walk::update(Target& target) {
  ++m_generation;
  TimeStamp found = target.mtime;
  if (target.made != Made::up_to_date) {
    found = recheck(m_build, target);
  }
  Target& centurion = target.centurion != nullptr ? *target.centurion : target;
  if (target.centurion != nullptr) {
    --centurion.unmade_cohorts;
  }
  // What .ORDER held back may go now.
  std::size_t place = 0;
  for (Target* const next : centurion.order_succ) {
    if (next->made == Made::deferred && !build_child(*next, place)) {
      next->done_order = true;
    }
  }
  const std::vector<Target*> parents = centurion.parents;
  for (Target* const parent : parents) {
    if (target.made == Made::made && found.is_zero() && parent->remake) {
      parent->force = true;
    }
    tell_parent(target, centurion, *parent);
  }
  tell_implicit_parents(target);
}

void run_special(Build& build, std::string_view name) {
  Target* const special = build.graph.find(name);
  if (special == nullptr) {
    return;
  }
  compat_make(build, *special, *special);
  if (special->made == Made::error || special->made == Made::aborted) {
    print_on_error(build, special, "\n\nStop.\n");
    throw FatalError{"", 1};
  }
}

/// A target that waits for children that wait for it: whoever is met again is part of the ring.
void print_ring(Build& build, Target& target) {
  if (target.unmade <= 0 || target.is_done() || target.attrs.has(Attr::special)) {
    return;
  }
  const bool again = target.cycle;
  if (again) {
    build.diag.error("Graph cycles through `{}'", target.name);
    target.attrs |= Attr::special; // once
  }
  target.cycle = true;
  for (Target* const child : target.children) {
    print_ring(build, *child);
  }
  target.cycle = again;
}

/// Final words about a target of the command line.
void print_status(Build& build, Target& target, int& errors) {
  switch (target.made) {
  case Made::up_to_date:
    build.sink.out("`" + target.name + "' is up to date.\n");
    break;
  case Made::made:
    break;
  case Made::error:
  case Made::aborted:
    build.sink.out("`" + target.name + "' not remade because of errors.\n");
    break;
  default:
    ++errors;
    if (target.unmade > 0) {
      print_ring(build, target);
    } else {
      build.sink.out(fmt::format("`{}' was not built!\n", target.name));
    }
  }
}

} // namespace

RunResult make_jobs(Build& build, const std::vector<Target*>& targets) {
  (void)end_target(build);
  if (!build.options.query) {
    run_special(build, ".BEGIN");
  }
  expand_use(build, targets);
  Walk walk(build);
  if (!walk.run(targets)) {
    return RunResult::out_of_date;
  }
  if (walk.aborted()) {
    if (should_die_quietly(build, nullptr)) {
      throw FatalError{"", 2};
    }
    fatal(build, fmt::format("{} error{}", build.job_errors, build.job_errors == 1 ? "" : "s"));
  }
  int errors = build.job_errors;
  if (Target* const end = build.graph.find(".END"); end != nullptr && !build.options.query) {
    if (!end->commands.empty() || !end->children.empty()) {
      if (errors != 0) {
        build.diag.error("Errors reported so .END ignored");
      } else {
        run_special(build, ".END");
      }
    }
  }
  if (errors == 0 && !build.options.query) {
    for (Target* const target : targets) {
      print_status(build, *target, errors);
    }
  }
  return errors == 0 ? RunResult::ok : RunResult::errors;
}

} // namespace mmk::sched
