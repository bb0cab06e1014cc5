// The file ${.OBJDIR}/.mmk/noop.N: a run that had nothing to do. What such a run printed, and all
// that it asked the file system, to be printed again by the next run of the same command that would
// get the same answers. Knows the bytes, not when to use them (session_noop.cpp does).
#pragma once

#include "base/environment.hpp"
#include "base/host.hpp"
#include "fs/packed_answers.hpp"
#include "report/recording_sink.hpp"

#include <cstdint>
#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <vector>

namespace mmk::cli {

/// A digest of the command and all that it sees of the world besides files.
struct NoopKey {
  std::uint64_t low = 0;
  std::uint64_t high = 0;
  bool operator==(const NoopKey&) const = default;
};

/// `environment` says which variables are fickle: their values do not count, nor does a run that
/// looks at them. `executable`: the answer to Question::info about the program. `makeflags`: what
/// counts of MAKEFLAGS if it is fickle.
[[nodiscard]] NoopKey key_of_noop(const Host& host, const Environment& environment,
                                  fs::Answer executable, std::string_view makeflags);

/// One of a few files of an object directory, so that they stay few.
[[nodiscard]] std::string noop_path(std::string_view objdir, const NoopKey& key);

struct NoopMemo {
  NoopKey key;
  std::uint64_t tracing = 0; ///< a digest of what can be traced; 0: nobody asked
  std::vector<report::Printed> printed;
};

[[nodiscard]] std::string format_noop(const NoopMemo& memo,
                                      std::span<const fs::Notes* const> notes);

/// A memo with the bytes it lies in.
class StoredNoop {
public:
  /// nullopt: damaged, or of another version or command.
  [[nodiscard]] static std::optional<StoredNoop> parse(std::string bytes, const NoopKey& key);

  [[nodiscard]] const NoopMemo& memo() const { return m_memo; }
  [[nodiscard]] const fs::PackedAnswers& answers() const { return m_answers; }

private:
  StoredNoop() = default;
  std::string m_bytes;
  NoopMemo m_memo;
  fs::PackedAnswers m_answers;
};

} // namespace mmk::cli
