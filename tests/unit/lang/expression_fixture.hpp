// Variables on an in-memory file system with a shell that echoes, for tests of expressions.
#pragma once

#include "fs/memory_file_system.hpp"
#include "lang/conditions.hpp"
#include "lang/variables.hpp"

#include <gtest/gtest.h>

#include <string>
#include <vector>

namespace mmk::lang {

class ExpressionTest : public ::testing::Test {
protected:
  struct Sink final : ReportSink {
    void out(std::string_view bytes) override { text += bytes; }
    void err(std::string_view bytes) override { text += bytes; }
    void flush() override {}
    std::string text;
  };
  /// The output of a command is the command in brackets and a newline; "fail..." fails as well.
  struct EchoShell final : ShellRunner {
    ShellResult run(std::string_view command) override {
      commands.emplace_back(command);
      std::string error;
      if (command.starts_with("fail")) {
        error = fmt::format("\"{}\" returned non-zero status", command);
      }
      return {fmt::format("[{}]\nnext\n", command), error};
    }
    std::vector<std::string> commands;
  };
  struct FixedClock final : Clock {
    [[nodiscard]] TimeStamp now() const override { return TimeStamp::from(1'600'000'000, 0); }
  };
  struct FewTargets final : TargetQuery {
    [[nodiscard]] bool is_target(std::string_view name) const override {
      return name == "target" || name == "made";
    }
    [[nodiscard]] bool has_commands(std::string_view name) const override {
      return name == "target";
    }
    [[nodiscard]] bool will_be_made(std::string_view pattern) const override {
      return pattern == "made" || pattern == "m*";
    }
    [[nodiscard]] std::optional<std::string> find_file(std::string_view name) const override {
      return name == "file.c" ? std::optional<std::string>("dir/file.c") : std::nullopt;
    }
    [[nodiscard]] std::optional<std::string> path_of(std::string_view name) const override {
      return name == "target" ? std::optional<std::string>("path/target") : std::nullopt;
    }
  };

  void set(std::string_view name, std::string_view value) {
    variables.set(variables.global(), name, value);
  }
  [[nodiscard]] std::string value(std::string_view name) {
    return variables.value(variables.global(), name).value_or("(undefined)");
  }
  std::string expand(std::string_view text, EvalMode mode = EvalMode::eval) {
    return variables.expand(text, variables.cmdline(), mode);
  }
  /// Conditions as .if has them.
  CondResult condition(std::string_view text, CondOptions how = {}) {
    return evaluate_condition(variables, variables.cmdline(), text, how);
  }
  /// The messages so far, which are then forgotten.
  std::string messages() { return std::exchange(sink.text, ""); }

  Sink sink;
  Options options;
  DebugLog debug{sink};
  Diagnostics diag{sink, options, "make"};
  NameTable names;
  fs::MemoryFileSystem files{"/src"};
  fs::StatCache cache{files};
  Environment environment;
  FixedClock clock;
  FewTargets targets;
  EchoShell shell;
  Context context{names, debug, diag, cache, environment, options, clock, &targets, &shell};
  Variables variables{context};
};

/// A text and what it expands to.
struct Expansion {
  std::string_view text;
  std::string_view expected;
};

} // namespace mmk::lang
