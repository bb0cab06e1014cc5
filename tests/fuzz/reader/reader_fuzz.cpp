// Reads arbitrary bytes as a makefile, into a graph, on an in-memory file system where the makefile
// can include itself. No crash, no endless reading; locations lie within the input.
#include "base/assert.hpp"
#include "base/fatal.hpp"
#include "fs/memory_file_system.hpp"
#include "graph/rules.hpp"
#include "lang/parser.hpp"

#include <cstddef>
#include <cstdint>

namespace {

using namespace mmk; // NOLINT: a program of its own

class Silence final : public ReportSink {
public:
  void out(std::string_view /*bytes*/) override {}
  void err(std::string_view /*bytes*/) override {}
  void flush() override {}
};

class NoShell final : public lang::ShellRunner {
public:
  lang::ShellResult run(std::string_view command) override { return {std::string(command), ""}; }
};

/// A session without a program around it.
struct World {
  Silence sink;
  Options options;
  DebugLog debug{sink};
  lang::Diagnostics diag{sink, options, "make"};
  NameTable names;
  fs::MemoryFileSystem files{"/src"};
  fs::StatCache cache{files};
  Environment environment;
  SystemClock clock;
  NoShell shell;
  lang::Context context{names, debug, diag, cache, environment, options, clock, nullptr, &shell};
  lang::Variables variables{context};
  graph::Graph graph{{variables, cache, debug, diag, options}};
  graph::Suffixes suffixes{graph};
  graph::Rules rules{graph, suffixes, {}};
  lang::IncludePaths paths{{}, {"/src"}};
  lang::Parser parser{variables, rules, paths};
};

} // namespace

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  const std::string_view text(reinterpret_cast<const char*>(data), size);
  World world;
  world.context.targets = &world.rules;
  world.graph.roots = {"/src", "/src"};
  world.files.put("/src/makefile", text);
  if (size % 2 == 1) {
    world.debug.enable(Debug::parse); // the trace and the descriptions are fuzzed as well
    world.debug.enable(Debug::for_loop);
  }
  try {
    world.parser.parse_file("/src/makefile", std::string(text));
  } catch (const FatalError& error) {
    MMK_ASSERT(!error.text.empty());
    return 0;
  }
  MMK_ASSERT(world.parser.stopped() || world.parser.current().line == 0);
  for (const graph::Target* const target : world.graph.all()) {
    MMK_ASSERT(target->where.line >= 0 && static_cast<std::size_t>(target->where.line) <= size + 1);
  }
  return 0;
}
