// META_MODE for the walks: which targets have a .meta file, what it says about them, and recording
// it while they are made. Joins engine/meta (which knows no targets) with the graph and variables.
#pragma once

#include "exec/launcher.hpp"
#include "meta/digest.hpp"
#include "meta/history.hpp"
#include "meta/index.hpp"
#include "meta/journal.hpp"
#include "meta/oodate.hpp"
#include "meta/policy.hpp"
#include "meta/recorder.hpp"
#include "sched/build.hpp"

#include <functional>
#include <memory>
#include <optional>
#include <string>
#include <string_view>
#include <unordered_map>
#include <vector>

namespace mmk::sched {

struct Tracing {
  bool on = false;
  /// Why there is no filemon data although it was wanted: stands in each record; "" otherwise.
  std::string why_not;
};

struct MetaSetup {
  meta::Policy policy;
  std::string objdir; ///< canonical .OBJDIR
  std::string curdir;
  /// Asked before the first job that is recorded; empty: jobs are not traced.
  std::function<Tracing()> tracing;
  /// The index if it is being read already; invalid if not.
  meta::ComingIndex index;
};

class MetaMode {
public:
  MetaMode(Build& build, MetaSetup setup);
  ~MetaMode();
  MetaMode(const MetaMode&) = delete;
  MetaMode& operator=(const MetaMode&) = delete;

  /// The verdict of the .meta file on top of that of the classic rules.
  [[nodiscard]] bool oodate(graph::Target& target, bool classic);

  /// The target is about to be made: opens its record if it wants one and prints the "Building"
  /// line. False: the record cannot be written, the job must not run (reported).
  [[nodiscard]] bool begin(graph::Target& target);
  [[nodiscard]] bool recording(const graph::Target& target) const;
  /// Shall this target's commands be traced?
  [[nodiscard]] bool traced(const graph::Target& target) const;
  void output(const graph::Target& target, std::string_view bytes);
  /// A traced command has ended.
  void section(const graph::Target& target, const exec::Event& event);
  /// A command failed: goes into the record, sets .ERROR_META_FILE and .ERROR_CWD.
  void failed(graph::Target& target, int status, bool ignored);
  /// All commands have ended; writes the record.
  void finish(graph::Target& target, int status);

  /// "" if the target has none.
  [[nodiscard]] std::string meta_file(graph::Target& target);
  /// Why the target is made: one line, "" if unknown.
  [[nodiscard]] std::string why(const graph::Target& target) const;
  /// All reasons the .meta file gave, one line each.
  [[nodiscard]] std::vector<std::string> all_reasons(const graph::Target& target) const;

  /// How long the target took last time; 0: not known, or nobody wants to know (see
  /// Build::wants_forecast).
  [[nodiscard]] std::int64_t expected_ns(const graph::Target& target) const;

  /// The values of .MAKE.META.FILES and .MAKE.META.CREATED.
  [[nodiscard]] std::string files() { return names_of(m_files); }
  [[nodiscard]] std::string created() { return names_of(m_created); }

private:
  struct Record;
  struct Facts;
  /// What its .meta file would be called if it had one.
  [[nodiscard]] std::string meta_name(const graph::Target& target);
  [[nodiscard]] std::string names_of(const std::vector<const graph::Target*>& targets);
  [[nodiscard]] bool wants(graph::Target& target, bool verbose);
  [[nodiscard]] std::string_view why_not(graph::Target& target);
  [[nodiscard]] bool is_submake(graph::Target& target);
  [[nodiscard]] Facts facts(graph::Target& target);
  void apply_verdict(graph::Target& target, const meta::Verdict& verdict);
  void set_compare_filter(graph::Target& target);
  void print_building(graph::Target& target);
  void remove_damaged(const graph::Target& target, const Facts& facts);
  [[nodiscard]] bool is_damaged(const Facts& facts, const std::string& file,
                                const fs::FileInfo& info);
  [[nodiscard]] const Tracing& tracing();
  [[nodiscard]] meta::CheckContext context();

  Build& m_build;
  MetaSetup m_setup;
  std::optional<Tracing> m_tracing;
  std::vector<const graph::Target*> m_files; ///< that had their .meta file looked at
  std::vector<const graph::Target*> m_created;
  meta::PathFilter m_filter;
  meta::DigestCache m_digests;
  meta::OutputLedger m_ledger;
  meta::Index m_index; ///< what the cache and the ledger load from
  meta::Journal m_journal;
  meta::History m_history;
  std::unordered_map<const graph::Target*, std::unique_ptr<Record>> m_records;
  std::unordered_map<const graph::Target*, std::vector<meta::Reason>> m_reasons;
  std::unordered_map<const graph::Target*, std::string> m_why;
};

} // namespace mmk::sched
