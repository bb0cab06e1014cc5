// A .meta file boiled down to conditions over single paths, each true or false at a glance: while
// all hold, the full check (oodate.hpp) would find nothing. Conservative: what cannot be said this
// way is not usable and goes to the full check.
#pragma once

#include "meta/meta_file.hpp"
#include "meta/oodate.hpp"

#include <cstdint>
#include <optional>
#include <span>
#include <string>
#include <vector>

namespace mmk::meta {

enum class ConditionKind : std::uint8_t {
  same,    ///< the file has the recorded content
  output,  ///< the same for a file the job wrote; a later writer's state will do, too
  removed, ///< nothing to check; kept for the ledger
  absent,  ///< does not exist (N; not checked if the mode does not want it)
  gone,    ///< does not exist
  exists,
  not_newer, ///< exists, is a file, and not newer than the target
  directory, ///< is a directory
  listing,   ///< has the recorded entries
};

struct Condition {
  ConditionKind kind = ConditionKind::same;
  std::string path;
  FileState state;
};

struct CompiledRecord {
  bool with_digests = false;  ///< usable only if the mode wants digests; else only if it does not
  bool whole_filemon = false; ///< there is filemon data and nothing was missed
  std::uint64_t commands = 0; ///< command_hash()
  std::string cwd;
  std::int64_t stop_usec = 0;
  std::vector<Condition> conditions;
};

/// nullopt: leave this target to the full check.
[[nodiscard]] std::optional<CompiledRecord> compile_record(const CheckContext& context,
                                                           const MetaFile& file);

/// Identifies a list of commands.
class CommandHash {
public:
  void add(std::string_view text);
  [[nodiscard]] std::uint64_t value() const { return digest_of(m_text); }

private:
  std::string m_text;
};

} // namespace mmk::meta
