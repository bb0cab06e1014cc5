// Turns caught calls into records: one pair of small functions per kind of call. Knows the model,
// the look-ups and the record writer; not how calls are caught.
#pragma once

#include "tracer/api.hpp"
#include "tracer/model.hpp"
#include "tracer/program.hpp"
#include "tracer/record.hpp"

#include <cstdint>

namespace mmk::tracer {

/// What the back end does with a call after enter().
enum class Next : std::uint8_t {
  go,      ///< all is known: let it run
  at_exit, ///< let it run and report its result to leave()
  at_exec, ///< let it run; if it replaces the program, call executed()
  refuse,  ///< answer ENOSYS
};

/// A call of which everything is known, told by the process that made it.
struct HappenedCall {
  const Syscall& call;
  std::uint64_t flags; ///< of an open
  bool directory;      ///< it was about one
  const std::string& path;
  std::int64_t result;
};

class Decoder {
public:
  Decoder(const Options& options, Model& model, RecordWriter& records)
      : m_options(options), m_model(&model), m_records(&records) {}

  [[nodiscard]] Next enter(Thread& thread, const Syscall& call,
                           const std::array<std::uint64_t, 6>& args);
  /// `result` as the kernel returns it: negative errno on failure. Clears the pending call.
  void leave(Thread& thread, std::int64_t result);
  void happened(Thread& thread, const HappenedCall& call);
  /// The process itself has told that it begins an execve of `path`.
  void executes(Thread& thread, const Syscall& call, const std::string& path);
  /// The pending execve succeeded; `facts` are those of its program.
  void executed(Thread& thread, const ProgramFacts& facts);
  /// A process not seen before: records the fork and adds it to the model.
  Thread& forked(const Process& parent, pid_t child);
  /// The same where the flags of clone(2) are known.
  Thread& forked(const Process& parent, pid_t child, std::uint64_t flags);
  /// Readers of the record cannot know it from what went before.
  void tell_working_dir(Process& process);
  /// As /proc has it; by its name here, if it has one.
  [[nodiscard]] std::string working_dir_name(const Thread& thread);
  void ended(pid_t process, int wait_status);
  /// Last words: what was counted.
  void finish();

  // For the handlers in decode_*.cpp.
  [[nodiscard]] const Options& options() const { return m_options; }
  [[nodiscard]] Model& model() { return *m_model; }
  void record(const Thread& thread, char letter, const std::string& path);
  void record_pair(const Thread& thread, char letter, const PendingCall& call);
  /// N, if the call failed because a name was not there.
  void record_missing(const Thread& thread, std::int64_t result, const std::string& path);
  void entered_namespace(Process& process);
  void count_refused() { ++m_refused; }
  RecordWriter& records() { return *m_records; }

private:
  /// What to call a file that the process calls `path`; nothing if it is nobody else's.
  [[nodiscard]] std::optional<std::string> name_here(const Thread& thread, const std::string& path,
                                                     bool follow = true);

  Options m_options;
  Model* m_model;
  RecordWriter* m_records;
  PendingCall m_happened; ///< what happened() deals with; here because its texts keep their room
  int m_refused = 0;
};

} // namespace mmk::tracer
