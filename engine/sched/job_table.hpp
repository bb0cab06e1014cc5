// Jobs that run now: turns a target's commands into a script, starts it, passes its output on and
// judges its end. Knows nothing of the order of targets (jobs.cpp does).
#pragma once

#include "exec/job_output.hpp"
#include "exec/script.hpp"
#include "sched/build.hpp"

#include <functional>
#include <memory>
#include <unordered_map>
#include <vector>

namespace mmk::sched {

class JobTable {
public:
  /// `made`: a target's commands ended well (or nothing had to run) and it counts as made.
  JobTable(Build& build, std::function<void(graph::Target&)> made);
  ~JobTable();
  JobTable(const JobTable&) = delete;
  JobTable& operator=(const JobTable&) = delete;

  /// Makes a target whose sources are made; holds one token on entry and returns it when done.
  void start(graph::Target& target);
  /// Waits for one event and deals with it.
  void handle_event(bool wait_for_token);
  [[nodiscard]] int running() const { return static_cast<int>(m_jobs.size()); }
  /// A job failed and -k was not given (or another make of the tree failed): nothing new starts.
  [[nodiscard]] bool aborting() const { return m_aborting; }
  void abort() { m_aborting = true; }

private:
  struct Job;
  void show(const graph::Target& target, const exec::ScriptWriter& script);
  [[nodiscard]] exec::ScriptWriter write_script(graph::Target& target, bool run);
  void launch(graph::Target& target, const exec::ScriptWriter& script);
  void print_table(); ///< -dj
  void finish(Job& job, const exec::Event& event);
  void report_end(Job& job, int wait_status, bool ignored);
  void job_done(graph::Target& target);
  void die_horribly(graph::Target& target);
  [[nodiscard]] std::vector<const graph::Target*> being_made() const;

  Build& m_build;
  std::function<void(graph::Target&)> m_made;
  std::unordered_map<std::uint32_t, std::unique_ptr<Job>> m_jobs;
  bool m_aborting = false;
};

} // namespace mmk::sched
