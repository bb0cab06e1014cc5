// Is a target out of date by what its .meta file says? One traversal decides (stops at the first
// reason) or explains (collects all). Called when the classic mtime rules say "up to date", and,
// with digests on, also when they only say "a source is newer": then content has the last word.
#pragma once

#include "meta/digest.hpp"
#include "meta/policy.hpp"
#include "meta/reason.hpp"

#include <span>
#include <string>
#include <string_view>
#include <vector>

namespace mmk::meta {

/// A command of the target as it would run now.
struct CommandNow {
  std::string_view text;      ///< expanded, prefix characters included
  bool uses_oodate = false;   ///< mentions $? or ${.OODATE}: cannot be compared
  bool never_compare = false; ///< .NOMETA_CMP
};

struct TargetFacts {
  std::string_view meta_path; ///< from meta_name()
  /// Absolute path of the file the target is; "" if it has none whose bytes could be checked
  /// (archive members).
  std::string_view path;
  fs::FileInfo info; ///< of the target now
  /// Absolute path of the archive that the target is a member of, "" if it is none.
  std::string_view archive;
  std::span<const CommandNow> commands;
  std::string_view cwd;    ///< where its commands would run now
  std::string_view curdir; ///< .CURDIR
  std::string_view objdir; ///< .OBJDIR
  bool wants_meta = false; ///< .META attribute
  /// Declared sources (paths) that the classic rules found newer than the target, or that were
  /// remade in this build. Only with Mode::digest; each must be proved unchanged.
  std::span<const std::string> newer_sources;
};

struct CheckContext {
  fs::StatCache& stats;
  const Policy& policy;
  PathFilter& filter;
  DigestCache& digests;
  OutputLedger* ledger = nullptr; ///< null: side outputs are not checked
  TimeStamp now;                  ///< of this build's start or later
};

enum class Walk : std::uint8_t { decide, explain };

struct Verdict {
  bool oodate = false;
  std::vector<Reason> reasons; ///< at most one for Walk::decide
  /// Out of date and one of the commands uses .OODATE: it gets the value of .ALLSRC.
  bool oodate_is_allsrc = false;
  /// Lines for -dM that are no reasons ("cannot compare command using .OODATE"), META: LINE: ...
  std::vector<std::string> notes;
};

/// Reads facts.meta_path through the context's file system and judges.
[[nodiscard]] Verdict check(const CheckContext& context, const TargetFacts& facts, Walk walk);
/// The same for bytes already read (the tools have them).
[[nodiscard]] Verdict check_bytes(const CheckContext& context, const TargetFacts& facts, Walk walk,
                                  std::string_view bytes);

} // namespace mmk::meta
