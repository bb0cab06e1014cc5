#include "meta/leftover.hpp"

#include "meta/record_walk.hpp"

#include <optional>

namespace mmk::meta {

namespace {

std::optional<FileState> recorded_output(const MetaFile& file, std::string_view path) {
  OwnLines own = own_lines(file);
  Record record;
  while (own.with_digests && own.records.next(record)) {
    const auto line =
        record.letter == 'H' ? parse_state_line(record.pid, record.data) : std::nullopt;
    if (line && line->role == StateRole::output && line->path == path) {
      return line->state;
    }
  }
  return std::nullopt;
}

} // namespace

bool is_left_damaged(const CheckContext& context, const std::string& meta_path,
                     const std::string& path) {
  const Result<std::string> bytes = context.stats.file_system().read(meta_path);
  if (!bytes) {
    return false;
  }
  const auto file = parse_meta(*bytes);
  if (!file || !file->complete() || file->failed_status != 0) {
    return true;
  }
  const std::optional<FileState> left = recorded_output(*file, path);
  const fs::FileInfo& info = context.stats.stat(path);
  if (!left || context.digests.same_content(*left, path, info, context.now)) {
    return false;
  }
  const OutputLedger::Entry* latest =
      context.ledger == nullptr ? nullptr : context.ledger->find(path);
  return latest == nullptr || !context.digests.same_content(latest->state, path, info, context.now);
}

} // namespace mmk::meta
