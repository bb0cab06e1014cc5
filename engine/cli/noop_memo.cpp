#include "cli/noop_memo.hpp"

#include "base/byte_cutter.hpp"

#include <xxhash.h>

#include <cstring>

namespace mmk::cli {

namespace {

struct Header {
  char magic[8] = {'M', 'M', 'K', 'N', 'O', 'P', '0', '1'};
  std::uint64_t checksum = 0; ///< of all behind it
  NoopKey key;
  std::uint64_t tracing = 0;
  std::uint64_t answer_bytes = 0;
  std::uint64_t printed = 0;
};
constexpr std::size_t k_unchecked = 2 * sizeof(std::uint64_t);

/// What stands before the bytes of one item that was printed.
struct PrintedHeader {
  std::uint32_t size = 0;
  std::uint32_t stream = 0;
};

std::uint64_t checksum_of(std::string_view file) {
  const std::string_view checked = file.substr(k_unchecked);
  return XXH3_64bits(checked.data(), checked.size());
}

template <class T> void append(std::string& out, const T& item) {
  out.append(reinterpret_cast<const char*>(&item), sizeof item);
}

bool read_printed(ByteCutter& cutter, std::uint64_t count, std::vector<report::Printed>& printed) {
  for (std::uint64_t i = 0; i < count; ++i) {
    const std::string_view bytes = cutter.bytes(sizeof(PrintedHeader));
    if (!cutter.good()) {
      return false;
    }
    PrintedHeader header;
    std::memcpy(&header, bytes.data(), sizeof header);
    const auto stream = header.stream == 0 ? report::Stream::out : report::Stream::err;
    printed.push_back({stream, std::string(cutter.bytes(header.size))});
  }
  return cutter.done();
}

} // namespace

NoopKey key_of_noop(const Host& host, const Environment& environment, fs::Answer executable,
                    std::string_view makeflags) {
  std::string text;
  const auto add = [&text](std::string_view part) {
    text += part;
    text += '\0';
  };
  const auto add_number = [&add](std::uint64_t number) { add(std::to_string(number)); };
  add_number(executable);
  add_number(host.uid);
  add_number(host.gid);
  add(host.system);
  add(host.machine);
  add(host.executable);
  add(host.cwd);
  add_number(host.argv.size());
  for (const std::string& word : host.argv) {
    add(word);
  }
  for (const std::string& entry : host.environment) {
    const std::string_view name = std::string_view(entry).substr(0, entry.find('='));
    add(environment.is_fickle(name) ? name : std::string_view(entry));
  }
  add(makeflags);
  const XXH128_hash_t hash = XXH3_128bits(text.data(), text.size());
  return {hash.low64, hash.high64};
}

std::string noop_path(std::string_view objdir, const NoopKey& key) {
  constexpr std::uint64_t k_files = 4;
  return std::string(objdir) + "/.mmk/noop." + std::to_string(key.low % k_files);
}

std::string format_noop(const NoopMemo& memo, std::span<const fs::Notes* const> notes) {
  Header header;
  header.key = memo.key;
  header.tracing = memo.tracing;
  header.printed = memo.printed.size();
  std::string out;
  append(out, header);
  fs::pack(out, notes);
  header.answer_bytes = out.size() - sizeof header;
  for (const report::Printed& item : memo.printed) {
    append(out, PrintedHeader{static_cast<std::uint32_t>(item.bytes.size()),
                              static_cast<std::uint32_t>(item.stream)});
    out += item.bytes;
  }
  std::memcpy(out.data(), &header, sizeof header);
  header.checksum = checksum_of(out);
  std::memcpy(out.data(), &header, sizeof header);
  return out;
}

std::optional<StoredNoop> StoredNoop::parse(std::string bytes, const NoopKey& key) {
  Header header;
  const Header expected;
  if (bytes.size() < sizeof header) {
    return std::nullopt;
  }
  std::memcpy(&header, bytes.data(), sizeof header);
  if (std::memcmp(header.magic, expected.magic, sizeof header.magic) != 0 || header.key != key ||
      header.checksum != checksum_of(bytes)) {
    return std::nullopt;
  }
  StoredNoop stored;
  stored.m_bytes = std::move(bytes);
  stored.m_memo.key = key;
  stored.m_memo.tracing = header.tracing;
  ByteCutter cutter(std::string_view(stored.m_bytes).substr(sizeof header));
  const auto answers = fs::PackedAnswers::parse(cutter.bytes(header.answer_bytes));
  if (!answers || !read_printed(cutter, header.printed, stored.m_memo.printed)) {
    return std::nullopt;
  }
  stored.m_answers = *answers;
  return stored;
}

} // namespace mmk::cli
