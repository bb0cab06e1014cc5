// Everything an expression may touch, in memory: no disk, no commands. For fuzzers.
#pragma once

#include "base/fatal.hpp"
#include "fs/memory_file_system.hpp"
#include "lang/conditions.hpp"
#include "lang/variables.hpp"

#include <string>
#include <string_view>

namespace mmk::fuzz {

struct SilentSink final : ReportSink {
  void out(std::string_view /*bytes*/) override {}
  void err(std::string_view /*bytes*/) override {}
  void flush() override {}
};

struct EchoShell final : lang::ShellRunner {
  lang::ShellResult run(std::string_view command) override {
    return {std::string(command.substr(0, 100)), ""};
  }
};

struct FixedClock final : Clock {
  [[nodiscard]] TimeStamp now() const override { return TimeStamp::from(1'600'000'000, 0); }
};

struct World {
  World() {
    options.lint = false;
    const auto set = [this](std::string_view name, std::string_view value) {
      variables.set(variables.global(), name, value);
    };
    set("A", "one two three");
    set("B", "${A:S,o,0,g} $$x ${C}");
    set("C", "dir/file.c lib/x.tar.gz 'quo ted' back\\ slash");
    set("M", "tu:S,A,b,");
    set("N", "5");
    set("E", "");
    variables.set(target, "@", "dir/target.o");
    variables.set(target, ">", "dir/target.c x.h");
  }

  SilentSink sink;
  Options options;
  DebugLog debug{sink};
  lang::Diagnostics diag{sink, options, "mmk"};
  NameTable names;
  fs::MemoryFileSystem files{"/src"};
  fs::StatCache cache{files};
  Environment environment;
  FixedClock clock;
  EchoShell shell;
  lang::Context context{names,   debug, diag,    cache, environment,
                        options, clock, nullptr, &shell};
  lang::Variables variables{context};
  lang::Scope target{"dir/target.o"};
};

/// Inputs whose honest result is huge are no finding: loops over loops multiply.
inline bool is_reasonable(std::string_view text) {
  std::size_t loops = 0;
  for (const char c : text) {
    loops += c == '@' ? 1 : 0;
  }
  return text.size() < 2000 && loops <= 8 && text.find("range=") == std::string_view::npos;
}

} // namespace mmk::fuzz
