// A parser on an in-memory file system whose rules are written down instead of obeyed.
#pragma once

#include "fs/memory_file_system.hpp"
#include "lang/parser.hpp"

#include <gtest/gtest.h>

#include <functional>
#include <string>
#include <vector>

namespace mmk::lang {

class TextSink final : public ReportSink {
public:
  void out(std::string_view bytes) override { text += bytes; }
  void err(std::string_view bytes) override { text += bytes; }
  void flush() override {}
  std::string text;
};

/// "LINE: text" for dependency lines, "LINE\ttext" for commands.
class RuleLog final : public RuleSink {
public:
  void dependency_line(std::string_view line, Location where) override {
    lines.push_back(fmt::format("{}: {}", where.line, line));
    m_in_group = true;
    if (on_line) {
      on_line(line);
    }
  }
  void command_line(std::string_view text, Location where) override {
    lines.push_back(fmt::format("{}\t{}", where.line, text));
  }
  void end_of_group() override { m_in_group = false; }
  [[nodiscard]] bool in_group() const override { return m_in_group; }
  void set_reading_depend(bool on) override { reading_depend = on; }

  std::vector<std::string> lines;
  bool reading_depend = false;
  std::function<void(std::string_view line)> on_line; ///< called for each dependency line

private:
  bool m_in_group = false;
};

class EchoShell final : public ShellRunner {
public:
  ShellResult run(std::string_view command) override {
    return {fmt::format("ran {}\nend\n", command),
            command == "fail" ? "\"fail\" returned non-zero status" : ""};
  }
};

class ReaderTest : public ::testing::Test {
protected:
  ReaderTest() { variables.set(variables.global(), ".CURDIR", "/src"); }

  /// Reads `text` as /src/makefile.
  void parse(std::string_view text) { parser.parse_file("/src/makefile", std::string(text)); }
  [[nodiscard]] std::string value(std::string_view name) {
    return variables.value(variables.global(), name).value_or("(undefined)");
  }
  /// The messages, without the program's name and the path of /src/makefile.
  [[nodiscard]] std::string messages() const {
    std::string text = sink.text;
    for (const std::string_view noise : {"make: ", "/src/"}) {
      for (std::size_t at = text.find(noise); at != std::string::npos; at = text.find(noise)) {
        text.erase(at, noise.size());
      }
    }
    return text;
  }

  TextSink sink;
  Options options;
  DebugLog debug{sink};
  Diagnostics diag{sink, options, "make"};
  NameTable names;
  fs::MemoryFileSystem files{"/src"};
  fs::StatCache cache{files};
  Environment environment;
  SystemClock clock;
  EchoShell shell;
  Context context{names, debug, diag, cache, environment, options, clock, nullptr, &shell};
  Variables variables{context};
  RuleLog rules;
  IncludePaths paths{{}, {"/usr/mk"}};
  Parser parser{variables, rules, paths};
};

} // namespace mmk::lang
