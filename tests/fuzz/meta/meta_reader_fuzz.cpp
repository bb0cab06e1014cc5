// Arbitrary bytes as a .meta file: no crash in reader, check and index; what was printed reads back
// as the same; protected output never imitates and always comes back.
#include "base/assert.hpp"
#include "fs/memory_file_system.hpp"
#include "meta/index.hpp"
#include "meta/uses.hpp"

#include <cstddef>
#include <cstdint>
#include <string>

namespace {

using namespace mmk;

void output(std::string_view bytes) {
  const std::string stored = meta::protect_output(bytes);
  std::string expected(bytes);
  if (!expected.empty() && expected.back() != '\n') {
    expected += '\n';
  }
  MMK_ASSERT(meta::unprotect_output(stored) == expected);
  meta::MetaHeader header{"/obj/t.meta", "t", "/obj", {"cmd"}, "", {}, {}};
  const std::string text = meta::format_header(header) + stored + '\n';
  const auto file = meta::parse_meta(text);
  MMK_ASSERT(file.has_value());
  MMK_ASSERT(file->output == stored);
  MMK_ASSERT(file->sections.empty());
  MMK_ASSERT(file->failed_status == 0);
}

void commands(std::string_view bytes) {
  const std::string command(bytes.substr(0, bytes.find('\0')));
  meta::MetaHeader header{"/obj/t.meta", "t", "/obj", {"first", command, "last"}, "", {}, {}};
  const std::string text = meta::format_header(header) + '\n';
  const auto file = meta::parse_meta(text);
  MMK_ASSERT(file.has_value());
  MMK_ASSERT(file->commands.size() == 3);
  MMK_ASSERT(file->commands[1].text == command);
  MMK_ASSERT(file->cwd == "/obj");
  MMK_ASSERT(meta::print_meta(*file) == text);
}

void check(std::string_view bytes) {
  fs::MemoryFileSystem files("/obj");
  files.put("/obj/t", "target");
  files.put("/obj/t.meta", bytes);
  meta::Policy policy;
  policy.mode = meta::parse_mode(bytes.size() % 2 == 0 ? "meta" : "meta digest=yes");
  fs::StatCache stats(files);
  meta::PathFilter filter(files, policy);
  meta::DigestCache digests(files);
  meta::OutputLedger ledger;
  const meta::CheckContext context{stats, policy, filter, digests, &ledger, TimeStamp{}};
  meta::TargetFacts facts;
  facts.meta_path = "/obj/t.meta";
  facts.path = "/obj/t";
  facts.info = stats.stat("/obj/t");
  facts.cwd = facts.objdir = "/obj";
  facts.curdir = "/src";
  std::vector<meta::CommandNow> now;
  const auto file = meta::parse_meta(bytes);
  if (file) {
    for (const meta::MetaCommand& command : file->commands) {
      now.push_back(meta::CommandNow{command.text});
    }
    facts.cwd = file->cwd;
    (void)meta::uses_of(files, *file);
  }
  facts.commands = now;
  const bool oodate = meta::check(context, facts, meta::Walk::decide).oodate;
  MMK_ASSERT(oodate == meta::check(context, facts, meta::Walk::explain).oodate);
  meta::Index index("/obj");
  index.open(context);
  MMK_ASSERT(oodate == index.check(context, facts, meta::Walk::decide).oodate);
}

} // namespace

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  const std::string_view bytes(reinterpret_cast<const char*>(data), size);
  output(bytes);
  commands(bytes);
  check(bytes);
  return 0;
}
