// A small build in memory for the tests of the check and the recorder: one target /obj/t.o made
// from /src/t.c, its record written by the real recorder.
#pragma once

#include "fs/memory_file_system.hpp"
#include "meta/oodate.hpp"
#include "meta/recorder.hpp"

#include <gtest/gtest.h>

#include <string>
#include <vector>

namespace mmk::meta::testing {

struct Project {
  fs::MemoryFileSystem files{"/obj"};
  Policy policy;
  std::vector<std::string> commands{"cc -c /src/t.c -o t.o"};
  std::vector<std::string> declared{"/src/t.c"};
  std::vector<std::string> newer_sources;
  std::string meta_path = "/obj/t.o.meta";
  std::string target = "/obj/t.o";
  std::string cwd = "/obj";
  bool wants_meta = false;
  bool uses_oodate = false;
  bool never_compare = false;
  std::string output = "compiling\n";
  OutputLedger ledger;
  bool with_ledger = true;
  int status = 0;

  Project() {
    files.put("/usr/bin/cc", "compiler");
    files.put("/src/t.c", "int x;");
    files.put("/inc/a.h", "#define A");
    files.put("/obj/.keep", "");
    policy.mode = parse_mode("meta digest=yes");
    policy.ignore_paths = {"/tmp", "/etc"};
  }

  /// The memory file system's clock: a second later at each call.
  TimeStamp tick() {
    files.put("/clock", "");
    return files.stat("/clock").mtime;
  }

  static std::string section(std::string_view records) {
    return "# filemon version 5\n# Target pid 1\n# Start 1.000000\nV 5\n" + std::string(records) +
           "# Stop 2.000000\n# Bye bye\n";
  }

  /// Makes the target: `during` runs between start and end, then the records are filed.
  template <class During> RecordSummary make(std::string_view records, During during) {
    PathFilter filter(files, policy);
    DigestCache digests(files);
    MetaHeader header;
    header.meta_path = meta_path;
    header.target = "t.o";
    header.cwd = cwd;
    header.commands = commands;
    Recorder recorder(RecorderContext{files, policy, filter, digests, &ledger}, header, declared,
                      tick());
    EXPECT_TRUE(recorder.begin().has_value());
    during();
    recorder.append_output(output);
    if (!policy.mode.no_filemon) {
      recorder.add_section(section(records));
    }
    auto summary = recorder.finish(status, tick());
    EXPECT_TRUE(summary.has_value());
    return summary ? *std::move(summary) : RecordSummary{};
  }

  static constexpr std::string_view k_records =
      "E 1 /usr/bin/cc\nR 1 /src/t.c\nR 1 /inc/a.h\nR 1 /etc/passwd\nW 1 t.o\nX 1 0 0\n";

  RecordSummary make() {
    return make(k_records, [this] { files.put("/obj/t.o", "object"); });
  }

  Verdict check(Walk walk = Walk::explain) {
    fs::StatCache stats(files);
    PathFilter filter(files, policy);
    DigestCache digests(files);
    std::vector<CommandNow> now;
    for (const std::string& command : commands) {
      now.push_back(CommandNow{command, uses_oodate, never_compare});
    }
    TargetFacts facts;
    facts.meta_path = meta_path;
    facts.path = target;
    facts.info = files.stat(target);
    facts.commands = now;
    facts.cwd = cwd;
    facts.curdir = "/src";
    facts.objdir = "/obj";
    facts.wants_meta = wants_meta;
    facts.newer_sources = newer_sources;
    const CheckContext context{stats, policy, filter, digests, with_ledger ? &ledger : nullptr,
                               tick()};
    return meta::check(context, facts, walk);
  }

  /// The kinds of all reasons, with their paths: "content-changed /inc/a.h".
  std::vector<std::string> why() {
    std::vector<std::string> kinds;
    for (const Reason& reason : check().reasons) {
      std::string text(kind_of(reason));
      if (!path_of(reason).empty()) {
        text += ' ';
        text += path_of(reason);
      }
      kinds.push_back(std::move(text));
    }
    return kinds;
  }

  std::string meta() { return files.read(meta_path).value_or(""); }
};

} // namespace mmk::meta::testing
