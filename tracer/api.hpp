// The one bridge between engine and tracer: start a command under watch, get its records and its
// end. Knows nothing of make; the engine knows nothing of ptrace.
#pragma once

#include "base/result.hpp"
#include "base/unique_fd.hpp"

#include <sys/types.h>

#include <cstdint>
#include <functional>
#include <memory>
#include <string>
#include <string_view>
#include <vector>

namespace mmk::tracer {

/// How system calls are watched. `none` runs the command unwatched (what mode "nofilemon" wants).
enum class Backend : std::uint8_t { automatic, ptrace, notify, shim, none };

[[nodiscard]] std::string_view backend_name(Backend backend);
[[nodiscard]] Result<Backend> backend_from_name(std::string_view name);

/// What this process may use, found by trying (one short-lived child per back end).
struct Capabilities {
  bool ptrace = false;
  bool notify = false;
  bool shim = false;
  std::string why_not; ///< one sentence for people when nothing works: what is refused and what to
                       ///< change; "" otherwise
  [[nodiscard]] Backend best() const;
};
[[nodiscard]] Capabilities probe();

/// A command to run. All strings are bytes.
struct Command {
  std::string path;              ///< program; searched in PATH of `environment` if it has no '/'
  std::vector<std::string> argv; ///< argv[0] included
  std::vector<std::string> environment; ///< "NAME=value"
  std::string cwd;                      ///< "" = the caller's
  int stdin_fd = -1;                    ///< -1 = inherit
  int stdout_fd = -1;
  int stderr_fd = -1;
  std::vector<int>
      keep_fds; ///< descriptors the child inherits although they are close-on-exec here
  bool new_process_group = false; ///< as bmake's jobs mode: the child leads its own group
};

/// Successful calls of the stat family that are recorded (S).
enum class StatRecords : std::uint8_t {
  none,
  found, ///< and those of access(2), too
  all,   ///< as other tools know the letter; and N for readlink
};

struct Options {
  Backend backend = Backend::automatic;
  StatRecords record_stat = StatRecords::none;
  bool record_not_found = true; ///< N records
  bool record_listings = true;  ///< G records
};

/// How a traced command ended.
struct Outcome {
  int wait_status = 0;        ///< as waitpid(2) gives it, of the command itself
  std::int64_t user_usec = 0; ///< CPU time of the whole tree
  std::int64_t system_usec = 0;
  std::int64_t max_rss_kib = 0;
  bool complete = true; ///< false: something was not seen; `records` then carries a "# filemon:
                        ///< ..." line saying what
  int left_behind = 0;  ///< processes of the job still alive when it ended (daemons)
  /// Record lines "E 12 /bin/sh\n...": everything between the "V 5" line and the "# Stop" line, in
  /// order.
  std::string records;
};

/// One running command, traced or not. Destroying it before the end kills the tree and joins the
/// tracer thread.
class Trace {
public:
  virtual ~Trace() = default;
  /// Process id of the command (the one to signal; its group if new_process_group).
  [[nodiscard]] virtual pid_t pid() const = 0;
  /// Becomes readable (poll POLLIN) when the outcome is ready.
  [[nodiscard]] virtual int ready_fd() const = 0;
  /// Blocks until the end, then gives the outcome. Call once.
  [[nodiscard]] virtual Outcome wait() = 0;
};

/// Starts `command` under its own tracer thread. Errors: the program cannot be started, the back
/// end is refused.
[[nodiscard]] Result<std::unique_ptr<Trace>> start(const Command& command, const Options& options);

/// Why the records are incomplete: the first of them that says so, without its mark; "" if none
/// does.
[[nodiscard]] std::string_view first_warning(std::string_view records);

/// The text of a whole filemon section: header ("# filemon version 5", target pid, start), "V 5",
/// the records,
/// "# Stop", "# Bye bye". Times are wall-clock microseconds.
[[nodiscard]] std::string format_section(pid_t target, std::int64_t start_usec,
                                         std::int64_t stop_usec, std::string_view records);

} // namespace mmk::tracer
