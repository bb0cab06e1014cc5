// Commands whose output becomes a value: !=, :sh, :!cmd!. Runs the Session's shell, or what that
// would run, and waits.
#pragma once

#include "base/environment.hpp"
#include "base/report_sink.hpp"
#include "exec/shell.hpp"
#include "lang/hooks.hpp"
#include "tracer/api.hpp"

#include <cstddef>
#include <functional>
#include <optional>
#include <string>

namespace mmk::exec {

class ProcessShellRunner final : public lang::ShellRunner {
public:
  /// `cwd` is asked before each command; `before` (may be empty) re-exports variables.
  ProcessShellRunner(const Shell& shell, const Environment& environment, ReportSink& sink,
                     std::function<std::string()> cwd, std::function<void()> before)
      : m_shell(&shell), m_environment(&environment), m_sink(&sink), m_cwd(std::move(cwd)),
        m_before(std::move(before)) {}
  [[nodiscard]] lang::ShellResult run(std::string_view command) override;

private:
  void prepare();

  const Shell* m_shell;
  const Environment* m_environment;
  ReportSink* m_sink;
  std::function<std::string()> m_cwd;
  std::function<void()> m_before;
  tracer::Command m_process;            ///< environment and working directory of the next one
  std::optional<std::size_t> m_version; ///< of that environment
  bool m_has_odd_names = false;         ///< in it
};

} // namespace mmk::exec
